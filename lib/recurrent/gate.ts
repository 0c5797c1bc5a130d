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

/** What an affine map passes back from the derivative δ of its result. */
export interface AffineGradient {
  /** Derivatives by W, U and b: δxᵀ, δhᵀ and δ. */
  parameters: GateParameters;
  /** Derivative by the input: Wᵀδ (D x 1). */
  input: Matrix;
  /** Derivative by the state: Uᵀδ (H x 1). */
  state: Matrix;
}

/** The gradient of Wx + Uh + b (H x 1) for the derivative δ (H x 1) of what follows. */
export function affineGradient(
  { inputWeights, stateWeights }: GateParameters,
  input: Matrix,
  state: Matrix,
  delta: Matrix,
): AffineGradient {
  return {
    parameters: {
      inputWeights: delta.mmul(input.transpose()),
      stateWeights: delta.mmul(state.transpose()),
      bias: delta,
    },
    input: inputWeights.transpose().mmul(delta),
    state: stateWeights.transpose().mmul(delta),
  };
}
