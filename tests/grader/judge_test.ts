import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import type { Outcome } from "../../grader/box/box.ts";
import { chooseLauncher } from "../../grader/box/isolation.ts";
import {
  agreesWith,
  type Check,
  check,
  type PlainFunction,
  type Reference,
} from "../../grader/check.ts";
import type { Failure, Trouble } from "../../grader/failure.ts";
import { judge } from "../../grader/judge.ts";
import { limitsFor, Patient, type Respondent } from "../../grader/patient.ts";

/** Seeds of a property; a failure names the one it fell on. */
const SEEDS = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];

const RUNS = 40;
const SAMPLES = 25;

const reference: Reference = {
  double: (n: number) => 2 * n,
  reversed: (list: number[], _other?: number[]) => list.toReversed(),
};

const named = {
  points: 1,
  name: { en: "double", zh: "double" },
  property: { en: "2n", zh: "2n" },
};

/** double(n) for one n; so wide a range that no input comes twice. */
function doubling(examples: [number][] = [], id = "8-0.1"): Check {
  return check<[number]>(
    id,
    { ...named, examples, runs: RUNS },
    fc.tuple(fc.integer({ min: 0, max: 2 ** 30 })),
    agreesWith(reference, "double", "exact"),
  );
}

const list = fc.array(fc.integer(), { minLength: 2, maxLength: 7 });
const reversing = check<[number[], number[]]>(
  "8-0.2",
  { ...named, runs: RUNS },
  fc.tuple(list, list),
  agreesWith(reference, "reversed", "exact"),
);

/** What a function of a {@linkcode Pupil} throws to end its call in another way than an answer. */
class Ending {
  constructor(readonly outcome: Outcome) {}
}

function end(outcome: Outcome): never {
  throw new Ending(outcome);
}

/** Answers calls like a box, in this process; counts them, and how often it is closed. */
class Pupil implements Respondent {
  readonly limits = limitsFor(10_000);
  calls: { fn: string; args: unknown[] }[] = [];
  closed = 0;

  constructor(
    readonly functions: Record<string, PlainFunction | string>,
    readonly obstacle: Failure | null = null,
  ) {}

  ready(): Promise<Failure | null> {
    return Promise.resolve(this.obstacle);
  }

  exported(name: string): string | undefined {
    return name in this.functions ? typeof this.functions[name] : undefined;
  }

  async call(fn: string, args: readonly unknown[]): Promise<Outcome> {
    this.calls.push({ fn, args: [...args] });
    const copies = structuredClone([...args]);
    try {
      const value = await (this.functions[fn] as PlainFunction)(...copies);
      return { kind: "answer", value, args: copies };
    } catch (error) {
      if (error instanceof Ending) return error.outcome;
      const { name, message } = error as Error;
      return { kind: "threw", name, message, line: 1, column: 1 };
    }
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }
}

Deno.test("judge() passes a right function when all inputs were tried", async () => {
  const pupil = new Pupil({ double: (n) => 2 * n });
  const examples: [number][] = [[0], [1]];
  const { failure, records } = await judge(doubling(examples), pupil, 7);
  assertEquals(failure, null);
  assertEquals(records.length, RUNS + examples.length);
  for (const { fn, args, answer } of records) {
    assertEquals([fn, answer], ["double", 2 * (args[0] as number)]);
  }
});

Deno.test("judge() waits for the answer when it is a promise", async () => {
  const pupil = new Pupil({ double: (n) => Promise.resolve(2 * n) });
  assertEquals((await judge(doubling(), pupil, 7)).failure, null);
});

Deno.test("judge() shows the smallest input when a function is wrong from there on", async () => {
  for (const seed of SEEDS) {
    const pupil = new Pupil({ double: (n) => n < 17 ? 2 * n : 2 * n + 1 });
    const { failure } = await judge(doubling(), pupil, seed);
    assertEquals(failure, {
      kind: "mismatch",
      mismatch: { kind: "value", path: "" },
      call: { fn: "double", args: [17], answer: 35 },
    }, `seed ${seed}`);
  }
});

