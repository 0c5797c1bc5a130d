import { attend } from "../ops/mod.ts";
import { tf } from "../tf.ts";
import {
  AttentionLayer,
  type AttentionLayerOptions,
} from "./attention_layer.ts";
import { bindMemory, type TensorAttention, type TensorMemory } from "./read.ts";

/** What a scaled dot attention layer is told. */
export type ScaledDotAttentionOptions = AttentionLayerOptions & {
  /** The factor on the scores. Default: 1 / √D. */
  scale?: number | null;
};

/**
 * Scaled dot attention as a layer: softmax(QKᵀ / √D) V, no parameters.
 *
 * Inputs are `x` (attention to itself), `[queries, memory]` or `[queries, keys,
 * values]`, with a mask [B, N] or [B, M, N] as the fourth. The functional form
 * is {@linkcode attend}.
 *
 * @source NNDL §8.2.1 键值对注意力; Vaswani et al. 2017, eq. 1
 *
 * @example A sequence attends to itself
 * ```ts
 * import { ScaledDotAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new ScaledDotAttention({ causal: true });
 * const output = layer.apply(tf.tensor3d([[[3, 0], [5, 1]]])) as tf.Tensor;
 * assertEquals(output.shape, [1, 2, 2]);
 * assertEquals([...output.dataSync()].slice(0, 2), [3, 0]); // it sees itself only
 * ```
 */
export class ScaledDotAttention extends AttentionLayer {
  /** The name under which models are saved. */
  static className = "MnemeScaledDotAttention";
  readonly #scale: number | undefined;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: ScaledDotAttentionOptions = {}) {
    super(options);
    this.#scale = options.scale ?? undefined; // null in a saved model
  }

  /** What a query reads, once the layer is built. */
  protected override read(
    memory: TensorMemory,
    queries: tf.Tensor3D,
    mask?: tf.Tensor,
  ): TensorAttention {
    bindMemory(this.action, memory, queries, {
      keys: [memory.keys, "B", "N", "Dq"],
    });
    const { keys, values } = memory;
    return attend(queries, keys, values, {
      mask,
      scale: this.#scale,
    }) as TensorAttention;
  }

  /** What makes an equal layer; JSON. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scale: this.#scale ?? null };
  }
}
tf.serialization.registerClass(ScaledDotAttention);
