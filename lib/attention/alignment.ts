import { bindShapes, fromRule, type Matrix } from "../core/mod.ts";
import { bindFinite, requireFinite } from "../core/validate.ts";
import {
  additiveScores,
  bilinearScores,
  type ScoreFunction,
} from "./scoring.ts";

/** What the concat score learns, key and query stacked before one layer. */
export interface ConcatParameters {
  /** Weights W (H x (Dq + Dk)): the columns of the query first. */
  weights: Matrix;
  /** The vector v (H x 1) that reads the hidden layer. */
  scoreVector: Matrix;
  /** The query's size Dq, where W is cut in two. */
  querySize: number;
}

/**
 * Cosine score: s(k, q) = kᵀq / (‖k‖ ‖q‖), for all pairs.
 *
 * Also called content-based. Only directions count, so the scores are bounded
 * and need a factor β to be sharp ({@linkcode scaledScores}). A vector of
 * zeros has no direction and scores 0.
 *
 * @source NNDL §8.2 打分函数, 对齐函数比较; Graves et al. 2014, eq. 6 (row 56)
 * @param keys Keys K (D x N).
 * @param queries Queries Q (D x M).
 * @returns Scores (N x M), from -1 to 1.
 * @throws {ShapeError} If keys and queries differ in D.
 * @throws {RangeError} If an entry of either is not finite.
 *
 * @example Length does not count
 * ```ts
 * import { cosineScores } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const scores = cosineScores(fromRows([[5], [0]]), columnVector([30, 40]));
 * assertAlmostEquals(scores.get(0, 0), 0.6);
 * ```
 */
export function cosineScores(keys: Matrix, queries: Matrix): Matrix {
  const action = "score by cosine";
  bindFinite(action, {
    keys: [keys, "D", "N"],
    queries: [queries, "D", "M"],
  });
  return unitColumns(keys).transpose().mmul(unitColumns(queries));
}

/**
 * Location score: s(n, q) = (Wq)ₙ, for all pairs S = WQ.
 *
 * The score of an item comes from the query and the item's place alone: row n
 * of W belongs to place n, whatever key lies there. So the number of items is
 * fixed, and permuting the items does not permute the weights.
 *
 * @source NNDL §8.2 打分函数, 对齐函数比较; Luong et al. 2015, §3.1 (row 56)
 * @param weights Weights W (N x Dq), one row to a place.
 * @returns The scoring function; it throws {@linkcode ShapeError} if the keys are not N or the queries do not fit W, RangeError if the queries are not finite.
 * @throws {RangeError} If a weight is not finite.
 *
 * @example The keys do not count
 * ```ts
 * import { locationScores } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const score = locationScores(fromRows([[1], [2]]));
 * const query = columnVector([3]);
 * assertEquals(score(fromRows([[7, 9]]), query).to1DArray(), [3, 6]);
 * assertEquals(score(fromRows([[9, 7]]), query).to1DArray(), [3, 6]);
 * ```
 */
export function locationScores(weights: Matrix): ScoreFunction {
  const action = "score by location";
  requireFinite(action, { weights });
  return (keys, queries) => {
    bindShapes(action, {
      keys: [keys, "Dk", "N"],
      weights: [weights, "N", "Dq"],
      queries: [queries, "Dq", "M"],
    });
    requireFinite(action, { queries });
    return weights.mmul(queries);
  };
}

/**
 * General score: s(k, q) = qᵀWk, the bilinear score with its weights transposed.
 *
 * Luong's name and order for {@linkcode bilinearScores}: there the decoder's
 * state, the query, stands on the left.
 *
 * @source NNDL §8.2 打分函数, 对齐函数比较; Luong et al. 2015, §3.1 (row 56)
 * @param weights Weights W (Dq x Dk).
 * @returns The scoring function; it throws {@linkcode ShapeError} if keys or queries do not fit W, RangeError if they are not finite.
 * @throws {RangeError} If a weight is not finite.
 *
 * @example Rows of W belong to the query
 * ```ts
 * import { generalScores } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const score = generalScores(fromRows([[2, 3]]));
 * assertEquals(score(columnVector([5, 7]), columnVector([1])).get(0, 0), 31);
 * ```
 */
export function generalScores(weights: Matrix): ScoreFunction {
  return bilinearScores(weights.transpose());
}

/**
 * Concat score: s(k, q) = vᵀ tanh(W[q; k]), the additive score with W = [U, W'].
 *
 * Luong's name and form of {@linkcode additiveScores}: one matrix on key and
 * query stacked is two matrices on each, added.
 *
 * @source NNDL §8.2 打分函数, 对齐函数比较; Luong et al. 2015, §3.1 (row 56)
 * @param parameters W (H x (Dq + Dk)), v (H x 1) and Dq, at least 1 and less than W's columns.
 * @returns The scoring function; it throws {@linkcode ShapeError} if keys or queries do not fit the parameters, RangeError if they are not finite.
 * @throws {ShapeError} If W and v differ in H.
 * @throws {RangeError} If Dq leaves no column of W for the query or for the key, or a parameter is not finite.
 *
 * @example Query and key meet in one layer
 * ```ts
 * import { concatScores } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const score = concatScores({
 *   weights: fromRows([[2, 3]]),
 *   scoreVector: columnVector([1]),
 *   querySize: 1,
 * });
 * const scores = score(columnVector([0.1]), columnVector([0.2]));
 * assertAlmostEquals(scores.get(0, 0), Math.tanh(0.7));
 * ```
 */
export function concatScores(
  { weights, scoreVector, querySize }: ConcatParameters,
): ScoreFunction {
  const { rows, columns } = weights;
  if (!Number.isInteger(querySize) || querySize < 1 || querySize >= columns) {
    throw new RangeError(
      `Cannot set up the concat score as the query's size must leave columns of W for query and key: ${querySize} of ${columns}`,
    );
  }
  return additiveScores({
    queryWeights: weights.subMatrix(0, rows - 1, 0, querySize - 1),
    keyWeights: weights.subMatrix(0, rows - 1, querySize, columns - 1),
    scoreVector,
  });
}

/** Each column divided by its length; a column of zeros stays. */
function unitColumns(matrix: Matrix): Matrix {
  const lengths = Array.from(
    { length: matrix.columns },
    (_, n) => Math.hypot(...matrix.getColumn(n)) || 1,
  );
  return fromRule(
    matrix.rows,
    matrix.columns,
    (d, n) => matrix.get(d, n) / lengths[n],
  );
}