Deno.test("judge() shows the smallest input when a function throws from there on", async () => {
  for (const seed of SEEDS) {
    const pupil = new Pupil({
      double: (n) => {
        if (n >= 17) throw new RangeError(`too large: ${n}`);
        return 2 * n;
      },
    });
    const { failure } = await judge(doubling(), pupil, seed);
    assertEquals(failure, {
      kind: "trouble",
      trouble: {
        kind: "threw",
        name: "RangeError",
        message: "too large: 17",
        line: 1,
        column: 1,
      },
      call: { fn: "double", args: [17] },
    }, `seed ${seed}`);
  }
});

Deno.test("judge() puts more answers on record when it has found one wrong", async () => {
  const pupil = new Pupil({ double: (n) => n + 2 });
  const { records } = await judge(doubling([[5]]), pupil, 7);
  const inputs = new Set(records.map(({ args }) => args[0]));
  assert(inputs.size >= SAMPLES, `${inputs.size} inputs`);
  for (const { args, answer } of records) {
    assertEquals(answer, (args[0] as number) + 2);
  }
});

Deno.test("judge() stops at the first wrong answer when it need not explain", async () => {
  const pupil = new Pupil({ double: (n) => n + 2 });
  const { failure } = await judge(doubling([[2], [5]]), pupil, 7, {
    explains: false,
  });
  assert(failure?.kind === "mismatch");
  assertEquals(failure.call, { fn: "double", args: [5], answer: 7 });
  assertEquals(pupil.calls.length, 2);
});

Deno.test("judge() tries the same inputs when the seed is the same", async () => {
  for (const seed of [...SEEDS, 0, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]) {
    const [first, second] = [0, 1].map(() =>
      new Pupil({ double: (n) => 2 * n })
    );
    await judge(doubling(), first, seed);
    await judge(doubling(), second, seed);
    assertEquals(first.calls, second.calls, `seed ${seed}`);
  }
});

Deno.test("judge() tries other inputs when the seed or the check is another", async () => {
  const inputs = async (seed: number, id: string) => {
    const pupil = new Pupil({ double: (n) => 2 * n });
    await judge(doubling([], id), pupil, seed);
    return JSON.stringify(pupil.calls);
  };
  const tried = await Promise.all([
    ...[...SEEDS, 0, 2 ** 32 + 2].map((seed) => inputs(seed, "8-0.1")),
    inputs(2, "8-0.2"),
    inputs(2, "8-0.10"),
  ]);
  assertEquals(new Set(tried).size, tried.length);
});

Deno.test("judge() tries every example when the seed is any", async () => {
  const examples: [number][] = [[-3], [0.5], [2 ** 40]];
  for (const seed of SEEDS) {
    const pupil = new Pupil({ double: (n) => 2 * n });
    await judge(doubling(examples), pupil, seed);
    assertEquals(
      pupil.calls.slice(0, 3).map(({ args }) => args),
      examples,
      `seed ${seed}`,
    );
  }
});

Deno.test("judge() shows an example when nothing but the example fails", async () => {
  const pupil = new Pupil({ double: (n) => n === -3 ? 6 : 2 * n });
  const { failure } = await judge(doubling([[0], [-3]]), pupil, 7);
  assert(failure?.kind === "mismatch");
  assertEquals(failure.call, { fn: "double", args: [-3], answer: 6 });
});

/** Ends that say nothing new about a smaller input, or leave no box to try it in. */
const FINAL: Trouble[] = [
  { kind: "todo" },
  { kind: "timeout", cause: "limit" },
  { kind: "timeout", cause: "unsettled" },
  { kind: "died", cause: "exit", detail: "exit code 3" },
  { kind: "died", cause: "memory", detail: "SIGKILL" },
  { kind: "protocol", detail: "not JSON" },
  { kind: "refused", reason: "depth" },
];

for (const outcome of FINAL) {
  const { kind, ...more } = outcome;
  const what = [kind, ...Object.values(more)].join(" ");
  Deno.test(`judge() makes no further call when one ended by ${what}`, async () => {
    let calls = 0;
    const pupil = new Pupil({
      double: (n) => ++calls === 3 ? end(outcome) : 2 * n,
    });
    const { failure } = await judge(doubling(), pupil, 7);
    assertEquals(failure, {
      kind: "trouble",
      trouble: outcome,
      call: { fn: "double", args: pupil.calls[2].args },
    });
    assertEquals(pupil.calls.length, 3);
  });
}

