import {
  bindShapes,
  fromRule,
  type Matrix,
  softmaxColumns,
} from "../core/mod.ts";

/**
 * Jacobian of softmax: J = diag(α) - ααᵀ, so ∂αᵢ/∂sⱼ = αᵢ(δᵢⱼ - αⱼ).
 *
 * It depends on the differences of the scores only: not large scores saturate
 * softmax, as the notes have it, but scores far apart.
 *
 * @source NNDL 习题 8-2, the gradient that vanishes (row 35)
 * @param scores Scores s (N x 1).
 * @returns J (N x N), symmetric; each row and column sums to 0, entries from -1/4 to 1/4.
 * @throws {ShapeError} If the scores are not one column.
 *
 * @example Two equal scores
 * ```ts
 * import { softmaxJacobian } from "@mneme/mneme/analysis";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   softmaxJacobian(columnVector([3, 3])).to2DArray(),
 *   [[0.25, -0.25], [-0.25, 0.25]],
 * );
 * ```
 */
export function softmaxJacobian(scores: Matrix): Matrix {
  const { N } = bindShapes("differentiate softmax", {
    scores: [scores, "N", 1],
  });
  const weights = softmaxColumns(scores).getColumn(0);
  return fromRule(
    N,
    N,
    (i, j) => weights[i] * ((i === j ? 1 : 0) - weights[j]),
  );
}

/**
 * Size of softmax's gradient: ‖J‖ = √Σᵢⱼ Jᵢⱼ², the Frobenius norm of its Jacobian.
 *
 * @source NNDL 习题 8-2, the gradient that vanishes (row 35)
 * @param scores Scores s (N x 1).
 * @returns The norm, from 0 (one weight is 1) to 1/2 (two weights are 1/2).
 * @throws {ShapeError} If the scores are not one column.
 *
 * @example Spread makes it vanish, size does not
 * ```ts
 * import { softmaxJacobianNorm } from "@mneme/mneme/analysis";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(softmaxJacobianNorm(columnVector([0, 1000])), 0);
 * assertEquals(softmaxJacobianNorm(columnVector([1000, 1000])), 0.5);
 * ```
 */
export function softmaxJacobianNorm(scores: Matrix): number {
  // The sum over the entries: closed forms in α cancel to √ε when one weight is near 1.
  return softmaxJacobian(scores).norm("frobenius");
}
