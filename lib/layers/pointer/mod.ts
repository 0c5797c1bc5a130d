/**
 * The pointer network: attention whose weights are the output.
 *
 * @module
 */
export {
  decodePointerNetwork,
  type PointerBatch,
  type PointerDecodeOptions,
  pointerLoss,
  pointerScores,
  type PointerWeights,
  pointerWeights,
  type PointerWeightsOptions,
} from "./network.ts";
export { Pointing, type PointingOptions } from "./layer.ts";
