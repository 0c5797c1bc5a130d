/**
 * What a Transformer puts round its attention (S4, Transformer其他操作): positions,
 * sinusoidal and rotary, layer and RMS normalization, residual connections,
 * feed-forward networks, and the blocks of encoder and decoder made of them.
 * Multi-head attention and its masks live in `attention`, the trainable blocks
 * in `layers`.
 *
 * @module
 */
export {
  type Activation,
  gelu,
  type GeluOptions,
  relu,
} from "./activations.ts";
export {
  type Attended,
  type AttentionSublayer,
  type BlockOptions,
  type FeedForwardSublayer,
  type Normalization,
} from "./block.ts";
export {
  type DecoderAttended,
  decoderBlock,
  type DecoderBlockOptions,
  type DecoderBlockParameters,
} from "./decoder.ts";
export { encoderBlock, type EncoderBlockParameters } from "./encoder.ts";
export {
  feedForward,
  type FeedForwardOptions,
  type FeedForwardParameters,
} from "./feed_forward.ts";
export {
  type ColumnStatistics,
  columnStatistics,
  layerNorm,
  type LayerNormGradient,
  layerNormGradient,
  type LayerNormParameters,
  type NormOptions,
  rmsNorm,
  type RmsNormParameters,
} from "./norm.ts";
export {
  type PositionOptions,
  positionShift,
  type SinusoidalOptions,
  sinusoidalPositions,
} from "./positions.ts";
export { residual, type ResidualOptions, type Sublayer } from "./residual.ts";
export {
  type RotaryCache,
  rotaryCache,
  type RotaryOptions,
  rotatePositions,
} from "./rotary.ts";
