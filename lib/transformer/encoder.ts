import type { Matrix } from "../core/mod.ts";
import { bindFinite } from "../core/validate.ts";
import {
  attendAround,
  type Attended,
  type AttentionSublayer,
  type BlockOptions,
  feedForwardAround,
  type FeedForwardSublayer,
} from "./block.ts";

/** What a block of the encoder learns. */
export interface EncoderBlockParameters {
  /** Attention of the items to each other. */
  selfAttention: AttentionSublayer;
  /** The network that each item passes by itself. */
  feedForward: FeedForwardSublayer;
}

/**
 * Transformer encoder block: z = LN(x + MHA(x, x)), y = LN(z + FFN(z)); pre: z = x + MHA(LN x), y = z + FFN(LN z).
 *
 * Without positions it is equivariant: permuted items give permuted outputs.
 *
 * @source NNDL §15.6.3 Transformer; S4 Transformer其他操作; Vaswani et al. 2017, §3.1; Xiong et al. 2020, table 1 (rows 72, 73, 74, 75)
 * @param inputs Items X (D x N), positions added.
 * @param parameters Attention, feed-forward network and a normalization for each.
 * @param options `order` "post" (the paper) or "pre", `mask` (N x N), `activation`, `normalize` and `epsilon`.
 * @returns Items (D x N), and output (Ei x N) and weights (N x N) of each head.
 * @throws {ShapeError} If items, parameters and mask do not fit.
 * @throws {RangeError} If a number is not finite, ε is negative, or `order` has no meaning.
 *
 * @example Parts that give nothing leave what is normalized
 * ```ts
 * import { columnVector, fromRows, fromRule } from "@mneme/mneme/core";
 * import { encoderBlock, layerNorm } from "@mneme/mneme/transformer";
 * import { assertEquals } from "@std/assert";
 *
 * const zero = (rows: number, columns: number) => fromRule(rows, columns, () => 0);
 * const norm = { scale: columnVector([1, 1]) };
 * const head = {
 *   queryWeights: zero(2, 2),
 *   keyWeights: zero(2, 2),
 *   valueWeights: zero(2, 2),
 * };
 * const parameters = {
 *   selfAttention: { attention: { heads: [head], outputWeights: zero(2, 2) }, norm },
 *   feedForward: {
 *     network: {
 *       hiddenWeights: zero(3, 2),
 *       hiddenBias: zero(3, 1),
 *       outputWeights: zero(2, 3),
 *       outputBias: zero(2, 1),
 *     },
 *     norm,
 *   },
 * };
 * const items = fromRows([[1, 2], [5, 3]]);
 * const { output } = encoderBlock(items, parameters, { epsilon: 0 });
 * assertEquals(output, layerNorm(items, norm, { epsilon: 0 }));
 * assertEquals(encoderBlock(items, parameters, { order: "pre" }).output, items);
 * ```
 */
export function encoderBlock(
  inputs: Matrix,
  { selfAttention, feedForward }: EncoderBlockParameters,
  options: BlockOptions = {},
): Attended {
  bindFinite("pass an encoder block", { inputs: [inputs, "D", "N"] });
  const attended = attendAround(inputs, null, selfAttention, options);
  const output = feedForwardAround(attended.output, feedForward, options);
  return { output, heads: attended.heads };
}
