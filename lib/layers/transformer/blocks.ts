import { causalMaskTensor } from "../attention/mask.ts";
import { bindTensors } from "../shape.ts";
import type { Attended } from "../ops/mod.ts";
import { tf } from "../tf.ts";
import {
  type HeadOptions,
  multiHeadCrossAttention,
  multiHeadSelfAttention,
} from "./heads.ts";
import {
  applyAffine,
  applyNorm,
  type DecoderBlockWeights,
  type EncoderBlockWeights,
  type FeedForwardWeights,
  type NormWeights,
} from "./weights.ts";

/** What blocks are told. */
export interface BlockOptions extends HeadOptions {
  /** Where the normalizations stand: `"post"`, behind the sums as in the paper, or `"pre"`, before the parts. Default: `"post"`. */
  order?: "pre" | "post";
  /** What is added to the variance in a normalization. Default: 1e-5. */
  epsilon?: number;
}

/** What a decoder's blocks are told. */
export interface DecoderBlockOptions extends BlockOptions {
  /** Mask of the self-attention, which broadcasts to [B, H, M, M]. Default: the causal mask. */
  mask?: tf.Tensor;
  /** Mask of the cross-attention, which broadcasts to [B, H, M, N], for the source's padding. Default: 1. */
  memoryMask?: tf.Tensor;
}

/** What a decoder's block gives. */
export interface DecoderAttended extends Attended {
  /** Weights of the cross-attention [B, H, M, N]. */
  crossWeights: tf.Tensor;
}

/**
 * Position-wise feed-forward network: FFN(x) = relu(xW₁ + b₁) W₂ + b₂, for each item by itself.
 *
 * @source Vaswani et al. 2017, eq. 2; NNDL §15.6.3 Transformer
 * @param x Items [..., D].
 * @param weights W₁ [D, F], b₁, W₂ [F, D] and b₂.
 * @returns Items [..., D].
 * @throws {ShapeError} If items and weights differ in D or F.
 *
 * @example Two rectified units make an absolute value
 * ```ts
 * import { feedForward, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const y = feedForward(tf.tensor2d([[-3], [5]]), {
 *   hidden: { kernel: tf.tensor2d([[1, -1]]), bias: tf.zeros([2]) },
 *   output: { kernel: tf.tensor2d([[1], [1]]), bias: tf.zeros([1]) },
 * });
 * assertEquals(y.arraySync(), [[3], [5]]);
 * ```
 */
export function feedForward<Rank extends tf.Tensor>(
  x: Rank,
  { hidden, output }: FeedForwardWeights,
): Rank {
  return tf.tidy(() => applyAffine(tf.relu(applyAffine(x, hidden)), output));
}

/**
 * Encoder block: post, z = LN(x + MHA(x)), y = LN(z + FFN(z)); pre, z = x + MHA(LN(x)), y = z + FFN(LN(z)).
 *
 * @source Vaswani et al. 2017, §3.1; Xiong et al. 2020, table 1 (pre); NNDL §15.6.3 Transformer
 * @param x Items [B, N, D], positions added.
 * @param weights As {@linkcode encoderBlockWeights} makes them.
 * @param options Heads, mask, order of the normalizations.
 * @returns Items [B, N, D], and the attention's weights [B, H, N, N].
 * @throws {ShapeError} If items, weights and mask do not fit.
 * @throws {RangeError} If the heads do not divide the width.
 *
 * @example In the order pre, parts that give nothing leave the items as they are
 * ```ts
 * import { encoderBlock, encoderBlockWeights, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const zeros = (_name: string, shape: number[]) => tf.zeros(shape);
 * const weights = encoderBlockWeights({ glorot: zeros, constant: zeros }, { width: 2, hidden: 3 });
 * const x = tf.tensor3d([[[1, 5], [2, 3]]]);
 * const { output } = encoderBlock(x, weights, { heads: 1, order: "pre" });
 * assertEquals(output.arraySync(), x.arraySync());
 * ```
 */
export function encoderBlock(
  x: tf.Tensor3D,
  weights: EncoderBlockWeights,
  options: BlockOptions,
): Attended {
  bindTensors("pass an encoder block", { x: [x, "B", "N", "D"] });
  return tf.tidy(() => {
    const own = attendAround(
      x,
      weights.selfAttention.norm,
      options,
      (items) =>
        multiHeadSelfAttention(items, weights.selfAttention.part, options),
    );
    return { ...own, output: feedAround(own.output, weights, options) };
  });
}

