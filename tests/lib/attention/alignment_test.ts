import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  additiveScores,
  bilinearScores,
  concatScores,
  cosineScores,
  dotScores,
  generalScores,
  keyValueAttention,
  locationScores,
  scaledDotScores,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  ShapeError,
} from "@mneme/mneme/core";
import {
  assertMatrix,
  EXACT,
  matrices,
  permuteColumns,
  SEEDS,
} from "../support.ts";

// row 56: the table's six functions on k = (3, 4), q = (4, 3): cosine 24/25, additive tanh(7)·2, location (its row)·q = 7, general with a swap 25, dot 24, scaled 24/√2
Deno.test("the six alignment functions of the table, by hand", () => {
  const [k, q] = [columnVector([3, 4]), columnVector([4, 3])];
  const identity = fromRows([[1, 0], [0, 1]]);
  assertMatrix(cosineScores(k, q), [[24 / 25]]);
  assertMatrix(
    additiveScores({
      keyWeights: identity,
      queryWeights: identity,
      scoreVector: columnVector([1, 1]),
    })(k, q),
    [[2 * Math.tanh(7)]],
  );
  assertMatrix(locationScores(fromRows([[1, 1]]))(k, q), [[7]]);
  assertMatrix(generalScores(fromRows([[0, 1], [1, 0]]))(k, q), [[25]]);
  assertMatrix(dotScores(k, q), [[24]]);
  assertMatrix(scaledDotScores(k, q), [[24 / Math.SQRT2]]);
});

Deno.test("cosineScores() is bounded, blind to length, and 0 for a vector of zeros", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [keys, queries] = [draw(3, 5, 1e4), draw(3, 7)];
    const scores = cosineScores(keys, queries);
    assertEquals(
      scores.to1DArray().every((s) => Math.abs(s) <= 1 + EXACT),
      true,
      `seed ${seed}`,
    );
    assertMatrix(cosineScores(keys.clone().mul(1e-4), queries), scores, {
      message: `seed ${seed}`,
    });
    assertMatrix(
      cosineScores(keys, keys),
      fromRule(
        5,
        5,
        (i, j) => i === j ? 1 : cosineScores(keys, keys).get(j, i),
      ),
    );
  }
  assertEquals(
    cosineScores(fromRows([[0, 1], [0, 1]]), columnVector([1, 1])).get(0, 0),
    0,
  );
});

Deno.test("locationScores() gives weights to places, whatever lies there", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [keys, values, queries] = [draw(2, 5), draw(3, 5), draw(7, 11)];
    const score = locationScores(draw(5, 7));
    const order = [4, 2, 0, 1, 3];
    const { weights } = keyValueAttention({ keys, values }, queries, { score });
    const permuted = keyValueAttention(
      {
        keys: permuteColumns(keys, order),
        values: permuteColumns(values, order),
      },
      queries,
      { score },
    );
    assertEquals(permuted.weights, weights, `seed ${seed}`);
  }
});

Deno.test("generalScores() is the bilinear score with Wᵀ, concatScores() the additive one with W cut in two", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [keys, queries] = [draw(2, 5), draw(3, 7)];
    const [w, v, stacked] = [draw(3, 2), draw(11, 1), draw(11, 5)];
    const message = `seed ${seed}`;
    assertEquals(
      generalScores(w)(keys, queries),
      bilinearScores(w.transpose())(keys, queries),
      message,
    );
    const scores = concatScores({
      weights: stacked,
      scoreVector: v,
      querySize: 3,
    })(keys, queries);
    for (const [n, m] of [[0, 0], [4, 6], [2, 5]]) {
      const input = [...queries.getColumn(m), ...keys.getColumn(n)];
      const expected = v.getColumn(0).reduce(
        (sum, each, h) =>
          sum + each * Math.tanh(
              input.reduce((a, x, i) => a + stacked.get(h, i) * x, 0),
            ),
        0,
      );
      assertAlmostEquals(scores.get(n, m), expected, EXACT, message);
    }
  }
});

Deno.test("the alignment functions throw when sizes do not fit or entries are not finite", () => {
  assertThrows(
    () => cosineScores(fromRule(3, 5, () => 1), fromRule(2, 7, () => 1)),
    ShapeError,
    "Cannot score by cosine as D must be one size: keys (DxN) is 3x5, queries (DxM) is 2x7",
  );
  assertThrows(
    () => cosineScores(fromRows([[NaN]]), fromRows([[1]])),
    RangeError,
    "Cannot score by cosine as every entry of keys must be finite",
  );
  assertThrows(
    () =>
      locationScores(fromRule(3, 2, () => 1))(
        fromRule(7, 5, () => 1),
        fromRule(2, 1, () => 1),
      ),
    ShapeError,
    "Cannot score by location as N must be one size: keys (DkxN) is 7x5, weights (NxDq) is 3x2, queries (DqxM) is 2x1",
  );
  for (const querySize of [0, 5, 1.5]) {
    assertThrows(
      () =>
        concatScores({
          weights: fromRule(3, 5, () => 1),
          scoreVector: fromRule(3, 1, () => 1),
          querySize,
        }),
      RangeError,
      `Cannot set up the concat score as the query's size must leave columns of W for query and key: ${querySize} of 5`,
    );
  }
});

Deno.test("the alignment functions do not mutate keys, queries or weights", () => {
  const [keys, queries] = [columnVector([3, 4]), columnVector([4, 3])];
  const weights = fromRows([[1, 2], [3, 4]]);
  cosineScores(keys, queries);
  generalScores(weights)(keys, queries);
  assertEquals(keys.to1DArray(), [3, 4]);
  assertEquals(queries.to1DArray(), [4, 3]);
  assertEquals(weights.to2DArray(), [[1, 2], [3, 4]]);
});
