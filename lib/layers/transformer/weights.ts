import type { Random } from "../../core/mod.ts";
import { affine } from "../affine.ts";
import { layerNormalize } from "../ops/mod.ts";
import type { tf } from "../tf.ts";
import { constantVariable, glorotVariable } from "../weights.ts";

/** An affine map y = xW + b. */
export interface AffineWeights<Weight = tf.Tensor> {
  /** W [D, E]. */
  kernel: Weight;
  /** b [E]. */
  bias: Weight;
}

/** A layer normalization. */
export interface NormWeights<Weight = tf.Tensor> {
  /** The scale γ [D]. */
  gain: Weight;
  /** The shift β [D]. */
  bias: Weight;
}

/** Attention of items to each other; the columns of a head stand together, head after head. */
export interface SelfAttentionWeights<Weight = tf.Tensor> {
  /** Queries, keys and values of all heads in one map [D, 3HE]. */
  projection: AffineWeights<Weight>;
  /** Wo, which mixes the heads [HE, D]. */
  output: AffineWeights<Weight>;
}

/** Attention of items to others, a memory. */
export interface CrossAttentionWeights<Weight = tf.Tensor> {
  /** Queries of all heads [D, HE]. */
  query: AffineWeights<Weight>;
  /** Keys and values of all heads in one map [Dm, 2HE]. */
  memory: AffineWeights<Weight>;
  /** Wo, which mixes the heads [HE, D]. */
  output: AffineWeights<Weight>;
}

/** A position-wise feed-forward network. */
export interface FeedForwardWeights<Weight = tf.Tensor> {
  /** W₁ and b₁ [D, F]. */
  hidden: AffineWeights<Weight>;
  /** W₂ and b₂ [F, D]. */
  output: AffineWeights<Weight>;
}

/** A part of a block, and the normalization of the residual connection round it. */
export interface Sublayer<Part, Weight = tf.Tensor> {
  /** What the part learns. */
  part: Part;
  /** The normalization. */
  norm: NormWeights<Weight>;
}

/** What a block of the encoder learns. */
export interface EncoderBlockWeights<Weight = tf.Tensor> {
  /** Attention of the items to each other. */
  selfAttention: Sublayer<SelfAttentionWeights<Weight>, Weight>;
  /** The network that each item passes by itself. */
  feedForward: Sublayer<FeedForwardWeights<Weight>, Weight>;
}

/** What a block of the decoder learns. */
export interface DecoderBlockWeights<Weight = tf.Tensor>
  extends EncoderBlockWeights<Weight> {
  /** Attention of the items to the encoder's. */
  crossAttention: Sublayer<CrossAttentionWeights<Weight>, Weight>;
}

/** Where weights come from: variables, or the weights of a layer. */
export interface WeightSource<Weight> {
  /** Weights after Glorot. */
  glorot(name: string, shape: number[]): Weight;
  /** Weights that start at one value. */
  constant(name: string, shape: number[], value: number): Weight;
}

/** The sizes of a block. */
export interface BlockSizes {
  /** Width D of the items, and of all heads together. */
  width: number;
  /** Hidden units F of the feed-forward network. */
  hidden: number;
  /** Width Dm of the encoder's items. Default: D. */
  memoryWidth?: number;
}

/**
 * Variables as the source of weights; their names begin with the prefix.
 *
 * @source Glorot and Bengio 2010, eq. 16
 * @param prefix What distinguishes these weights from others that are alive.
 * @param random The source of the numbers.
 * @returns A source for {@linkcode encoderBlockWeights} and {@linkcode decoderBlockWeights}.
 *
 * @example The prefix is in front
 * ```ts
 * import { variableSource } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const source = variableSource("first", seededRandom(7));
 * assertEquals(source.constant("bias", [3], 0).name, "first/bias");
 * ```
 */
export function variableSource(
  prefix: string,
  random: Random,
): WeightSource<tf.Variable> {
  return {
    glorot: (name, shape) => glorotVariable(`${prefix}/${name}`, shape, random),
    constant: (name, shape, value) =>
      constantVariable(`${prefix}/${name}`, shape, value),
  };
}

/** The weights of an affine map: W after Glorot, b = 0. */
export function affineWeights<Weight>(
  source: WeightSource<Weight>,
  name: string,
  inputs: number,
  outputs: number,
): AffineWeights<Weight> {
  return {
    kernel: source.glorot(`${name}/kernel`, [inputs, outputs]),
    bias: source.constant(`${name}/bias`, [outputs], 0),
  };
}

