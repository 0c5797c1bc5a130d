/**
 * The mechanisms that learn, on TensorFlow.js, `[batch, items, features]`.
 *
 * @module
 */
export { tf } from "./tf.ts";
export { type Backend, type BackendOptions, initBackend } from "./backend.ts";
export {
  constantVariable,
  glorotVariable,
  normalVariable,
  uniformVariable,
} from "./weights.ts";
export { affine } from "./affine.ts";
export { bindTensors, type ShapedTensor } from "./shape.ts";
export * from "./ops/mod.ts";
export { type LayerOptions, SeededLayer } from "./layer.ts";
export * from "./optimizers/mod.ts";
export * from "./recurrent/mod.ts";
export {
  turingAddresses,
  type TuringHeadTensors,
  turingReads,
  turingWrites,
  type TuringWriteTensors,
} from "./memory/turing_machine_addressing.ts";
export {
  turingMachineParameterCount,
  type TuringMachineSizes,
  type TuringMachineStartOptions,
  type TuringMachineVariables,
  turingMachineVariables,
  type TuringMachineWeights,
} from "./memory/turing_machine_weights.ts";
export {
  type TuringMachineOutput,
  turingMachineStart,
  type TuringMachineState,
  turingMachineStep,
} from "./memory/turing_machine.ts";
export { turingMachineSequence } from "./memory/turing_machine_sequence.ts";
export {
  TuringMachine,
  type TuringMachineLayerOptions,
} from "./memory/turing_machine_layer.ts";
export * from "./attention/mod.ts";
export * from "./memory/mod.ts";
export * from "./transformer/mod.ts";
export * from "./seq2seq/mod.ts";
export * from "./pointer/mod.ts";
