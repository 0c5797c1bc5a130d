import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/**
 * The mean cross entropy of a softmax: L = Σ w (log Σᵥ exp(xᵥ) - x_label) / Σ w.
 *
 * Gradients are of first order and flow to the logits: (softmax(x) - onehot) w / Σ w.
 *
 * @source NNDL §3.3 Softmax 回归, the cross entropy of its output
 * @param logits Scores before the softmax [..., V].
 * @param labels The right classes, int32 from 0 to V - 1 [...].
 * @param weights How much each item counts, 0 for padding [...]. Default: 1.
 * @returns The weighted mean in nats, a scalar; 0 if all weights are 0.
 * @throws {ShapeError} If logits, labels and weights differ in the sizes before V.
 *
 * @example An item of weight 0 does not count
 * ```ts
 * import { softmaxCrossEntropy, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const loss = softmaxCrossEntropy(
 *   tf.tensor2d([[0, 0], [9, -9]]),
 *   tf.tensor1d([0, 1], "int32"),
 *   tf.tensor1d([1, 0]),
 * );
 * assertAlmostEquals(loss.dataSync()[0], Math.log(2), 1e-6);
 * ```
 */
export function softmaxCrossEntropy(
  logits: tf.Tensor,
  labels: tf.Tensor,
  weights?: tf.Tensor,
): tf.Scalar {
  const { V } = bindTensors("take the cross entropy", {
    logits: [logits, "...", "V"],
    labels: [labels, "..."],
    ...(weights && { weights: [weights, "..."] as const }),
  });
  return plainCrossEntropy(
    tf.reshape(logits, [-1, V]),
    tf.reshape(labels, [-1]),
    weights && tf.reshape(weights, [-1]),
  );
}

function plainCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  weights?: tf.Tensor1D,
): tf.Scalar {
  const right = tf.oneHot(tf.cast(labels, "int32"), logits.shape[1]);
  const each = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), right), 1));
  if (!weights) return tf.mean(each);
  const total = tf.sum(weights);
  return tf.divNoNan(tf.sum(tf.mul(each, weights)), total);
}
