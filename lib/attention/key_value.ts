import {
  bindShapes,
  type MaskOption,
  type Matrix,
  softmaxColumns,
} from "../core/mod.ts";
import { scaledDotScores, type ScoreFunction } from "./scoring.ts";

/** Items to attend to: the key of each is compared with the query, its value is read. */
export interface KeyValueMemory {
  /** Keys K (Dk x N). */
  keys: Matrix;
  /** Values V (Dv x N). */
  values: Matrix;
}

/** What attention gives: the outputs and the distribution that they are expectations over. */
export interface Attention {
  /** Outputs (Dv x M), one to a query. */
  output: Matrix;
  /** Weights (N x M); columns sum to 1, a fully masked one to 0. */
  weights: Matrix;
}

/** How to score, and which items count. */
export interface AttentionOptions extends MaskOption {
  /** The scoring function s(K, Q); the default is scaled dot. */
  score?: ScoreFunction;
}

/**
 * Key-value attention: att((K, V), q) = Σₙ αₙ vₙ with α = softmax(s(K, q)).
 *
 * @source NNDL §8.2.1 键值对注意力; Vaswani et al. 2017, eq. 1 (rows there)
 * @param memory Keys K (Dk x N) and values V (Dv x N).
 * @param queries Queries Q (Dq x M), one to a column.
 * @param options `score` is s(K, Q); the default, scaled dot, needs Dq = Dk. `mask` (N x M) leaves items out.
 * @returns Outputs (Dv x M) and weights (N x M), whose columns sum to 1.
 * @throws {ShapeError} If N differs between keys and values, or keys and queries do not fit the score.
 *
 * @example The query picks the value whose key it matches
 * ```ts
 * import { keyValueAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const memory = {
 *   keys: fromRows([[50, 0], [0, 50]]),
 *   values: fromRows([[3, 7]]),
 * };
 * const { output } = keyValueAttention(memory, columnVector([0, 1]));
 * assertAlmostEquals(output.get(0, 0), 7);
 * ```
 */
export function keyValueAttention(
  { keys, values }: KeyValueMemory,
  queries: Matrix,
  { score = scaledDotScores, mask }: AttentionOptions = {},
): Attention {
  const scores = score(keys, queries);
  bindShapes("attend to keys and values", {
    keys: [keys, "Dk", "N"],
    values: [values, "Dv", "N"],
    queries: [queries, "Dq", "M"],
    scores: [scores, "N", "M"],
  });
  const weights = softmaxColumns(scores, { mask });
  return { output: values.mmul(weights), weights };
}
