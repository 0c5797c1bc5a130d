/**
 * Attention that is told what to look for (§8.2): scoring functions,
 * distributions and masks, soft and hard attention, key-value attention, and
 * the variants: several heads, structured, pointing, local, in both directions.
 * Attention of a sequence to itself lives in `self_attention`, attention
 * without a query in `saliency`, decoders that attend in `seq2seq`, softmax in
 * `core`.
 *
 * @module
 */
export {
  type AdditiveGradients,
  type AdditiveParameters,
  additiveScores,
  additiveScoresGradient,
  type BilinearGradients,
  bilinearScores,
  bilinearScoresGradient,
  dotScores,
  dotScoresGradient,
  scaledDotScores,
  scaledDotScoresGradient,
  type ScoreFunction,
  type ScoreGradient,
  type ScoreGradients,
} from "./scoring.ts";
export {
  type ConcatParameters,
  concatScores,
  cosineScores,
  generalScores,
  locationScores,
} from "./alignment.ts";
export {
  biasedScores,
  scaledScores,
  softCappedScores,
} from "./score_shaping.ts";
export {
  additiveMask,
  causalMask,
  type CausalMaskOptions,
  combineMasks,
  paddingMask,
} from "./mask.ts";
export {
  attentionDistribution,
  attentionEntropy,
  type DistributionOptions,
} from "./distribution.ts";
export {
  softAttention,
  softAttentionGradient,
  type SoftAttentionGradients,
} from "./soft_attention.ts";
export {
  type HardAttention,
  hardAttention,
  hardmaxColumns,
  sampledAttention,
} from "./hard.ts";
export { reinforceGradient, type ReinforceOptions } from "./reinforce.ts";
export {
  type Attention,
  type AttentionGradientOptions,
  type AttentionOptions,
  type DifferentiableScore,
  keyValueAttention,
  keyValueAttentionGradient,
  type KeyValueGradients,
  type KeyValueMemory,
} from "./key_value.ts";
export { extendMemory } from "./heads/cache.ts";
export {
  groupedQueryAttention,
  type HeadOptions,
} from "./heads/grouped_query.ts";
export {
  concatenatedAttention,
  type HeadParameters,
  type MultiHeadAttention,
  multiHeadAttention,
  type MultiHeadParameters,
} from "./heads/multi_head.ts";
export {
  attentivePooling,
  type HierarchicalAttention,
  hierarchicalAttention,
  type HierarchicalParameters,
  type PoolingParameters,
} from "./structured/hierarchical.ts";
export {
  type ChainAttention,
  chainAttention,
  type ChainGradients,
  type ChainMarginals,
  chainMarginals,
  chainMarginalsGradient,
  type ChainPotentials,
} from "./structured/chain.ts";
export {
  decodePointers,
  type PointerDecodingOptions,
  pointerDistribution,
  pointerLogProbability,
  type PointerScores,
  type PointerSequence,
} from "./pointer.ts";
export {
  type LocalAttention,
  localMonotonicAttention,
  type LocalOptions,
  localPredictiveAttention,
  type PositionParameters,
  predictedPositions,
  windowMask,
} from "./local.ts";
export {
  type BidirectionalAttention,
  bidirectionalAttention,
} from "./bidirectional.ts";
