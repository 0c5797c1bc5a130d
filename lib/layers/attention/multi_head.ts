import { ShapeError } from "../../core/mod.ts";
import { affine } from "../affine.ts";
import { type LayerWeights, readWeights } from "../layer.ts";
import { attend } from "../ops/mod.ts";
import { tf } from "../tf.ts";
import {
  AttentionLayer,
  type AttentionLayerOptions,
  type AttentionSizes,
} from "./attention_layer.ts";
import {
  bindMemory,
  type TensorAttention,
  type TensorMaskOption,
  type TensorMemory,
} from "./read.ts";

/** What multi-head attention learns: the heads' projections side by side, and the output's. */
export interface MultiHeadWeights {
  /** Weights of the queries [Dq, H d]. */
  queryWeights: tf.Tensor2D;
  /** Weights of the keys [Dk, H d]. */
  keyWeights: tf.Tensor2D;
  /** Weights of the values [Dv, H e]. */
  valueWeights: tf.Tensor2D;
  /** Weights of the output [H e, E]. */
  outputWeights: tf.Tensor2D;
  /** Bias of the projected queries [H d]. Default: 0. */
  queryBias?: tf.Tensor1D;
  /** Bias of the projected keys [H d]. Default: 0. */
  keyBias?: tf.Tensor1D;
  /** Bias of the projected values [H e]. Default: 0. */
  valueBias?: tf.Tensor1D;
  /** Bias of the output [E]. Default: 0. */
  outputBias?: tf.Tensor1D;
}

/** How many heads, and which items count. */
export interface MultiHeadOptions extends TensorMaskOption {
  /** Number H of heads. */
  heads: number;
}

/** What multi-head attention gives. */
export interface MultiHeadTensors {
  /** Outputs [B, M, E], one to a query. */
  output: tf.Tensor3D;
  /** Weights [B, H, M, N] of each head. To look at: no gradient flows through them. */
  weights: tf.Tensor4D;
}

/**
 * Multi-head attention: [head₁, ..., head_H] Wo with headᵢ = att(QW_qⁱ, (KW_kⁱ, VW_vⁱ)).
 *
 * @source Vaswani et al. 2017, §3.2.2; NNDL §8.2.1 多头注意力; lib's multiHeadAttention
 * @param memory Inputs of the keys [B, N, Dk] and of the values [B, N, Dv].
 * @param queries Inputs of the queries [B, M, Dq].
 * @param weights The projections, head i in the columns i d, ..., (i + 1) d - 1.
 * @param options `heads` is H; `mask` broadcasts to [B, M, N], the same for all heads.
 * @returns Outputs [B, M, E] and weights [B, H, M, N], whose rows sum to 1.
 * @throws {ShapeError} If memory, queries and weights do not fit, or the projections' width is no multiple of H.
 *
 * @example One head whose projections are the identity is attention
 * ```ts
 * import { attend, multiHeadAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tf.tensor3d([[[1, 2], [3, 5]]]);
 * const identity = tf.eye(2);
 * const { output } = multiHeadAttention({ keys: x, values: x }, x, {
 *   queryWeights: identity,
 *   keyWeights: identity,
 *   valueWeights: identity,
 *   outputWeights: identity,
 * }, { heads: 1 });
 * assertEquals(output.arraySync(), attend(x, x, x).output.arraySync());
 * ```
 */
export function multiHeadAttention(
  memory: TensorMemory,
  queries: tf.Tensor3D,
  weights: MultiHeadWeights,
  { heads, mask }: MultiHeadOptions,
): MultiHeadTensors {
  const { B, M } = bindMultiHead(memory, queries, weights, heads);
  const { output, weights: seen } = attend(
    splitHeads(affine(queries, weights.queryWeights, weights.queryBias), heads),
    splitHeads(affine(memory.keys, weights.keyWeights, weights.keyBias), heads),
    splitHeads(
      affine(memory.values, weights.valueWeights, weights.valueBias),
      heads,
    ),
    { mask: mask && mask.rank === 3 ? tf.expandDims(mask, 1) : mask },
  );
  const joined = tf.reshape(tf.transpose(output, [0, 2, 1, 3]), [B, M, -1]);
  return {
    output: affine(
      joined as tf.Tensor3D,
      weights.outputWeights,
      weights.outputBias,
    ),
    weights: seen as tf.Tensor4D,
  };
}

/** [B, N, H d] as [B, H, N, d]. */
function splitHeads(x: tf.Tensor3D, heads: number): tf.Tensor4D {
  const [B, N] = x.shape;
  return tf.transpose(tf.reshape(x, [B, N, heads, -1]), [0, 2, 1, 3]);
}

