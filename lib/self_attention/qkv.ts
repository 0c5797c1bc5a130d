import { bindShapes, type Matrix } from "../core/mod.ts";
import {
  type Attention,
  type AttentionOptions,
  keyValueAttention,
} from "../attention/mod.ts";

/** What self-attention learns: one projection for each role an input plays. */
export interface SelfAttentionParameters {
  /** Weights Wq (Dk x D): what an input looks for. */
  queryWeights: Matrix;
  /** Weights Wk (Dk x D): what an input is found by. */
  keyWeights: Matrix;
  /** Weights Wv (Dv x D): what an input gives when it is found. */
  valueWeights: Matrix;
}

/** The inputs in their three roles, item n in column n of each. */
export interface Projections {
  /** Queries Q (Dk x N). */
  queries: Matrix;
  /** Keys K (Dk x N). */
  keys: Matrix;
  /** Values V (Dv x N). */
  values: Matrix;
}

/** What self-attention gives: the outputs, their weights, and the projections they come from. */
export interface SelfAttention extends Attention, Projections {}

/**
 * Projections of the inputs: Q = WqX, K = WkX, V = WvX.
 *
 * @source NNDL §8.3 自注意力模型, 查询-键-值模式; Vaswani et al. 2017, §3.2.2, with items as rows (row 13)
 * @param inputs Inputs X (D x N).
 * @param parameters Wq (Dk x D), Wk (Dk x D) and Wv (Dv x D).
 * @returns Queries (Dk x N), keys (Dk x N) and values (Dv x N).
 * @throws {ShapeError} If a weight matrix does not fit the inputs, or Wq and Wk differ in Dk.
 *
 * @example Each role has weights of its own
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { projectInputs } from "@mneme/mneme/self_attention";
 * import { assertEquals } from "@std/assert";
 *
 * const { queries, keys, values } = projectInputs(columnVector([2, 3]), {
 *   queryWeights: fromRows([[1, 0]]),
 *   keyWeights: fromRows([[0, 1]]),
 *   valueWeights: fromRows([[1, 1]]),
 * });
 * assertEquals(
 *   [queries.get(0, 0), keys.get(0, 0), values.get(0, 0)],
 *   [2, 3, 5],
 * );
 * ```
 */
export function projectInputs(
  inputs: Matrix,
  { queryWeights, keyWeights, valueWeights }: SelfAttentionParameters,
): Projections {
  bindShapes("project inputs to queries, keys and values", {
    inputs: [inputs, "D", "N"],
    queryWeights: [queryWeights, "Dk", "D"],
    keyWeights: [keyWeights, "Dk", "D"],
    valueWeights: [valueWeights, "Dv", "D"],
  });
  return {
    queries: queryWeights.mmul(inputs),
    keys: keyWeights.mmul(inputs),
    values: valueWeights.mmul(inputs),
  };
}

/**
 * QKV self-attention: H = V softmax(KᵀQ / √Dk) with Q = WqX, K = WkX, V = WvX.
 *
 * The weights between items are made from the items, so one set of parameters
 * serves every length N. Nothing in it knows the order of the items: permuted
 * inputs give permuted outputs.
 *
 * @source NNDL §8.3 自注意力模型; Vaswani et al. 2017, eq. 1, with items as rows (rows 13, 14)
 * @param inputs Inputs X (D x N).
 * @param parameters Wq (Dk x D), Wk (Dk x D) and Wv (Dv x D).
 * @param options `mask` (N x N): row j, column n says whether item n may look at item j. `score` is s(K, Q); the default is scaled dot.
 * @returns Outputs (Dv x N), weights (N x N), whose columns sum to 1 (a fully masked one to 0), queries, keys and values.
 * @throws {ShapeError} If a weight matrix does not fit the inputs, Wq and Wk differ in Dk, or the mask is not N x N.
 *
 * @example An item finds the one whose key matches its query
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { selfAttention } from "@mneme/mneme/self_attention";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const inputs = fromRows([[1, 0], [0, 1]]);
 * const { output } = selfAttention(inputs, {
 *   queryWeights: fromRows([[0, 100], [100, 0]]), // each looks for the other
 *   keyWeights: fromRows([[1, 0], [0, 1]]),
 *   valueWeights: fromRows([[3, 7]]),
 * });
 * assertAlmostEquals(output.get(0, 0), 7);
 * assertAlmostEquals(output.get(0, 1), 3);
 * ```
 */
export function selfAttention(
  inputs: Matrix,
  parameters: SelfAttentionParameters,
  options: AttentionOptions = {},
): SelfAttention {
  const { queries, keys, values } = projectInputs(inputs, parameters);
  const attention = keyValueAttention({ keys, values }, queries, options);
  return { ...attention, queries, keys, values };
}
