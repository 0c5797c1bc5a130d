import { tf } from "../tf.ts";
import {
  AttentionLayer,
  type AttentionLayerOptions,
} from "./attention_layer.ts";
import {
  bindMemory,
  readByScores,
  type TensorAttention,
  type TensorMaskOption,
  type TensorMemory,
} from "./read.ts";

/**
 * Kernel regression with a learned width: f(x) = Σᵢ softmaxᵢ(-½ w² ‖x - xᵢ‖²) yᵢ.
 *
 * w is an inverse bandwidth; its sign does not count.
 *
 * @source S3 带参数注意力池化; Nadaraya 1964; Watson 1964; d2l; lib's parametricNadarayaWatson
 * @param memory Training inputs [B, N, D] and outputs [B, N, Dy].
 * @param queries Test inputs [B, M, D].
 * @param inverseBandwidth w, a scalar, or one for each of the batch [B].
 * @param options `mask` leaves keys out; in training a key's own query must not see it.
 * @returns Estimates [B, M, Dy] and weights [B, M, N], whose rows sum to 1.
 * @throws {ShapeError} If memory and queries do not fit.
 *
 * @example Halfway between two keys the estimate is their mean
 * ```ts
 * import { kernelRegression, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const { output } = kernelRegression(
 *   { keys: tf.tensor3d([[[0], [1]]]), values: tf.tensor3d([[[3], [5]]]) },
 *   tf.tensor3d([[[0.5]]]),
 *   tf.scalar(7),
 * );
 * assertEquals(output.arraySync(), [[[4]]]);
 * ```
 */
export function kernelRegression(
  memory: TensorMemory,
  queries: tf.Tensor3D,
  inverseBandwidth: tf.Scalar | tf.Tensor1D,
  { mask }: TensorMaskOption = {},
): TensorAttention {
  bindMemory("regress by a learned kernel", memory, queries, {
    keys: [memory.keys, "B", "N", "Dq"],
    inverseBandwidth: inverseBandwidth.rank === 0
      ? [inverseBandwidth]
      : [inverseBandwidth, "B"],
  });
  const offsets = tf.sub( // squaredDifference has no gradient under broadcasting
    tf.expandDims(queries, 2),
    tf.expandDims(memory.keys, 1),
  );
  const squares = tf.sum(tf.square(offsets), -1);
  const sharpness = tf.mul(tf.square(inverseBandwidth), -0.5);
  const scores = tf.mul(squares, tf.reshape(sharpness, [-1, 1, 1]));
  return readByScores(scores as tf.Tensor3D, memory.values, mask);
}

/**
 * Kernel regression as a layer: one parameter, the inverse bandwidth w, from U(0, 1) at the start.
 *
 * Inputs are `[queries, keys, values]`, with a mask [B, N] or [B, M, N] as the fourth.
 *
 * @source S3 带参数注意力池化; d2l
 *
 * @example It learns one number
 * ```ts
 * import { KernelRegression, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new KernelRegression();
 * const [x, keys, values] = [tf.ones([1, 2, 1]), tf.ones([1, 3, 1]), tf.ones([1, 3, 5])];
 * assertEquals((layer.apply([x, keys, values]) as tf.Tensor).shape, [1, 2, 5]);
 * assertEquals(layer.countParams(), 1);
 * ```
 */
export class KernelRegression extends AttentionLayer {
  /** The name under which models are saved. */
  static className = "MnemeKernelRegression";
  #inverseBandwidth!: tf.LayerVariable;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: AttentionLayerOptions = {}) {
    super(options);
  }

  /** Makes the weights. */
  protected override addWeights(): void {
    this.#inverseBandwidth = this.uniform("inverseBandwidth", [], 0, 1);
  }

  /** What a query reads, once the layer is built. */
  protected override read(
    memory: TensorMemory,
    queries: tf.Tensor3D,
    mask?: tf.Tensor,
  ): TensorAttention {
    const width = this.#inverseBandwidth.read() as tf.Scalar;
    return kernelRegression(memory, queries, width, { mask });
  }
}
tf.serialization.registerClass(KernelRegression);