function bindMultiHead(
  memory: TensorMemory,
  queries: tf.Tensor3D,
  weights: MultiHeadWeights,
  heads: number,
): Record<string, number> {
  const action = "attend with several heads";
  const { queryBias, keyBias, valueBias, outputBias } = weights;
  const sizes = bindMemory(action, memory, queries, {
    queryWeights: [weights.queryWeights, "Dq", "Hd"],
    keyWeights: [weights.keyWeights, "Dk", "Hd"],
    valueWeights: [weights.valueWeights, "Dv", "He"],
    outputWeights: [weights.outputWeights, "He", "E"],
    ...queryBias && { queryBias: [queryBias, "Hd"] as const },
    ...keyBias && { keyBias: [keyBias, "Hd"] as const },
    ...valueBias && { valueBias: [valueBias, "He"] as const },
    ...outputBias && { outputBias: [outputBias, "E"] as const },
  });
  if (sizes.Hd % heads !== 0 || sizes.He % heads !== 0) {
    throw new ShapeError(
      `Cannot ${action} as the projections' widths must be multiples of the number of heads: ${sizes.Hd} and ${sizes.He} for ${heads} heads`,
    );
  }
  return sizes;
}

/** What a multi-head attention layer is told. */
export type MultiHeadAttentionOptions = AttentionLayerOptions & {
  /** Number H of heads. */
  heads: number;
  /** Size d of a head's queries, keys and values. */
  headSize: number;
  /** Size E of an output. Default: H d. */
  outputSize?: number | null;
  /** Whether the projections have biases. Default: true. */
  bias?: boolean;
};

/**
 * Multi-head attention as a layer: H d (Dq + Dk + Dv + E) weights and 3 H d + E biases.
 *
 * Inputs are `x` (attention to itself), `[queries, memory]` or `[queries, keys,
 * values]`, with a mask [B, N] or [B, M, N] as the fourth.
 *
 * @source Vaswani et al. 2017, §3.2.2; NNDL §8.2.1 多头注意力
 *
 * @example With H d = D there are 4D² weights, however many heads
 * ```ts
 * import { MultiHeadAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * for (const heads of [1, 2, 3]) {
 *   const layer = new MultiHeadAttention({ heads, headSize: 6 / heads, bias: false });
 *   layer.apply(tf.ones([2, 5, 6]));
 *   assertEquals(layer.countParams(), 4 * 6 ** 2);
 * }
 * ```
 */
export class MultiHeadAttention extends AttentionLayer {
  /** The name under which models are saved. */
  static className = "MnemeMultiHeadAttention";
  readonly #heads: number;
  readonly #headSize: number;
  readonly #outputSize: number | null;
  readonly #bias: boolean;
  #weights!: LayerWeights<MultiHeadWeights>;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: MultiHeadAttentionOptions) {
    super(options);
    this.#heads = options.heads;
    this.#headSize = options.headSize;
    this.#outputSize = options.outputSize ?? null;
    this.#bias = options.bias ?? true;
  }

  /** Makes the weights. */
  protected override addWeights(sizes: AttentionSizes): void {
    const width = this.#heads * this.#headSize;
    const outputSize = this.outputSize();
    const kernels = {
      queryWeights: this.glorot("queryWeights", [sizes.query, width]),
      keyWeights: this.glorot("keyWeights", [sizes.key, width]),
      valueWeights: this.glorot("valueWeights", [sizes.value, width]),
      outputWeights: this.glorot("outputWeights", [width, outputSize]),
    };
    this.#weights = this.#bias
      ? {
        ...kernels,
        queryBias: this.constant("queryBias", [width]),
        keyBias: this.constant("keyBias", [width]),
        valueBias: this.constant("valueBias", [width]),
        outputBias: this.constant("outputBias", [outputSize]),
      }
      : kernels;
  }

  /** What a query reads, once the layer is built. */
  protected override read(
    memory: TensorMemory,
    queries: tf.Tensor3D,
    mask?: tf.Tensor,
  ): TensorAttention<tf.Tensor4D> {
    const weights = readWeights<MultiHeadWeights>(this.#weights);
    return multiHeadAttention(memory, queries, weights, {
      heads: this.#heads,
      mask,
    });
  }

  /** Size E of an output. */
  protected override outputSize(): number {
    return this.#outputSize ?? this.#heads * this.#headSize;
  }

  /** What makes an equal layer; JSON. */
  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      heads: this.#heads,
      headSize: this.#headSize,
      outputSize: this.#outputSize,
      bias: this.#bias,
    };
  }
}
tf.serialization.registerClass(MultiHeadAttention);
