import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  attentionDistribution,
  attentionEntropy,
  hardmaxColumns,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";

// row 4: α = softmax(s): scores 0 and log 3 give 1/4 and 3/4, the first of attention's two steps
Deno.test("attentionDistribution() is softmax of the scores, by hand", () => {
  const weights = attentionDistribution(fromRows([[0, 5], [Math.log(3), 5]]));
  assertMatrix(weights, [[1 / 4, 1 / 2], [3 / 4, 1 / 2]]);
});

Deno.test("attentionDistribution() divides the scores by the temperature", () => {
  const weights = attentionDistribution(columnVector([0, 2 * Math.log(3)]), {
    temperature: 2,
  });
  assertMatrix(weights, [[1 / 4], [3 / 4]]);
});

Deno.test("attentionDistribution() becomes hard when cold and uniform when hot, and sums to 1 at scores of ±1e4", () => {
  for (const seed of SEEDS) {
    const scores = matrices(seed)(5, 3, 1e4);
    const message = `seed ${seed}`;
    const cold = attentionDistribution(scores, { temperature: 1e-3 });
    assertMatrix(cold, hardmaxColumns(scores), { message });
    const hot = attentionDistribution(scores, { temperature: 1e20 });
    assertMatrix(hot, fromRule(5, 3, () => 1 / 5), { message });
  }
});

Deno.test("attentionDistribution() gives 0 to what is masked, and to everything where all is", () => {
  const mask = fromRows([[1, 0], [0, 0]]);
  const weights = attentionDistribution(fromRule(2, 2, () => 3), { mask });
  assertEquals(weights.to2DArray(), [[1, 0], [0, 0]]);
});

Deno.test("attentionEntropy() is 0 for one item, log N for even weights, and between for others", () => {
  const weights = fromRows([[1, 1 / 3, 0.5], [0, 1 / 3, 0.25], [
    0,
    1 / 3,
    0.25,
  ]]);
  const [one, even, some] = attentionEntropy(weights);
  assertEquals(one, 0);
  assertAlmostEquals(even, Math.log(3), EXACT);
  assertAlmostEquals(some, 1.5 * Math.LN2, EXACT);
});

Deno.test("attentionEntropy() rises with the temperature", () => {
  for (const seed of SEEDS) {
    const scores = matrices(seed)(7, 1, 3);
    const entropies = [0.1, 1, 10].map((temperature) =>
      attentionEntropy(attentionDistribution(scores, { temperature }))[0]
    );
    assertEquals(entropies, entropies.toSorted((a, b) => a - b), `${seed}`);
  }
});

Deno.test("attentionDistribution() and attentionEntropy() throw on bad input", () => {
  assertThrows(
    () => attentionDistribution(columnVector([1]), { temperature: 0 }),
    RangeError,
    "Cannot distribute attention as the temperature must be a finite number greater than 0: 0",
  );
  assertThrows(
    () =>
      attentionDistribution(fromRule(3, 2, () => 0), {
        mask: fromRule(5, 2, () => 1),
      }),
    ShapeError,
    "N must be one size",
  );
  assertThrows(
    () => attentionEntropy(fromRows([[0.5], [0.25]])),
    RangeError,
    "Cannot take the entropy of attention as each column of weights must sum to 1: column 0 sums to 0.75",
  );
  assertThrows(
    () => attentionEntropy(fromRows([[1.5], [-0.5]])),
    RangeError,
    "every entry of weights must be at least 0: entry (1, 0) is -0.5",
  );
});

Deno.test("attentionDistribution() does not mutate the scores", () => {
  const scores = columnVector([2, 4]);
  attentionDistribution(scores, { temperature: 2 });
  assertEquals(scores.to1DArray(), [2, 4]);
});
