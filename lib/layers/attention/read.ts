import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** Keys and values of the items that queries look into. */
export interface TensorMemory {
  /** Keys K [B, N, Dk]. */
  keys: tf.Tensor3D;
  /** Values V [B, N, Dv]. */
  values: tf.Tensor3D;
}

/** Which items count. */
export interface TensorMaskOption {
  /** 1 where a query may look and 0 where not, of a shape that broadcasts to [B, M, N]. Default: 1. */
  mask?: tf.Tensor;
}

/** What attention gives in a batch; gradients flow through both. */
export interface TensorAttention<Weights extends tf.Tensor = tf.Tensor3D> {
  /** Outputs [B, M, Dv], one to a query. */
  output: tf.Tensor3D;
  /** Weights, [B, M, N] unless said otherwise; each row sums to 1, or to 0 where all is masked. */
  weights: Weights;
}

/** Far below any score, and finite, so that a row of nothing else has a softmax. */
const MASKED = -1e30;

/**
 * Masked softmax of the last axis: αₙ = mₙ exp(sₙ) / Σ mₙ exp(sₙ).
 *
 * @source NNDL §8.2 注意力分布, masked; lib's softmaxColumns
 * @param scores Scores S [..., N].
 * @param mask 1 to keep and 0 to leave out, of a shape that broadcasts to the scores'. Default: 1.
 * @returns Weights [..., N]; each row sums to 1, or to 0 where all is masked.
 *
 * @example A row of padding has no weight
 * ```ts
 * import { maskedSoftmax, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const mask = tf.tensor2d([[1, 0], [0, 0]]);
 * const weights = maskedSoftmax(tf.tensor2d([[3, 5], [3, 5]]), mask);
 * assertEquals(weights.arraySync(), [[1, 0], [0, 0]]);
 * ```
 */
export function maskedSoftmax<Rank extends tf.Tensor>(
  scores: Rank,
  mask?: tf.Tensor,
): Rank {
  if (!mask) return tf.softmax(scores);
  return tf.tidy(() =>
    tf.mul(tf.softmax(maskScores(scores, mask)), mask) as Rank
  );
}

/** The scores where the mask keeps, elsewhere far less than any score. */
export function maskScores<Rank extends tf.Tensor>(
  scores: Rank,
  mask?: tf.Tensor,
): Rank {
  if (!mask) return scores;
  return tf.where(tf.cast(mask, "bool"), scores, MASKED) as Rank;
}

/** Attention from its scores [B, M, N]: softmax, then the weighted sum of the values. */
export function readByScores(
  scores: tf.Tensor3D,
  values: tf.Tensor3D,
  mask?: tf.Tensor,
): TensorAttention {
  const weights = maskedSoftmax(scores, mask);
  return { output: tf.matMul(weights, values), weights };
}

/** Binds queries [B, M, Dq], keys [B, N, Dk] and values [B, N, Dv], and what else is given. */
export function bindMemory(
  action: string,
  { keys, values }: TensorMemory,
  queries: tf.Tensor3D,
  others: Parameters<typeof bindTensors>[1] = {},
): Record<string, number> {
  return bindTensors(action, {
    keys: [keys, "B", "N", "Dk"],
    values: [values, "B", "N", "Dv"],
    queries: [queries, "B", "M", "Dq"],
    ...others,
  });
}
