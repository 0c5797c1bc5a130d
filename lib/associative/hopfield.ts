import {
  bindShapes,
  columnVector,
  fromRows,
  type Matrix,
} from "../core/mod.ts";
import { requireSymmetry } from "./pairs.ts";
import { innerProduct, readStates, requireIndex, rowsOf } from "./states.ts";

/** A network's numbers as the updates read them: row i of W, and b. */
export interface HopfieldParameters {
  /** The M rows of W. */
  readonly rows: readonly Float64Array[];
  /** The M biases b. */
  readonly biases: Float64Array;
}

let reveal: (network: HopfieldNetwork) => HopfieldParameters | undefined;

/**
 * A Hopfield network of M neurons: weights wᵢⱼ = wⱼᵢ, wᵢᵢ = 0, and biases bᵢ.
 *
 * Made by {@linkcode hopfieldNetwork} alone, valid from then on and for ever:
 * the object is frozen, its numbers are private copies, and what it shows are
 * copies of these.
 *
 * @source NNDL §8.6.1 Hopfield 网络; Hopfield 1982
 *
 * @example Changing what it shows does not change it
 * ```ts
 * import { type HopfieldNetwork, hopfieldNetwork } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const network: HopfieldNetwork = hopfieldNetwork(fromRows([[0, 2], [2, 0]]));
 * network.weights.set(0, 1, 9);
 * assertEquals(network.weights.get(0, 1), 2);
 * ```
 */
export class HopfieldNetwork {
  /** Number M of neurons. */
  readonly size: number;
  readonly #parameters: HopfieldParameters;

  static {
    reveal = (network) =>
      Object(network) === network && #parameters in network
        ? network.#parameters
        : undefined;
  }

