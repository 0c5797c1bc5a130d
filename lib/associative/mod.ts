/**
 * Memory as dynamics (§8.6): the binary Hopfield network, its energy, its
 * updates, recall, and Hebb's rule. Memories that are addressed, read and
 * written live in `memory`.
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
export { recall, settle, type Settled, type SettleOptions } from "./settle.ts";
export { hebbianWeights, overlap } from "./hebbian.ts";
