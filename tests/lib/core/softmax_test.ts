import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  logSoftmaxColumns,
  logSumExpColumns,
  ShapeError,
  softmaxColumns,
  softmaxColumnsGradient,
} from "@mneme/mneme/core";
import { assertGradient, inner } from "../gradients.ts";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";

Deno.test("softmaxColumns() works down each column", () => {
  const scores = fromRows([[0, Math.log(2)], [Math.log(3), 0]]);
  assertMatrix(softmaxColumns(scores), [[1 / 4, 2 / 3], [3 / 4, 1 / 3]]);
});

Deno.test("softmaxColumns() gives columns that sum to 1 and ignore a common shift", () => {
  for (const seed of SEEDS) {
    const scores = matrices(seed)(5, 3, 10);
    const weights = softmaxColumns(scores);
    for (let m = 0; m < 3; m++) {
      const sum = weights.getColumn(m).reduce((a, b) => a + b);
      assertAlmostEquals(sum, 1, EXACT, `seed ${seed}`);
    }
    const shifted = scores.clone().add(2 ** 14); // a shift that rounds the scores
    const rounded = shifted.clone().sub(2 ** 14);
    assertMatrix(softmaxColumns(shifted), softmaxColumns(rounded), {
      message: `seed ${seed}`,
    });
  }
});

Deno.test("softmaxColumns() gives uniform weights when scores are equal, however large", () => {
  for (const score of [0, 1e4, -1e4]) {
    assertEquals(
      softmaxColumns(columnVector([score, score])).to1DArray(),
      [0.5, 0.5],
    );
  }
});

Deno.test("softmaxColumns() gives one weight of 1 when scores are ±1e4", () => {
  assertEquals(
    softmaxColumns(columnVector([-1e4, 1e4, 0])).to1DArray(),
    [0, 1, 0],
  );
});

Deno.test("softmaxColumns() gives weight 1 to a single score", () => {
  assertEquals(softmaxColumns(columnVector([-7])).to1DArray(), [1]);
});

Deno.test("softmaxColumns() leaves masked scores out, and gives 0 to a fully masked column", () => {
  const scores = fromRows([[1e4, 5], [0, 5], [0, 5]]);
  const mask = fromRows([[0, 0], [1, 0], [1, 0]]);
  assertEquals(
    softmaxColumns(scores, { mask }).to2DArray(),
    [[0, 0], [0.5, 0], [0.5, 0]],
  );
});

Deno.test("softmaxColumns() throws when the mask has another shape", () => {
  assertThrows(
    () =>
      softmaxColumns(fromRule(3, 2, () => 0), {
        mask: fromRule(2, 3, () => 1),
      }),
    ShapeError,
    "Cannot mask scores as N must be one size: scores (NxM) is 3x2, mask (NxM) is 2x3",
  );
});

Deno.test("softmaxColumns() does not mutate scores or mask", () => {
  const scores = fromRows([[2, 3], [5, 7]]);
  const mask = fromRows([[1, 0], [1, 1]]);
  softmaxColumns(scores, { mask });
  assertEquals(scores.to2DArray(), [[2, 3], [5, 7]]);
  assertEquals(mask.to2DArray(), [[1, 0], [1, 1]]);
});

Deno.test("logSoftmaxColumns() keeps what softmax rounds to 0", () => {
  const logarithms = logSoftmaxColumns(columnVector([-1e4, 1e4]));
  assertEquals(logarithms.to1DArray(), [-2e4, 0]);
});

Deno.test("logSoftmaxColumns() is the logarithm of the weights, by hand", () => {
  const scores = fromRows([[0, 7], [Math.log(3), 7]]); // 1/4 and 3/4, 1/2 and 1/2
  assertMatrix(logSoftmaxColumns(scores), [
    [-Math.log(4), -Math.LN2],
    [Math.log(3 / 4), -Math.LN2],
  ]);
});

Deno.test("logSoftmaxColumns() is -Infinity where masked", () => {
  const mask = columnVector([1, 0]);
  assertEquals(
    logSoftmaxColumns(columnVector([3, 5]), { mask }).to1DArray(),
    [0, -Infinity],
  );
});

Deno.test("logSumExpColumns() is the logarithm of the sum", () => {
  const [a, b] = logSumExpColumns(
    fromRows([[Math.log(2), 1e4], [Math.log(5), 1e4]]),
  );
  assertAlmostEquals(a, Math.log(7), EXACT);
  assertAlmostEquals(b, 1e4 + Math.LN2, 1e-11);
});

Deno.test("logSumExpColumns() of nothing is -Infinity", () => {
  assertEquals(
    logSumExpColumns(columnVector([3]), { mask: columnVector([0]) }),
    [-Infinity],
  );
});

Deno.test("softmaxColumns() throws when a score that counts is NaN or +Infinity", () => {
  for (const score of [NaN, Infinity]) {
    const scores = columnVector([score, 0]);
    assertThrows(
      () => softmaxColumns(scores),
      RangeError,
      `Cannot take softmax as every score must be finite or -Infinity: column 0 has ${score}`,
    );
    const mask = columnVector([0, 1]); // what is masked does not count
    assertEquals(softmaxColumns(scores, { mask }).to1DArray(), [0, 1]);
  }
});

Deno.test("softmaxColumnsGradient() is αₙ(gₙ - Σαg), by hand", () => {
  const weights = fromRows([[0.5, 0], [0.25, 0], [0.25, 0]]); // the second column is fully masked
  const upstream = fromRows([[2, 7], [4, 7], [0, 5]]);
  const gradient = softmaxColumnsGradient(weights, upstream);
  assertEquals(gradient.to2DArray(), [[0, 0], [0.5, 0], [-0.5, 0]]);
});

Deno.test("softmaxColumnsGradient() equals central differences, masked or not", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [scores, upstream] = [draw(5, 3), draw(5, 3)];
    const mask = fromRule(5, 3, (n, m) => (n + m + seed) % 4 === 0 ? 0 : 1);
    const weights = softmaxColumns(scores, { mask });
    assertGradient(
      softmaxColumnsGradient(weights, upstream),
      scores,
      (moved) => inner(softmaxColumns(moved, { mask }), upstream),
      `seed ${seed}`,
    );
  }
});

Deno.test("softmaxColumnsGradient() throws when weights and upstream differ in M", () => {
  assertThrows(
    () =>
      softmaxColumnsGradient(
        fromRule(5, 3, () => 0.2),
        fromRule(5, 2, () => 0),
      ),
    ShapeError,
    "Cannot differentiate softmax as M must be one size: weights (NxM) is 5x3, upstream (NxM) is 5x2",
  );
});

Deno.test("softmaxColumnsGradient() throws when upstream is not finite, and does not mutate", () => {
  const weights = columnVector([0.5, 0.5]);
  const upstream = columnVector([1, NaN]);
  assertThrows(
    () => softmaxColumnsGradient(weights, upstream),
    RangeError,
    "Cannot differentiate softmax as every entry of upstream must be finite: entry (1, 0) is NaN",
  );
  softmaxColumnsGradient(weights, columnVector([1, 0]));
  assertEquals(weights.to1DArray(), [0.5, 0.5]);
});
