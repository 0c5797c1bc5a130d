import {
  type Attention,
  keyValueAttention,
  type KeyValueMemory,
  type ScoreFunction,
} from "../attention/mod.ts";
import {
  bindShapes,
  fromRule,
  type MaskOption,
  type Matrix,
  softmaxColumnsGradient,
} from "../core/mod.ts";
import {
  bindFinite,
  requireFinite,
  requireNumber,
  requirePositive,
} from "../core/validate.ts";
import { gaussianKernel, type Kernel } from "./kernels.ts";

/** The kernel, its width, and which keys count. */
export interface KernelRegressionOptions extends MaskOption {
  /** The kernel K. Default: Gaussian. */
  kernel?: Kernel;
  /** Bandwidth h > 0, in units of the keys. Default: 1. */
  bandwidth?: number;
}

/**
 * Nadaraya-Watson kernel regression: f(x) = Σᵢ K(‖x - xᵢ‖/h) yᵢ / Σⱼ K(‖x - xⱼ‖/h).
 *
 * Attention with the score log K: the training inputs are the keys, the
 * training outputs the values, a test input is the query. Where no key is in
 * reach of a kernel of bounded support the estimate is 0, as fully masked attention is.
 * With a fixed h it does not converge to the truth as data grow; h must shrink.
 *
 * @source S3 注意力池化, NW 核回归; Nadaraya 1964; Watson 1964; d2l runs the experiment (rows 59, 60, 62, 63)
 * @param memory Training inputs X (D x N) and outputs Y (Dy x N).
 * @param queries Test inputs (D x M).
 * @param options `kernel`, Gaussian unless told; `bandwidth` h, 1 unless told; `mask` (N x M) leaves keys out.
 * @returns Estimates (Dy x M) and weights (N x M), whose columns sum to 1, or to 0 where no key is in reach.
 * @throws {ShapeError} If X and Y differ in N, or queries and X in D.
 * @throws {RangeError} If the bandwidth is not a finite number greater than 0, or an entry is not finite.
 *
 * @example Halfway between two keys the estimate is their mean
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { nadarayaWatson } from "@mneme/mneme/kernel_regression";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[0, 1]]), values: fromRows([[3, 5]]) };
 * const { output } = nadarayaWatson(memory, fromRows([[0.5]]));
 * assertAlmostEquals(output.get(0, 0), 4);
 * ```
 */
export function nadarayaWatson(
  memory: KeyValueMemory,
  queries: Matrix,
  { kernel = gaussianKernel, bandwidth = 1, mask }: KernelRegressionOptions =
    {},
): Attention {
  requirePositive("regress by a kernel", "the bandwidth", bandwidth);
  const score = kernelScores(kernel, 1 / bandwidth);
  return keyValueAttention(memory, queries, { score, mask });
}

/**
 * Parametric kernel regression: f(x) = Σᵢ softmaxᵢ(-½((x - xᵢ)w)²) yᵢ.
 *
 * The Gaussian of bandwidth 1/|w|, learned: w is how sharply distance counts,
 * for all keys alike, not the importance of each. In training a key must not
 * vote for itself: mask the diagonal.
 *
 * @source S3 带参数注意力池化; d2l (rows 61, 63)
 * @param memory Training inputs X (D x N) and outputs Y (Dy x N).
 * @param queries Test inputs (D x M).
 * @param inverseBandwidth w, a finite number; its sign does not count.
 * @param options `mask` (N x M) leaves keys out.
 * @returns Estimates (Dy x M) and weights (N x M), whose columns sum to 1.
 * @throws {ShapeError} If X and Y differ in N, queries and X in D, or the mask is not N x M.
 * @throws {RangeError} If w or an entry is not finite.
 *
 * @example w = 0 gives the mean, a large w the nearest key
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { parametricNadarayaWatson } from "@mneme/mneme/kernel_regression";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[0, 1]]), values: fromRows([[3, 5]]) };
 * const estimate = (w: number) =>
 *   parametricNadarayaWatson(memory, fromRows([[0.9]]), w).output.get(0, 0);
 * assertAlmostEquals(estimate(0), 4);
 * assertAlmostEquals(estimate(50), 5);
 * ```
 */
export function parametricNadarayaWatson(
  memory: KeyValueMemory,
  queries: Matrix,
  inverseBandwidth: number,
  { mask }: MaskOption = {},
): Attention {
  requireNumber("regress by a learned kernel", "w", inverseBandwidth);
  const score = kernelScores(gaussianKernel, Math.abs(inverseBandwidth));
  return keyValueAttention(memory, queries, { score, mask });
}

