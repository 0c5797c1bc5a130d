import type { Matrix, Random } from "../core/mod.ts";
import { inOrder, sweep } from "./dynamics.ts";
import { energyOf, type HopfieldNetwork, parametersOf } from "./hopfield.ts";
import { readStates, requireIndex, toColumn } from "./states.ts";

/** Far above what a network needs (a few dozen), so that rounding cannot keep a sweep flipping for ever. */
export const MAXIMUM_SWEEPS = 100_000;

/** How a network settles. */
export interface SettleOptions {
  /**
   * The order of each sweep: the indices 0, ..., M-1, each once, or a source of
   * random numbers that orders every sweep anew. Default: 0, ..., M-1.
   */
  order?: readonly number[] | Random;
}

/** Where a network has settled, and how it came there. */
export interface Settled {
  /** States s (M x 1) that no update changes. */
  states: Matrix;
  /** Energies: the start's, then one after each flip; none above the one before. */
  energies: number[];
  /** Number of sweeps, counting the last, which flipped nothing. */
  sweeps: number;
}

/**
 * Asynchronous sweeps until one flips nothing: s = sgn(Ws + b), an attractor.
 *
 * It ends because no flip raises the energy, a flip that keeps it turns a -1
 * into +1, and there are only 2^M states (exercise 8-6). The energies are
 * added up flip by flip, E + ΔE, so rounding cannot make one rise.
 *
 * @source NNDL §8.6.1 Hopfield 网络, 吸引点, 习题 8-6; Hopfield 1982 (rows 30, 39)
 * @param network A network of M neurons.
 * @param states States s (M x 1) to start from, each +1 or -1.
 * @param options `order` of each sweep: the indices, each once, or a Random for a new order each time.
 * @returns The states settled in, the energy after each flip, and the number of sweeps.
 * @throws {ShapeError} If the states are not M x 1.
 * @throws {RangeError} If a state is neither +1 nor -1, the order does not name each neuron once, or weights differ so much in size that rounding keeps the network flipping.
 *
 * @example One flip, and a sweep that finds nothing more to do
 * ```ts
 * import { hopfieldNetwork, settle } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const network = hopfieldNetwork(fromRows([[0, 2], [2, 0]]));
 * const { states, energies, sweeps } = settle(network, columnVector([1, -1]));
 * assertEquals(states.to1DArray(), [-1, -1]);
 * assertEquals(energies, [2, -2]);
 * assertEquals(sweeps, 2);
 * ```
 */
export function settle(
  network: HopfieldNetwork,
  states: Matrix,
  { order = inOrder(network.size) }: SettleOptions = {},
): Settled {
  const action = "settle";
  const parameters = parametersOf(action, network);
  const entries = readStates(action, states, network.size);
  return settleBySweeps(action, entries, {
    order,
    energy: energyOf(parameters, entries),
    sweep: (indices) => sweep(parameters, entries, indices),
  });
}

/**
 * Recall by content: the attractor s = sgn(Ws + b) into whose basin the cue falls.
 *
 * @source NNDL §8.6.1 联想记忆; Hopfield 1982 (rows 26, 76)
 * @param network A network of M neurons.
 * @param cue A pattern (M x 1), incomplete or corrupted, each entry +1 or -1.
 * @param options `order` of each sweep, as in {@linkcode settle}.
 * @returns The states recalled (M x 1), which no update changes: a stored pattern, its negative or a mixture.
 * @throws {ShapeError} If the cue is not M x 1.
 * @throws {RangeError} If an entry is neither +1 nor -1, or the order does not name each neuron once.
 *
 * @example A wrong entry is put right
 * ```ts
 * import { hebbianWeights, hopfieldNetwork, recall } from "@mneme/mneme/associative";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const pattern = columnVector([1, -1, 1, 1, -1]);
 * const network = hopfieldNetwork(hebbianWeights(pattern));
 * assertEquals(recall(network, columnVector([1, -1, -1, 1, -1])), pattern);
 * ```
 */
export function recall(
  network: HopfieldNetwork,
  cue: Matrix,
  options: SettleOptions = {},
): Matrix {
  return settle(network, cue, options).states;
}

/**
 * Sweeps until one flips nothing; `sweep` updates the states in place and
 * gives the energy's change at each flip.
 */
export function settleBySweeps(
  action: string,
  states: Float64Array,
  { order, energy, sweep }: Required<SettleOptions> & {
    energy: number;
    sweep: (indices: readonly number[]) => number[];
  },
): Settled {
  const size = states.length;
  if (!("permutation" in order)) requirePermutation(action, order, size);
  const energies = [energy];
  for (let sweeps = 1; sweeps <= MAXIMUM_SWEEPS; sweeps++) {
    const changes = sweep(
      "permutation" in order ? order.permutation(size) : order,
    );
    if (changes.length === 0) {
      return { states: toColumn(states), energies, sweeps };
    }
    for (const change of changes) {
      energies.push(energies[energies.length - 1] + change);
    }
  }
  throw new RangeError(
    `Cannot ${action} as weights must not differ so much in size that rounding decides: ${MAXIMUM_SWEEPS} sweeps still flipped a neuron`,
  );
}

function requirePermutation(
  action: string,
  order: readonly number[],
  size: number,
): void {
  order.forEach((index) => requireIndex(action, index, size));
  if (order.length !== size || new Set(order).size !== size) {
    throw new RangeError(
      `Cannot ${action} as the order must name each of ${size} neurons once: ${
        order.join(", ")
      }`,
    );
  }
}
