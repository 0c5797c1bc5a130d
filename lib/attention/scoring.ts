import {
  bindShapes,
  fromRule,
  type Matrix,
  type ShapedMatrix,
} from "../core/mod.ts";
import { bindFinite, requireFinite } from "../core/validate.ts";

/**
 * A scoring function s: keys K (Dk x N) and queries Q (Dq x M) to scores S
 * (N x M), with sₙₘ = s(kₙ, qₘ).
 */
export type ScoreFunction = (keys: Matrix, queries: Matrix) => Matrix;

/** Gradients of a loss in what a score compares. */
export interface ScoreGradients {
  /** Gradient in the keys (Dk x N). */
  keys: Matrix;
  /** Gradient in the queries (Dq x M). */
  queries: Matrix;
}

/**
 * The gradient of a scoring function: keys K (Dk x N), queries Q (Dq x M) and
 * the gradient G = ∂L/∂S in the scores (N x M) to the gradients in K, in Q and
 * in what the score learns.
 */
export type ScoreGradient<Gradients extends ScoreGradients = ScoreGradients> = (
  keys: Matrix,
  queries: Matrix,
  upstream: Matrix,
) => Gradients;

/** Gradients of a loss in what the bilinear score compares and learns. */
export interface BilinearGradients extends ScoreGradients {
  /** Gradient in the weights W (Dk x Dq). */
  weights: Matrix;
}

/** Gradients of a loss in what the additive score compares and learns. */
export interface AdditiveGradients extends ScoreGradients, AdditiveParameters {}

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
 * @source NNDL §8.2 打分函数, 点积模型; Luong et al. 2015, §3.1 (dot) (rows 5, 56)
 * @param keys Keys K (D x N).
 * @param queries Queries Q (D x M).
 * @returns Scores (N x M).
 * @throws {ShapeError} If keys and queries differ in D.
 * @throws {RangeError} If an entry of either is not finite.
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
  const action = "score by dot product";
  bindFinite(action, {
    keys: [keys, "D", "N"],
    queries: [queries, "D", "M"],
  });
  return keys.transpose().mmul(queries);
}

/**
 * Gradient of the dot score: ∂L/∂K = QGᵀ, ∂L/∂Q = KG, with G = ∂L/∂S.
 *
 * @source NNDL §8.2 打分函数, 点积模型, differentiated (row 5)
 * @param keys Keys K (D x N).
 * @param queries Queries Q (D x M).
 * @param upstream Gradient G in the scores (N x M).
 * @returns Gradients in the keys (D x N) and in the queries (D x M).
 * @throws {ShapeError} If the three differ in D, N or M.
 * @throws {RangeError} If an entry of one is not finite.
 *
 * @example Key and query give each other their gradient
 * ```ts
 * import { dotScoresGradient } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const key = columnVector([2, 3]);
 * const query = columnVector([5, 7]);
 * const gradient = dotScoresGradient(key, query, columnVector([1]));
 * assertEquals(gradient, { keys: query, queries: key });
 * ```
 */
export function dotScoresGradient(
  keys: Matrix,
  queries: Matrix,
  upstream: Matrix,
): ScoreGradients {
  const action = "differentiate the dot score";
  bindFinite(action, {
    keys: [keys, "D", "N"],
    queries: [queries, "D", "M"],
    upstream: [upstream, "N", "M"],
  });
  return {
    keys: queries.mmul(upstream.transpose()),
    queries: keys.mmul(upstream),
  };
}

/**
 * Scaled dot score: s(k, q) = kᵀq / √D, for all pairs S = KᵀQ / √D.
 *
 * For independent entries of mean 0 and variance 1 the dot product's variance
 * is D; the division brings it back to 1 (exercise 8-2).
 *
 * @source NNDL §8.2 打分函数, 缩放点积模型; Vaswani et al. 2017, eq. 1 (rows 5, 56, 65)
 * @param keys Keys K (D x N).
 * @param queries Queries Q (D x M).
 * @returns Scores (N x M).
 * @throws {ShapeError} If keys and queries differ in D.
 * @throws {RangeError} If an entry of either is not finite.
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
 * Gradient of the scaled dot score: ∂L/∂K = QGᵀ / √D, ∂L/∂Q = KG / √D.
 *
 * @source NNDL §8.2 打分函数, 缩放点积模型, differentiated (row 5)
 * @param keys Keys K (D x N).
 * @param queries Queries Q (D x M).
 * @param upstream Gradient G in the scores (N x M).
 * @returns Gradients in the keys (D x N) and in the queries (D x M).
 * @throws {ShapeError} If the three differ in D, N or M.
 * @throws {RangeError} If an entry of one is not finite.
 *
 * @example Four dimensions halve the gradient
 * ```ts
 * import { scaledDotScoresGradient } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const key = columnVector([2, 4, 6, 8]);
 * const { queries } = scaledDotScoresGradient(key, key, columnVector([1]));
 * assertEquals(queries.to1DArray(), [1, 2, 3, 4]);
 * ```
 */
