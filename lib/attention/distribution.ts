import { type MaskOption, type Matrix, softmaxColumns } from "../core/mod.ts";
import { requireDistributions, requirePositive } from "../core/validate.ts";

/** How sharp the distribution is, and which items count. */
export interface DistributionOptions extends MaskOption {
  /** Temperature τ > 0: the scores are divided by it. Default: 1. */
  temperature?: number;
}

/**
 * Attention distribution: αₙ = p(z = n | X, q) = softmax(s(xₙ, q) / τ).
 *
 * The first of attention's two steps; the second is the weighted average. For
 * τ → 0 it becomes hard (the largest scores share the weight), for τ → ∞ uniform.
 *
 * @source NNDL §8.2 注意力分布 (row 4)
 * @param scores Scores S (N x M), one query to a column.
 * @param options `temperature` is τ, 1 unless told; `mask` (N x M) leaves items out.
 * @returns Weights (N x M), at least 0; columns sum to 1, a fully masked one to 0.
 * @throws {ShapeError} If the mask has another shape than the scores.
 * @throws {RangeError} If the temperature is not a finite number greater than 0, or a score is NaN or +∞.
 *
 * @example Cold attention picks, warm attention spreads
 * ```ts
 * import { attentionDistribution } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const scores = columnVector([1, 2]);
 * const cold = attentionDistribution(scores, { temperature: 0.01 });
 * const warm = attentionDistribution(scores, { temperature: 1e9 });
 * assertAlmostEquals(cold.get(1, 0), 1);
 * assertAlmostEquals(warm.get(1, 0), 0.5);
 * ```
 */
export function attentionDistribution(
  scores: Matrix,
  { temperature = 1, mask }: DistributionOptions = {},
): Matrix {
  requirePositive("distribute attention", "the temperature", temperature);
  return softmaxColumns(scores.clone().div(temperature), { mask });
}

/**
 * Entropy of each distribution: H(α) = -Σₙ αₙ log αₙ, how widely attention is spread.
 *
 * @source NNDL §8.2 注意力分布; Shannon 1948 (row 4)
 * @param weights Weights α (N x M); each column sums to 1.
 * @returns One number for each column, in nats: 0 if one item has all the weight, log N if all have the same.
 * @throws {RangeError} If a weight is below 0 or a column does not sum to 1.
 *
 * @example Even weights have the most
 * ```ts
 * import { attentionEntropy } from "@mneme/mneme/attention";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = fromRows([[0.5, 1], [0.5, 0]]);
 * assertEquals(attentionEntropy(weights), [Math.LN2, 0]);
 * ```
 */
export function attentionEntropy(weights: Matrix): number[] {
  requireDistributions("take the entropy of attention", { weights });
  return Array.from({ length: weights.columns }, (_, m) => {
    let entropy = 0;
    for (let n = 0; n < weights.rows; n++) {
      const weight = weights.get(n, m);
      if (weight > 0) entropy -= weight * Math.log(weight);
    }
    return entropy;
  });
}
