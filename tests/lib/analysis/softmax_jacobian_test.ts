import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { softmaxJacobian, softmaxJacobianNorm } from "@mneme/mneme/analysis";
import {
  columnVector,
  fromRows,
  normalMatrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { dotScores } from "@mneme/mneme/attention";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";

Deno.test("softmaxJacobian() has variances and covariances of the choice, by hand", () => {
  const scores = columnVector([0, Math.log(2), Math.log(5)]); // 1/8, 2/8, 5/8
  assertMatrix(softmaxJacobian(scores), [
    [7 / 64, -2 / 64, -5 / 64],
    [-2 / 64, 12 / 64, -10 / 64],
    [-5 / 64, -10 / 64, 15 / 64],
  ]);
});

Deno.test("softmaxJacobian() equals finite differences of softmax by definition", () => {
  const step = 1e-5;
  const softmax = (scores: number[]) => {
    const exponentials = scores.map(Math.exp);
    const total = exponentials.reduce((a, b) => a + b);
    return exponentials.map((e) => e / total);
  };
  for (const seed of SEEDS) {
    const scores = matrices(seed)(5, 1, 2);
    const columns = [0, 1, 2, 3, 4].map((j) => {
      const moved = (by: number) =>
        softmax(scores.to1DArray().map((s, i) => i === j ? s + by : s));
      const [above, below] = [moved(step), moved(-step)];
      return above.map((a, i) => (a - below[i]) / (2 * step));
    });
    assertMatrix(softmaxJacobian(scores).transpose(), columns, {
      tolerance: 1e-9,
      message: `seed ${seed}`,
    });
  }
});

Deno.test("softmaxJacobian() has rows and columns that sum to 0", () => {
  for (const seed of SEEDS) {
    const jacobian = softmaxJacobian(matrices(seed)(7, 1, 3));
    for (const sums of [jacobian.sum("row"), jacobian.sum("column")]) {
      for (const sum of sums) assertAlmostEquals(sum, 0, EXACT, `seed ${seed}`);
    }
  }
});

Deno.test("softmaxJacobian() of one score is 0, and of N equal ones known", () => {
  assertEquals(softmaxJacobian(columnVector([1e4])).to2DArray(), [[0]]);
  const norm = softmaxJacobianNorm(columnVector([3, 3, 3, 3, 3]));
  assertAlmostEquals(norm, Math.sqrt(4) / 5, EXACT); // √(N - 1) / N
});

Deno.test("softmaxJacobianNorm() is 0 when scores are ±1e4 apart, and blind to a shift of 1e4", () => {
  assertEquals(softmaxJacobianNorm(columnVector([1e4, -1e4, 0])), 0);
  const norm = softmaxJacobianNorm(columnVector([1, 2, 4]));
  const shifted = softmaxJacobianNorm(columnVector([10001, 10002, 10004]));
  assertEquals(norm, shifted);
});

Deno.test("softmaxJacobianNorm() vanishes in proportion to the weight that is left", () => {
  // α = (1 - ε, ε): ‖J‖ = 2 ε (1 - ε)
  const epsilon = Math.exp(-20) / (1 + Math.exp(-20));
  const norm = softmaxJacobianNorm(columnVector([20, 0]));
  assertAlmostEquals(norm / (2 * epsilon * (1 - epsilon)), 1, 1e-6);
});

// row 35: with 10 keys the Frobenius norm is .339, .156, .046 at d = 4, 64, 1024 and stays at .34 to .35 when scaled (computed for this project)
Deno.test("softmaxJacobianNorm() vanishes with the dimension, unless scores are scaled", () => {
  const random = seededRandom(7);
  const mean = (dimension: number, scale: number) => {
    let sum = 0;
    for (let t = 0; t < 400; t++) {
      const keys = normalMatrix(dimension, 10, random);
      const scores = dotScores(keys, normalMatrix(dimension, 1, random));
      sum += softmaxJacobianNorm(scores.mul(scale));
    }
    return sum / 400;
  };
  for (const [d, norm] of [[4, 0.339], [64, 0.156], [1024, 0.046]]) {
    assertAlmostEquals(mean(d, 1), norm, 0.025, `raw, d ${d}`);
    assertAlmostEquals(
      mean(d, 1 / Math.sqrt(d)),
      0.345,
      0.025,
      `scaled, d ${d}`,
    );
  }
});

Deno.test("softmaxJacobian() throws when the scores are not one column", () => {
  assertThrows(
    () => softmaxJacobian(fromRows([[1, 2, 3]])),
    ShapeError,
    "Cannot differentiate softmax as a size written as 1 must be 1: scores (Nx1) is 1x3",
  );
});

Deno.test("softmaxJacobian() does not mutate the scores", () => {
  const scores = columnVector([2, 3, 5]);
  softmaxJacobian(scores);
  assert(softmaxJacobianNorm(scores) > 0);
  assertEquals(scores.to1DArray(), [2, 3, 5]);
});