export function scaledDotScoresGradient(
  keys: Matrix,
  queries: Matrix,
  upstream: Matrix,
): ScoreGradients {
  const gradient = dotScoresGradient(keys, queries, upstream);
  const root = Math.sqrt(keys.rows);
  return {
    keys: gradient.keys.div(root),
    queries: gradient.queries.div(root),
  };
}

/**
 * Bilinear score: s(k, q) = kᵀWq, for all pairs S = KᵀWQ.
 *
 * With W = UᵀV it is a dot product after two projections, and unlike the dot
 * score it need not treat key and query alike.
 *
 * @source NNDL §8.2 打分函数, 双线性模型; Luong et al. 2015, §3.1, calls it general (rows 5, 56)
 * @param weights Weights W (Dk x Dq).
 * @returns The scoring function; it throws {@linkcode ShapeError} if keys or queries do not fit W, RangeError if they are not finite.
 * @throws {RangeError} If a weight is not finite.
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
  const action = "score by a bilinear form";
  requireFinite(action, { weights });
  return (keys, queries) => {
    bindShapes(action, {
      keys: [keys, "Dk", "N"],
      weights: [weights, "Dk", "Dq"],
      queries: [queries, "Dq", "M"],
    });
    requireFinite(action, { keys, queries });
    return keys.transpose().mmul(weights).mmul(queries);
  };
}

/**
 * Gradient of the bilinear score: ∂L/∂K = WQGᵀ, ∂L/∂Q = WᵀKG, ∂L/∂W = KGQᵀ.
 *
 * @source NNDL §8.2 打分函数, 双线性模型, differentiated (row 5)
 * @param weights Weights W (Dk x Dq).
 * @returns The gradient, which throws {@linkcode ShapeError} if keys, queries or upstream do not fit, RangeError if they are not finite.
 * @throws {RangeError} If a weight is not finite.
 *
 * @example A weight's gradient is the product of what it joins
 * ```ts
 * import { bilinearScoresGradient } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const gradient = bilinearScoresGradient(fromRows([[1, 0]]));
 * const { weights } = gradient(
 *   columnVector([2]),
 *   columnVector([3, 5]),
 *   columnVector([1]),
 * );
 * assertEquals(weights.to2DArray(), [[6, 10]]);
 * ```
 */
export function bilinearScoresGradient(
  weights: Matrix,
): ScoreGradient<BilinearGradients> {
  const action = "differentiate the bilinear score";
  requireFinite(action, { weights });
  return (keys, queries, upstream) => {
    bindShapes(action, {
      keys: [keys, "Dk", "N"],
      weights: [weights, "Dk", "Dq"],
      queries: [queries, "Dq", "M"],
      upstream: [upstream, "N", "M"],
    });
    requireFinite(action, { keys, queries, upstream });
    const atQueries = queries.mmul(upstream.transpose()); // Dq x N
    const atKeys = keys.mmul(upstream); // Dk x M
    return {
      keys: weights.mmul(atQueries),
      queries: weights.transpose().mmul(atKeys),
      weights: atKeys.mmul(queries.transpose()),
    };
  };
}

