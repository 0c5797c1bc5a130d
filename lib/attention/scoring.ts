import { bindShapes, fromRule, type Matrix } from "../core/mod.ts";

/**
 * A scoring function s: keys K (Dk x N) and queries Q (Dq x M) to scores S
 * (N x M), with sₙₘ = s(kₙ, qₘ).
 */
export type ScoreFunction = (keys: Matrix, queries: Matrix) => Matrix;

/** What the additive score learns. */
export interface AdditiveParameters {
  /** Weights W of the keys (H x Dk). */
  keyWeights: Matrix;
  /** Weights U of the queries (H x Dq). */
  queryWeights: Matrix;
  /** The vector v (H x 1) that reads the hidden layer. */
  scoreVector: Matrix;
}

/**
 * Dot score: s(k, q) = kᵀq, for all pairs S = KᵀQ.
 *
 * @source NNDL §8.2 打分函数, 点积模型; Luong et al. 2015, eq. 8 (dot)
 * @param keys Keys K (D x N).
 * @param queries Queries Q (D x M).
 * @returns Scores (N x M).
 * @throws {ShapeError} If keys and queries differ in D.
 *
 * @example A key scores by its overlap with the query
 * ```ts
 * import { dotScores } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const keys = fromRows([[1, 0], [0, 1]]);
 * assertEquals(dotScores(keys, columnVector([3, 7])).to2DArray(), [[3], [7]]);
 * ```
 */
export function dotScores(keys: Matrix, queries: Matrix): Matrix {
  bindShapes("score by dot product", {
    keys: [keys, "D", "N"],
    queries: [queries, "D", "M"],
  });
  return keys.transpose().mmul(queries);
}

/**
 * Scaled dot score: s(k, q) = kᵀq / √D, for all pairs S = KᵀQ / √D.
 *
 * For independent entries of mean 0 and variance 1 the dot product's variance
 * is D; the division brings it back to 1 (exercise 8-2).
 *
 * @source NNDL §8.2 打分函数, 缩放点积模型; Vaswani et al. 2017, eq. 1
 * @param keys Keys K (D x N).
 * @param queries Queries Q (D x M).
 * @returns Scores (N x M).
 * @throws {ShapeError} If keys and queries differ in D.
 *
 * @example Four dimensions halve the score
 * ```ts
 * import { scaledDotScores } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const key = columnVector([1, 1, 1, 1]);
 * assertEquals(scaledDotScores(key, key).get(0, 0), 2);
 * ```
 */
export function scaledDotScores(keys: Matrix, queries: Matrix): Matrix {
  return dotScores(keys, queries).div(Math.sqrt(keys.rows));
}

/**
 * Bilinear score: s(k, q) = kᵀWq, for all pairs S = KᵀWQ.
 *
 * With W = UᵀV it is a dot product after two projections, and unlike the dot
 * score it need not treat key and query alike.
 *
 * @source NNDL §8.2 打分函数, 双线性模型; Luong et al. 2015, eq. 8 (general)
 * @param weights Weights W (Dk x Dq).
 * @returns The scoring function; it throws {@linkcode ShapeError} if keys or queries do not fit W.
 *
 * @example The weights decide which key dimension meets which query dimension
 * ```ts
 * import { bilinearScores } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const swap = bilinearScores(fromRows([[0, 1], [1, 0]]));
 * const scores = swap(columnVector([5, 0]), columnVector([2, 3]));
 * assertEquals(scores.get(0, 0), 15);
 * ```
 */
export function bilinearScores(weights: Matrix): ScoreFunction {
  return (keys, queries) => {
    bindShapes("score by a bilinear form", {
      keys: [keys, "Dk", "N"],
      weights: [weights, "Dk", "Dq"],
      queries: [queries, "Dq", "M"],
    });
    return keys.transpose().mmul(weights).mmul(queries);
  };
}

/**
 * Additive score: s(k, q) = vᵀ tanh(Wk + Uq).
 *
 * Key and query may differ in size, and there is no bias, as in the notes.
 *
 * @source NNDL §8.2 打分函数, 加性模型; Bahdanau et al. 2015, appendix A.1.2
 * @param parameters W (H x Dk), U (H x Dq) and v (H x 1).
 * @returns The scoring function; it throws {@linkcode ShapeError} if keys or queries do not fit the parameters.
 * @throws {ShapeError} If W, U and v differ in H.
 *
 * @example One hidden unit
 * ```ts
 * import { additiveScores } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const score = additiveScores({
 *   keyWeights: fromRows([[1]]),
 *   queryWeights: fromRows([[2, 0]]),
 *   scoreVector: columnVector([3]),
 * });
 * const scores = score(columnVector([0.5]), columnVector([0.25, 9]));
 * assertAlmostEquals(scores.get(0, 0), 3 * Math.tanh(0.5 + 0.5));
 * ```
 */
export function additiveScores(
  { keyWeights, queryWeights, scoreVector }: AdditiveParameters,
): ScoreFunction {
  const parameters = {
    keyWeights: [keyWeights, "H", "Dk"],
    queryWeights: [queryWeights, "H", "Dq"],
    scoreVector: [scoreVector, "H", 1],
  } as const;
  bindShapes("set up the additive score", parameters);
  return (keys, queries) => {
    const { N, M } = bindShapes("score by the additive form", {
      ...parameters,
      keys: [keys, "Dk", "N"],
      queries: [queries, "Dq", "M"],
    });
    const fromKeys = keyWeights.mmul(keys); // H x N
    const fromQueries = queryWeights.mmul(queries); // H x M
    return fromRule(N, M, (n, m) =>
      scoreVector.getColumn(0).reduce(
        (sum, v, h) =>
          sum + v * Math.tanh(fromKeys.get(h, n) + fromQueries.get(h, m)),
        0,
      ));
  };
}
