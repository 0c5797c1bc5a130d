import { fromRule, type Matrix } from "./matrix.ts";
import { bindShapes } from "./shape.ts";

/** Which scores count: a mask (N x M) of the scores' shape, 1 to keep and 0 to leave out. */
export interface MaskOption {
  /** Mask (N x M): an entry other than 0 keeps the score. Default: keep all. */
  mask?: Matrix;
}

/**
 * Log-sum-exp of each column: log Σₙ exp(sₙ) = max + log Σₙ exp(sₙ - max).
 *
 * Taking the maximum out first keeps scores of ±1e4 from overflowing. A column
 * whose scores are all masked (or all -∞) gives -∞, the log of an empty sum.
 *
 * @source NNDL §8.2 注意力分布, the logarithm of the denominator
 * @param scores Scores S (N x M), one query to a column.
 * @param options `mask` (N x M) leaves scores out.
 * @returns One number for each of the M columns.
 * @throws {ShapeError} If the mask has another shape than the scores.
 *
 * @example Large scores do not overflow
 * ```ts
 * import { columnVector, logSumExpColumns } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const [total] = logSumExpColumns(columnVector([1e4, 1e4]));
 * assertAlmostEquals(total, 1e4 + Math.log(2));
 * ```
 */
export function logSumExpColumns(
  scores: Matrix,
  { mask }: MaskOption = {},
): number[] {
  return columnTotals(scores, mask).map(({ top, total }) =>
    Number.isFinite(top) ? top + Math.log(total) : top
  );
}

/**
 * Log-softmax of each column: log αₙ = sₙ - log Σⱼ exp(sⱼ).
 *
 * @source NNDL §8.2 注意力分布, in logarithms
 * @param scores Scores S (N x M), one query to a column.
 * @param options `mask` (N x M) leaves scores out; their logarithm is -∞.
 * @returns Logarithms of the weights (N x M).
 * @throws {ShapeError} If the mask has another shape than the scores.
 *
 * @example A weight too small for a number keeps its logarithm
 * ```ts
 * import { columnVector, logSoftmaxColumns } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const logarithms = logSoftmaxColumns(columnVector([0, 1e4]));
 * assertEquals(logarithms.to2DArray(), [[-1e4], [0]]);
 * ```
 */
export function logSoftmaxColumns(
  scores: Matrix,
  { mask }: MaskOption = {},
): Matrix {
  const columns = columnTotals(scores, mask);
  return fromRule(scores.rows, scores.columns, (n, m) => {
    const { top, total } = columns[m];
    return mask?.get(n, m) === 0 || top === -Infinity
      ? -Infinity
      : scores.get(n, m) - top - Math.log(total);
  });
}

/**
 * Softmax of each column: αₙ = exp(sₙ) / Σⱼ exp(sⱼ), the attention distribution.
 *
 * A masked score gets weight 0. A column whose scores are all masked has no
 * distribution; its weights are all 0, so that what it attends to is 0
 * (PyTorch gives NaN there, a fill of -1e6 gives a uniform column).
 *
 * @source NNDL §8.2 注意力分布; Vaswani et al. 2017, eq. 1 (over rows there)
 * @param scores Scores S (N x M), one query to a column.
 * @param options `mask` (N x M) leaves scores out.
 * @returns Weights (N x M), at least 0; columns sum to 1, a fully masked one to 0.
 * @throws {ShapeError} If the mask has another shape than the scores.
 *
 * @example Only differences of scores count
 * ```ts
 * import { columnVector, softmaxColumns } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const near = softmaxColumns(columnVector([0, 1, 2]));
 * const far = softmaxColumns(columnVector([1000, 1001, 1002]));
 * assertEquals(near.to2DArray(), far.to2DArray());
 * ```
 */
export function softmaxColumns(
  scores: Matrix,
  { mask }: MaskOption = {},
): Matrix {
  const columns = columnTotals(scores, mask);
  return fromRule(scores.rows, scores.columns, (n, m) => {
    const { top, total } = columns[m];
    return mask?.get(n, m) === 0 || top === -Infinity
      ? 0
      : Math.exp(scores.get(n, m) - top) / total;
  });
}

/**
 * For each column the largest score that counts, and Σₙ exp(sₙ - top). The two
 * stay apart: in their sum top + log(total) a top of 1e4 leaves the logarithm
 * twelve digits, and softmax would no longer be blind to a common shift.
 */
function columnTotals(
  scores: Matrix,
  mask?: Matrix,
): { top: number; total: number }[] {
  if (mask) {
    bindShapes("mask scores", {
      scores: [scores, "N", "M"],
      mask: [mask, "N", "M"],
    });
  }
  return Array.from({ length: scores.columns }, (_, m) => {
    const column = scores.getColumn(m)
      .filter((_, n) => !mask || mask.get(n, m) !== 0);
    const top = column.reduce((a, b) => Math.max(a, b), -Infinity);
    const total = column.reduce((sum, s) => sum + Math.exp(s - top), 0);
    return { top, total };
  });
}
