import {
  dotScores,
  dotScoresGradient,
  keyValueAttentionGradient,
  type KeyValueMemory,
} from "../attention/mod.ts";
import type { Matrix } from "../core/mod.ts";
import { bindFinite } from "../core/validate.ts";

/** The gradient of a loss with respect to what a memory network's read depends on. */
export interface MemoryReadGradient {
  /** With respect to the keys a (D x N). */
  keys: Matrix;
  /** With respect to the values c (Dv x N). */
  values: Matrix;
  /** With respect to the queries q (D x M). */
  queries: Matrix;
}

/**
 * Gradient of a memory network's read: with G = ∂L/∂r, ∂L/∂C = GPᵀ, and with
 * H = P ⊙ (CᵀG - 1·diag(GᵀR)), the gradient in the scores, ∂L/∂A = QHᵀ and ∂L/∂Q = AH.
 *
 * A key gains if the value it leads to is better than what was read, in
 * proportion to its weight; a weight near 0 or 1 stops its gradient.
 *
 * @source NNDL §8.5.1 端到端记忆网络 (row 22); Sukhbaatar et al. 2015, eq. 1, 2, differentiated by hand
 * @param memory Keys a (D x N) and values c (Dv x N).
 * @param queries Queries q (D x M).
 * @param upstream Gradient G in what was read (Dv x M).
 * @returns Gradients in keys (D x N), values (Dv x N) and queries (D x M).
 * @throws {ShapeError} If the four differ in D, N, Dv or M.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example Two equal keys, one value better than the other
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { memoryNetworkReadGradient } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[3, 3]]), values: fromRows([[2, 4]]) };
 * const { keys, values } = memoryNetworkReadGradient(
 *   memory,
 *   columnVector([8]),
 *   columnVector([1]),
 * );
 * assertEquals(values.to2DArray(), [[0.5, 0.5]]);
 * assertEquals(keys.to2DArray(), [[-4, 4]]);
 * ```
 */
export function memoryNetworkReadGradient(
  memory: KeyValueMemory,
  queries: Matrix,
  upstream: Matrix,
): MemoryReadGradient {
  const { keys, values } = memory;
  bindFinite("differentiate a memory network's read", {
    keys: [keys, "D", "N"],
    values: [values, "Dv", "N"],
    queries: [queries, "D", "M"],
    upstream: [upstream, "Dv", "M"],
  });
  const gradient = keyValueAttentionGradient(memory, queries, upstream, {
    score: { forward: dotScores, gradient: dotScoresGradient },
  });
  return {
    keys: gradient.keys,
    values: gradient.values,
    queries: gradient.queries,
  };
}
