import { fromRule, type Matrix } from "./matrix.ts";
import { bindShapes } from "./shape.ts";
import { bindFinite } from "./validate.ts";

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
 * @throws {RangeError} If a score that counts is NaN or +∞.
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
 * @throws {RangeError} If a score that counts is NaN or +∞.
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
 * @throws {RangeError} If a score that counts is NaN or +∞.
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
 * Gradient of softmax down each column: ∂L/∂sₙ = αₙ (gₙ - Σⱼ αⱼ gⱼ), with g = ∂L/∂α.
 *
 * It needs the weights only, not the scores. With rewards for g it is also the
 * exact policy gradient: the part of gₙ above its mean, times its weight. A
 * masked score, and every score of a fully masked column, has gradient 0.
 *
 * @source NNDL 习题 8-2, the Jacobian diag(α) - ααᵀ times g
 * @param weights Weights α (N x M), as softmaxColumns gives them.
 * @param upstream Gradient g of the loss in the weights (N x M).
 * @returns Gradient in the scores (N x M); columns sum to 0.
 * @throws {ShapeError} If weights and upstream differ in N or M.
 * @throws {RangeError} If an entry of either is not finite.
 *
 * @example A common part of the upstream gradient changes nothing
 * ```ts
 * import { columnVector, softmaxColumnsGradient } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = columnVector([0.25, 0.75]);
 * const gradient = (g: number[]) =>
 *   softmaxColumnsGradient(weights, columnVector(g)).to1DArray();
 * assertEquals(gradient([4, 0]), [0.75, -0.75]);
 * assertEquals(gradient([7, 3]), [0.75, -0.75]);
 * ```
 */
export function softmaxColumnsGradient(
  weights: Matrix,
  upstream: Matrix,
): Matrix {
  const action = "differentiate softmax";
  const { N, M } = bindFinite(action, {
    weights: [weights, "N", "M"],
    upstream: [upstream, "N", "M"],
  });
  const means = Array.from({ length: M }, (_, m) => {
    let mean = 0;
    for (let n = 0; n < N; n++) mean += weights.get(n, m) * upstream.get(n, m);
    return mean;
  });
  return fromRule(
    N,
    M,
    (n, m) => weights.get(n, m) * (upstream.get(n, m) - means[m]),
  );
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
  const columns = Array.from(
    { length: scores.columns },
    () => ({ top: -Infinity, total: 0 }),
  );
  const visit = (see: (column: typeof columns[0], score: number) => void) => {
    for (let n = 0; n < scores.rows; n++) { // by rows, as they lie in memory
      for (let m = 0; m < scores.columns; m++) {
        if (mask?.get(n, m) !== 0) see(columns[m], scores.get(n, m));
      }
    }
  };
  visit((column, score) => column.top = Math.max(column.top, score));
  const wrong = columns.findIndex(({ top }) => !(top < Infinity)); // true for NaN
  if (wrong !== -1) {
    throw new RangeError(
      `Cannot take softmax as every score must be finite or -Infinity: column ${wrong} has ${
        columns[wrong].top
      }`,
    );
  }
  visit((column, score) => column.total += Math.exp(score - column.top));
  return columns;
}
