import type { Matrix } from "../core/mod.ts";
import {
  type Attention,
  type AttentionGradientOptions,
  type AttentionOptions,
  keyValueAttention,
  keyValueAttentionGradient,
} from "./key_value.ts";

/** Gradients of a loss in what soft attention reads, and in the scores on the way. */
export interface SoftAttentionGradients {
  /** Gradient in the inputs (D x N), as keys and as values. */
  inputs: Matrix;
  /** Gradient in the queries (Dq x M). */
  queries: Matrix;
  /** Gradient in the scores (N x M): what a score's own gradient takes as upstream. */
  scores: Matrix;
}

/**
 * Soft attention: att(X, q) = Σₙ αₙ xₙ = E[x_z] for z ~ p(z | X, q) = α.
 *
 * Key-value attention whose keys and values are one: the inputs.
 *
 * @source NNDL §8.2 加权平均, 软性注意力机制 (rows 4, 6)
 * @param inputs Inputs X (D x N).
 * @param queries Queries Q (Dq x M), one to a column.
 * @param options `score` is s(X, Q); the default, scaled dot, needs Dq = D. `mask` (N x M) leaves inputs out.
 * @returns Outputs (D x M) and weights (N x M), whose columns sum to 1.
 * @throws {ShapeError} If inputs and queries do not fit the score.
 * @throws {RangeError} If an entry of inputs or queries is not finite.
 *
 * @example Equal scores give the mean
 * ```ts
 * import { softAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const inputs = fromRows([[1, 3], [2, 6]]);
 * const { output } = softAttention(inputs, columnVector([0, 0]));
 * assertEquals(output.to2DArray(), [[2], [4]]);
 * ```
 */
export function softAttention(
  inputs: Matrix,
  queries: Matrix,
  options: AttentionOptions = {},
): Attention {
  return keyValueAttention({ keys: inputs, values: inputs }, queries, options);
}

/**
 * Gradient of soft attention: ∂L/∂X = ∂L/∂K + ∂L/∂V at K = V = X.
 *
 * @source NNDL §8.2 加权平均, 软性注意力机制, differentiated (row 4)
 * @param inputs Inputs X (D x N).
 * @param queries Queries Q (Dq x M).
 * @param upstream Gradient in the outputs (D x M).
 * @param options `score` is the scoring function with its gradient, scaled dot unless told; `mask` (N x M) leaves inputs out.
 * @returns Gradients in the inputs (D x N), the queries (Dq x M) and the scores (N x M).
 * @throws {ShapeError} If upstream has another shape than the outputs, or inputs and queries do not fit the score.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example A query of 0 leaves the inputs their weights
 * ```ts
 * import { softAttentionGradient } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const { inputs, queries } = softAttentionGradient(
 *   fromRows([[1, 3]]),
 *   columnVector([0]),
 *   columnVector([1]),
 * );
 * assertEquals(inputs.to1DArray(), [0.5, 0.5]);
 * assertEquals(queries.to1DArray(), [1]);
 * ```
 */
export function softAttentionGradient(
  inputs: Matrix,
  queries: Matrix,
  upstream: Matrix,
  options: AttentionGradientOptions = {},
): SoftAttentionGradients {
  const gradient = keyValueAttentionGradient(
    { keys: inputs, values: inputs },
    queries,
    upstream,
    options,
  );
  return {
    inputs: gradient.keys.clone().add(gradient.values),
    queries: gradient.queries,
    scores: gradient.scores,
  };
}
