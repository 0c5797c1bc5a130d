/**
 * Recurrent networks over batches of sequences: LSTM and GRU, one step, whole
 * sequences with padding, both directions, stacked layers, and a layer for
 * models. The formulas in float64 are in lib/recurrent; encoders and decoders
 * are in seq2seq.
 *
 * @module
 */
export {
  type RecurrentKind,
  type RecurrentWeights,
  recurrentWeights,
  type RecurrentWeightsOptions,
  variablesOf,
} from "./weights.ts";
export { type RecurrentState, recurrentStep } from "./step.ts";
export {
  type BidirectionalResult,
  bidirectionalScan,
  type BidirectionalWeights,
  recurrentScan,
  type ScanOptions,
  type ScanResult,
  type StackedResult,
  stackedScan,
  type StackedScanOptions,
} from "./scan.ts";
export { Recurrent, type RecurrentLayerOptions } from "./layer.ts";
