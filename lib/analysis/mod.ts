/**
 * What the exercises ask about the mechanisms: why scores are scaled (8-2),
 * what a layer costs and how far apart its ends are (8-3), by formula and by
 * measurement, and what synchronous updates end in (8-6). The mechanisms
 * themselves live in the other folders, parameter counts (8-1) in `recurrent`,
 * the energy (8-6) in `associative`.
 *
 * @module
 */
export { dotProductVariance, measuredDotProductVariance } from "./scaling.ts";
export { softmaxJacobian, softmaxJacobianNorm } from "./softmax_jacobian.ts";
export {
  convolutionalCost,
  crossoverLength,
  type LayerCost,
  recurrentCost,
  restrictedSelfAttentionCost,
  selfAttentionCost,
} from "./complexity.ts";
export {
  convolutionalGraph,
  type LayerGraph,
  type LayerNode,
  pathLength,
  recurrentGraph,
  restrictedSelfAttentionGraph,
  selfAttentionGraph,
} from "./path_length.ts";
export {
  countedConvolution,
  countedRecurrence,
  type CountedRun,
  countedSelfAttention,
  type MultiplicationCounter,
  multiplicationCounter,
} from "./multiplications.ts";
export {
  type SynchronousOptions,
  type SynchronousPeriod,
  synchronousPeriod,
} from "./synchronous_period.ts";
