import type { Matrix } from "../core/mod.ts";
import { type HopfieldNetwork, parametersOf } from "./hopfield.ts";
import { innerProduct, readStates } from "./states.ts";

/**
 * Lyapunov function of the synchronous update: Lₜ = -sₜᵀWsₜ₋₁ - bᵀ(sₜ + sₜ₋₁).
 *
 * The energy may rise when all neurons move at once; this does not, if sₜ is
 * the update of sₜ₋₁: Lₜ₊₁ - Lₜ = -Σᵢ (sₜ₊₁,ᵢ - sₜ₋₁,ᵢ)hᵢ(sₜ) <= 0, as sₜ₊₁,ᵢ has the
 * sign of hᵢ(sₜ). Where it stands still sₜ₊₁ = sₜ₋₁, but for ties: period 1 or 2.
 *
 * @source NNDL 习题 8-6, 同步更新; Goles, Fogelman and Pellegrin 1985; Bruck 1990 (rows 29, 39)
 * @param network A network of M neurons.
 * @param states States sₜ (M x 1), each +1 or -1.
 * @param previous States sₜ₋₁ (M x 1), each +1 or -1.
 * @returns Lₜ, the same for both orders of its arguments; 2E at a fixed point.
 * @throws {ShapeError} If states or previous states are not M x 1.
 * @throws {RangeError} If a state is neither +1 nor -1.
 *
 * @example Where the energy rises it does not
 * ```ts
 * import {
 *   energy,
 *   hopfieldNetwork,
 *   synchronousLyapunov,
 *   updateSynchronously,
 * } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assert } from "@std/assert";
 *
 * const network = hopfieldNetwork(
 *   fromRows([[0, 1], [1, 0]]),
 *   columnVector([0.5, 0]),
 * );
 * const first = columnVector([-1, 1]);
 * const second = updateSynchronously(network, first);
 * const third = updateSynchronously(network, second);
 * assert(energy(network, third) > energy(network, second));
 * assert(
 *   synchronousLyapunov(network, third, second) <=
 *     synchronousLyapunov(network, second, first),
 * );
 * ```
 */
export function synchronousLyapunov(
  network: HopfieldNetwork,
  states: Matrix,
  previous: Matrix,
): number {
  const action = "compute the Lyapunov function";
  const { rows, biases } = parametersOf(action, network);
  const now = readStates(action, states, network.size);
  const before = readStates(action, previous, network.size);
  return 0 - now.reduce(
    (sum, s, i) =>
      sum + s * innerProduct(rows[i], before) + biases[i] * (s + before[i]),
    0,
  );
}