Deno.test("judge() makes no further call when one timed out while a mismatch was made smaller", async () => {
  const pupil = new Pupil({
    // 0 is the first that is tried after 2^30.
    double: (n) => n === 0 ? end({ kind: "timeout", cause: "limit" }) : 0,
  });
  const { failure } = await judge(doubling([[2 ** 30]]), pupil, 7);
  assertEquals(failure?.kind, "trouble");
  assertEquals(pupil.calls.map(({ args }) => args), [[2 ** 30], [0]]);
});

Deno.test("judge() names the argument when a function changes it", async () => {
  const spoils: [PlainFunction, number][] = [
    [(items: number[]) => items.reverse(), 0],
    [(items: number[], other: number[]) => {
      other.push(0);
      return items.toReversed();
    }, 1],
  ];
  for (const [reversed, argument] of spoils) {
    for (const seed of SEEDS) {
      const pupil = new Pupil({ reversed });
      const { failure } = await judge(reversing, pupil, seed);
      assert(failure?.kind === "mismatch", `seed ${seed}`);
      assertEquals(
        failure.mismatch,
        { kind: "mutated", argument },
        `seed ${seed}`,
      );
    }
  }
});

Deno.test("judge() accepts an answer that is its argument when nothing was changed", async () => {
  const same = check<[number[]]>(
    "8-0.3",
    { ...named, runs: RUNS },
    fc.tuple(list),
    agreesWith({ same: (items: number[]) => items }, "same"),
  );
  const pupil = new Pupil({ same: (items) => items });
  assertEquals((await judge(same, pupil, 7)).failure, null);
});

Deno.test("judge() fails a function when it answers otherwise the second time", async () => {
  for (const seed of SEEDS) {
    let calls = 0;
    const pupil = new Pupil({
      double: (n) => 2 * n + (++calls > RUNS ? 1 : 0),
    });
    const { failure } = await judge(doubling(), pupil, seed);
    assert(failure?.kind === "mismatch", `seed ${seed}`);
    assertEquals(failure.mismatch, { kind: "unsteady" }, `seed ${seed}`);
    assertEquals(failure.call.answer, 2 * (failure.call.args[0] as number) + 1);
  }
});

Deno.test("judge() says how a call ended when only its repetition went wrong", async () => {
  let calls = 0;
  const pupil = new Pupil({
    double: (n) => {
      if (++calls > RUNS) throw new Error("once is enough");
      return 2 * n;
    },
  });
  const { failure } = await judge(doubling(), pupil, 7);
  assert(failure?.kind === "trouble" && failure.trouble.kind === "threw");
  assertEquals(failure.trouble.message, "once is enough");
});

Deno.test("judge() makes no call when the function is not exported", async () => {
  const pupil = new Pupil({ twice: (n) => 2 * n });
  const { failure } = await judge(doubling(), pupil, 7);
  assertEquals(failure, { kind: "export", fn: "double", got: undefined });
  assertEquals(pupil.calls, []);
});

Deno.test("judge() makes no call when what is exported is no function", async () => {
  const pupil = new Pupil({ double: "2n" });
  const { failure } = await judge(doubling(), pupil, 7);
  assertEquals(failure, { kind: "export", fn: "double", got: "string" });
  assertEquals(pupil.calls, []);
});

Deno.test("judge() makes no call when nobody is ready to answer", async () => {
  const obstacle: Failure = { kind: "ungraded", detail: "no box" };
  const pupil = new Pupil({ double: (n) => 2 * n }, obstacle);
  assertEquals((await judge(doubling(), pupil, 7)).failure, obstacle);
  assertEquals(pupil.calls, []);
});

Deno.test("judge() rejects when the check itself is at fault", async () => {
  const faulty = check<[number]>(
    "8-0.4",
    { ...named, runs: RUNS },
    fc.tuple(fc.integer()),
    () => Promise.reject(new TypeError("a fault of the check's own")),
  );
  const error = await judge(faulty, new Pupil({}), 7).then(
    () => null,
    (e) => e,
  );
  assert(error instanceof Error, "a faulty check looks like a passed one");
});

/** Answers after a pause, one call at a time as a box must, within a short limit for the whole check. */
class SlowPupil extends Pupil {
  override readonly limits = { call: 1000, load: 1000, check: 200 };
  busy = false;
  overlapped = false;

  override async call(fn: string, args: readonly unknown[]): Promise<Outcome> {
    this.overlapped ||= this.busy;
    this.busy = true;
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.busy = false;
    return this.overlapped
      ? { kind: "protocol", detail: "a response nobody asked for" }
      : await super.call(fn, args);
  }
}

