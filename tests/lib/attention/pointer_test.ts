import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  additiveScores,
  decodePointers,
  pointerDistribution,
  pointerLogProbability,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRule,
  type Matrix,
  ShapeError,
  softmaxColumns,
} from "@mneme/mneme/core";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";

const unused = (n: number, chosen: readonly number[]) => !chosen.includes(n);

// row 12: the draft's figure 8.2: 20, 5, 10 → 1, 3, 2, descending, counted from 1
Deno.test("decodePointers() sorts 20, 5, 10 as in the book's figure", () => {
  const { pointers } = decodePointers(() => columnVector([20, 5, 10]), {
    length: 3,
    allowed: unused,
  });
  assertEquals(pointers.map((n) => n + 1), [1, 3, 2]);
});

Deno.test("pointerDistribution() is softmax over the items of vᵀ tanh(Wx + Uh)", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [inputs, states] = [draw(2, 5), draw(3, 7)];
    const parameters = {
      keyWeights: draw(11, 2),
      queryWeights: draw(11, 3),
      scoreVector: draw(11, 1),
    };
    const p = pointerDistribution(inputs, states, parameters);
    const exponentials = additiveScores(parameters)(inputs, states)
      .to2DArray().map((row) => row.map(Math.exp));
    const totals = exponentials.reduce((sum, row) =>
      sum.map((x, m) => x + row[m])
    );
    assertMatrix(
      p,
      exponentials.map((row) => row.map((x, m) => x / totals[m])),
      { message: `seed ${seed}` },
    );
    const mask = fromRule(5, 7, (n) => n === 2 ? 0 : 1);
    const masked = pointerDistribution(inputs, states, parameters, { mask });
    assertEquals(masked.getRow(2), Array(7).fill(0), `seed ${seed}`);
  }
});

/** Scores that depend on the item chosen last, so that the chain rule has something to do. */
function chainedScores(table: Matrix): (chosen: readonly number[]) => Matrix {
  return (chosen) => table.getColumnVector((chosen.at(-1) ?? 4) + 1);
}

Deno.test("pointerLogProbability() is the product over the places, and sums to 1 over all sequences", () => {
  for (const seed of SEEDS) {
    const table = matrices(seed)(5, 6);
    const scores = chainedScores(table);
    const p = softmaxColumns(table);
    assertAlmostEquals(
      pointerLogProbability(scores, [3, 0, 2]),
      Math.log(p.get(3, 5) * p.get(0, 4) * p.get(2, 1)),
      EXACT,
      `seed ${seed}`,
    );
    let total = 0;
    for (let code = 0; code < 125; code++) {
      const sequence = [
        code % 5,
        Math.floor(code / 5) % 5,
        Math.floor(code / 25),
      ];
      total += Math.exp(pointerLogProbability(scores, sequence));
    }
    assertAlmostEquals(total, 1, EXACT, `seed ${seed}`);
  }
});

Deno.test("decodePointers() takes the best item at each place and gives its probability", () => {
  for (const seed of SEEDS) {
    const scores = chainedScores(matrices(seed)(5, 6));
    const { pointers, logProbability } = decodePointers(scores, { length: 7 });
    pointers.forEach((c, m) => {
      const next = scores(pointers.slice(0, m)).to1DArray();
      assertEquals(c, next.indexOf(Math.max(...next)), `seed ${seed}`);
    });
    assertAlmostEquals(
      logProbability,
      pointerLogProbability(scores, pointers),
      EXACT,
      `seed ${seed}`,
    );
  }
});

Deno.test("decodePointers() under a constraint gives a permutation, whose last place is certain", () => {
  for (const seed of SEEDS) {
    const scores = chainedScores(matrices(seed)(5, 6));
    const { pointers } = decodePointers(scores, { length: 5, allowed: unused });
    assertEquals(pointers.toSorted(), [0, 1, 2, 3, 4], `seed ${seed}`);
  }
  const one = decodePointers(() => columnVector([-1e4, 1e4]), {
    length: 1,
    allowed: (n) => n === 0,
  });
  assertEquals(one, { pointers: [0], logProbability: 0 });
});

Deno.test("pointers throw when no item is allowed, a pointer is no item, or the scores are no column", () => {
  const even = () => columnVector([0, 0, 0]);
  assertThrows(
    () => decodePointers(even, { length: 5, allowed: unused }),
    RangeError,
    "Cannot decode pointers as some item must be allowed: none is after [0, 1, 2]",
  );
  assertThrows(
    () => decodePointers(even, { length: 0 }),
    RangeError,
    "Cannot decode pointers as the length must be an integer of at least 1: 0",
  );
  assertThrows(
    () => pointerLogProbability(even, [3]),
    RangeError,
    "Cannot take the probability of pointers as a pointer must be an integer from 0 to 2: 3",
  );
  assertThrows(
    () => decodePointers(() => fromRule(3, 2, () => 0), { length: 1 }),
    ShapeError,
    "M must be one size: scores (NxM) is 3x2, mask (NxM) is 3x1",
  );
});

Deno.test("decodePointers() does not mutate the scores, nor let a caller mutate what was chosen", () => {
  const scores = columnVector([1, 2]);
  const { pointers } = decodePointers((chosen) => {
    (chosen as number[]).push(0);
    return scores;
  }, { length: 2 });
  assertEquals(pointers, [1, 1]);
  assertEquals(scores.to1DArray(), [1, 2]);
});
