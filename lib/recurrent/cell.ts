import { type Matrix, ShapeError } from "../core/mod.ts";
import { joinColumns } from "../core/join.ts";
import { bindFinite } from "../core/validate.ts";
import type { GateParameters } from "./gate.ts";
import { type GruOptions, type GruParameters, gruStep } from "./gru.ts";
import {
  type LstmOptions,
  type LstmParameters,
  type LstmState,
  lstmStep,
} from "./lstm.ts";
import { rnnStep } from "./rnn.ts";
import { scanColumns, zeroState } from "./sequence.ts";

/** A recurrent network with its parameters inside: what an encoder or a decoder is given, whichever kind it is. */
export interface RecurrentCell<State> {
  /** The state before the first input. */
  readonly start: State;
  /** The state after an input (D x 1). */
  next(input: Matrix, state: State): State;
  /** What others see of a state: the hidden state of the top layer (H x 1). */
  output(state: State): Matrix;
}

/** What a cell makes of a sequence. */
export interface CellRun<State> {
  /** Outputs (H x N), one to an input. */
  outputs: Matrix;
  /** The state after each input: all layers of a stack, cells included. */
  states: State[];
}

/**
 * The simple recurrent network as a cell: s = h = tanh(Wx + Uh₋₁ + b).
 *
 * @source NNDL §6.2 简单循环网络 (row 50)
 * @param parameters W (H x D), U (H x H) and b (H x 1).
 * @returns The cell, whose state is h (H x 1), 0 at the start.
 *
 * @example It takes the step of rnnStep
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnCell, rnnStep } from "@mneme/mneme/recurrent";
 * import { assertEquals } from "@std/assert";
 *
 * const parameters = {
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[2]]),
 *   bias: columnVector([3]),
 * };
 * const [x, h] = [columnVector([0.1]), columnVector([0.2])];
 * assertEquals(rnnCell(parameters).next(x, h), rnnStep(x, h, parameters));
 * ```
 */
export function rnnCell(parameters: GateParameters): RecurrentCell<Matrix> {
  return {
    start: zeroState(parameters.bias.rows),
    next: (input, state) => rnnStep(input, state, parameters),
    output: (state) => state,
  };
}

/**
 * The GRU as a cell: s = h, h = z ⊙ h₋₁ + (1 - z) ⊙ h̃.
 *
 * @source NNDL §6.6 门控循环单元 (row 50)
 * @param parameters Update gate, reset gate and candidate.
 * @param options `reset` is the form, as in {@linkcode gruStep}.
 * @returns The cell, whose state is h (H x 1), 0 at the start.
 *
 * @example The start is 0
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { gruCell } from "@mneme/mneme/recurrent";
 * import { assertEquals } from "@std/assert";
 *
 * const gate = {
 *   inputWeights: fromRows([[1], [2]]),
 *   stateWeights: fromRows([[1, 0], [0, 1]]),
 *   bias: columnVector([0, 0]),
 * };
 * const cell = gruCell({ update: gate, reset: gate, candidate: gate });
 * assertEquals(cell.start.getColumn(0), [0, 0]);
 * ```
 */
export function gruCell(
  parameters: GruParameters,
  options: GruOptions = {},
): RecurrentCell<Matrix> {
  return {
    start: zeroState(parameters.candidate.bias.rows),
    next: (input, state) => gruStep(input, state, parameters, options),
    output: (state) => state,
  };
}

/**
 * The LSTM as a cell: s = (h, c), of which others see h.
 *
 * @source NNDL §6.6 长短期记忆网络 (row 50)
 * @param parameters Three gates and the candidate.
 * @param options `peepholes` as in {@linkcode lstmStep}.
 * @returns The cell, whose state is h and c (H x 1 each), 0 at the start.
 *
 * @example Others see h, not c
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { lstmCell } from "@mneme/mneme/recurrent";
 * import { assertEquals } from "@std/assert";
 *
 * const gate = {
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[0]]),
 *   bias: columnVector([0]),
 * };
 * const cell = lstmCell({ input: gate, forget: gate, output: gate, candidate: gate });
 * const state = { hidden: columnVector([0.5]), cell: columnVector([7]) };
 * assertEquals(cell.output(state).get(0, 0), 0.5);
 * ```
 */
export function lstmCell(
  parameters: LstmParameters,
  options: LstmOptions = {},
): RecurrentCell<LstmState> {
  const zero = zeroState(parameters.candidate.bias.rows);
  return {
    start: { hidden: zero, cell: zero },
    next: (input, state) => lstmStep(input, state, parameters, options),
    output: ({ hidden }) => hidden,
  };
}

/**
 * Layers one above the other: layer l reads the output of layer l - 1, the first one the input.
 *
 * @source NNDL §6.5.1 堆叠循环神经网络; the two layers of S2's translation figure and of d2l's Bahdanau decoder (rows 51, 69)
 * @param layers Cells of one kind, the lowest first; each layer's input size is the output size of the one below.
 * @returns The cell, whose state is the list of the layers' states, and whose output is the top layer's.
 * @throws {ShapeError} If there is no layer.
 *
 * @example The second layer reads what the first one says
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnCell, stackedCell } from "@mneme/mneme/recurrent";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = rnnCell({
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[0]]),
 *   bias: columnVector([0]),
 * });
 * const cell = stackedCell([layer, layer]);
 * const state = cell.next(columnVector([0.5]), cell.start);
 * assertAlmostEquals(cell.output(state).get(0, 0), Math.tanh(Math.tanh(0.5)));
 * ```
 */
export function stackedCell<State>(
  layers: readonly RecurrentCell<State>[],
): RecurrentCell<State[]> {
  if (layers.length === 0) {
    throw new ShapeError(
      "Cannot stack recurrent layers as there must be at least one: there are 0",
    );
  }
  return {
    start: layers.map(({ start }) => start),
    next: (input, states) => {
      let below = input;
      return layers.map((layer, l) => {
        const state = layer.next(below, states[l]);
        below = layer.output(state);
        return state;
      });
    },
    output: (states) =>
      layers[layers.length - 1].output(states[layers.length - 1]),
  };
}

/**
 * A cell over a sequence: sₙ = next(xₙ, sₙ₋₁), n = 1, ..., N.
 *
 * @source NNDL §6.2 简单循环网络, unrolled (row 50)
 * @param cell The cell.
 * @param inputs Inputs X (D x N), one item to a column.
 * @param start The state before the first input; the cell's own unless told.
 * @returns Outputs (H x N) and the N states, of which the last one is what an encoder hands on.
 * @throws {ShapeError} If the inputs do not fit the cell.
 * @throws {RangeError} If a number is not finite.
 *
 * @example A stack of one layer is that layer
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnCell, rnnScan, runCell, stackedCell } from "@mneme/mneme/recurrent";
 * import { assertEquals } from "@std/assert";
 *
 * const parameters = {
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[2]]),
 *   bias: columnVector([3]),
 * };
 * const inputs = fromRows([[0.1, -0.2, 0.3]]);
 * const { outputs } = runCell(stackedCell([rnnCell(parameters)]), inputs);
 * assertEquals(outputs, rnnScan(inputs, parameters));
 * ```
 */
export function runCell<State>(
  cell: RecurrentCell<State>,
  inputs: Matrix,
  start: State = cell.start,
): CellRun<State> {
  bindFinite("run a recurrent cell", { inputs: [inputs, "D", "N"] });
  const states = scanColumns(inputs, start, cell.next);
  return { outputs: joinColumns(states.map(cell.output)), states };
}
