import type { Matrix } from "../core/mod.ts";
import { bindFinite } from "../core/validate.ts";
import { type Attention, causalMask } from "../attention/mod.ts";
import {
  attendAround,
  type Attended,
  type AttentionSublayer,
  type BlockOptions,
  feedForwardAround,
  type FeedForwardSublayer,
} from "./block.ts";

/** What a block of the decoder learns. */
export interface DecoderBlockParameters {
  /** Attention of the target's items to each other. */
  selfAttention: AttentionSublayer;
  /** Attention of the target's items to the encoder's. */
  crossAttention: AttentionSublayer;
  /** The network that each item passes by itself. */
  feedForward: FeedForwardSublayer;
}

/** Which items may be seen, and what the parts have in common. */
export interface DecoderBlockOptions extends BlockOptions {
  /** Mask of the self-attention (M x M). Default: the causal mask. */
  mask?: Matrix;
  /** Mask of the cross-attention (N x M), for the source's padding. Default: keep all. */
  memoryMask?: Matrix;
}

/** Items, and what they attended to on both sides. */
export interface DecoderAttended extends Attended {
  /** Output (Ei x M) and weights (N x M) of each head of the cross-attention. */
  crossHeads: Attention[];
}

/**
 * Transformer decoder block: z = LN(y + MHA(y, y)) masked, u = LN(z + MHA(memory, z)), LN(u + FFN(u)); pre likewise.
 *
 * The cross-attention is Bahdanau's attention again: the encoder's outputs are
 * keys and values, the decoder's states the queries.
 *
 * @source NNDL §15.6.3 Transformer; S4 Transformer其他操作; Vaswani et al. 2017, §3.1 and 3.2.3 (rows 73, 74, 75)
 * @param inputs The target's items Y (D x M), positions added.
 * @param memory The encoder's outputs (Dm x N).
 * @param parameters Two attentions, feed-forward network and a normalization for each.
 * @param options As for {@linkcode encoderBlock}; `mask` (M x M) is causal unless told, `memoryMask` (N x M) hides padding.
 * @returns Items (D x M), of which item m depends on items 1, ..., m and the memory; weights of both attentions.
 * @throws {ShapeError} If items, memory, parameters and masks do not fit.
 * @throws {RangeError} If a number is not finite, ε is negative, or `order` has no meaning.
 *
 * @example The memory reaches the target through the values
 * ```ts
 * import { columnVector, fromRows, fromRule } from "@mneme/mneme/core";
 * import { decoderBlock } from "@mneme/mneme/transformer";
 * import { assertEquals } from "@std/assert";
 *
 * const zero = (rows: number, columns: number) => fromRule(rows, columns, () => 0);
 * const norm = { scale: columnVector([1]) };
 * const head = (value: number) => ({
 *   queryWeights: zero(1, 1),
 *   keyWeights: zero(1, 1),
 *   valueWeights: fromRows([[value]]),
 * });
 * const attention = (value: number) => ({
 *   attention: { heads: [head(value)], outputWeights: fromRows([[1]]) },
 *   norm,
 * });
 * const network = {
 *   hiddenWeights: zero(1, 1),
 *   hiddenBias: zero(1, 1),
 *   outputWeights: zero(1, 1),
 *   outputBias: zero(1, 1),
 * };
 * const { output } = decoderBlock(fromRows([[7, 7]]), fromRows([[2, 4]]), {
 *   selfAttention: attention(0),
 *   crossAttention: attention(1),
 *   feedForward: { network, norm },
 * }, { order: "pre" });
 * assertEquals(output.to2DArray(), [[10, 10]]); // 7 and the mean of 2 and 4
 * ```
 */
export function decoderBlock(
  inputs: Matrix,
  memory: Matrix,
  { selfAttention, crossAttention, feedForward }: DecoderBlockParameters,
  { mask, memoryMask, ...options }: DecoderBlockOptions = {},
): DecoderAttended {
  bindFinite("pass a decoder block", {
    inputs: [inputs, "D", "M"],
    memory: [memory, "Dm", "N"],
  });
  const own = attendAround(inputs, null, selfAttention, {
    ...options,
    mask: mask ?? causalMask(inputs.columns, inputs.columns),
  });
  const cross = attendAround(own.output, memory, crossAttention, {
    ...options,
    mask: memoryMask,
  });
  return {
    output: feedForwardAround(cross.output, feedForward, options),
    heads: own.heads,
    crossHeads: cross.heads,
  };
}
