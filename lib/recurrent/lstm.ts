import type { Matrix, ShapedMatrix } from "../core/mod.ts";
import { hadamard, sigmoid } from "../core/elementwise.ts";
import { joinColumns } from "../core/join.ts";
import { bindFinite } from "../core/validate.ts";
import { affine, type GateParameters, gateShapes } from "./gate.ts";
import { scanColumns, zeroState } from "./sequence.ts";

/** What a long short-term memory learns: the four blocks of exercise 8-1. */
export interface LstmParameters {
  /** The input gate i: how much of the candidate is stored. */
  input: GateParameters;
  /** The forget gate f: how much of the cell stays. */
  forget: GateParameters;
  /** The output gate o: how much of the cell is shown. */
  output: GateParameters;
  /** The candidate c̃. */
  candidate: GateParameters;
}

/** The two memories of an LSTM: one column to a step, so a step's are H x 1 and a scan's H x N. */
export interface LstmState {
  /** Hidden states h (H x 1, of a scan H x N), entries between -1 and 1. */
  hidden: Matrix;
  /** Cell states c (H x 1, of a scan H x N). */
  cell: Matrix;
}

/** What the three gates see of the cell: one weight per unit and gate. */
export interface LstmPeepholes {
  /** Weights of c₋₁ in the input gate (H x 1). */
  input: Matrix;
  /** Weights of c₋₁ in the forget gate (H x 1). */
  forget: Matrix;
  /** Weights of the new c in the output gate (H x 1). */
  output: Matrix;
}

/** Which form of the LSTM. */
export interface LstmOptions {
  /** Peepholes: the gates see the cell too. Default: none, as in the notes. */
  peepholes?: LstmPeepholes;
}

/** Which form of the LSTM, and where it starts. */
export interface LstmScanOptions extends LstmOptions {
  /** States h₀ and c₀ (H x 1 each). Default: 0. */
  initialState?: LstmState;
}

/**
 * One step of the LSTM: c = f ⊙ c₋₁ + i ⊙ c̃, h = o ⊙ tanh(c), with c̃ = tanh(Wx + Uh₋₁ + b).
 *
 * The gates are i, f, o = σ(Wx + Uh₋₁ + b), each with weights of its own. With
 * peepholes p they see the cell as well: p ⊙ c₋₁ is added in i and f, and
 * p ⊙ c, of the cell just made, in o.
 *
 * @source NNDL §6.6 长短期记忆网络, 习题 8-1; Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000 and the peepholes of Gers et al. 2002 (rows 34, 50)
 * @param input Input x (D x 1).
 * @param state Hidden state h₋₁ and cell c₋₁ (H x 1 each).
 * @param parameters Three gates and the candidate: W (H x D), U (H x H) and b (H x 1) each.
 * @param options `peepholes` are the weights of the cell in the gates (H x 1 each).
 * @returns The next hidden state h and cell c (H x 1 each).
 * @throws {ShapeError} If input, state and parameters differ in D or H.
 * @throws {RangeError} If a number is not finite.
 *
 * @example With the output gate shut the cell remembers and shows nothing
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { lstmStep } from "@mneme/mneme/recurrent";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const gate = (bias: number) => ({
 *   inputWeights: fromRows([[0]]),
 *   stateWeights: fromRows([[0]]),
 *   bias: columnVector([bias]),
 * });
 * const { hidden, cell } = lstmStep(
 *   columnVector([3]),
 *   { hidden: columnVector([0.5]), cell: columnVector([7]) },
 *   { input: gate(-100), forget: gate(100), output: gate(-100), candidate: gate(0) },
 * );
 * assertAlmostEquals(cell.get(0, 0), 7);
 * assertAlmostEquals(hidden.get(0, 0), 0, 1e-12);
 * ```
 */
export function lstmStep(
  input: Matrix,
  { hidden, cell }: LstmState,
  parameters: LstmParameters,
  { peepholes }: LstmOptions = {},
): LstmState {
  bindFinite("take an LSTM step", {
    input: [input, "D", 1],
    hidden: [hidden, "H", 1],
    cell: [cell, "H", 1],
    ...lstmShapes(parameters, peepholes),
  });
  return advance(input, { hidden, cell }, parameters, peepholes).state;
}

