/**
 * What the tests of recurrent layers share: gates of lib as weights of layers,
 * and networks drawn by seed in both forms.
 *
 * @module
 */
import { fromRows, type Matrix } from "@mneme/mneme/core";
import type {
  GateParameters,
  GruParameters,
  LstmParameters,
} from "@mneme/mneme/recurrent";
import { type RecurrentWeights, tf } from "@mneme/mneme/layers";
import { randomGates } from "../../recurrent/gates.ts";
import { toTensor } from "../support.ts";

/** An LSTM of lib with D inputs and H units. */
export function randomLstm(seed: number, D: number, H: number): LstmParameters {
  const [input, forget, output, candidate] = randomGates(seed, D, H, 4);
  return { input, forget, output, candidate };
}

/** A GRU of lib with D inputs and H units. */
export function randomGru(seed: number, D: number, H: number): GruParameters {
  const [update, reset, candidate] = randomGates(seed, D, H, 3);
  return { update, reset, candidate };
}

/** The same network as weights of layers, its blocks side by side. */
export function toWeights(
  parameters: LstmParameters | GruParameters,
): RecurrentWeights {
  const blocks: GateParameters[] = "forget" in parameters
    ? [
      parameters.input,
      parameters.forget,
      parameters.output,
      parameters.candidate,
    ]
    : [parameters.update, parameters.reset, parameters.candidate];
  return {
    kind: "forget" in parameters ? "lstm" : "gru",
    inputWeights: toTensor(below(blocks.map((gate) => gate.inputWeights))),
    stateWeights: toTensor(below(blocks.map((gate) => gate.stateWeights))),
    bias: tf.reshape(toTensor(below(blocks.map((gate) => gate.bias))), [-1]),
  };
}

/** Matrices one below the other. */
export function below(matrices: Matrix[]): Matrix {
  return fromRows(matrices.flatMap((matrix) => matrix.to2DArray()));
}