Deno.test("judge() says that the whole check is slow when each call alone is not", async () => {
  const pupil = new SlowPupil({ double: (n) => 2 * n });
  const { failure } = await judge(doubling(), pupil, 7);
  assertEquals(failure, { kind: "slow", limit: 200 });
  assertEquals(pupil.closed, 1);
});

Deno.test("judge() keeps to one call at a time when the limit falls while a mismatch is made smaller", async () => {
  // From 2^30 down to 2^16 takes more calls than the limit has room for.
  const pupil = new SlowPupil({ double: (n) => n < 2 ** 16 ? 2 * n : 0 });
  const { failure } = await judge(doubling([[2 ** 30]]), pupil, 7);
  assertEquals(pupil.overlapped, false);
  assertEquals(failure?.kind, "mismatch");
});

const launcher = await chooseLauncher("auto");

Deno.test("judge() has a passed function called back at once when it runs in a real box", async () => {
  const code = `
    export function slope(f: (x: number) => number, x: number): number {
      const values = [f(x + 1), f(x - 1)];
      if (!values.every((value) => typeof value === "number")) return NaN;
      return (values[0] - values[1]) / 2;
    }
  `;
  let calls = 0;
  const square = (x: number) => {
    calls += 1;
    return x * x;
  };
  const counts: number[] = [];
  const slope = check<number>(
    "8-0.5",
    { ...named, runs: RUNS },
    fc.integer({ min: -100, max: 100 }),
    async (caller, x) => {
      calls = 0;
      const answer = await caller.call("slope", square, x);
      counts.push(calls);
      return answer === 2 * x ? null : { kind: "value", path: "" };
    },
  );
  const patient = new Patient(launcher, code, limitsFor(5000));
  try {
    const { failure } = await judge(slope, patient, 7);
    assertEquals(failure, null);
    assertEquals(counts, new Array(RUNS).fill(2));
  } finally {
    await patient.close();
  }
});

Deno.test("judge() counts no call too many when a box leaves a passed function alone", async () => {
  let calls = 0;
  const counted = check<null>(
    "8-0.6",
    { ...named, runs: 2 },
    fc.constant(null),
    async (caller) => {
      await caller.call("stop", () => calls++);
      return null;
    },
  );
  const code = "export function stop(f: () => number) { return typeof f; }";
  const patient = new Patient(launcher, code, limitsFor(5000));
  try {
    assertEquals((await judge(counted, patient, 7)).failure, null);
    assertEquals(calls, 0);
  } finally {
    await patient.close();
  }
});

Deno.test("judge() shrinks a counterexample when the function runs in a real box", async () => {
  const code = "export const double = (n: number) => n < 17 ? 2 * n : 0;";
  const patient = new Patient(launcher, code, limitsFor(5000));
  try {
    const { failure } = await judge(doubling(), patient, 7);
    assert(failure?.kind === "mismatch");
    assertEquals(failure.call, { fn: "double", args: [17], answer: 0 });
  } finally {
    await patient.close();
  }
});

Deno.test("judge() makes 250 attempts to shrink when smaller inputs never end", async () => {
  const long = fc.array(fc.integer(), { minLength: 503, maxLength: 503 });
  const wide = check<[number[]]>(
    "8-0.3",
    { ...named, runs: RUNS },
    fc.tuple(long),
    agreesWith(reference, "reversed", "exact"),
  );
  const pupil = new Pupil({ reversed: () => [] });
  const { failure } = await judge(wide, pupil, 7);
  assertEquals(failure?.kind, "mismatch");
  assertEquals(pupil.calls.length, 1 + 250 + SAMPLES);
});

Deno.test("judge() starts another box when the one before has died", async () => {
  const code = `
    export const double = (n: number) => { while (n > 0); return 0; };
    export const reversed = (list: number[]) => list.toReversed();
  `;
  const patient = new Patient(launcher, code, limitsFor(300));
  try {
    const { failure } = await judge(doubling([[1]]), patient, 7);
    assert(failure?.kind === "trouble");
    assertEquals(failure.trouble, { kind: "timeout", cause: "limit" });
    const next = await judge(reversing, patient, 7);
    assertEquals(next.failure, null);
    assertNotEquals(next.records, []);
  } finally {
    await patient.close();
  }
});
