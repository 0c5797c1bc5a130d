/**
 * Memory as dynamics and as association (§8.6): the Hopfield network in its
 * binary, analog, dense and modern form, how it is stored and how much it
 * holds; the bidirectional memory, the Boltzmann machine, fast weights with
 * linear attention, and holographic binding. Memories that are addressed, read
 * and written live in `memory`; attention itself lives in `attention`.
 *
 * @module
 */
export {
  energy,
  energyChange,
  type HopfieldNetwork,
  hopfieldNetwork,
  localField,
} from "./hopfield.ts";
export {
  sweepAsynchronously,
  updateNeuron,
  updateSynchronously,
} from "./dynamics.ts";
export { synchronousLyapunov } from "./lyapunov.ts";
export { recall, settle, type Settled, type SettleOptions } from "./settle.ts";
export { type Attractor, attractors } from "./landscape.ts";
export { hebbianWeights, overlap } from "./hebbian.ts";
export { projectionWeights, storkeyWeights } from "./storage.ts";
export {
  type CapacityTrial,
  flipEntries,
  measureCapacity,
  type MeasuredCapacity,
  randomPatterns,
} from "./capacity.ts";
export {
  criticalLoad,
  type MeanField,
  meanFieldRecall,
  oneStepBitError,
} from "./mean_field.ts";
export {
  continuousEnergy,
  type ContinuousNetwork,
  continuousOutputs,
  continuousVelocity,
  stepContinuously,
} from "./continuous.ts";
export {
  denseEnergy,
  type DenseMemory,
  settleDense,
  updateDenseNeuron,
} from "./dense.ts";
export {
  modernEnergy,
  type RetrievalOptions,
  retrieveModern,
} from "./modern.ts";
export {
  bidirectionalEnergy,
  bidirectionalWeights,
  recallPair,
  type SettledPair,
  type StatePair,
} from "./bidirectional.ts";
export {
  boltzmannDistribution,
  type BoltzmannGradient,
  boltzmannGradient,
  type BoltzmannLearning,
  boltzmannLogLikelihood,
  learnBoltzmann,
  type StateDistribution,
  type TemperatureOption,
} from "./boltzmann.ts";
export {
  type LinearAttention,
  linearAttention,
  type LinearAttentionOptions,
  type LinearRecurrenceOptions,
  maskedLinearAttention,
} from "./linear_attention.ts";
export {
  type FastWeightsOptions,
  type FastWeightsParameters,
  type FastWeightsRates,
  type FastWeightsState,
  fastWeightsStep,
  updateFastWeights,
} from "./fast_weights.ts";
export {
  bindHolographically,
  boundKeys,
  type ComplexMatrix,
  type CopiesOption,
  phasorKeys,
  unbindHolographically,
} from "./holographic.ts";
