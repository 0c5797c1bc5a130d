/**
 * The Transformer's parts that learn: heads, blocks, stacks, positions, and
 * the whole model; attention itself is in `ops/`.
 *
 * @module
 */
export {
  type AffineWeights,
  type BlockSizes,
  type CrossAttentionWeights,
  type DecoderBlockWeights,
  decoderBlockWeights,
  type EncoderBlockWeights,
  encoderBlockWeights,
  type FeedForwardWeights,
  type NormWeights,
  type SelfAttentionWeights,
  type Sublayer,
  variableSource,
  type WeightSource,
} from "./weights.ts";
export {
  type HeadOptions,
  multiHeadCrossAttention,
  multiHeadSelfAttention,
} from "./heads.ts";
export {
  type BlockOptions,
  type DecoderAttended,
  decoderBlock,
  type DecoderBlockOptions,
  encoderBlock,
  feedForward,
} from "./blocks.ts";
export {
  addPositions,
  Positions,
  type PositionsOptions,
  positionTable,
} from "./positions.ts";
export {
  type BlockLayerOptions,
  type EncoderBlockLayerOptions,
  TransformerDecoderBlock,
  TransformerEncoderBlock,
} from "./block_layers.ts";
export {
  decoderStack,
  type DecoderStackResult,
  decoderStackWeights,
  encoderStack,
  encoderStackWeights,
  type StackResult,
  type StackSizes,
  type StackWeights,
} from "./stacks.ts";
export {
  decodeTransformer,
  type GreedyOptions,
  runTransformer,
  type TokenLabeler,
  tokenLabeler,
  tokenLabelLoss,
  type TokenWeights,
  type Transformer,
  transformer,
  type TransformerBatch,
  transformerLoss,
  type TransformerOptions,
  type TransformerResult,
} from "./model.ts";
