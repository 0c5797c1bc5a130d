// Visible examples: deno task try 8-2. They help you start; deno task grade
// uses other inputs.

import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  dotProductVariance,
  gradientNorm,
  scaledScores,
  softmaxJacobian,
} from "./scaled_dot_variance.ts";

Deno.test("8-2.1 dotProductVariance() is the dimension when sigma is 1", () => {
  // 64 products of variance 1
  assertAlmostEquals(dotProductVariance(64, 1), 64);
});

Deno.test("8-2.1 dotProductVariance() counts the spread of q and of k", () => {
  // one product has variance 2²·2² = 16, and there are three
  assertAlmostEquals(dotProductVariance(3, 2), 48);
});

Deno.test("8-2.2 scaledScores() divides by the root of the dimension", () => {
  const [first, second, third, ...rest] = scaledScores(
    [1, 2, 3, 4],
    [[1, 1, 1, 1], [2, 0, -1, 1], [0, 0, 0, 0]],
  );
  assertAlmostEquals(first, 5); // (1 + 2 + 3 + 4) / √4
  assertAlmostEquals(second, 1.5); // (2 - 3 + 4) / √4
  assertAlmostEquals(third, 0);
  assertEquals(rest, []);
});

Deno.test("8-2.3 softmaxJacobian() of two scores", () => {
  // the weights are 1/4 and 3/4, and 1/4 · 3/4 = 3/16
  assertMatrix(softmaxJacobian([0, Math.log(3)]), [
    [3 / 16, -3 / 16],
    [-3 / 16, 3 / 16],
  ]);
});

Deno.test("8-2.3 softmaxJacobian() does not overflow, and large is not saturated", () => {
  // equal scores have equal weights, however large they are: 1/2 · 1/2
  assertMatrix(softmaxJacobian([1e4, 1e4]), [[0.25, -0.25], [-0.25, 0.25]]);
});

Deno.test("8-2.4 gradientNorm() of two scores", () => {
  // √(4 · (3/16)²)
  assertAlmostEquals(gradientNorm([0, Math.log(3)]), 0.375);
});

Deno.test("8-2.4 gradientNorm() is 0 when the spread is large", () => {
  // the weights are 1 and 0
  assertAlmostEquals(gradientNorm([1e4, -1e4]), 0);
});

function assertMatrix(actual: number[][], expected: number[][]): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((row, i) => {
    assertEquals(actual[i].length, row.length);
    row.forEach((value, j) => assertAlmostEquals(actual[i][j], value));
  });
}
