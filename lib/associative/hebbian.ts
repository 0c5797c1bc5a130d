import { bindShapes, type Matrix } from "../core/mod.ts";
import { fromPairs } from "./pairs.ts";
import { innerProduct, readPatterns, readStates } from "./states.ts";

/**
 * Hebb's rule: wᵢⱼ = (1/N) Σₙ xᵢ⁽ⁿ⁾xⱼ⁽ⁿ⁾ for i ≠ j, and wᵢᵢ = 0.
 *
 * The notes' formula gives wᵢᵢ = 1, which their definition of the network
 * forbids and which makes almost every state a fixed point; the diagonal is
 * zeroed here. Physics divides by M, the neurons, not by N, the patterns: a
 * positive factor, which without biases changes no state, only energies.
 *
 * @source NNDL §8.6.1 信息存储, 赫布规则; Hopfield 1982, eq. 2, without the factor (row 31)
 * @param patterns Patterns (M x N), one to a column, each entry +1 or -1.
 * @returns Weights W (M x M), symmetric, with a zero diagonal, entries from -1 to 1.
 * @throws {RangeError} If an entry is neither +1 nor -1.
 *
 * @example Neurons that agree in every pattern attract, uncorrelated ones do not
 * ```ts
 * import { hebbianWeights } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const patterns = fromRows([[1, -1], [1, -1], [1, 1]]);
 * assertEquals(
 *   hebbianWeights(patterns).to2DArray(),
 *   [[0, 1, 0], [1, 0, 0], [0, 0, 0]],
 * );
 * ```
 */
export function hebbianWeights(patterns: Matrix): Matrix {
  const rows = readPatterns("store patterns", patterns);
  return fromPairs(
    rows.length,
    (i, j) => innerProduct(rows[i], rows[j]) / patterns.columns,
  );
}

/**
 * Overlap of states and a pattern: m = (1/M) Σᵢ sᵢxᵢ.
 *
 * @source NNDL §8.6.1 联想记忆, what recall is judged by; Amit, Gutfreund and Sompolinsky 1985 (row 76)
 * @param states States s (M x 1), each +1 or -1.
 * @param pattern Pattern x (M x 1), each entry +1 or -1.
 * @returns m, from -1 (all differ) to 1 (all agree); a share (1 - m)/2 of the entries differs.
 * @throws {ShapeError} If states and pattern are not columns of one size.
 * @throws {RangeError} If an entry is neither +1 nor -1.
 *
 * @example One entry of four differs
 * ```ts
 * import { overlap } from "@mneme/mneme/associative";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const pattern = columnVector([1, 1, -1, -1]);
 * assertEquals(overlap(columnVector([1, 1, -1, 1]), pattern), 0.5);
 * ```
 */
export function overlap(states: Matrix, pattern: Matrix): number {
  const action = "compare states with a pattern";
  const { M } = bindShapes(action, {
    states: [states, "M", 1],
    pattern: [pattern, "M", 1],
  });
  return innerProduct(
    readStates(action, states, M),
    readStates(action, pattern, M),
  ) / M;
}