/**
 * Gradient of parametric kernel regression: ∂L/∂w = -w Σₘ Σᵢ ‖xₘ - xᵢ‖² ∂L/∂sᵢₘ.
 *
 * ∂L/∂s is softmax's gradient at YᵀG, so for one query df/dw is -w times the
 * covariance of squared distance and value under the weights.
 *
 * @source S3 带参数注意力池化, differentiated (row 61)
 * @param memory Training inputs X (D x N) and outputs Y (Dy x N).
 * @param queries Test inputs (D x M).
 * @param inverseBandwidth w, a finite number.
 * @param upstream Gradient G in the estimates (Dy x M).
 * @param options `mask` (N x M) leaves keys out.
 * @returns ∂L/∂w.
 * @throws {ShapeError} If X and Y differ in N, queries and X in D, or upstream is not Dy x M.
 * @throws {RangeError} If w or an entry is not finite.
 *
 * @example At w = 0 the estimate is stationary
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { parametricNadarayaWatsonGradient } from "@mneme/mneme/kernel_regression";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[0, 1]]), values: fromRows([[3, 5]]) };
 * const at = (w: number) =>
 *   parametricNadarayaWatsonGradient(memory, fromRows([[0.9]]), w, fromRows([[1]]));
 * assertEquals(Math.abs(at(0)), 0);
 * assertEquals(at(1) > 0, true); // the nearer key has the larger value
 * ```
 */
export function parametricNadarayaWatsonGradient(
  memory: KeyValueMemory,
  queries: Matrix,
  inverseBandwidth: number,
  upstream: Matrix,
  options: MaskOption = {},
): number {
  const { weights } = parametricNadarayaWatson(
    memory,
    queries,
    inverseBandwidth,
    options,
  );
  const action = "differentiate kernel regression";
  bindShapes(action, {
    values: [memory.values, "Dy", "N"],
    weights: [weights, "N", "M"],
    upstream: [upstream, "Dy", "M"],
  });
  requireFinite(action, { upstream });
  const scores = softmaxColumnsGradient(
    weights,
    memory.values.transpose().mmul(upstream),
  );
  const distances = pairwiseDistances(memory.keys, queries);
  let gradient = 0;
  for (let i = 0; i < distances.rows; i++) {
    for (let m = 0; m < distances.columns; m++) {
      gradient -= inverseBandwidth * distances.get(i, m) ** 2 *
        scores.get(i, m);
    }
  }
  return gradient;
}

/**
 * Kernel score: s(xᵢ, x) = log K(c‖x - xᵢ‖), so that softmax(s) = K / ΣK.
 *
 * @source S3 注意力池化: 核函数 α(x, xᵢ) is a score before softmax (row 63)
 * @param kernel The kernel K.
 * @param scale The factor c of the distance, an inverse bandwidth of at least 0.
 * @returns The scoring function; it throws {@linkcode ShapeError} if keys and queries differ in D, RangeError if they are not finite.
 * @throws {RangeError} If the factor is not a finite number of at least 0.
 *
 * @example Softmax of the score is the kernel, normalized
 * ```ts
 * import { keyValueAttention } from "@mneme/mneme/attention";
 * import { fromRows } from "@mneme/mneme/core";
 * import { epanechnikovKernel, kernelScores } from "@mneme/mneme/kernel_regression";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const score = kernelScores(epanechnikovKernel, 1);
 * const memory = { keys: fromRows([[0, 0.5]]), values: fromRows([[0, 1]]) };
 * const { output } = keyValueAttention(memory, fromRows([[0]]), { score });
 * assertAlmostEquals(output.get(0, 0), 0.75 / 1.75); // K(0.5) / K(0) = 3/4
 * ```
 */
export function kernelScores(kernel: Kernel, scale: number): ScoreFunction {
  const action = "score by a kernel";
  requireNumber(action, "the factor of the distance", scale, { minimum: 0 });
  return (keys, queries) => {
    bindFinite(action, {
      keys: [keys, "D", "N"],
      queries: [queries, "D", "M"],
    });
    const distances = pairwiseDistances(keys, queries);
    return fromRule(
      distances.rows,
      distances.columns,
      (i, m) => kernel.logDensity(scale * distances.get(i, m)),
    );
  };
}

/** ‖xₘ - xᵢ‖ for all pairs (N x M). */
function pairwiseDistances(keys: Matrix, queries: Matrix): Matrix {
  return fromRule(keys.columns, queries.columns, (i, m) => {
    let square = 0;
    for (let d = 0; d < keys.rows; d++) {
      square += (keys.get(d, i) - queries.get(d, m)) ** 2;
    }
    return Math.sqrt(square);
  });
}
