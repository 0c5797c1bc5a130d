import { bindShapes, type Matrix } from "../core/mod.ts";
import { requireSize } from "../core/size.ts";
import { requireNumber } from "../core/validate.ts";
import { inOrder } from "./dynamics.ts";
import { stateFor } from "./hopfield.ts";
import { settleBySweeps, type Settled, type SettleOptions } from "./settle.ts";
import { readPatterns, readStates, requireIndex, toColumn } from "./states.ts";

/** A dense associative memory: patterns kept as they are, and how sharply they compete. */
export interface DenseMemory {
  /** Patterns X (M x N), one to a column, each entry +1 or -1. */
  patterns: Matrix;
  /** Degree n of the energy, an integer of at least 2; 2 is the Hopfield network. */
  degree: number;
}

/** Patterns as rows of numbers, and the degree, once they are checked. */
interface Checked {
  rows: Float64Array[];
  degree: number;
}

/**
 * Energy of a dense associative memory: E = -Σₙ F(xₙᵀs) with F(a) = aᵈ for degree d.
 *
 * Degree 2 is the Hopfield network with Hebb's weights, up to a factor and a
 * constant. The higher the degree, the more the pattern that matches best
 * outweighs the others: the capacity grows like Mᵈ⁻¹.
 *
 * @source NNDL §8.6.1 存储容量, 引入更复杂的运算; Krotov and Hopfield 2016, eq. 1 (rows 30, 32)
 * @param memory Patterns X (M x N) and degree d.
 * @param states States s (M x 1), each +1 or -1.
 * @returns E, which no asynchronous update raises.
 * @throws {ShapeError} If patterns and states do not share M.
 * @throws {RangeError} If an entry is neither +1 nor -1, or the degree is not an integer of at least 2 or makes N Mᵈ infinite.
 *
 * @example A higher degree digs deeper where a pattern lies
 * ```ts
 * import { denseEnergy } from "@mneme/mneme/associative";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const patterns = columnVector([1, -1, 1]);
 * assertEquals(denseEnergy({ patterns, degree: 2 }, patterns), -9);
 * assertEquals(denseEnergy({ patterns, degree: 3 }, patterns), -27);
 * ```
 */
export function denseEnergy(memory: DenseMemory, states: Matrix): number {
  const action = "compute the energy";
  const checked = requireMemory(action, memory, states);
  const entries = readStates(action, states, states.rows);
  return energyOf(checked, overlapsOf(checked, entries));
}

/**
 * Update of one neuron: sᵢ' = sgn Σₙ [F(xᵢₙ + Σ_{j≠i} xⱼₙsⱼ) - F(-xᵢₙ + Σ_{j≠i} xⱼₙsⱼ)], with sgn(0) = +1.
 *
 * The neuron takes the state of lower energy. For degree 2 the bracket is four
 * times the local field of the Hopfield network, times N.
 *
 * @source NNDL §8.6.1 存储容量; Krotov and Hopfield 2016, eq. 3 (row 32)
 * @param memory Patterns X (M x N) and degree d.
 * @param states States s (M x 1), each +1 or -1.
 * @param index Index i of the neuron, from 0.
 * @returns The next states (M x 1), which differ in entry i at most.
 * @throws {ShapeError} If patterns and states do not share M.
 * @throws {RangeError} If an entry is neither +1 nor -1, the degree is not an integer of at least 2, or there is no such neuron.
 *
 * @example The only pattern pulls its entry back
 * ```ts
 * import { updateDenseNeuron } from "@mneme/mneme/associative";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = { patterns: columnVector([1, -1, 1]), degree: 3 };
 * const next = updateDenseNeuron(memory, columnVector([1, 1, 1]), 1);
 * assertEquals(next.to1DArray(), [1, -1, 1]);
 * ```
 */
export function updateDenseNeuron(
  memory: DenseMemory,
  states: Matrix,
  index: number,
): Matrix {
  const action = "update a neuron";
  const checked = requireMemory(action, memory, states);
  const entries = readStates(action, states, states.rows);
  const i = requireIndex(action, index, entries.length);
  sweepDense(checked, entries, overlapsOf(checked, entries), [i]);
  return toColumn(entries);
}

