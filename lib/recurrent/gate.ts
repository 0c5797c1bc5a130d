import type { Matrix, ShapedMatrix } from "../core/mod.ts";

/** What one gate learns, or a candidate, or a whole simple recurrent layer: an affine map of input and state. */
export interface GateParameters {
  /** Weights W of the input (H x D). */
  inputWeights: Matrix;
  /** Weights U of the state (H x H). */
  stateWeights: Matrix;
  /** Bias b (H x 1). */
  bias: Matrix;
}

/** The shapes of some gates, ready for bindShapes: all share H and D. */
export function gateShapes(
  gates: Readonly<Record<string, GateParameters>>,
): Record<string, ShapedMatrix> {
  const shapes: Record<string, ShapedMatrix> = {};
  for (const [name, gate] of Object.entries(gates)) {
    shapes[`${name}.inputWeights`] = [gate.inputWeights, "H", "D"];
    shapes[`${name}.stateWeights`] = [gate.stateWeights, "H", "H"];
    shapes[`${name}.bias`] = [gate.bias, "H", 1];
  }
  return shapes;
}

/** Wx + Uh + b (H x 1), a new matrix; the shapes are bound by the caller. */
export function affine(
  { inputWeights, stateWeights, bias }: GateParameters,
  input: Matrix,
  state: Matrix,
): Matrix {
  return inputWeights.mmul(input).add(stateWeights.mmul(state)).add(bias);
}
