import type { Matrix } from "../core/mod.ts";
import { inOrder, sweep } from "./dynamics.ts";
import { enumerateStates } from "./enumeration.ts";
import { energyOf, type HopfieldNetwork, parametersOf } from "./hopfield.ts";
import { settleBySweeps } from "./settle.ts";
import { toColumn } from "./states.ts";

/** A state that no update changes, and what falls into it. */
export interface Attractor {
  /** States s (M x 1), each +1 or -1. */
  states: Matrix;
  /** Energy E(s), a local minimum. */
  energy: number;
  /** Size of its basin: how many of the 2^M states settle here, itself among them. */
  basin: number;
}

/**
 * Attractors of a network and the sizes of their basins, by settling from all 2^M states.
 *
 * The picture of valleys in the notes, for a network small enough to list. A
 * basin depends on the order of the updates; here neurons move from first to last.
 *
 * @source NNDL §8.6.1 能量函数, 吸引点, 管辖区域; Hopfield 1982 (rows 27, 30)
 * @param network A network of M neurons, at most 16.
 * @returns The attractors, deepest first; their basins add up to 2^M.
 * @throws {RangeError} If the network has more than 16 neurons.
 *
 * @example A stored pattern and its negative share all states
 * ```ts
 * import { attractors, hebbianWeights, hopfieldNetwork } from "@mneme/mneme/associative";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const pattern = columnVector([1, -1, 1, 1]);
 * const found = attractors(hopfieldNetwork(hebbianWeights(pattern)));
 * assertEquals(found.map(({ basin }) => basin), [8, 8]);
 * assertEquals(found.map(({ energy }) => energy), [-6, -6]);
 * ```
 */
export function attractors(network: HopfieldNetwork): Attractor[] {
  const action = "list the attractors";
  const parameters = parametersOf(action, network);
  const found = new Map<string, Attractor>();
  for (const states of enumerateStates(action, network.size)) {
    settleBySweeps(action, states, {
      order: inOrder(network.size),
      energy: 0,
      sweep: (indices) => sweep(parameters, states, indices),
    });
    const name = states.join();
    const attractor = found.get(name) ?? {
      states: toColumn(states),
      energy: energyOf(parameters, states),
      basin: 0,
    };
    attractor.basin++;
    found.set(name, attractor);
  }
  return [...found.values()].sort((a, b) => a.energy - b.energy);
}
