import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { seededRandom } from "@mneme/mneme/core";
import { beamSearch, greedySearch } from "@mneme/mneme/seq2seq";
import { EXACT, SEEDS } from "../support.ts";

const [END, START] = [0, 9];

/** A model over tokens 0 (end), 1 and 2 whose probabilities depend on all tokens before: its state is the list of them. */
function model(seed: number) {
  const table = new Map<string, number[]>();
  const random = seededRandom(seed);
  const fill = (prefix: string, depth: number) => {
    const raw = [0, 1, 2].map(() => 0.05 + random.uniform());
    const total = raw.reduce((a, b) => a + b);
    table.set(prefix, raw.map((p) => Math.log(p / total)));
    if (depth > 0) [1, 2].forEach((t) => fill(prefix + t, depth - 1));
  };
  fill("", 4);
  return (token: number, state: string) => {
    const prefix = token === START ? "" : state + token;
    return { logProbabilities: table.get(prefix)!, state: prefix };
  };
}

/** Every complete sequence of at most `length` tokens, end symbol among them, with its log-probability. */
function enumerate(next: ReturnType<typeof model>, length: number) {
  const found: { tokens: number[]; logProbability: number }[] = [];
  const walk = (tokens: number[], logProbability: number) => {
    if (tokens.length === length) return;
    const step = next(tokens.at(-1) ?? START, tokens.slice(0, -1).join(""));
    step.logProbabilities.forEach((more, token) => {
      const total = logProbability + more;
      if (token === END) found.push({ tokens, logProbability: total });
      else walk([...tokens, token], total);
    });
  };
  walk([], 0);
  return found;
}

const options = { start: START, end: END, state: "", maximumLength: 4 };

Deno.test("beamSearch() is exact when the beam holds everything, by enumeration", () => {
  for (const seed of SEEDS) {
    for (const lengthPenalty of [0, 0.75, 2]) {
      const next = model(seed);
      const scoreOf = (h: { tokens: number[]; logProbability: number }) =>
        h.logProbability / (h.tokens.length + 1) ** lengthPenalty;
      const expected = enumerate(next, 4).sort((a, b) =>
        scoreOf(b) - scoreOf(a)
      );
      const found = beamSearch(next, { ...options, width: 81, lengthPenalty });
      const message = `seed ${seed}, penalty ${lengthPenalty}`;
      assertEquals(
        found.map((h) => h.tokens),
        expected.map((h) => h.tokens),
        message,
      );
      found.forEach((h, i) => {
        assertAlmostEquals(h.logProbability, expected[i].logProbability, EXACT);
        assertAlmostEquals(h.score, scoreOf(expected[i]), EXACT, message);
        assert(h.complete, message);
      });
    }
  }
});

Deno.test("greedySearch() takes the likeliest token at each step", () => {
  for (const seed of SEEDS) {
    const next = model(seed);
    const tokens: number[] = [];
    let logProbability = 0;
    for (let length = 0; length < 4 && tokens.at(-1) !== END; length++) {
      const { logProbabilities } = next(
        tokens.at(-1) ?? START,
        tokens.slice(0, -1).join(""),
      );
      const best = logProbabilities.indexOf(Math.max(...logProbabilities));
      tokens.push(best);
      logProbability += logProbabilities[best];
    }
    const found = greedySearch(next, options);
    const complete = tokens.at(-1) === END;
    assertEquals(
      found.tokens,
      complete ? tokens.slice(0, -1) : tokens,
      `${seed}`,
    );
    assertEquals(found.complete, complete);
    assertAlmostEquals(found.logProbability, logProbability, EXACT, `${seed}`);
  }
});

// row 51: of a decoder's sentences greed takes .6 · .5 = .3, a beam of two finds .4 · 1 = .4, by hand
Deno.test("beamSearch() finds what greed misses, by hand", () => {
  const table: Record<number, number[]> = {
    9: [0, 0.6, 0.4],
    1: [0.5, 0.25, 0.25],
    2: [1, 0, 0],
  };
  const next = (token: number) => ({
    logProbabilities: table[token].map(Math.log),
    state: "",
  });
  const greedy = greedySearch(next, options);
  const [best, second] = beamSearch(next, { ...options, width: 2 });
  assertEquals([greedy.tokens, best.tokens, second.tokens], [[1], [2], [1]]);
  assertAlmostEquals(Math.exp(best.logProbability), 0.4, EXACT);
  assertAlmostEquals(Math.exp(second.logProbability), 0.3, EXACT);
});

Deno.test("beamSearch() prefers a longer sentence when lengths are penalized", () => {
  const table: Record<number, number[]> = { 9: [0.3, 0.7], 1: [0.4, 0.6] };
  const next = (token: number) => ({
    logProbabilities: table[token].map(Math.log),
    state: "",
  });
  // log .3 / 1 = -1.20 against log(.7 · .6 · .4) / 3 = -0.59
  const wide = { ...options, width: 9, maximumLength: 3 };
  assertEquals(beamSearch(next, wide)[0].tokens, []);
  const normalized = beamSearch(next, { ...wide, lengthPenalty: 1 });
  assertEquals(normalized[0].tokens, [1, 1]);
  assertAlmostEquals(normalized[0].score, Math.log(0.168) / 3, EXACT);
});

Deno.test("beamSearch() gives what it has when the end does not come", () => {
  const next = () => ({ logProbabilities: [-Infinity, -1, -1], state: "" });
  const found = beamSearch(next, { ...options, width: 3 });
  assertEquals(found.length, 3);
  assertEquals(found[0], {
    tokens: [1, 1, 1, 1], // of equal ones the first
    logProbability: -4,
    score: -4,
    complete: false,
  });
});

Deno.test("beamSearch() of one step with the end as the only token", () => {
  const next = () => ({ logProbabilities: [0], state: "" });
  const [found] = beamSearch(next, { ...options, width: 1, maximumLength: 1 });
  assertEquals([found.tokens, found.complete, Math.abs(found.score)], [
    [],
    true,
    0,
  ]);
});

Deno.test("the searches throw when a number is wrong or nothing can follow", () => {
  const next = model(2);
  for (const width of [0, 1.5]) {
    assertThrows(
      () => beamSearch(next, { ...options, width }),
      RangeError,
      `Cannot search for a sequence as the width of the beam must be an integer of at least 1: ${width}`,
    );
  }
  assertThrows(
    () => greedySearch(next, { ...options, maximumLength: 0 }),
    RangeError,
    "the maximum length must be an integer of at least 1: 0",
  );
  assertThrows(
    () => beamSearch(next, { ...options, width: 1, lengthPenalty: -1 }),
    RangeError,
    "the length penalty must be a finite number of at least 0: -1",
  );
  const give = (logProbabilities: number[]) => () => ({
    logProbabilities,
    state: "",
  });
  assertThrows(
    () => greedySearch(give([-Infinity]), options),
    RangeError,
    "Cannot search for a sequence as some token must be able to follow: after [] none is",
  );
  for (const wrong of [0.5, NaN]) {
    assertThrows(
      () => greedySearch(give([-1, wrong]), options),
      RangeError,
      `log-probabilities must be at most 0: after [] that of token 1 is ${wrong}`,
    );
  }
});
