/**
 * Attention that learns, `[batch, items, features]`: scored in several ways,
 * with several heads, near a place, over words and sentences, over a chain, in
 * both directions, and hard. The formulas in float64 are in lib/attention,
 * lib/kernel_regression and lib/associative.
 *
 * @module
 */
export {
  maskedSoftmax,
  type TensorAttention,
  type TensorMaskOption,
  type TensorMemory,
} from "./read.ts";
export { causalMaskTensor, paddingMaskTensor } from "./mask.ts";
export {
  type AttentionLayerOptions,
  type AttentionSizes,
  type Shape,
} from "./attention_layer.ts";
export {
  AdditiveAttention,
  additiveAttention,
  type AdditiveAttentionOptions,
  type AdditiveWeights,
} from "./additive.ts";
export {
  ScaledDotAttention,
  type ScaledDotAttentionOptions,
} from "./scaled_dot.ts";
export {
  MultiHeadAttention,
  multiHeadAttention,
  type MultiHeadAttentionOptions,
  type MultiHeadOptions,
  type MultiHeadTensors,
  type MultiHeadWeights,
} from "./multi_head.ts";
export { KernelRegression, kernelRegression } from "./kernel_regression.ts";
export { LocationAttention, locationAttention } from "./location.ts";
export {
  LocalAttention,
  type LocalAttentionOptions,
  localMonotonicAttention,
  localPredictiveAttention,
  type LocalTensorOptions,
  type LocalTensors,
  type PositionWeights,
  predictedPositionTensor,
} from "./local.ts";
export {
  AttentivePooling,
  attentivePooling,
  type AttentivePoolingOptions,
  hierarchicalAttention,
  type HierarchicalTensors,
  type HierarchicalWeights,
  type PooledTensors,
  type PoolingWeights,
} from "./hierarchical.ts";
export {
  chainAttention,
  type ChainAttentionTensors,
  chainMarginals,
  type ChainMarginalTensors,
  type ChainPotentialTensors,
} from "./chain.ts";
export {
  AttentionFlow,
  attentionFlow,
  type FlowMasks,
  type FlowTensors,
} from "./flow.ts";
export {
  HopfieldLayer,
  type HopfieldLayerOptions,
  type HopfieldOptions,
  hopfieldRetrieval,
} from "./hopfield.ts";
export {
  hardAttention,
  type HardTensors,
  moveBaseline,
  reinforceLoss,
  type ReinforceTensorOptions,
  sampledAttention,
  sampleItems,
} from "./hard.ts";
