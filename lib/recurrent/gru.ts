import { fromRule, type Matrix, type ShapedMatrix } from "../core/mod.ts";
import { hadamard, sigmoid } from "../core/elementwise.ts";
import { joinColumns } from "../core/join.ts";
import { bindFinite } from "../core/validate.ts";
import { affine, type GateParameters, gateShapes } from "./gate.ts";
import { scanColumns, zeroState } from "./sequence.ts";

/** What the candidate state of a GRU learns. */
export interface GruCandidate extends GateParameters {
  /** Bias c (H x 1) that is added to the state's part, Uh + c. The notes have none. Default: 0. */
  stateBias?: Matrix;
}

/** What a gated recurrent unit learns. */
export interface GruParameters {
  /** The update gate z: how much of the old state stays. */
  update: GateParameters;
  /** The reset gate r: how much of the old state the candidate sees. */
  reset: GateParameters;
  /** The candidate state h̃. */
  candidate: GruCandidate;
}

/** Which of the two published forms of the GRU. */
export interface GruOptions {
  /**
   * Where the reset gate acts: `"before"` the product with U, tanh(Wx + U(r ⊙ h) + b),
   * as in the notes; or `"after"` it, tanh(Wx + b + r ⊙ (Uh + c)), as in cuDNN and
   * PyTorch. Default: `"before"`.
   */
  reset?: "before" | "after";
}

/** The form of the GRU, and where it starts. */
export interface GruScanOptions extends GruOptions {
  /** State h₀ (H x 1). Default: 0. */
  initialState?: Matrix;
}

/**
 * One step of the GRU: h = z ⊙ h₋₁ + (1 - z) ⊙ h̃ with h̃ = tanh(Wx + U(r ⊙ h₋₁) + b).
 *
 * The gates are z = σ(W_z x + U_z h₋₁ + b_z) and r likewise; z = 1 keeps the
 * state (in Cho et al. 2014 too, in Chung et al. 2014 it replaces it).
 *
 * @source NNDL §6.6 门控循环单元, the counterpart of 习题 8-1's LSTM; Cho et al. 2014, eq. 5 to 8 (row 50)
 * @param input Input x (D x 1).
 * @param state State h₋₁ (H x 1).
 * @param parameters Update gate, reset gate and candidate: W (H x D), U (H x H) and b (H x 1) each.
 * @param options `reset: "after"` lets the gate act on Uh + c instead of on h.
 * @returns The next state h (H x 1), each entry between the old state's and a candidate in (-1, 1).
 * @throws {ShapeError} If input, state and parameters differ in D or H.
 * @throws {RangeError} If a number is not finite, or `reset` is neither "before" nor "after".
 *
 * @example A shut reset gate makes the candidate forget the state
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { gruStep } from "@mneme/mneme/recurrent";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const gate = (bias: number) => ({
 *   inputWeights: fromRows([[0]]),
 *   stateWeights: fromRows([[0]]),
 *   bias: columnVector([bias]),
 * });
 * const candidate = {
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[5]]),
 *   bias: columnVector([0]),
 * };
 * const next = gruStep(columnVector([0.5]), columnVector([0.9]), {
 *   update: gate(-100), // z = 0
 *   reset: gate(-100), // r = 0
 *   candidate,
 * });
 * assertAlmostEquals(next.get(0, 0), Math.tanh(0.5));
 * ```
 */
export function gruStep(
  input: Matrix,
  state: Matrix,
  parameters: GruParameters,
  { reset = "before" }: GruOptions = {},
): Matrix {
  bindFinite("take a GRU step", {
    input: [input, "D", 1],
    state: [state, "H", 1],
    ...gruShapes(parameters),
  });
  return advance(input, state, parameters, candidateForm(reset)).state;
}

