import type { Matrix } from "../core/mod.ts";
import {
  type Attention,
  type AttentionOptions,
  keyValueAttention,
} from "./key_value.ts";

/**
 * Soft attention: att(X, q) = Σₙ αₙ xₙ = E[x_z] for z ~ p(z | X, q) = α.
 *
 * Key-value attention whose keys and values are one: the inputs.
 *
 * @source NNDL §8.2 加权平均, 软性注意力机制
 * @param inputs Inputs X (D x N).
 * @param queries Queries Q (Dq x M), one to a column.
 * @param options `score` is s(X, Q); the default, scaled dot, needs Dq = D. `mask` (N x M) leaves inputs out.
 * @returns Outputs (D x M) and weights (N x M), whose columns sum to 1.
 * @throws {ShapeError} If inputs and queries do not fit the score.
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
