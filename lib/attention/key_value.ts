import {
  bindShapes,
  type MaskOption,
  type Matrix,
  softmaxColumns,
  softmaxColumnsGradient,
} from "../core/mod.ts";
import { requireFinite } from "../core/validate.ts";
import {
  scaledDotScores,
  scaledDotScoresGradient,
  type ScoreFunction,
  type ScoreGradient,
  type ScoreGradients,
} from "./scoring.ts";

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

/** A scoring function with its gradient, such as {@linkcode bilinearScores} with {@linkcode bilinearScoresGradient}. */
export interface DifferentiableScore {
  /** The scores s(K, Q). */
  forward: ScoreFunction;
  /** Their gradient in K and Q. */
  gradient: ScoreGradient;
}

/** The score that the attention used, and the items that counted. */
export interface AttentionGradientOptions extends MaskOption {
  /** The scoring function and its gradient; the default is scaled dot. */
  score?: DifferentiableScore;
}

/** Gradients of a loss in what key-value attention reads, and in the scores on the way. */
export interface KeyValueGradients extends ScoreGradients {
  /** Gradient in the values (Dv x N). */
  values: Matrix;
  /** Gradient in the scores (N x M): what a score's own gradient takes as upstream. */
  scores: Matrix;
}

/**
 * Key-value attention: att((K, V), q) = Σₙ αₙ vₙ with α = softmax(s(K, q)).
 *
 * With K = V it is soft attention. A query that sees nothing, all items masked
 * or at -∞, has weights 0 and reads 0.
 *
 * @source NNDL §8.2.1 键值对注意力; Vaswani et al. 2017, eq. 1 (items as rows there) (rows 6, 8, 65)
 * @param memory Keys K (Dk x N) and values V (Dv x N).
 * @param queries Queries Q (Dq x M), one to a column.
 * @param options `score` is s(K, Q); the default, scaled dot, needs Dq = Dk. `mask` (N x M) leaves items out.
 * @returns Outputs (Dv x M) and weights (N x M), whose columns sum to 1.
 * @throws {ShapeError} If N differs between keys and values, or keys and queries do not fit the score.
 * @throws {RangeError} If an entry of keys, values or queries is not finite.
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
  const action = "attend to keys and values";
  const scores = score(keys, queries);
  bindShapes(action, {
    keys: [keys, "Dk", "N"],
    values: [values, "Dv", "N"],
    queries: [queries, "Dq", "M"],
    scores: [scores, "N", "M"],
  });
  requireFinite(action, { keys, values, queries });
  const weights = softmaxColumns(scores, { mask });
  return { output: values.mmul(weights), weights };
}

/**
 * Gradient of key-value attention: ∂L/∂V = GAᵀ, and with ∂L/∂A = VᵀG through
 * softmax to the scores, then through the score to ∂L/∂K and ∂L/∂Q.
 *
 * A is the weights, G = ∂L/∂H. The gradient in what a score learns follows from
 * `scores`: `bilinearScoresGradient(w)(keys, queries, scores).weights`.
 *
 * @source NNDL §8.2.1 键值对注意力, differentiated (row 8)
 * @param memory Keys K (Dk x N) and values V (Dv x N).
 * @param queries Queries Q (Dq x M).
 * @param upstream Gradient G in the outputs (Dv x M).
 * @param options `score` is the scoring function with its gradient, scaled dot unless told; `mask` (N x M) leaves items out.
 * @returns Gradients in keys (Dk x N), values (Dv x N), queries (Dq x M) and scores (N x M).
 * @throws {ShapeError} If N differs between keys and values, upstream has another shape than the outputs, or keys and queries do not fit the score.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example A value's gradient is its weight
 * ```ts
 * import { keyValueAttentionGradient } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[0, 0]]), values: fromRows([[3, 7]]) };
 * const gradient = keyValueAttentionGradient(
 *   memory,
 *   columnVector([2]),
 *   columnVector([1]),
 * );
 * assertEquals(gradient.values.to1DArray(), [0.5, 0.5]);
 * assertEquals(gradient.keys.to1DArray(), [-2, 2]);
 * ```
 */
export function keyValueAttentionGradient(
  memory: KeyValueMemory,
  queries: Matrix,
  upstream: Matrix,
  {
    score = { forward: scaledDotScores, gradient: scaledDotScoresGradient },
    mask,
  }: AttentionGradientOptions = {},
): KeyValueGradients {
  const { keys, values } = memory;
  const { weights } = keyValueAttention(memory, queries, {
    score: score.forward,
    mask,
  });
  const action = "differentiate attention";
  bindShapes(action, {
    values: [values, "Dv", "N"],
    weights: [weights, "N", "M"],
    upstream: [upstream, "Dv", "M"],
  });
  requireFinite(action, { upstream });
  const scores = softmaxColumnsGradient(
    weights,
    values.transpose().mmul(upstream),
  );
  const compared = score.gradient(keys, queries, scores);
  return {
    keys: compared.keys,
    queries: compared.queries,
    values: upstream.mmul(weights.transpose()),
    scores,
  };
}