  /**
   * Copies and validates weights (M x M) and biases (M x 1).
   *
   * @param weights Weights W (M x M), symmetric, with a zero diagonal.
   * @param biases Biases b (M x 1).
   */
  constructor(weights: Matrix, biases: Matrix) {
    bindShapes("make a Hopfield network", {
      weights: [weights, "M", "M"],
      biases: [biases, "M", 1],
    });
    this.size = weights.rows;
    this.#parameters = {
      rows: rowsOf(weights),
      biases: Float64Array.from(biases.getColumn(0)),
    };
    requireFinite(this.#parameters);
    requireZeroDiagonal(this.#parameters.rows);
    requireSymmetry("make a Hopfield network", this.#parameters.rows);
    Object.freeze(this);
  }

  /** Weights W (M x M), a copy. */
  get weights(): Matrix {
    return fromRows(this.#parameters.rows.map((row) => Array.from(row)));
  }

  /** Biases b (M x 1), a copy. */
  get biases(): Matrix {
    return columnVector(Array.from(this.#parameters.biases));
  }
}

/**
 * Hopfield network: M neurons with sᵢ = +1 if Σⱼ wᵢⱼsⱼ + bᵢ >= 0, else -1.
 *
 * Everything is checked here, once: energy, updates and recall take nothing
 * but what this function returns. A diagonal other than 0 is refused, as the
 * proof that the energy never rises needs wᵢᵢ = 0.
 *
 * @source NNDL §8.6.1 Hopfield 网络; Hopfield 1982 (row 27)
 * @param weights Weights W (M x M), symmetric, with a zero diagonal; they are copied.
 * @param biases Biases b (M x 1), copied. Default: 0.
 * @returns The network, frozen.
 * @throws {ShapeError} If W is not square or b is not M x 1.
 * @throws {RangeError} If an entry or the sum of their sizes is not finite, W is not symmetric, or a wᵢᵢ is not 0.
 *
 * @example One-way weights are refused
 * ```ts
 * import { hopfieldNetwork } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => hopfieldNetwork(fromRows([[0, 1], [-1, 0]])),
 *   RangeError,
 *   "weights must be symmetric: entry (0, 1) is 1, entry (1, 0) is -1",
 * );
 * ```
 */
export function hopfieldNetwork(
  weights: Matrix,
  biases: Matrix = columnVector(new Array(weights.rows).fill(0)),
): HopfieldNetwork {
  return new HopfieldNetwork(weights, biases);
}

/**
 * Local field of a neuron: hᵢ = Σⱼ wᵢⱼsⱼ + bᵢ, whose sign is the neuron's next state.
 *
 * @source NNDL §8.6.1 Hopfield 网络, the update rule; Hopfield 1982
 * @param network A network of M neurons.
 * @param states States s (M x 1), each +1 or -1.
 * @param index Index i of the neuron, from 0.
 * @returns hᵢ; since wᵢᵢ = 0 it does not depend on sᵢ.
 * @throws {ShapeError} If the states are not M x 1.
 * @throws {RangeError} If a state is neither +1 nor -1, or there is no such neuron.
 *
 * @example Two neighbors and a bias
 * ```ts
 * import { hopfieldNetwork, localField } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const network = hopfieldNetwork(
 *   fromRows([[0, 2, 3], [2, 0, 5], [3, 5, 0]]),
 *   columnVector([7, 0, 0]),
 * );
 * assertEquals(localField(network, columnVector([1, 1, -1]), 0), 2 - 3 + 7);
 * ```
 */
export function localField(
  network: HopfieldNetwork,
  states: Matrix,
  index: number,
): number {
  const action = "compute a local field";
  const parameters = parametersOf(action, network);
  const entries = readStates(action, states, network.size);
  return fieldOf(
    parameters,
    entries,
    requireIndex(action, index, network.size),
  );
}

/**
 * Energy of the states: E = -½ sᵀWs - bᵀs.
 *
 * @source NNDL §8.6.1 能量函数; Hopfield 1982; the draft of the book credits Hopfield 1984, the continuous model (row 30)
 * @param network A network of M neurons.
 * @param states States s (M x 1), each +1 or -1.
 * @returns E, which no asynchronous update raises.
 * @throws {ShapeError} If the states are not M x 1.
 * @throws {RangeError} If a state is neither +1 nor -1.
 *
 * @example Agreeing with a positive weight costs less
 * ```ts
 * import { energy, hopfieldNetwork } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const network = hopfieldNetwork(fromRows([[0, 2], [2, 0]]));
 * assertEquals(energy(network, columnVector([1, 1])), -2);
 * assertEquals(energy(network, columnVector([1, -1])), 2);
 * ```
 */
export function energy(network: HopfieldNetwork, states: Matrix): number {
  const action = "compute the energy";
  const parameters = parametersOf(action, network);
  return energyOf(parameters, readStates(action, states, network.size));
}

/**
 * Change of the energy by updating one neuron: ΔE = -(sᵢ' - sᵢ)hᵢ, so -2|hᵢ| if it flips, else 0.
 *
 * Never above 0, and 0 for a flip when the field is exactly 0: the energy is
 * non-increasing, not strictly decreasing (exercise 8-6). The formula needs
 * the zero diagonal.
 *
 * @source NNDL 习题 8-6; Hopfield 1982 (row 39)
 * @param network A network of M neurons.
 * @param states States s (M x 1), each +1 or -1.
 * @param index Index i of the neuron, from 0.
 * @returns ΔE, at most 0.
 * @throws {ShapeError} If the states are not M x 1.
 * @throws {RangeError} If a state is neither +1 nor -1, or there is no such neuron.
 *
 * @example A flip gains twice the field, a neuron at rest nothing
 * ```ts
 * import { energyChange, hopfieldNetwork } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const network = hopfieldNetwork(fromRows([[0, 2], [2, 0]]));
 * assertEquals(energyChange(network, columnVector([1, -1]), 0), -4);
 * assertEquals(energyChange(network, columnVector([1, 1]), 0), 0);
 * ```
 */
export function energyChange(
  network: HopfieldNetwork,
  states: Matrix,
  index: number,
): number {
  const action = "compute the change of the energy";
  const parameters = parametersOf(action, network);
  const entries = readStates(action, states, network.size);
  const i = requireIndex(action, index, network.size);
  const field = fieldOf(parameters, entries, i);
  return changeOf(field, entries[i]);
}

/** The numbers of a network that hopfieldNetwork made; a TypeError for anything else. */
export function parametersOf(
  action: string,
  network: HopfieldNetwork,
): HopfieldParameters {
  const parameters = reveal(network);
  if (parameters === undefined) {
    throw new TypeError(
      `Cannot ${action} as the network must be one that hopfieldNetwork() made: ${typeof network}`,
    );
  }
  return parameters;
}

/** hᵢ, unchecked. */
export function fieldOf(
  { rows, biases }: HopfieldParameters,
  states: Float64Array,
  index: number,
): number {
  return innerProduct(rows[index], states) + biases[index];
}

/** E, unchecked. */
export function energyOf(
  { rows, biases }: HopfieldParameters,
  states: Float64Array,
): number {
  let total = 0;
  for (let i = 0; i < states.length; i++) {
    let fromOthers = 0;
    for (let j = 0; j < i; j++) fromOthers += rows[i][j] * states[j];
    total += states[i] * (fromOthers + biases[i]); // each pair once: no ½
  }
  return 0 - total; // never -0
}

/** The state that a field asks for: a tie gives +1. */
export function stateFor(field: number): number {
  return field >= 0 ? 1 : -1;
}

/** ΔE of updating a neuron with this field and state, unchecked. */
export function changeOf(field: number, state: number): number {
  return stateFor(field) === state ? 0 : 0 - 2 * Math.abs(field);
}

function requireFinite({ rows, biases }: HopfieldParameters): void {
  let total = 0;
  for (const row of [biases, ...rows]) {
    for (let j = 0; j < row.length; j++) total += Math.abs(row[j]);
  }
  if (Number.isFinite(total)) return; // then no field or energy overflows
  throw new RangeError(
    `Cannot make a Hopfield network as weights and biases must be finite, and their sum: ${
      firstOffender({ rows, biases }) ?? `their absolute sum is ${total}`
    }`,
  );
}

function firstOffender(
  { rows, biases }: HopfieldParameters,
): string | undefined {
  const isWrong = (entry: number) => !Number.isFinite(entry);
  const i = biases.findIndex(isWrong);
  if (i !== -1) return `bias ${i} is ${biases[i]}`;
  for (const [i, row] of rows.entries()) {
    const j = row.findIndex(isWrong);
    if (j !== -1) return `weight (${i}, ${j}) is ${row[j]}`;
  }
  return undefined;
}

function requireZeroDiagonal(rows: readonly Float64Array[]): void {
  const i = rows.findIndex((row, i) => row[i] !== 0);
  if (i === -1) return;
  throw new RangeError(
    `Cannot make a Hopfield network as the diagonal of its weights must be 0: entry (${i}, ${i}) is ${
      rows[i][i]
    }`,
  );
}
