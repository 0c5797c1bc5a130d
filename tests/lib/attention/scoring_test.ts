import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  additiveScores,
  bilinearScores,
  dotScores,
  scaledDotScores,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  ShapeError,
} from "@mneme/mneme/core";
import {
  asRows,
  assertMatrix,
  EXACT,
  matrices,
  SEEDS,
  times,
} from "../support.ts";

const keys = fromRows([[1, 0, 2], [0, 3, 1]]); // D 2, N 3
const queries = fromRows([[1, 5, 0, 2, 1], [7, 0, 1, 1, 1]]); // M 5

Deno.test("dotScores() is the inner product of each key with each query", () => {
  assertEquals(dotScores(keys, queries).to2DArray(), [
    [1, 5, 0, 2, 1],
    [21, 0, 3, 3, 3],
    [9, 10, 1, 5, 3],
  ]);
});

Deno.test("scaledDotScores() divides by the root of the dimension", () => {
  const scores = scaledDotScores(keys, queries);
  assertAlmostEquals(scores.get(1, 0), 21 / Math.SQRT2, EXACT);
  assertAlmostEquals(scores.get(2, 1), 10 / Math.SQRT2, EXACT);
});

Deno.test("dotScores() and scaledDotScores() agree in one dimension", () => {
  const key = fromRows([[2, 3]]);
  const query = fromRows([[5, 7, 11]]);
  assertEquals(dotScores(key, query), scaledDotScores(key, query));
});

Deno.test("bilinearScores() equals the row form KWQᵀ, for sizes that differ", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [k, q, w] = [draw(2, 5), draw(3, 7), draw(2, 3)];
    const expected = times(times(asRows(k), w.to2DArray()), q.to2DArray());
    assertMatrix(bilinearScores(w)(k, q), expected, {
      message: `seed ${seed}`,
    });
  }
});

Deno.test("additiveScores() sums its hidden units, by hand", () => {
  const score = additiveScores({
    keyWeights: fromRows([[1, 0], [0, 1], [1, 1]]),
    queryWeights: fromRows([[0.5], [0], [-1]]),
    scoreVector: columnVector([2, 3, 5]),
  });
  const scores = score(fromRows([[0.1], [0.2]]), fromRows([[0.4, 0]]));
  assertMatrix(scores, [[
    2 * Math.tanh(0.3) + 3 * Math.tanh(0.2) + 5 * Math.tanh(-0.1),
    2 * Math.tanh(0.1) + 3 * Math.tanh(0.2) + 5 * Math.tanh(0.3),
  ]]);
});

Deno.test("additiveScores() is bounded by the sizes of v when inputs are 1e4", () => {
  const score = additiveScores({
    keyWeights: fromRows([[1], [-1]]),
    queryWeights: fromRows([[1], [-1]]),
    scoreVector: columnVector([2, 3]),
  });
  assertEquals(score(columnVector([1e4]), columnVector([1e4])).get(0, 0), -1);
});

Deno.test("dotScores() throws when keys and queries differ in D", () => {
  assertThrows(
    () => dotScores(keys, fromRule(3, 5, () => 0)),
    ShapeError,
    "Cannot score by dot product as D must be one size: keys (DxN) is 2x3, queries (DxM) is 3x5",
  );
});

Deno.test("bilinearScores() and additiveScores() throw when the parameters do not fit", () => {
  assertThrows(
    () => bilinearScores(fromRule(3, 2, () => 0))(keys, queries),
    ShapeError,
    "Cannot score by a bilinear form as Dk must be one size",
  );
  assertThrows(
    () =>
      additiveScores({
        keyWeights: fromRule(5, 2, () => 0),
        queryWeights: fromRule(3, 2, () => 0),
        scoreVector: fromRule(5, 1, () => 0),
      }),
    ShapeError,
    "Cannot set up the additive score as H must be one size",
  );
});

Deno.test("the scores do not mutate keys or queries", () => {
  const before = [keys.to2DArray(), queries.to2DArray()];
  scaledDotScores(keys, queries);
  bilinearScores(fromRule(2, 2, () => 1))(keys, queries);
  assertEquals([keys.to2DArray(), queries.to2DArray()], before);
});
