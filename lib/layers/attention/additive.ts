import { affine } from "../affine.ts";
import { type LayerWeights, readWeights } from "../layer.ts";
import { additiveScores } from "../ops/mod.ts";
import { tf } from "../tf.ts";
import {
  AttentionLayer,
  type AttentionLayerOptions,
  type AttentionSizes,
} from "./attention_layer.ts";
import {
  bindMemory,
  readByScores,
  type TensorAttention,
  type TensorMaskOption,
  type TensorMemory,
} from "./read.ts";

/** What additive attention learns. */
export interface AdditiveWeights {
  /** Weights W of the keys [Dk, H]. */
  keyWeights: tf.Tensor2D;
  /** Weights U of the queries [Dq, H]. */
  queryWeights: tf.Tensor2D;
  /** The vector v [H] that reads the hidden layer. */
  scoreVector: tf.Tensor1D;
}

/**
 * Additive attention: softmaxₙ(vᵀ tanh(Wkₙ + Uq)) weighs the values.
 *
 * @source NNDL §8.2 打分函数, 加性模型; Bahdanau et al. 2015, appendix A.1.2; lib's additiveScores
 * @param memory Keys [B, N, Dk] and values [B, N, Dv].
 * @param queries Queries [B, M, Dq].
 * @param weights W [Dk, H], U [Dq, H] and v [H].
 * @param options `mask` leaves items out.
 * @returns Outputs [B, M, Dv] and weights [B, M, N], whose rows sum to 1.
 * @throws {ShapeError} If memory, queries and weights do not fit.
 *
 * @example Without v all items weigh the same
 * ```ts
 * import { additiveAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const { output } = additiveAttention(
 *   { keys: tf.ones([1, 2, 3]), values: tf.tensor3d([[[3], [5]]]) },
 *   tf.ones([1, 1, 7]),
 *   {
 *     keyWeights: tf.ones([3, 2]),
 *     queryWeights: tf.ones([7, 2]),
 *     scoreVector: tf.zeros([2]),
 *   },
 * );
 * assertEquals(output.arraySync(), [[[4]]]);
 * ```
 */
export function additiveAttention(
  memory: TensorMemory,
  queries: tf.Tensor3D,
  { keyWeights, queryWeights, scoreVector }: AdditiveWeights,
  { mask }: TensorMaskOption = {},
): TensorAttention {
  bindMemory("attend additively", memory, queries, {
    keyWeights: [keyWeights, "Dk", "H"],
    queryWeights: [queryWeights, "Dq", "H"],
    scoreVector: [scoreVector, "H"],
  });
  const scores = additiveScores(
    affine(queries, queryWeights),
    affine(memory.keys, keyWeights),
    scoreVector,
  );
  return readByScores(scores, memory.values, mask);
}

/** What an additive attention layer is told. */
export type AdditiveAttentionOptions = AttentionLayerOptions & {
  /** Hidden units H. */
  units: number;
};

/**
 * Additive attention as a layer: H(Dk + Dq + 1) parameters.
 *
 * Inputs are `[queries, memory]` or `[queries, keys, values]`, with a mask
 * [B, N] or [B, M, N] as the fourth.
 *
 * @source NNDL §8.2 打分函数, 加性模型; Bahdanau et al. 2015, appendix A.1.2
 *
 * @example It stands in a model
 * ```ts
 * import { AdditiveAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const inputs = [tf.input({ shape: [null, 3] }), tf.input({ shape: [null, 5] })];
 * const layer = new AdditiveAttention({ units: 7 });
 * const model = tf.model({ inputs, outputs: layer.apply(inputs) as tf.SymbolicTensor });
 * assertEquals(model.outputs[0].shape, [null, null, 5]);
 * assertEquals(model.countParams(), 7 * (3 + 5 + 1));
 * ```
 */
export class AdditiveAttention extends AttentionLayer {
  /** The name under which models are saved. */
  static className = "MnemeAdditiveAttention";
  readonly #units: number;
  #weights!: LayerWeights<AdditiveWeights>;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: AdditiveAttentionOptions) {
    super(options);
    this.#units = options.units;
  }

  /** Makes the weights. */
  protected override addWeights({ query, key }: AttentionSizes): void {
    this.#weights = {
      keyWeights: this.glorot("keyWeights", [key, this.#units]),
      queryWeights: this.glorot("queryWeights", [query, this.#units]),
      scoreVector: this.glorot("scoreVector", [this.#units]),
    };
  }

  /** What a query reads, once the layer is built. */
  protected override read(
    memory: TensorMemory,
    queries: tf.Tensor3D,
    mask?: tf.Tensor,
  ): TensorAttention {
    const weights = readWeights<AdditiveWeights>(this.#weights);
    return additiveAttention(memory, queries, weights, { mask });
  }

  /** What makes an equal layer; JSON. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.#units };
  }
}
tf.serialization.registerClass(AdditiveAttention);
