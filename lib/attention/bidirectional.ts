import {
  columnVector,
  fromRule,
  type Matrix,
  softmaxColumns,
} from "../core/mod.ts";
import { hadamard } from "../core/elementwise.ts";
import { joinRows } from "../core/join.ts";
import { bindFinite } from "../core/validate.ts";

/** What attention in both directions gives. */
export interface BidirectionalAttention {
  /** Similarities S (T x J) of each context word with each query word. */
  similarities: Matrix;
  /** Weights of the query words for each context word (J x T); columns sum to 1. */
  queryWeights: Matrix;
  /** Weights of the context words (T x 1), which sum to 1. */
  contextWeights: Matrix;
  /** Query-aware context G (4D x T). */
  output: Matrix;
}

/**
 * Attention in both directions (BiDAF): with sₜⱼ = wᵀ[h; u; h ∘ u], ũₜ = Σⱼ softmaxⱼ(sₜⱼ) uⱼ
 * and h̃ = Σₜ softmaxₜ(maxⱼ sₜⱼ) hₜ, gₜ = [h; ũ; h ∘ ũ; h ∘ h̃].
 *
 * Context-to-query asks which query words matter to a context word;
 * query-to-context which context words matter to any query word: one vector
 * h̃, repeated for all t. The notes name the mechanism and give no formula.
 *
 * @source S2 双向注意力; Seo et al. 2017, §2, attention flow layer (row 54)
 * @param context Context H (D x T).
 * @param query Query U (D x J).
 * @param similarityWeights Weights w (3D x 1) of [h; u; h ∘ u].
 * @returns G (4D x T), the similarities (T x J) and both distributions.
 * @throws {ShapeError} If context and query differ in D, or w is not 3D x 1.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example Without weights both directions give means
 * ```ts
 * import { bidirectionalAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const { output } = bidirectionalAttention(
 *   fromRows([[1, 3]]),
 *   fromRows([[4, 6, 8]]),
 *   columnVector([0, 0, 0]),
 * );
 * assertEquals(output.to2DArray(), [[1, 3], [6, 6], [6, 18], [2, 6]]);
 * ```
 */
export function bidirectionalAttention(
  context: Matrix,
  query: Matrix,
  similarityWeights: Matrix,
): BidirectionalAttention {
  const action = "attend in both directions";
  const { D, T } = bindFinite(action, {
    context: [context, "D", "T"],
    query: [query, "D", "J"],
    similarityWeights: [similarityWeights, 3 * context.rows, 1],
  });
  const similarities = trilinear(context, query, similarityWeights);
  const queryWeights = softmaxColumns(similarities.transpose());
  const contextWeights = softmaxColumns(
    columnVector(similarities.to2DArray().map((row) => Math.max(...row))),
  );
  const attendedQuery = query.mmul(queryWeights); // ũ, D x T
  const summary = context.mmul(contextWeights); // h̃, D x 1
  const attendedContext = fromRule(D, T, (d) => summary.get(d, 0));
  const output = joinRows([
    context,
    attendedQuery,
    hadamard(context, attendedQuery),
    hadamard(context, attendedContext),
  ]);
  return { similarities, queryWeights, contextWeights, output };
}

/** sₜⱼ = w₁ᵀhₜ + w₂ᵀuⱼ + hₜᵀ diag(w₃) uⱼ, which is wᵀ[h; u; h ∘ u] without 3D numbers for each pair. */
function trilinear(context: Matrix, query: Matrix, weights: Matrix): Matrix {
  const D = context.rows;
  const part = (i: number) => weights.subMatrix(i * D, (i + 1) * D - 1, 0, 0);
  const fromContext = part(0).transpose().mmul(context); // 1 x T
  const fromQuery = part(1).transpose().mmul(query); // 1 x J
  const weighted = fromRule(
    D,
    query.columns,
    (d, j) => weights.get(2 * D + d, 0) * query.get(d, j),
  );
  const products = context.transpose().mmul(weighted); // T x J
  return fromRule(
    context.columns,
    query.columns,
    (t, j) => fromContext.get(0, t) + fromQuery.get(0, j) + products.get(t, j),
  );
}
