/**
 * Memory in a state: the simple recurrent network, GRU and LSTM, one step, its
 * gradient and a whole sequence, both directions, stacked layers, and how many
 * parameters each has (exercise 8-1). A memory
 * outside the network lives in `memory`; encoders and decoders built from
 * these cells live in `seq2seq`, trainable layers in `layers`.
 *
 * @module
 */
export { type GateParameters } from "./gate.ts";
export { rnnScan, type RnnScanOptions, rnnStep } from "./rnn.ts";
export {
  bidirectionalScan,
  reverseColumns,
  type Scan,
} from "./bidirectional.ts";
export {
  type CellRun,
  gruCell,
  lstmCell,
  type RecurrentCell,
  rnnCell,
  runCell,
  stackedCell,
} from "./cell.ts";
export {
  type GruCandidate,
  type GruOptions,
  type GruParameters,
  gruScan,
  type GruScanOptions,
  gruStep,
} from "./gru.ts";
export { type GruStepGradient, gruStepGradient } from "./gru_gradient.ts";
export {
  type LstmOptions,
  type LstmParameters,
  type LstmPeepholes,
  lstmScan,
  type LstmScanOptions,
  type LstmState,
  lstmStep,
} from "./lstm.ts";
export { type LstmStepGradient, lstmStepGradient } from "./lstm_gradient.ts";
export {
  gruParameterCount,
  lstmParameterCount,
  type LstmParameterCountOptions,
  type ParameterCountOptions,
  rnnParameterCount,
} from "./parameters.ts";
