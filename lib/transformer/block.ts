import type { MaskOption, Matrix } from "../core/mod.ts";
import {
  type Attention,
  multiHeadAttention,
  type MultiHeadParameters,
} from "../attention/mod.ts";
import {
  feedForward,
  type FeedForwardOptions,
  type FeedForwardParameters,
} from "./feed_forward.ts";
import {
  layerNorm,
  type LayerNormParameters,
  type NormOptions,
} from "./norm.ts";
import { residual, type ResidualOptions } from "./residual.ts";

/** A normalization with its parameters outside: {@linkcode layerNorm} and {@linkcode rmsNorm} are such. */
export type Normalization = (
  inputs: Matrix,
  parameters: LayerNormParameters,
  options?: NormOptions,
) => Matrix;

/** What the parts of a block have in common. */
export interface BlockOptions
  extends ResidualOptions, FeedForwardOptions, NormOptions, MaskOption {
  /** The normalization. Default: layerNorm. */
  normalize?: Normalization;
}

/** Attention in a block, and its normalization. */
export interface AttentionSublayer {
  /** The heads and Wo (D x ΣEi). */
  attention: MultiHeadParameters;
  /** The normalization of the residual connection round it. */
  norm: LayerNormParameters;
}

/** The feed-forward network in a block, and its normalization. */
export interface FeedForwardSublayer {
  /** W₁, b₁, W₂ and b₂. */
  network: FeedForwardParameters;
  /** The normalization of the residual connection round it. */
  norm: LayerNormParameters;
}

/** Items and what they attended to. */
export interface Attended {
  /** Items (D x M). */
  output: Matrix;
  /** Output and weights of each head. */
  heads: Attention[];
}

/**
 * Multi-head attention with its residual connection; without a memory the
 * items attend to themselves, normalized ones where the order is "pre".
 */
export function attendAround(
  inputs: Matrix,
  memory: Matrix | null,
  { attention, norm }: AttentionSublayer,
  { mask, normalize = layerNorm, order, epsilon }: BlockOptions,
): Attended {
  let heads: Attention[] = [];
  const output = residual(
    inputs,
    (queries) => {
      const items = memory ?? queries;
      const attended = multiHeadAttention(
        { keys: items, values: items },
        queries,
        attention,
        { mask },
      );
      heads = attended.heads;
      return attended.output;
    },
    (items) => normalize(items, norm, { epsilon }),
    { order },
  );
  return { output, heads };
}

/** The feed-forward network with its residual connection. */
export function feedForwardAround(
  inputs: Matrix,
  { network, norm }: FeedForwardSublayer,
  { activation, normalize = layerNorm, order, epsilon }: BlockOptions,
): Matrix {
  return residual(
    inputs,
    (items) => feedForward(items, network, { activation }),
    (items) => normalize(items, norm, { epsilon }),
    { order },
  );
}
