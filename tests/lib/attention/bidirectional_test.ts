import { assertEquals, assertThrows } from "@std/assert";
import { bidirectionalAttention } from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  asRows,
  assertMatrix,
  matrices,
  permuteColumns,
  type Rows,
  SEEDS,
  softmaxRows,
} from "../support.ts";

/** Seo et al. 2017, attention flow layer, word by word. */
function flowByDefinition(H: Rows, U: Rows, w: number[]): Rows {
  const S = H.map((h) =>
    U.map((u) =>
      [...h, ...u, ...h.map((x, d) => x * u[d])]
        .reduce((sum, x, i) => sum + w[i] * x, 0)
    )
  );
  const mean = (weights: number[], vectors: Rows) =>
    vectors[0].map((_, d) =>
      vectors.reduce((sum, vector, i) => sum + weights[i] * vector[d], 0)
    );
  const [b] = softmaxRows([S.map((row) => Math.max(...row))]);
  const summary = mean(b, H);
  return softmaxRows(S).map((a, t) => {
    const [h, u] = [H[t], mean(a, U)];
    return [
      ...h,
      ...u,
      ...h.map((x, d) => x * u[d]),
      ...h.map((x, d) => x * summary[d]),
    ];
  });
}

// row 54: S_tj = wᵀ[h; u; h∘u] with w ∈ R^(6d), G = [h; ũ; h∘ũ; h∘h̃] ∈ R^(8d x T) (Seo et al. 2017, §2): with 2d = 3, w has 9 numbers and G 12 rows
Deno.test("bidirectionalAttention() equals its definition, word by word", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [context, query, weights] = [draw(3, 7), draw(3, 5), draw(9, 1)];
    const { output } = bidirectionalAttention(context, query, weights);
    assertEquals([output.rows, output.columns], [12, 7]);
    assertMatrix(
      output.transpose(),
      flowByDefinition(asRows(context), asRows(query), weights.getColumn(0)),
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("bidirectionalAttention() has its similarities and weights, by hand", () => {
  const { similarities, queryWeights, contextWeights } = bidirectionalAttention(
    fromRows([[0, Math.log(3)]]),
    fromRows([[0, 1]]),
    columnVector([1, 0, 1]), // s = h + hu
  );
  const l = Math.log(3);
  assertMatrix(similarities, [[0, 0], [l, 2 * l]]);
  assertMatrix(queryWeights, [[1 / 2, 1 / 4], [1 / 2, 3 / 4]]);
  assertMatrix(contextWeights, [[1 / 10], [9 / 10]]); // of the maxima 0 and 2 log 3
});

Deno.test("bidirectionalAttention() does not care about the query's order, and follows the context's", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [context, query, weights] = [draw(3, 7), draw(3, 5), draw(9, 1)];
    const { output } = bidirectionalAttention(context, query, weights);
    const message = `seed ${seed}`;
    const order = seededRandom(seed).permutation(7);
    assertMatrix(
      bidirectionalAttention(permuteColumns(context, order), query, weights)
        .output,
      permuteColumns(output, order),
      { message },
    );
    assertMatrix(
      bidirectionalAttention(
        context,
        permuteColumns(query, [4, 2, 0, 1, 3]),
        weights,
      ).output,
      output,
      { message },
    );
  }
});

Deno.test("bidirectionalAttention() survives similarities of ±1e4, and one word on each side", () => {
  const { queryWeights } = bidirectionalAttention(
    fromRows([[100, -100]]),
    fromRows([[100, -100]]),
    columnVector([0, 0, 1]),
  );
  assertEquals(queryWeights.to2DArray(), [[1, 0], [0, 1]]);
  const { output } = bidirectionalAttention(
    fromRows([[2]]),
    fromRows([[3]]),
    columnVector([1, 1, 1]),
  );
  assertEquals(output.to1DArray(), [2, 3, 6, 4]);
});

Deno.test("bidirectionalAttention() throws when D differs, w is too short, or an entry is not finite", () => {
  assertThrows(
    () =>
      bidirectionalAttention(
        fromRule(3, 7, () => 0),
        fromRule(2, 5, () => 0),
        fromRule(9, 1, () => 0),
      ),
    ShapeError,
    "Cannot attend in both directions as D must be one size: context (DxT) is 3x7, query (DxJ) is 2x5, similarityWeights (9x1) is 9x1",
  );
  assertThrows(
    () =>
      bidirectionalAttention(
        fromRule(3, 7, () => 0),
        fromRule(3, 5, () => 0),
        fromRule(6, 1, () => 0),
      ),
    ShapeError,
    "a size written as 9 must be 9",
  );
  assertThrows(
    () =>
      bidirectionalAttention(
        fromRows([[NaN]]),
        fromRows([[1]]),
        columnVector([1, 1, 1]),
      ),
    RangeError,
    "Cannot attend in both directions as every entry of context must be finite",
  );
});

Deno.test("bidirectionalAttention() does not mutate context, query or weights", () => {
  const draw = matrices(97);
  const given = [draw(3, 7), draw(3, 5), draw(9, 1)] as const;
  const before = JSON.stringify(given);
  bidirectionalAttention(...given);
  assertEquals(JSON.stringify(given), before);
});
