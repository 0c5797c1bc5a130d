import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  attentionDistribution,
  dotScores,
  hardAttention,
  hardmaxColumns,
  sampledAttention,
  softAttention,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix, matrices, SEEDS } from "../support.ts";

// row 17: hardmax picks one maximum: (1, 3, 2) gives (0, 1, 0), the limit of softmax(s/τ) for τ → 0
Deno.test("hardmaxColumns() is 1 at the largest score, softmax's limit for temperature 0", () => {
  const scores = fromRows([[1, -1e4], [3, 1e4], [2, 7]]);
  assertEquals(hardmaxColumns(scores).to2DArray(), [[0, 0], [1, 1], [0, 0]]);
  for (const seed of SEEDS) {
    const drawn = matrices(seed)(5, 3);
    const cold = attentionDistribution(drawn, { temperature: 1e-4 });
    assertMatrix(hardmaxColumns(drawn), cold, { message: `seed ${seed}` });
  }
});

Deno.test("hardmaxColumns() gives equal scores to the first, where softmax shares", () => {
  const scores = columnVector([2, 2, 2]);
  assertEquals(hardmaxColumns(scores).to1DArray(), [1, 0, 0]);
  const cold = attentionDistribution(scores, { temperature: 1e-4 });
  assertMatrix(cold, [[1 / 3], [1 / 3], [1 / 3]]);
});

Deno.test("hardmaxColumns() tells scores apart whose weights round to one number", () => {
  const scores = columnVector([1e16, 1e16 + 2, 1e16]);
  assertEquals(hardmaxColumns(scores).to1DArray(), [0, 1, 0]);
  const near = columnVector([0, 1e-17]);
  assertEquals(hardmaxColumns(near).to1DArray(), [0, 1]);
});

Deno.test("hardmaxColumns() leaves masked scores out, and gives 0 where all are", () => {
  const mask = fromRows([[1, 0], [0, 0]]);
  const weights = hardmaxColumns(fromRows([[1, 1], [2, 2]]), { mask });
  assertEquals(weights.to2DArray(), [[1, 0], [0, 0]]);
});

// row 7: att(X, q) = x_n̂ with n̂ = arg max α_n: the largest score reads its value whole
Deno.test("hardAttention() reads the value of the largest weight, by hand", () => {
  const memory = {
    keys: fromRows([[0, 1, 2]]),
    values: fromRows([[3, 5, 7], [2, 11, 13]]),
  };
  const { output, weights, choices, distribution } = hardAttention(
    memory,
    fromRows([[1, -1]]),
  );
  assertEquals(output.to2DArray(), [[7, 3], [13, 2]]);
  assertEquals(weights.to2DArray(), [[0, 1], [0, 0], [1, 0]]);
  assertEquals(choices, [2, 0]);
  assertEquals(
    distribution,
    softAttention(memory.keys, fromRows([[1, -1]])).weights,
  );
});

Deno.test("hardAttention() is the limit of soft attention for sharp scores", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [inputs, queries] = [draw(3, 5), draw(3, 7)];
    const hard = hardAttention({ keys: inputs, values: inputs }, queries);
    const sharp = softAttention(inputs, queries.clone().mul(1e4));
    assertMatrix(hard.output, sharp.output, { message: `seed ${seed}` });
  }
});

Deno.test("sampledAttention() draws each item as often as its weight says", () => {
  const draws = 20_000;
  const inputs = fromRows([[0, Math.log(2), Math.log(5)]]); // weights 1/8, 2/8, 5/8
  const { choices, output } = sampledAttention(
    { keys: inputs, values: inputs },
    fromRule(1, draws, () => 1),
    seededRandom(19),
    { score: dotScores },
  );
  [1 / 8, 2 / 8, 5 / 8].forEach((p, n) => {
    const share = choices.filter((z) => z === n).length / draws;
    const FOUR_SIGMA = 4 * Math.sqrt(p * (1 - p) / draws);
    assertAlmostEquals(share, p, FOUR_SIGMA, `item ${n}, seed 19`);
  });
  choices.slice(0, 50).forEach((z, m) =>
    assertEquals(output.get(0, m), inputs.get(0, z))
  );
});

Deno.test("sampledAttention() never draws a masked item, and none where all are masked", () => {
  const memory = { keys: fromRows([[1, 2]]), values: fromRows([[3, 5]]) };
  for (const seed of SEEDS) {
    const { choices, output } = sampledAttention(
      memory,
      fromRows([[1, 1]]),
      seededRandom(seed),
      { mask: fromRows([[1, 0], [0, 0]]) },
    );
    assertEquals(choices, [0, -1], `seed ${seed}`);
    assertEquals(output.to1DArray(), [3, 0]);
  }
});

Deno.test("hardAttention() and sampledAttention() throw when sizes differ or entries are not finite", () => {
  const memory = {
    keys: fromRule(3, 5, () => 0),
    values: fromRule(2, 4, () => 0),
  };
  assertThrows(
    () => hardAttention(memory, fromRule(3, 7, () => 0)),
    ShapeError,
    "Cannot attend to one item as N must be one size: keys (DkxN) is 3x5, values (DvxN) is 2x4",
  );
  assertThrows(
    () =>
      sampledAttention(
        { keys: fromRows([[1]]), values: fromRows([[Infinity]]) },
        fromRows([[1]]),
        seededRandom(2),
      ),
    RangeError,
    "Cannot attend to one item as every entry of values must be finite: entry (0, 0) is Infinity",
  );
});

Deno.test("hardAttention() and sampledAttention() do not mutate memory or queries", () => {
  const memory = { keys: fromRows([[1, 2]]), values: fromRows([[3, 5]]) };
  const queries = fromRows([[7]]);
  hardAttention(memory, queries);
  sampledAttention(memory, queries, seededRandom(2));
  assertEquals(memory.keys.to1DArray(), [1, 2]);
  assertEquals(memory.values.to1DArray(), [3, 5]);
  assertEquals(queries.to1DArray(), [7]);
});
