import { ShapeError } from "../../core/mod.ts";
import { affine } from "../affine.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  AttentionLayer,
  type AttentionLayerOptions,
  type AttentionSizes,
} from "./attention_layer.ts";
import {
  readByScores,
  type TensorAttention,
  type TensorMaskOption,
  type TensorMemory,
} from "./read.ts";

/**
 * Location-based attention: softmax(Wq) weighs the values, whatever is in them.
 *
 * W has a column for each place, so the number of items is fixed; where an item
 * stands counts and what it is does not.
 *
 * @source Luong et al. 2015, §3.1, location; lib's locationScores
 * @param values Values [B, N, Dv].
 * @param queries Queries [B, M, Dq].
 * @param locationWeights Weights W [Dq, N].
 * @param options `mask` leaves items out.
 * @returns Outputs [B, M, Dv] and weights [B, M, N], whose rows sum to 1.
 * @throws {ShapeError} If values, queries and weights do not fit.
 *
 * @example The query names a place
 * ```ts
 * import { locationAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const values = tf.tensor3d([[[3], [7]]]);
 * const { output } = locationAttention(values, tf.ones([1, 1, 1]), tf.tensor2d([[0, 99]]));
 * assertEquals(output.arraySync(), [[[7]]]);
 * ```
 */
export function locationAttention(
  values: tf.Tensor3D,
  queries: tf.Tensor3D,
  locationWeights: tf.Tensor2D,
  { mask }: TensorMaskOption = {},
): TensorAttention {
  bindTensors("attend by location", {
    values: [values, "B", "N", "Dv"],
    queries: [queries, "B", "M", "Dq"],
    locationWeights: [locationWeights, "Dq", "N"],
  });
  return readByScores(affine(queries, locationWeights), values, mask);
}

/**
 * Location-based attention as a layer: Dq N parameters, for N items and no other number.
 *
 * Inputs are `[queries, memory]`, or `[queries, memory, memory, mask]` with a
 * mask [B, N] or [B, M, N].
 *
 * @source Luong et al. 2015, §3.1, location
 *
 * @example Its size depends on the number of items
 * ```ts
 * import { LocationAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new LocationAttention();
 * layer.apply([tf.ones([2, 3, 5]), tf.ones([2, 7, 11])]);
 * assertEquals(layer.countParams(), 5 * 7);
 * ```
 */
export class LocationAttention extends AttentionLayer {
  /** The name under which models are saved. */
  static className = "MnemeLocationAttention";
  #locationWeights!: tf.LayerVariable;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: AttentionLayerOptions = {}) {
    super(options);
  }

  /** Makes the weights. */
  protected override addWeights(
    { query }: AttentionSizes,
    itemCount: number | null,
  ): void {
    if (itemCount === null) {
      throw new ShapeError(
        `Cannot ${this.action} as the number of items must be known: it is open`,
      );
    }
    this.#locationWeights = this.glorot("locationWeights", [query, itemCount]);
  }

  /** What a query reads, once the layer is built. */
  protected override read(
    { values }: TensorMemory,
    queries: tf.Tensor3D,
    mask?: tf.Tensor,
  ): TensorAttention {
    const weights = this.#locationWeights.read() as tf.Tensor2D;
    return locationAttention(values, queries, weights, { mask });
  }
}
tf.serialization.registerClass(LocationAttention);
