import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  dotScores,
  sampledAttention,
  softAttention,
  softAttentionGradient,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { assertGradient, inner } from "../gradients.ts";
import { assertMatrix, matrices, SEEDS } from "../support.ts";

Deno.test("softAttention() is the expectation of the inputs, by hand", () => {
  const inputs = fromRows([[0, 1], [6, 2]]);
  const query = columnVector([Math.log(3), 0]);
  const { output, weights } = softAttention(inputs, query, {
    score: dotScores,
  });
  assertMatrix(weights, [[1 / 4], [3 / 4]]);
  assertMatrix(output, [[3 / 4], [3]]);
});

Deno.test("softAttention() gives the mean when scores are equal", () => {
  const inputs = fromRows([[1, 2, 6]]);
  assertMatrix(softAttention(inputs, columnVector([0])).output, [[3]]);
});

Deno.test("softAttention() gives the first input when the others are masked", () => {
  const inputs = fromRows([[2, 3, 5]]);
  const mask = columnVector([1, 0, 0]);
  const { output } = softAttention(inputs, columnVector([1e4]), { mask });
  assertEquals(output.to2DArray(), [[2]]);
});

Deno.test("softAttention() throws when the query does not fit", () => {
  assertThrows(
    () => softAttention(fromRule(3, 5, () => 0), columnVector([1, 2])),
    ShapeError,
    "D must be one size: keys (DxN) is 3x5, queries (DxM) is 2x1",
  );
});

Deno.test("softAttention() does not mutate the inputs", () => {
  const inputs = fromRows([[2, 3, 5]]);
  softAttention(inputs, columnVector([7]));
  assertEquals(inputs.to2DArray(), [[2, 3, 5]]);
});

// row 4: att(X, q) = E[x_z], z ~ α: weights 1/4, 3/4 on 0 and 1 have the mean 3/4, which 20,000 draws approach
// row 6: the figure's plain mode: the inputs are keys and values in one
Deno.test("softAttention() is the expectation of what sampled attention reads", () => {
  const inputs = fromRows([[0, 1]]);
  const draws = 20_000;
  const queries = fromRule(1, draws, () => Math.log(3));
  const soft = softAttention(inputs, fromRows([[Math.log(3)]]));
  const sampled = sampledAttention(
    { keys: inputs, values: inputs },
    queries,
    seededRandom(17),
  );
  const FOUR_SIGMA = 4 * Math.sqrt(3 / 16 / draws);
  assertMatrix(soft.output, [[3 / 4]]);
  assertAlmostEquals(sampled.output.mean(), 3 / 4, FOUR_SIGMA, "seed 17");
});

Deno.test("softAttentionGradient() equals central differences, masked or not", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [inputs, queries, upstream] = [draw(3, 5), draw(3, 7), draw(3, 7)];
    const mask = fromRule(5, 7, (n, m) => (n + m) % 3 ? 1 : 0);
    for (const options of [{}, { mask }]) {
      const found = softAttentionGradient(inputs, queries, upstream, options);
      const loss = (x = inputs, q = queries) =>
        inner(softAttention(x, q, options).output, upstream);
      const message = `seed ${seed}`;
      assertGradient(found.inputs, inputs, (at) => loss(at), message);
      assertGradient(
        found.queries,
        queries,
        (at) => loss(inputs, at),
        message,
      );
    }
  }
});

Deno.test("softAttentionGradient() throws when upstream has another D", () => {
  assertThrows(
    () =>
      softAttentionGradient(
        fromRule(3, 5, () => 0),
        fromRule(3, 7, () => 0),
        fromRule(2, 7, () => 0),
      ),
    ShapeError,
    "Cannot differentiate attention as Dv must be one size",
  );
});