/**
 * Additive score: s(k, q) = vᵀ tanh(Wk + Uq).
 *
 * Key and query may differ in size, and there is no bias, as in the notes.
 *
 * @source NNDL §8.2 打分函数, 加性模型; Bahdanau et al. 2015, appendix A.1.2; Luong et al. 2015, §3.1, calls it concat (rows 5, 56, 64)
 * @param parameters W (H x Dk), U (H x Dq) and v (H x 1).
 * @returns The scoring function; it throws {@linkcode ShapeError} if keys or queries do not fit the parameters, RangeError if they are not finite.
 * @throws {ShapeError} If W, U and v differ in H.
 * @throws {RangeError} If a parameter is not finite.
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
export function additiveScores(parameters: AdditiveParameters): ScoreFunction {
  const shapes = additiveShapes(parameters);
  bindShapes("set up the additive score", shapes);
  requireFinite("set up the additive score", { ...parameters });
  const { keyWeights, queryWeights, scoreVector } = parameters;
  return (keys, queries) => {
    const action = "score by the additive form";
    bindFinite(action, {
      ...shapes,
      keys: [keys, "Dk", "N"],
      queries: [queries, "Dq", "M"],
    });
    const fromKeys = keyWeights.mmul(keys); // H x N
    const fromQueries = queryWeights.mmul(queries); // H x M
    return fromRule(keys.columns, queries.columns, (n, m) => {
      let score = 0;
      for (let h = 0; h < scoreVector.rows; h++) {
        score += scoreVector.get(h, 0) *
          Math.tanh(fromKeys.get(h, n) + fromQueries.get(h, m));
      }
      return score;
    });
  };
}

/**
 * Gradient of the additive score: with t = tanh(Wkₙ + Uqₘ), ∂L/∂v = Σ gₙₘ t,
 * and δ = gₙₘ v ⊙ (1 - t²) goes to Wᵀδ, δkₙᵀ (keys, W) and Uᵀδ, δqₘᵀ (queries, U).
 *
 * @source NNDL §8.2 打分函数, 加性模型, differentiated (row 5)
 * @param parameters W (H x Dk), U (H x Dq) and v (H x 1).
 * @returns The gradient, which throws {@linkcode ShapeError} if keys, queries or upstream do not fit, RangeError if they are not finite.
 * @throws {ShapeError} If W, U and v differ in H.
 * @throws {RangeError} If a parameter is not finite.
 *
 * @example At tanh(0) the layer is the identity
 * ```ts
 * import { additiveScoresGradient } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const gradient = additiveScoresGradient({
 *   keyWeights: fromRows([[2]]),
 *   queryWeights: fromRows([[1]]),
 *   scoreVector: columnVector([3]),
 * })(columnVector([1]), columnVector([-2]), columnVector([1]));
 * assertEquals(gradient.keys.get(0, 0), 6);
 * assertEquals(gradient.scoreVector.get(0, 0), 0);
 * ```
 */
export function additiveScoresGradient(
  parameters: AdditiveParameters,
): ScoreGradient<AdditiveGradients> {
  const action = "differentiate the additive score";
  const shapes = additiveShapes(parameters);
  bindShapes(action, shapes);
  requireFinite(action, { ...parameters });
  const { keyWeights, queryWeights, scoreVector } = parameters;
  return (keys, queries, upstream) => {
    bindFinite(action, {
      ...shapes,
      keys: [keys, "Dk", "N"],
      queries: [queries, "Dq", "M"],
      upstream: [upstream, "N", "M"],
    });
    const fromKeys = keyWeights.mmul(keys); // H x N
    const fromQueries = queryWeights.mmul(queries); // H x M
    const atKeys = fromRule(fromKeys.rows, fromKeys.columns, () => 0); // Σₘ δ
    const atQueries = fromRule(fromQueries.rows, fromQueries.columns, () => 0);
    const atVector = fromRule(scoreVector.rows, 1, () => 0);
    for (let h = 0; h < scoreVector.rows; h++) {
      for (let n = 0; n < keys.columns; n++) {
        for (let m = 0; m < queries.columns; m++) {
          const t = Math.tanh(fromKeys.get(h, n) + fromQueries.get(h, m));
          const g = upstream.get(n, m);
          const delta = g * scoreVector.get(h, 0) * (1 - t * t);
          atVector.set(h, 0, atVector.get(h, 0) + g * t);
          atKeys.set(h, n, atKeys.get(h, n) + delta);
          atQueries.set(h, m, atQueries.get(h, m) + delta);
        }
      }
    }
    return {
      keys: keyWeights.transpose().mmul(atKeys),
      queries: queryWeights.transpose().mmul(atQueries),
      keyWeights: atKeys.mmul(keys.transpose()),
      queryWeights: atQueries.mmul(queries.transpose()),
      scoreVector: atVector,
    };
  };
}

function additiveShapes(
  { keyWeights, queryWeights, scoreVector }: AdditiveParameters,
): Record<string, ShapedMatrix> {
  return {
    keyWeights: [keyWeights, "H", "Dk"],
    queryWeights: [queryWeights, "H", "Dq"],
    scoreVector: [scoreVector, "H", 1],
  };
}
