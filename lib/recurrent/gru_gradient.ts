import type { Matrix } from "../core/mod.ts";
import { hadamard } from "../core/elementwise.ts";
import { bindFinite } from "../core/validate.ts";
import { type AffineGradient, affineGradient } from "./gate.ts";
import {
  advance,
  candidateForm,
  type GruCandidate,
  type GruOptions,
  type GruParameters,
  gruShapes,
} from "./gru.ts";
import { slope, tanhSlope } from "./lstm_gradient.ts";

/** The derivatives of a number by everything that a GRU step takes. */
export interface GruStepGradient {
  /** By the input x (D x 1). */
  input: Matrix;
  /** By the previous state h₋₁ (H x 1). */
  state: Matrix;
  /** By the parameters, in their shapes; the candidate's `stateBias` is always there. */
  parameters: GruParameters;
}

/** What the candidate passes back: an affine map's derivatives, and one by the reset gate. */
interface CandidateGradient extends AffineGradient {
  parameters: GruCandidate;
  reset: Matrix;
}

/**
 * Gradient of one GRU step: with ∂h̃ = ∂h ⊙ (1 - z), δz = ∂h ⊙ (h₋₁ - h̃) ⊙ z(1 - z) and ∂h₋₁ = ∂h ⊙ z + Uᵀδ's.
 *
 * The reset gate's derivative depends on the form: before, (Uᵀδ) ⊙ h₋₁;
 * after, δ ⊙ (Uh₋₁ + c), where δ = ∂h̃ ⊙ (1 - h̃²).
 *
 * @source NNDL §6.6 门控循环单元, differentiated by hand (row 50)
 * @param input Input x (D x 1) of the step.
 * @param state State h₋₁ (H x 1) before it.
 * @param parameters Update gate, reset gate and candidate, as in {@linkcode gruStep}.
 * @param upstream Derivative ∂h of a number L by the next state (H x 1).
 * @param options `reset` as in the step.
 * @returns The derivatives of L by input, previous state and parameters, each in the shape of its variable.
 * @throws {ShapeError} If input, states and parameters differ in D or H.
 * @throws {RangeError} If a number is not finite, or `reset` is neither "before" nor "after".
 *
 * @example An update gate of 1 passes the derivative to the old state
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { gruStepGradient } from "@mneme/mneme/recurrent";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const gate = (bias: number) => ({
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[1]]),
 *   bias: columnVector([bias]),
 * });
 * const { state } = gruStepGradient(
 *   columnVector([0.5]),
 *   columnVector([0.25]),
 *   { update: gate(100), reset: gate(0), candidate: gate(0) },
 *   columnVector([3]),
 * );
 * assertAlmostEquals(state.get(0, 0), 3);
 * ```
 */
export function gruStepGradient(
  input: Matrix,
  state: Matrix,
  parameters: GruParameters,
  upstream: Matrix,
  { reset: form = "before" }: GruOptions = {},
): GruStepGradient {
  bindFinite("differentiate a GRU step", {
    input: [input, "D", 1],
    state: [state, "H", 1],
    upstream: [upstream, "H", 1],
    ...gruShapes(parameters),
  });
  const pass = advance(input, state, parameters, candidateForm(form));
  const z = hadamard(upstream, state.clone().sub(pass.candidate))
    .mul(slope(pass.update));
  const kept = hadamard(upstream, pass.update);
  const delta = upstream.clone().sub(kept).mul(tanhSlope(pass.candidate));
  const back = form === "before" ? beforeGradient : afterGradient;
  const candidate = back(parameters.candidate, input, state, pass.reset, delta);
  const r = hadamard(candidate.reset, slope(pass.reset));
  const update = affineGradient(parameters.update, input, state, z);
  const reset = affineGradient(parameters.reset, input, state, r);
  return {
    input: update.input.add(reset.input).add(candidate.input),
    state: kept.add(update.state).add(reset.state).add(candidate.state),
    parameters: {
      update: update.parameters,
      reset: reset.parameters,
      candidate: candidate.parameters,
    },
  };
}

/** Of tanh(Wx + U(r ⊙ h) + b + c), with δ the derivative by what tanh takes. */
function beforeGradient(
  candidate: GruCandidate,
  input: Matrix,
  state: Matrix,
  reset: Matrix,
  delta: Matrix,
): CandidateGradient {
  const seen = hadamard(reset, state);
  const { parameters, ...by } = affineGradient(candidate, input, seen, delta);
  return {
    parameters: { ...parameters, stateBias: delta.clone() },
    input: by.input,
    state: hadamard(by.state, reset),
    reset: hadamard(by.state, state),
  };
}

/** Of tanh(Wx + b + r ⊙ (Uh + c)), with δ the derivative by what tanh takes. */
function afterGradient(
  candidate: GruCandidate,
  input: Matrix,
  state: Matrix,
  reset: Matrix,
  delta: Matrix,
): CandidateGradient {
  const gated = hadamard(delta, reset);
  const fromInput = affineGradient(candidate, input, state, delta);
  const fromState = affineGradient(candidate, input, state, gated);
  const field = candidate.stateWeights.mmul(state);
  if (candidate.stateBias) field.add(candidate.stateBias);
  return {
    parameters: {
      inputWeights: fromInput.parameters.inputWeights,
      bias: delta,
      stateWeights: fromState.parameters.stateWeights,
      stateBias: gated,
    },
    input: fromInput.input,
    state: fromState.state,
    reset: hadamard(delta, field),
  };
}