/**
 * Decoder block: z = LN(y + MHA(y)) masked, u = LN(z + MHA(z, memory)), LN(u + FFN(u)); pre likewise.
 *
 * @source Vaswani et al. 2017, §3.1 and §3.2.3; Xiong et al. 2020, table 1 (pre); NNDL §15.6.3 Transformer
 * @param y The target's items [B, M, D], positions added.
 * @param memory The encoder's items [B, N, Dm].
 * @param weights As {@linkcode decoderBlockWeights} makes them.
 * @param options As for {@linkcode encoderBlock}; the mask is causal unless told, `memoryMask` hides padding.
 * @returns Items [B, M, D], of which item m depends on items 1, ..., m and the memory; weights of both attentions.
 * @throws {ShapeError} If items, memory, weights and masks do not fit.
 * @throws {RangeError} If the heads do not divide the width.
 *
 * @example An item does not see the one after it
 * ```ts
 * import { seededRandom } from "@mneme/mneme/core";
 * import { decoderBlock, decoderBlockWeights, tf, variableSource } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const source = variableSource("decoder", seededRandom(1));
 * const weights = decoderBlockWeights(source, { width: 4, hidden: 5 });
 * const first = (second: number) => {
 *   const y = tf.tensor3d([[[1, 2, 3, 4], [second, 0, 0, 1]]]);
 *   const { output } = decoderBlock(y, tf.ones([1, 3, 4]), weights, { heads: 2 });
 *   return output.arraySync() as number[][][];
 * };
 * assertEquals(first(7)[0][0], first(-7)[0][0]);
 * ```
 */
export function decoderBlock(
  y: tf.Tensor3D,
  memory: tf.Tensor3D,
  weights: DecoderBlockWeights,
  { memoryMask, ...options }: DecoderBlockOptions,
): DecoderAttended {
  const { M } = bindTensors("pass a decoder block", {
    y: [y, "B", "M", "D"],
    memory: [memory, "B", "N", "Dm"],
  });
  const { selfAttention, crossAttention } = weights;
  return tf.tidy(() => {
    const mask = options.mask ?? causalMaskTensor(M, M);
    const own = attendAround(
      y,
      selfAttention.norm,
      options,
      (items) =>
        multiHeadSelfAttention(items, selfAttention.part, { ...options, mask }),
    );
    const cross = attendAround(
      own.output,
      crossAttention.norm,
      options,
      (items) =>
        multiHeadCrossAttention(items, memory, crossAttention.part, {
          ...options,
          mask: memoryMask,
        }),
    );
    return {
      output: feedAround(cross.output, weights, options),
      weights: own.weights,
      crossWeights: cross.weights,
    };
  });
}

interface ItemsAttended extends Attended {
  output: tf.Tensor3D;
}

/** Attention with its residual connection. */
function attendAround(
  x: tf.Tensor3D,
  norm: NormWeights,
  options: BlockOptions,
  attention: (items: tf.Tensor3D) => Attended,
): ItemsAttended {
  let weights: tf.Tensor | undefined;
  const output = goAround(x, norm, options, (items) => {
    const read = attention(items);
    weights = read.weights;
    return read.output;
  });
  return { output, weights: weights! };
}

/** The feed-forward network with its residual connection. */
function feedAround(
  x: tf.Tensor3D,
  { feedForward: { part, norm } }: EncoderBlockWeights,
  options: BlockOptions,
): tf.Tensor3D {
  return goAround(x, norm, options, (items) => feedForward(items, part));
}

/** Residual connection: post, LN(x + f(x)); pre, x + f(LN(x)). */
function goAround(
  x: tf.Tensor3D,
  norm: NormWeights,
  { order = "post", epsilon }: BlockOptions,
  part: (items: tf.Tensor3D) => tf.Tensor,
): tf.Tensor3D {
  if (order === "pre") return tf.add(x, part(applyNorm(x, norm, epsilon)));
  return applyNorm(tf.add(x, part(x)), norm, epsilon);
}