/**
 * The LSTM over a sequence: cₙ = fₙ ⊙ cₙ₋₁ + iₙ ⊙ c̃ₙ, hₙ = oₙ ⊙ tanh(cₙ), n = 1, ..., N.
 *
 * @source NNDL §6.6 长短期记忆网络, 习题 8-1; Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000 and the peepholes of Gers et al. 2002 (rows 34, 50)
 * @param inputs Inputs X (D x N), one item to a column.
 * @param parameters Three gates and the candidate: W (H x D), U (H x H) and b (H x 1) each.
 * @param options `initialState` is h₀ and c₀ (H x 1 each), 0 unless told; `peepholes` are the weights of the cell in the gates (H x 1 each).
 * @returns Hidden states and cells (H x N each); column n has seen inputs 1, ..., n and no later one.
 * @throws {ShapeError} If inputs, parameters and initial state differ in D or H.
 * @throws {RangeError} If a number is not finite.
 *
 * @example Open input and forget gates add the candidates up
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { lstmScan } from "@mneme/mneme/recurrent";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const gate = (bias: number) => ({
 *   inputWeights: fromRows([[0]]),
 *   stateWeights: fromRows([[0]]),
 *   bias: columnVector([bias]),
 * });
 * const open = gate(100);
 * const { cell } = lstmScan(fromRows([[2, 3, 5]]), {
 *   input: open,
 *   forget: open,
 *   output: open,
 *   candidate: gate(1),
 * });
 * assertAlmostEquals(cell.get(0, 2), 3 * Math.tanh(1));
 * ```
 */
export function lstmScan(
  inputs: Matrix,
  parameters: LstmParameters,
  { initialState, peepholes }: LstmScanOptions = {},
): LstmState {
  const start = initialState ?? {
    hidden: zeroState(parameters.candidate.bias.rows),
    cell: zeroState(parameters.candidate.bias.rows),
  };
  bindFinite("run an LSTM", {
    inputs: [inputs, "D", "N"],
    hidden: [start.hidden, "H", 1],
    cell: [start.cell, "H", 1],
    ...lstmShapes(parameters, peepholes),
  });
  const states = scanColumns(
    inputs,
    start,
    (input, state) => advance(input, state, parameters, peepholes).state,
  );
  return {
    hidden: joinColumns(states.map((state) => state.hidden)),
    cell: joinColumns(states.map((state) => state.cell)),
  };
}

/** The shapes of what an LSTM learns, ready for bindFinite. */
export function lstmShapes(
  { input, forget, output, candidate }: LstmParameters,
  peepholes?: LstmPeepholes,
): Record<string, ShapedMatrix> {
  const shapes = gateShapes({ input, forget, output, candidate });
  for (const [gate, weights] of Object.entries(peepholes ?? {})) {
    shapes[`peepholes.${gate}`] = [weights, "H", 1];
  }
  return shapes;
}

/** A step with everything that its gradient needs again. */
export interface LstmPass {
  /** The input gate i (H x 1). */
  input: Matrix;
  /** The forget gate f (H x 1). */
  forget: Matrix;
  /** The output gate o (H x 1). */
  output: Matrix;
  /** The candidate c̃ (H x 1). */
  candidate: Matrix;
  /** The next state. */
  state: LstmState;
}

/** One step, its shapes bound by the caller. */
export function advance(
  x: Matrix,
  { hidden, cell }: LstmState,
  parameters: LstmParameters,
  peepholes?: LstmPeepholes,
): LstmPass {
  const gate = (name: "input" | "forget" | "output", seen: Matrix) => {
    const field = affine(parameters[name], x, hidden);
    return sigmoid(
      peepholes ? field.add(hadamard(peepholes[name], seen)) : field,
    );
  };
  const input = gate("input", cell);
  const forget = gate("forget", cell);
  const candidate = affine(parameters.candidate, x, hidden).tanh();
  const next = hadamard(forget, cell).add(hadamard(input, candidate));
  const output = gate("output", next);
  const state = {
    hidden: hadamard(output, next.clone().tanh()),
    cell: next,
  };
  return { input, forget, output, candidate, state };
}
