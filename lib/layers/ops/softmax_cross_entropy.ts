import { record } from "../kernels/record.ts";
import {
  addresses,
  type Kernels,
  kernelsFor,
  newTensor,
} from "../kernels/running.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { oneHot, requireIds } from "./ids.ts";

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
 * @throws {RangeError} If a label is not from 0 to V - 1.
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
  const kernels = kernelsFor(logits, weights);
  return tf.tidy(() => {
    const whole = requireIds("take the cross entropy", "labels", labels, V);
    return kernels
      ? fusedCrossEntropy(kernels, logits, whole, weights)
      : plainCrossEntropy(logits, whole, weights);
  });
}

function plainCrossEntropy(
  logits: tf.Tensor,
  labels: tf.Tensor,
  weights?: tf.Tensor,
): tf.Scalar {
  const right = oneHot(labels, logits.shape.at(-1)!);
  const each = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), right), -1));
  if (!weights) return tf.mean(each);
  const total = weightSum(weights);
  return tf.mul(tf.sum(tf.mul(each, weights)), total && 1 / total);
}

function fusedCrossEntropy(
  kernels: Kernels,
  logits: tf.Tensor,
  labels: tf.Tensor,
  weights?: tf.Tensor,
): tf.Scalar {
  const rows = labels.size, V = logits.shape.at(-1)!;
  const total = weights ? weightSum(weights) : rows;
  const normalizers = newTensor([rows]);
  const items = [labels, ...weights ? [weights] : []];
  const at = (tensors: tf.Tensor[]) =>
    tensors.length < 2 ? [...addresses(...tensors), 0] : addresses(...tensors);
  const sum = kernels.crossEntropy(
    ...addresses(logits),
    ...at(items),
    ...addresses(normalizers),
    rows,
    V,
  );
  const loss = tf.scalar(total === 0 ? 0 : sum / total);
  record(
    { logits },
    [loss],
    [logits, normalizers, ...items],
    ([dLoss], [logits, normalizers, ...items]) => {
      const dLogits = newTensor(logits.shape);
      const scale = total === 0 ? 0 : dLoss.dataSync()[0] / total;
      kernels.crossEntropyBackward(
        ...addresses(logits),
        ...at(items),
        ...addresses(normalizers, dLogits),
        rows,
        V,
        scale,
      );
      return { logits: () => dLogits };
    },
  );
  normalizers.dispose();
  return loss;
}

function weightSum(weights: tf.Tensor): number {
  return weights.dataSync<"float32">()
    .reduce((sum, weight) => sum + weight, 0);
}
