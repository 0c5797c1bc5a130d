import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  additiveScores,
  additiveScoresGradient,
  bilinearScores,
  bilinearScoresGradient,
  dotScores,
  dotScoresGradient,
  scaledDotScores,
  scaledDotScoresGradient,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  ShapeError,
} from "@mneme/mneme/core";
import { assertGradient, inner } from "../gradients.ts";
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

// row 5: the four scores of x = (1, 2) and q = (3, 4) by hand: additive tanh(4) + tanh(6), dot 11, scaled 11/√2, bilinear with swapped dimensions 10
Deno.test("the four scores of the notes, by hand", () => {
  const [x, q] = [columnVector([1, 2]), columnVector([3, 4])];
  const identity = fromRows([[1, 0], [0, 1]]);
  const additive = additiveScores({
    keyWeights: identity,
    queryWeights: identity,
    scoreVector: columnVector([1, 1]),
  });
  assertMatrix(additive(x, q), [[Math.tanh(4) + Math.tanh(6)]]);
  assertMatrix(dotScores(x, q), [[11]]);
  assertMatrix(scaledDotScores(x, q), [[11 / Math.SQRT2]]);
  assertMatrix(bilinearScores(fromRows([[0, 1], [1, 0]]))(x, q), [[10]]);
});

// row 64: W_q ∈ R^(h x q), W_k ∈ R^(h x k), w_v ∈ R^h with q ≠ k, and no bias: inputs of 0 score 0
Deno.test("additiveScores() lets key and query differ in size, and has no bias", () => {
  const draw = matrices(3);
  const score = additiveScores({
    keyWeights: draw(7, 2),
    queryWeights: draw(7, 3),
    scoreVector: draw(7, 1),
  });
  const scores = score(fromRule(2, 5, () => 0), fromRule(3, 11, () => 0));
  assertMatrix(scores, fromRule(5, 11, () => 0));
});

// row 65: S3 divides by √d, since for entries of mean 0 and variance 1 the dot product has variance d: 64 becomes 1
Deno.test("scaledDotScores() has variance 1 where dotScores() has variance d", () => {
  const draw = matrices(5);
  const [k, q] = [draw(64, 101), draw(64, 103)];
  const variance = (scores: Matrix) =>
    scores.to1DArray().reduce((sum, s) => sum + s * s, 0) / (101 * 103);
  const SPREAD = 0.1; // of the mean of 10403 squares that share 204 vectors
  assertAlmostEquals(variance(dotScores(k, q)) / 64, 1, SPREAD);
  assertAlmostEquals(variance(scaledDotScores(k, q)), 1, SPREAD);
});

Deno.test("dotScoresGradient() and scaledDotScoresGradient() equal central differences", () => {
  for (
    const [score, gradient] of [
      [dotScores, dotScoresGradient],
      [scaledDotScores, scaledDotScoresGradient],
    ] as const
  ) {
    for (const seed of SEEDS) {
      const draw = matrices(seed);
      const [k, q, g] = [draw(3, 5), draw(3, 7), draw(5, 7)];
      const found = gradient(k, q, g);
      const message = `seed ${seed}`;
      assertGradient(found.keys, k, (at) => inner(score(at, q), g), message);
      assertGradient(found.queries, q, (at) => inner(score(k, at), g), message);
    }
  }
});

Deno.test("bilinearScoresGradient() equals central differences in keys, queries and weights", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [k, q, w, g] = [draw(2, 5), draw(3, 7), draw(2, 3), draw(5, 7)];
    const found = bilinearScoresGradient(w)(k, q, g);
    const loss = (keys: Matrix, queries: Matrix, weights: Matrix) =>
      inner(bilinearScores(weights)(keys, queries), g);
    const message = `seed ${seed}`;
    assertGradient(found.keys, k, (at) => loss(at, q, w), message);
    assertGradient(found.queries, q, (at) => loss(k, at, w), message);
    assertGradient(found.weights, w, (at) => loss(k, q, at), message);
  }
});

Deno.test("additiveScoresGradient() equals central differences in keys, queries and parameters", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [k, q, g] = [draw(2, 5), draw(3, 7), draw(5, 7)];
    const parameters = {
      keyWeights: draw(11, 2),
      queryWeights: draw(11, 3),
      scoreVector: draw(11, 1),
    };
    const found = additiveScoresGradient(parameters)(k, q, g);
    const loss = (moved: Partial<typeof parameters>, keys = k, queries = q) =>
      inner(additiveScores({ ...parameters, ...moved })(keys, queries), g);
    const message = `seed ${seed}`;
    assertGradient(found.keys, k, (at) => loss({}, at), message);
    assertGradient(found.queries, q, (at) => loss({}, k, at), message);
    for (
      const name of ["keyWeights", "queryWeights", "scoreVector"] as const
    ) {
      assertGradient(
        found[name],
        parameters[name],
        (at) => loss({ [name]: at }),
        `${message}, ${name}`,
      );
    }
  }
});

Deno.test("the scores and their gradients throw when an entry is not finite or upstream does not fit", () => {
  const bad = fromRows([[1, NaN, 2], [0, 3, 1]]);
  assertThrows(
    () => dotScores(bad, queries),
    RangeError,
    "Cannot score by dot product as every entry of keys must be finite: entry (0, 1) is NaN",
  );
  assertThrows(
    () => bilinearScores(bad),
    RangeError,
    "Cannot score by a bilinear form as every entry of weights must be finite",
  );
  assertThrows(
    () => dotScoresGradient(keys, queries, fromRule(3, 7, () => 0)),
    ShapeError,
    "Cannot differentiate the dot score as M must be one size: keys (DxN) is 2x3, queries (DxM) is 2x5, upstream (NxM) is 3x7",
  );
  const weights = fromRule(2, 2, () => 1);
  assertThrows(
    () =>
      bilinearScoresGradient(weights)(keys, queries, fromRule(2, 5, () => 0)),
    ShapeError,
    "Cannot differentiate the bilinear score as N must be one size",
  );
  const parameters = {
    keyWeights: weights,
    queryWeights: weights,
    scoreVector: columnVector([1, 1]),
  };
  assertThrows(
    () =>
      additiveScoresGradient(parameters)(
        keys,
        queries,
        fromRule(2, 5, () => 0),
      ),
    ShapeError,
    "Cannot differentiate the additive score as N must be one size",
  );
});
