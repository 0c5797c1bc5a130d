import { fromRule, type Matrix } from "../core/mod.ts";
import { hadamard } from "../core/elementwise.ts";
import { bindFinite } from "../core/validate.ts";
import { affineGradient } from "./gate.ts";
import {
  advance,
  type LstmOptions,
  type LstmParameters,
  type LstmPass,
  type LstmPeepholes,
  lstmShapes,
  type LstmState,
} from "./lstm.ts";

/** The derivatives of a number by everything that an LSTM step takes. */
export interface LstmStepGradient {
  /** By the input x (D x 1). */
  input: Matrix;
  /** By the previous state: h₋₁ and c₋₁ (H x 1 each). */
  state: LstmState;
  /** By the parameters, in their shapes. */
  parameters: LstmParameters;
  /** By the peepholes (H x 1 each), where there are any. */
  peepholes?: LstmPeepholes;
}

/** The derivatives by the fields of the gates, before σ and tanh (H x 1 each), and by the cell. */
interface Deltas {
  fields: Record<keyof LstmParameters, Matrix>;
  cell: Matrix;
}

/**
 * Gradient of one LSTM step: with ∂c = ∂c' + ∂h ⊙ o ⊙ (1 - tanh²c), δf = ∂c ⊙ c₋₁ ⊙ f(1 - f) and ∂c₋₁ = ∂c ⊙ f.
 *
 * The last equation is why an LSTM remembers: from step to step the cell's
 * derivative is only multiplied by the forget gate, by no weight matrix.
 *
 * @source NNDL §6.6 长短期记忆网络, differentiated by hand; Gers et al. 2002 for the peepholes (row 50)
 * @param input Input x (D x 1) of the step.
 * @param state Hidden state h₋₁ and cell c₋₁ (H x 1 each) before it.
 * @param parameters Three gates and the candidate, as in {@linkcode lstmStep}.
 * @param upstream Derivatives of a number L by the next hidden state ∂h and cell ∂c' (H x 1 each).
 * @param options `peepholes` as in the step.
 * @returns The derivatives of L by input, previous state, parameters and peepholes, each in the shape of its variable.
 * @throws {ShapeError} If input, states and parameters differ in D or H.
 * @throws {RangeError} If a number is not finite.
 *
 * @example An open forget gate passes the cell's derivative on unchanged
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { lstmStepGradient } from "@mneme/mneme/recurrent";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const gate = (bias: number) => ({
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[1]]),
 *   bias: columnVector([bias]),
 * });
 * const { state } = lstmStepGradient(
 *   columnVector([0]),
 *   { hidden: columnVector([0]), cell: columnVector([7]) },
 *   { input: gate(-100), forget: gate(100), output: gate(0), candidate: gate(0) },
 *   { hidden: columnVector([0]), cell: columnVector([3]) },
 * );
 * assertAlmostEquals(state.cell.get(0, 0), 3);
 * ```
 */
export function lstmStepGradient(
  input: Matrix,
  state: LstmState,
  parameters: LstmParameters,
  upstream: LstmState,
  { peepholes }: LstmOptions = {},
): LstmStepGradient {
  bindFinite("differentiate an LSTM step", {
    input: [input, "D", 1],
    hidden: [state.hidden, "H", 1],
    cell: [state.cell, "H", 1],
    "upstream.hidden": [upstream.hidden, "H", 1],
    "upstream.cell": [upstream.cell, "H", 1],
    ...lstmShapes(parameters, peepholes),
  });
  const pass = advance(input, state, parameters, peepholes);
  const { fields, cell } = deltasOf(pass, state.cell, upstream, peepholes);
  const back = (name: keyof LstmParameters) =>
    affineGradient(parameters[name], input, state.hidden, fields[name]);
  const gates = {
    input: back("input"),
    forget: back("forget"),
    output: back("output"),
    candidate: back("candidate"),
  };
  const total = (of: "input" | "state") =>
    Object.values(gates).map((gate) => gate[of]).reduce((a, b) => a.add(b));
  return {
    input: total("input"),
    state: { hidden: total("state"), cell },
    parameters: {
      input: gates.input.parameters,
      forget: gates.forget.parameters,
      output: gates.output.parameters,
      candidate: gates.candidate.parameters,
    },
    ...peepholes && {
      peepholes: {
        input: hadamard(fields.input, state.cell),
        forget: hadamard(fields.forget, state.cell),
        output: hadamard(fields.output, pass.state.cell),
      },
    },
  };
}

function deltasOf(
  { input, forget, output, candidate, state }: LstmPass,
  before: Matrix,
  upstream: LstmState,
  peepholes?: LstmPeepholes,
): Deltas {
  const shown = state.cell.clone().tanh();
  const outputField = hadamard(upstream.hidden, shown).mul(slope(output));
  const cell = hadamard(upstream.hidden, output).mul(tanhSlope(shown))
    .add(upstream.cell);
  if (peepholes) cell.add(hadamard(outputField, peepholes.output));
  const inputField = hadamard(cell, candidate).mul(slope(input));
  const forgetField = hadamard(cell, before).mul(slope(forget));
  const cellBefore = hadamard(cell, forget);
  if (peepholes) {
    cellBefore.add(hadamard(inputField, peepholes.input))
      .add(hadamard(forgetField, peepholes.forget));
  }
  return {
    fields: {
      input: inputField,
      forget: forgetField,
      output: outputField,
      candidate: hadamard(cell, input).mul(tanhSlope(candidate)),
    },
    cell: cellBefore,
  };
}

/** σ'(a) = g(1 - g) from g = σ(a), entry by entry. */
export function slope(gate: Matrix): Matrix {
  return fromRule(gate.rows, 1, (i) => gate.get(i, 0) * (1 - gate.get(i, 0)));
}

/** tanh'(a) = 1 - y² from y = tanh(a), entry by entry. */
export function tanhSlope(value: Matrix): Matrix {
  return fromRule(value.rows, 1, (i) => 1 - value.get(i, 0) ** 2);
}
