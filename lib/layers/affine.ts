import { bindTensors } from "./shape.ts";
import { tf } from "./tf.ts";

/**
 * Affine map of the last axis: y = xW + b, one matrix product for all rows.
 *
 * @source NNDL §4.2 前馈神经网络, with items as rows
 * @param x Items [..., D].
 * @param kernel Weights W [D, E].
 * @param bias Bias b [E]. Default: 0.
 * @returns Items [..., E].
 * @throws {ShapeError} If items, weights and bias differ in D or E.
 *
 * @example Every item by the same map
 * ```ts
 * import { affine, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const items = tf.tensor3d([[[1, 2], [3, 4]]]);
 * const y = affine(items, tf.tensor2d([[1], [10]]), tf.tensor1d([100]));
 * assertEquals(y.arraySync(), [[[121], [143]]]);
 * ```
 */
export function affine<Rank extends tf.Tensor>(
  x: Rank,
  kernel: tf.Tensor2D,
  bias?: tf.Tensor1D,
): Rank {
  const { D, E } = bindTensors("map items", {
    x: [x, "...", "D"],
    kernel: [kernel, "D", "E"],
    ...bias && { bias: [bias, "E"] as const },
  });
  return tf.tidy(() => {
    const rows = tf.reshape(x, [-1, D]) as tf.Tensor2D;
    const mapped = tf.fused.matMul({ a: rows, b: kernel, bias });
    return tf.reshape(mapped, [...x.shape.slice(0, -1), E]) as Rank;
  });
}