/** The weights of a layer normalization: γ = 1, β = 0. */
export function normWeights<Weight>(
  source: WeightSource<Weight>,
  name: string,
  width: number,
): NormWeights<Weight> {
  return {
    gain: source.constant(`${name}/gain`, [width], 1),
    bias: source.constant(`${name}/bias`, [width], 0),
  };
}

/**
 * The weights of an encoder block: 4D² + 4D in the attention, 2DF + F + D in the network, 4D in the normalizations.
 *
 * @source Vaswani et al. 2017, §3.1 to 3.3
 * @param source Where weights come from.
 * @param sizes D and F.
 * @returns The weights at their start: kernels after Glorot, biases 0, gains 1.
 *
 * @example However many heads, there are as many parameters
 * ```ts
 * import { seededRandom } from "@mneme/mneme/core";
 * import {
 *   encoderBlockWeights,
 *   variablesOf,
 *   variableSource,
 * } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const source = variableSource("block", seededRandom(1));
 * const weights = variablesOf(encoderBlockWeights(source, { width: 6, hidden: 10 }));
 * const count = weights.reduce((sum, { size }) => sum + size, 0);
 * assertEquals(count, (4 * 36 + 24) + (2 * 60 + 16) + 24);
 * ```
 */
export function encoderBlockWeights<Weight>(
  source: WeightSource<Weight>,
  { width, hidden }: BlockSizes,
): EncoderBlockWeights<Weight> {
  return {
    selfAttention: {
      part: {
        projection: affineWeights(source, "projection", width, 3 * width),
        output: affineWeights(source, "attended", width, width),
      },
      norm: normWeights(source, "attended_norm", width),
    },
    feedForward: {
      part: {
        hidden: affineWeights(source, "hidden", width, hidden),
        output: affineWeights(source, "fed", hidden, width),
      },
      norm: normWeights(source, "fed_norm", width),
    },
  };
}

/**
 * The weights of a decoder block: an encoder block's, and for the cross-attention 2D² + 2DmD + 4D with its normalization's 2D.
 *
 * @source Vaswani et al. 2017, §3.1 to 3.3
 * @param source Where weights come from.
 * @param sizes D, F and Dm.
 * @returns The weights at their start.
 *
 * @example The memory may be of another width
 * ```ts
 * import { decoderBlockWeights, variableSource } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const source = variableSource("decoder", seededRandom(7));
 * const sizes = { width: 2, hidden: 3, memoryWidth: 5 };
 * const { crossAttention } = decoderBlockWeights(source, sizes);
 * assertEquals(crossAttention.part.memory.kernel.shape, [5, 4]); // K and V
 * ```
 */
export function decoderBlockWeights<Weight>(
  source: WeightSource<Weight>,
  { width, hidden, memoryWidth = width }: BlockSizes,
): DecoderBlockWeights<Weight> {
  return {
    ...encoderBlockWeights(source, { width, hidden }),
    crossAttention: {
      part: {
        query: affineWeights(source, "query", width, width),
        memory: affineWeights(source, "memory", memoryWidth, 2 * width),
        output: affineWeights(source, "crossed", width, width),
      },
      norm: normWeights(source, "crossed_norm", width),
    },
  };
}

/** The weights of a layer as a source that hands them out again, in the order in which they were made. */
export function replaySource(
  weights: readonly tf.LayerVariable[],
): WeightSource<tf.Tensor> {
  let next = 0;
  const take = () => weights[next++].read();
  return { glorot: take, constant: take };
}

/** y = xW + b. */
export function applyAffine<Rank extends tf.Tensor>(
  x: Rank,
  { kernel, bias }: AffineWeights,
): Rank {
  return affine(x, kernel as tf.Tensor2D, bias as tf.Tensor1D);
}

/** Layer normalization of the last axis. */
export function applyNorm<Rank extends tf.Tensor>(
  x: Rank,
  { gain, bias }: NormWeights,
  epsilon?: number,
): Rank {
  const [scale, shift] = [gain as tf.Tensor1D, bias as tf.Tensor1D];
  return layerNormalize(x, scale, shift, epsilon) as Rank;
}
