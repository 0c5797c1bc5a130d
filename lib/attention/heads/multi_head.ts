import { bindShapes, columnVector, type Matrix } from "../../core/mod.ts";
import { affineColumns } from "../../core/elementwise.ts";
import { joinRows } from "../../core/join.ts";
import { requireFinite } from "../../core/validate.ts";
import { requireSize } from "../../core/size.ts";
import {
  type Attention,
  type AttentionOptions,
  keyValueAttention,
  type KeyValueMemory,
} from "../key_value.ts";
import { groupedQueryAttention, type HeadOptions } from "./grouped_query.ts";

/** What one head learns: a projection for each role, with or without biases. */
export interface HeadParameters {
  /** Weights of the queries (Di x Dq). */
  queryWeights: Matrix;
  /** Weights of the keys (Di x Dk). */
  keyWeights: Matrix;
  /** Weights of the values (Ei x Dv). */
  valueWeights: Matrix;
  /** Bias of the projected queries (Di x 1). Default: 0. */
  queryBias?: Matrix;
  /** Bias of the projected keys (Di x 1). Default: 0. */
  keyBias?: Matrix;
  /** Bias of the projected values (Ei x 1). Default: 0. */
  valueBias?: Matrix;
}

/** What multi-head attention learns. */
export interface MultiHeadParameters {
  /** The heads, at least one. */
  heads: readonly HeadParameters[];
  /** Output matrix Wo (Do x ΣEi), which mixes the heads. */
  outputWeights: Matrix;
  /** Bias of the output (Do x 1). Default: 0. */
  outputBias?: Matrix;
}

/** What multi-head attention gives. */
export interface MultiHeadAttention {
  /** Outputs (Do x M), one to a query. */
  output: Matrix;
  /** Output (Ei x M) and weights (N x M) of each head. */
  heads: Attention[];
}

/**
 * Multi-head attention in the book's form: att((K, V), q₁) ⊕ ... ⊕ att((K, V), q_M).
 *
 * M queries look into one memory and what they read is stacked. Nothing is
 * projected, so every part is a mean of the values; Vaswani's form is
 * {@linkcode multiHeadAttention}, and no choice of queries makes this one equal it.
 *
 * @source NNDL §8.2.1 多头注意力 (row 9)
 * @param memory Keys K (Dk x N) and values V (Dv x N), the same for all heads.
 * @param queries Queries Q (Dq x M), one to a head.
 * @param options `score` is s(K, Q); the default, scaled dot, needs Dq = Dk. `mask` (N x M) leaves items out.
 * @returns Output, one column (M·Dv x 1), head after head, and weights (N x M), whose columns sum to 1.
 * @throws {ShapeError} If N differs between keys and values, or keys and queries do not fit the score.
 * @throws {RangeError} If an entry of keys, values or queries is not finite.
 *
 * @example Two queries, two answers, one column
 * ```ts
 * import { concatenatedAttention } from "@mneme/mneme/attention";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[50, -50]]), values: fromRows([[3, 7]]) };
 * const { output } = concatenatedAttention(memory, fromRows([[1, -1]]));
 * assertEquals([output.rows, output.columns], [2, 1]);
 * assertAlmostEquals(output.get(1, 0), 7);
 * ```
 */
export function concatenatedAttention(
  memory: KeyValueMemory,
  queries: Matrix,
  options: AttentionOptions = {},
): Attention {
  const { output, weights } = keyValueAttention(memory, queries, options);
  return { output: columnVector(output.transpose().to1DArray()), weights };
}

/**
 * Multi-head attention in Vaswani's form: Wo[head₁; ...; head_H] with headᵢ = att((WₖⁱK, WᵥⁱV), W_qⁱQ).
 *
 * Each head compares and reads in a space of its own, and Wo mixes what they
 * read; every query passes through all heads. The book's form has neither
 * projections nor Wo. With H heads of D/H dimensions there are 4D² weights,
 * however many heads.
 *
 * @source Vaswani et al. 2017, §3.2.2 (items as rows there); NNDL §8.2.1 多头注意力 names it (row 9)
 * @param memory Inputs of the keys (Dk x N) and of the values (Dv x N); the same matrix in most uses.
 * @param queries Inputs of the queries (Dq x M).
 * @param parameters The heads, Wo (Do x ΣEi) and biases.
 * @param options `score` and `mask` for all heads, or a list with one for each.
 * @returns Outputs (Do x M), and the output (Ei x M) and weights (N x M) of each head.
 * @throws {ShapeError} If a head does not fit the inputs, or Wo the heads.
 * @throws {RangeError} If there is no head, or an entry of inputs or parameters is not finite.
 *
 * @example One head whose projections are the identity is key-value attention
 * ```ts
 * import { keyValueAttention, multiHeadAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const identity = fromRows([[1, 0], [0, 1]]);
 * const memory = { keys: fromRows([[1, 2], [3, 4]]), values: fromRows([[5, 6], [7, 8]]) };
 * const query = columnVector([0.5, -0.5]);
 * const { output } = multiHeadAttention(memory, query, {
 *   heads: [{ queryWeights: identity, keyWeights: identity, valueWeights: identity }],
 *   outputWeights: identity,
 * });
 * assertEquals(output, keyValueAttention(memory, query).output);
 * ```
 */
export function multiHeadAttention(
  { keys, values }: KeyValueMemory,
  queries: Matrix,
  parameters: MultiHeadParameters,
  options: HeadOptions = {},
): MultiHeadAttention {
  bindMultiHead({ keys, values }, queries, parameters);
  const heads = groupedQueryAttention(
    parameters.heads.map((head) => ({
      keys: affineColumns(head.keyWeights, keys, head.keyBias),
      values: affineColumns(head.valueWeights, values, head.valueBias),
    })),
    parameters.heads.map((head) =>
      affineColumns(head.queryWeights, queries, head.queryBias)
    ),
    options,
  );
  const joined = joinRows(heads.map(({ output }) => output)); // ΣEi x M
  const { outputWeights, outputBias } = parameters;
  return { output: affineColumns(outputWeights, joined, outputBias), heads };
}

function bindMultiHead(
  { keys, values }: KeyValueMemory,
  queries: Matrix,
  { heads, outputWeights, outputBias }: MultiHeadParameters,
): void {
  const action = "attend with several heads";
  requireSize(action, "the number of heads", heads.length);
  for (const head of heads) {
    const { queryWeights, keyWeights, valueWeights, ...biases } = head;
    const { queryBias, keyBias, valueBias } = biases;
    bindShapes(action, {
      keys: [keys, "Dk", "N"],
      values: [values, "Dv", "N"],
      queries: [queries, "Dq", "M"],
      queryWeights: [queryWeights, "Di", "Dq"],
      keyWeights: [keyWeights, "Di", "Dk"],
      valueWeights: [valueWeights, "Ei", "Dv"],
      ...queryBias && { queryBias: [queryBias, "Di", 1] as const },
      ...keyBias && { keyBias: [keyBias, "Di", 1] as const },
      ...valueBias && { valueBias: [valueBias, "Ei", 1] as const },
    });
    requireFinite(action, { ...head });
  }
  const size = heads.reduce((sum, head) => sum + head.valueWeights.rows, 0);
  bindShapes(action, {
    outputWeights: [outputWeights, "Do", size],
    ...outputBias && { outputBias: [outputBias, "Do", 1] as const },
  });
  requireFinite(action, {
    keys,
    values,
    queries,
    outputWeights,
    ...outputBias && { outputBias },
  });
}