/**
 * The GRU over a sequence: hₙ = zₙ ⊙ hₙ₋₁ + (1 - zₙ) ⊙ h̃ₙ, n = 1, ..., N.
 *
 * @source NNDL §6.6 门控循环单元, the counterpart of 习题 8-1's LSTM; Cho et al. 2014, eq. 5 to 8 (row 50)
 * @param inputs Inputs X (D x N), one item to a column.
 * @param parameters Update gate, reset gate and candidate: W (H x D), U (H x H) and b (H x 1) each.
 * @param options `initialState` is h₀ (H x 1), 0 unless told; `reset` is the form, as in {@linkcode gruStep}.
 * @returns Hidden states (H x N); column n has seen inputs 1, ..., n and no later one.
 * @throws {ShapeError} If inputs, parameters and initial state differ in D or H.
 * @throws {RangeError} If a number is not finite, or `reset` is neither "before" nor "after".
 *
 * @example An open update gate carries the first state to the end
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { gruScan } from "@mneme/mneme/recurrent";
 * import { assertEquals } from "@std/assert";
 *
 * const gate = (bias: number) => ({
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[0]]),
 *   bias: columnVector([bias]),
 * });
 * const states = gruScan(
 *   fromRows([[3, 5, 7]]),
 *   { update: gate(100), reset: gate(0), candidate: gate(0) },
 *   { initialState: columnVector([0.25]) },
 * );
 * assertEquals(states.to2DArray(), [[0.25, 0.25, 0.25]]);
 * ```
 */
export function gruScan(
  inputs: Matrix,
  parameters: GruParameters,
  {
    initialState = zeroState(parameters.candidate.bias.rows),
    reset = "before",
  }: GruScanOptions = {},
): Matrix {
  bindFinite("run a GRU", {
    inputs: [inputs, "D", "N"],
    initialState: [initialState, "H", 1],
    ...gruShapes(parameters),
  });
  const form = candidateForm(reset);
  return joinColumns(scanColumns(
    inputs,
    initialState,
    (input, state) => advance(input, state, parameters, form).state,
  ));
}

/** The shapes of what a GRU learns, ready for bindFinite. */
export function gruShapes(
  { update, reset, candidate }: GruParameters,
): Record<string, ShapedMatrix> {
  const shapes = gateShapes({ update, reset, candidate });
  if (candidate.stateBias) {
    shapes["candidate.stateBias"] = [candidate.stateBias, "H", 1];
  }
  return shapes;
}

/** How the candidate is made from input, state and reset gate. */
export type CandidateForm = (
  candidate: GruCandidate,
  input: Matrix,
  state: Matrix,
  reset: Matrix,
) => Matrix;

/** The form of a name. */
export function candidateForm(reset: "before" | "after"): CandidateForm {
  if (reset === "before") return resetBefore;
  if (reset === "after") return resetAfter;
  throw new RangeError(
    `Cannot run a GRU as reset must be "before" or "after": ${reset}`,
  );
}

function resetBefore(
  candidate: GruCandidate,
  input: Matrix,
  state: Matrix,
  reset: Matrix,
): Matrix {
  const field = affine(candidate, input, hadamard(reset, state));
  if (candidate.stateBias) field.add(candidate.stateBias);
  return field.tanh();
}

function resetAfter(
  candidate: GruCandidate,
  input: Matrix,
  state: Matrix,
  reset: Matrix,
): Matrix {
  const fromState = candidate.stateWeights.mmul(state);
  if (candidate.stateBias) fromState.add(candidate.stateBias);
  return candidate.inputWeights.mmul(input)
    .add(candidate.bias)
    .add(fromState.mul(reset))
    .tanh();
}

/** A step with everything that its gradient needs again. */
export interface GruPass {
  /** The update gate z (H x 1). */
  update: Matrix;
  /** The reset gate r (H x 1). */
  reset: Matrix;
  /** The candidate h̃ (H x 1). */
  candidate: Matrix;
  /** The next state h (H x 1). */
  state: Matrix;
}

/** One step, its shapes bound by the caller. */
export function advance(
  input: Matrix,
  state: Matrix,
  parameters: GruParameters,
  form: CandidateForm,
): GruPass {
  const update = sigmoid(affine(parameters.update, input, state));
  const reset = sigmoid(affine(parameters.reset, input, state));
  const candidate = form(parameters.candidate, input, state, reset);
  const next = fromRule(state.rows, 1, (i) => {
    const z = update.get(i, 0);
    return z * state.get(i, 0) + (1 - z) * candidate.get(i, 0);
  });
  return { update, reset, candidate, state: next };
}
