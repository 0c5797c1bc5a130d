import type { Matrix } from "../core/mod.ts";
import { joinColumns } from "../core/join.ts";
import { bindFinite } from "../core/validate.ts";
import { affine, type GateParameters, gateShapes } from "./gate.ts";
import { scanColumns, zeroState } from "./sequence.ts";

/** Where a simple recurrent network starts. */
export interface RnnScanOptions {
  /** State h₀ (H x 1). Default: 0. */
  initialState?: Matrix;
}

/**
 * One step of the simple recurrent network: h = tanh(Wx + Uh₋₁ + b).
 *
 * @source NNDL §6.2 简单循环网络, which §8.5 builds on; Elman 1990
 * @param input Input x (D x 1).
 * @param state State h₋₁ (H x 1).
 * @param parameters W (H x D), U (H x H) and b (H x 1).
 * @returns The next state h (H x 1), entries between -1 and 1.
 * @throws {ShapeError} If input, state and parameters differ in D or H.
 * @throws {RangeError} If a number is not finite.
 *
 * @example Input, state and bias add up inside tanh
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnStep } from "@mneme/mneme/recurrent";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const next = rnnStep(columnVector([2]), columnVector([0.5]), {
 *   inputWeights: fromRows([[0.25]]),
 *   stateWeights: fromRows([[-1]]),
 *   bias: columnVector([0.125]),
 * });
 * assertAlmostEquals(next.get(0, 0), Math.tanh(0.125));
 * ```
 */
export function rnnStep(
  input: Matrix,
  state: Matrix,
  parameters: GateParameters,
): Matrix {
  bindFinite("take a recurrent step", {
    input: [input, "D", 1],
    state: [state, "H", 1],
    ...gateShapes({ parameters }),
  });
  return advance(input, state, parameters);
}

/**
 * The simple recurrent network over a sequence: hₙ = tanh(Wxₙ + Uhₙ₋₁ + b), n = 1, ..., N.
 *
 * @source NNDL §6.2 简单循环网络, which §8.5 builds on; Elman 1990
 * @param inputs Inputs X (D x N), one item to a column.
 * @param parameters W (H x D), U (H x H) and b (H x 1).
 * @param options `initialState` is h₀ (H x 1), 0 unless told.
 * @returns Hidden states (H x N); column n has seen inputs 1, ..., n and no later one.
 * @throws {ShapeError} If inputs, parameters and initial state differ in D or H.
 * @throws {RangeError} If a number is not finite.
 *
 * @example The first input echoes in every later state
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnScan } from "@mneme/mneme/recurrent";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const states = rnnScan(fromRows([[1, 0]]), {
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[1]]),
 *   bias: columnVector([0]),
 * });
 * assertAlmostEquals(states.get(0, 1), Math.tanh(Math.tanh(1)));
 * ```
 */
export function rnnScan(
  inputs: Matrix,
  parameters: GateParameters,
  { initialState = zeroState(parameters.bias.rows) }: RnnScanOptions = {},
): Matrix {
  bindFinite("run a recurrent network", {
    inputs: [inputs, "D", "N"],
    initialState: [initialState, "H", 1],
    ...gateShapes({ parameters }),
  });
  return joinColumns(scanColumns(
    inputs,
    initialState,
    (input, state) => advance(input, state, parameters),
  ));
}

function advance(
  input: Matrix,
  state: Matrix,
  parameters: GateParameters,
): Matrix {
  return affine(parameters, input, state).tanh();
}
