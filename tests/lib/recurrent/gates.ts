/**
 * Gates for the tests of the recurrent cells, and their affine map in plain
 * numbers, a loop over the definition, as an oracle.
 *
 * @module
 */
import { columnVector, fromRows } from "@mneme/mneme/core";
import type { GateParameters } from "@mneme/mneme/recurrent";
import { matrices } from "../support.ts";

/** A gate of one unit and one input. */
export function scalarGate(
  input: number,
  state: number,
  bias: number,
): GateParameters {
  return {
    inputWeights: fromRows([[input]]),
    stateWeights: fromRows([[state]]),
    bias: columnVector([bias]),
  };
}

/** Some random gates for D inputs and H units. */
export function randomGates(
  seed: number,
  inputSize: number,
  hiddenSize: number,
  count: number,
): GateParameters[] {
  const draw = matrices(seed);
  return Array.from({ length: count }, () => ({
    inputWeights: draw(hiddenSize, inputSize),
    stateWeights: draw(hiddenSize, hiddenSize),
    bias: draw(hiddenSize, 1),
  }));
}

/** Unit h of Wx + Us + b, summed term by term. */
export function fieldOfUnit(
  gate: GateParameters,
  x: readonly number[],
  s: readonly number[],
  h: number,
): number {
  let sum = gate.bias.get(h, 0);
  x.forEach((entry, d) => sum += gate.inputWeights.get(h, d) * entry);
  s.forEach((entry, j) => sum += gate.stateWeights.get(h, j) * entry);
  return sum;
}

/** The logistic function. */
export function logistic(a: number): number {
  return 0.5 + 0.5 * Math.tanh(a / 2);
}