/**
 * Asynchronous sweeps of a dense associative memory until one flips nothing.
 *
 * @source NNDL §8.6.1 存储容量, 联想记忆; Krotov and Hopfield 2016 (row 32)
 * @param memory Patterns X (M x N) and degree d.
 * @param states States s (M x 1) to start from, each +1 or -1.
 * @param options `order` of each sweep: the indices, each once, or a Random for a new order each time.
 * @returns The states settled in, the energy after each flip, and the number of sweeps.
 * @throws {ShapeError} If patterns and states do not share M.
 * @throws {RangeError} If an entry is neither +1 nor -1, the degree is not an integer of at least 2, or the order does not name each neuron once.
 *
 * @example Four neurons hold the eight states of even parity, which to degree 2 are no pattern at all
 * ```ts
 * import { settleDense } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const patterns = fromRows([
 *   [1, 1, 1, 1, -1, -1, -1, -1],
 *   [1, 1, -1, -1, 1, 1, -1, -1],
 *   [1, -1, 1, -1, 1, -1, 1, -1],
 *   [1, -1, -1, 1, -1, 1, 1, -1],
 * ]);
 * const kept = (degree: number) =>
 *   [0, 1, 2, 3, 4, 5, 6, 7].filter((n) => {
 *     const pattern = patterns.getColumnVector(n);
 *     const { states } = settleDense({ patterns, degree }, pattern);
 *     return states.to1DArray().join() === pattern.to1DArray().join();
 *   }).length;
 * assertEquals(kept(4), 8);
 * assertEquals(kept(2), 1); // every field is 0, which gives +1
 * ```
 */
export function settleDense(
  memory: DenseMemory,
  states: Matrix,
  { order = inOrder(states.rows) }: SettleOptions = {},
): Settled {
  const action = "settle";
  const checked = requireMemory(action, memory, states);
  const entries = readStates(action, states, states.rows);
  const overlaps = overlapsOf(checked, entries);
  return settleBySweeps(action, entries, {
    order,
    energy: energyOf(checked, overlaps),
    sweep: (indices) => sweepDense(checked, entries, overlaps, indices),
  });
}

/** Updates states and overlaps xₙᵀs in place; the energy's change at each flip. */
function sweepDense(
  { rows, degree }: Checked,
  states: Float64Array,
  overlaps: Float64Array,
  indices: readonly number[],
): number[] {
  const changes: number[] = [];
  for (const i of indices) {
    const x = rows[i];
    let pull = 0;
    for (let n = 0; n < x.length; n++) {
      const others = overlaps[n] - x[n] * states[i];
      pull += (others + x[n]) ** degree - (others - x[n]) ** degree;
    }
    const next = stateFor(pull);
    if (next === states[i]) continue;
    for (let n = 0; n < x.length; n++) {
      overlaps[n] += x[n] * (next - states[i]);
    }
    states[i] = next;
    changes.push(0 - Math.abs(pull));
  }
  return changes;
}

/** xₙᵀs for each pattern. */
function overlapsOf(
  { rows }: Checked,
  states: Float64Array,
): Float64Array {
  const overlaps = new Float64Array(rows[0].length);
  rows.forEach((row, i) => row.forEach((x, n) => overlaps[n] += x * states[i]));
  return overlaps;
}

function energyOf({ degree }: Checked, overlaps: Float64Array): number {
  return overlaps.reduce((sum, overlap) => sum - overlap ** degree, 0);
}

function requireMemory(
  action: string,
  { patterns, degree }: DenseMemory,
  states: Matrix,
): Checked {
  bindShapes(action, {
    patterns: [patterns, "M", "N"],
    states: [states, "M", 1],
  });
  requireSize(action, "the degree", degree, 2);
  requireNumber(
    action,
    "the greatest energy, N times M to the degree,",
    patterns.columns * patterns.rows ** degree,
  );
  return { rows: readPatterns(action, patterns), degree };
}
