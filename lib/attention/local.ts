import { fromRule, type Matrix } from "../core/mod.ts";
import {
  bindFinite,
  requireNumber,
  requirePositive,
} from "../core/validate.ts";
import { requireSize } from "../core/size.ts";
import { hadamard, sigmoid } from "../core/elementwise.ts";
import {
  type Attention,
  type AttentionOptions,
  keyValueAttention,
  type KeyValueMemory,
} from "./key_value.ts";
import { combineMasks } from "./mask.ts";

/** How far local attention looks, how it scores, and which items count. */
export interface LocalOptions extends AttentionOptions {
  /** Half width D of the window, greater than 0: items at most D from the center count. */
  halfWidth: number;
}

/** What local attention with predicted positions learns. */
export interface PositionParameters {
  /** Weights Wp (H x Dq). */
  positionWeights: Matrix;
  /** The vector vp (H x 1). */
  positionVector: Matrix;
}

/** What local attention gives. */
export interface LocalAttention extends Attention {
  /** The center of each query's window, in items counted from 0. */
  positions: number[];
}

/**
 * Local attention, monotonic (local-m): softmax over the items at most D from pₘ = m.
 *
 * Supposes that query m is about item m, as in languages of one word order. A
 * query whose window lies beyond the last item reads 0.
 *
 * @source Luong et al. 2015, §3.2, local-m; S2 对齐函数, local/hard (row 56)
 * @param memory Keys K (Dk x N) and values V (Dv x N).
 * @param queries Queries Q (Dq x M); query m looks around item m.
 * @param options `halfWidth` is D; `score` and `mask` as for {@linkcode keyValueAttention}.
 * @returns Outputs (Dv x M), weights (N x M), whose columns sum to 1 (0 beyond the last item), and positions.
 * @throws {ShapeError} If N differs between keys and values, keys and queries do not fit the score, or the mask is not N x M.
 * @throws {RangeError} If the half width is not a finite number greater than 0, or an entry is not finite.
 *
 * @example Items outside of the window have no weight
 * ```ts
 * import { localMonotonicAttention } from "@mneme/mneme/attention";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const inputs = fromRows([[0, 0, 0, 0]]);
 * const { weights } = localMonotonicAttention(
 *   { keys: inputs, values: inputs },
 *   fromRows([[1]]),
 *   { halfWidth: 1 },
 * );
 * assertEquals(weights.to1DArray(), [0.5, 0.5, 0, 0]);
 * ```
 */
export function localMonotonicAttention(
  memory: KeyValueMemory,
  queries: Matrix,
  options: LocalOptions,
): LocalAttention {
  const positions = Array.from({ length: queries.columns }, (_, m) => m);
  return { ...attendNear(positions, memory, queries, options), positions };
}

/**
 * Predicted positions: pₘ = N σ(vpᵀ tanh(Wp qₘ)), where in the source query m looks.
 *
 * @source Luong et al. 2015, §3.2 (row 56)
 * @param queries Queries Q (Dq x M).
 * @param parameters Wp (H x Dq) and vp (H x 1).
 * @param itemCount Number N of items, an integer of at least 1.
 * @returns A position between 0 and N for each query.
 * @throws {ShapeError} If queries and parameters differ in Dq or H.
 * @throws {RangeError} If N is not an integer of at least 1, or an entry is not finite.
 *
 * @example Undecided is the middle
 * ```ts
 * import { predictedPositions } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const positions = predictedPositions(columnVector([0]), {
 *   positionWeights: fromRows([[1]]),
 *   positionVector: columnVector([1]),
 * }, 10);
 * assertEquals(positions, [5]);
 * ```
 */
export function predictedPositions(
  queries: Matrix,
  { positionWeights, positionVector }: PositionParameters,
  itemCount: number,
): number[] {
  const action = "predict positions";
  bindFinite(action, {
    queries: [queries, "Dq", "M"],
    positionWeights: [positionWeights, "H", "Dq"],
    positionVector: [positionVector, "H", 1],
  });
  requireSize(action, "the number of items", itemCount);
  const hidden = positionWeights.mmul(queries).tanh();
  return sigmoid(positionVector.transpose().mmul(hidden)).to1DArray()
    .map((share) => itemCount * share);
}

/**
 * Local attention, predictive (local-p): αₙ = softmaxₙ(s(kₙ, q)) exp(-(n - p)² / 2σ²) in the window, σ = D/2.
 *
 * The softmax runs over the window; the Gaussian favors its center and makes p
 * learnable. The weights are not normalized again, as in the paper, so they sum
 * to at most 1. Items are counted from 0.
 *
 * @source Luong et al. 2015, §3.2, local-p; S2 对齐函数, local/hard (row 56)
 * @param memory Keys K (Dk x N) and values V (Dv x N).
 * @param queries Queries Q (Dq x M), one to a column.
 * @param parameters Wp (H x Dq) and vp (H x 1), which predict p.
 * @param options `halfWidth` is D; `score` and `mask` as for {@linkcode keyValueAttention}.
 * @returns Outputs (Dv x M), weights (N x M), whose columns sum to at most 1, and positions.
 * @throws {ShapeError} If N differs between keys and values, or keys, queries and parameters do not fit.
 * @throws {RangeError} If the half width is not a finite number greater than 0, or an entry is not finite.
 *
 * @example Equal scores leave the Gaussian
 * ```ts
 * import { localPredictiveAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const inputs = fromRows([[0, 0, 0, 0]]);
 * const { weights, positions } = localPredictiveAttention(
 *   { keys: inputs, values: inputs },
 *   columnVector([0]),
 *   { positionWeights: fromRows([[1]]), positionVector: columnVector([1]) },
 *   { halfWidth: 1 },
 * );
 * assertAlmostEquals(positions[0], 2);
 * assertAlmostEquals(weights.get(3, 0), Math.exp(-2) / 3);
 * ```
 */
export function localPredictiveAttention(
  memory: KeyValueMemory,
  queries: Matrix,
  parameters: PositionParameters,
  options: LocalOptions,
): LocalAttention {
  const N = memory.keys.columns;
  const positions = predictedPositions(queries, parameters, N);
  const { weights } = attendNear(positions, memory, queries, options);
  const deviation = options.halfWidth / 2;
  const favored = hadamard(
    weights,
    fromRule(
      N,
      positions.length,
      (n, m) => Math.exp(-0.5 * ((n - positions[m]) / deviation) ** 2),
    ),
  );
  return { output: memory.values.mmul(favored), weights: favored, positions };
}

/**
 * Window mask: item n counts for query m if |n - pₘ| ≤ D.
 *
 * @source Luong et al. 2015, §3.2: the window [p - D, p + D] (row 56)
 * @param itemCount Number N of items, an integer of at least 1.
 * @param positions The center pₘ of each query's window, in items counted from 0; at least one.
 * @param halfWidth Half width D, greater than 0.
 * @returns Mask (N x M), 1 to keep and 0 to leave out.
 * @throws {RangeError} If N is not an integer of at least 1, there is no position, one is not finite, or D is not a finite number greater than 0.
 *
 * @example One item to each side
 * ```ts
 * import { windowMask } from "@mneme/mneme/attention";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(windowMask(4, [1], 1).to1DArray(), [1, 1, 1, 0]);
 * ```
 */
export function windowMask(
  itemCount: number,
  positions: readonly number[],
  halfWidth: number,
): Matrix {
  const action = "mask what lies outside of a window";
  requireSize(action, "the number of items", itemCount);
  requireSize(action, "the number of positions", positions.length);
  positions.forEach((p) => requireNumber(action, "a position", p));
  requirePositive(action, "the half width", halfWidth);
  return fromRule(
    itemCount,
    positions.length,
    (n, m) => Math.abs(n - positions[m]) <= halfWidth ? 1 : 0,
  );
}

function attendNear(
  positions: readonly number[],
  memory: KeyValueMemory,
  queries: Matrix,
  { halfWidth, score, mask }: LocalOptions,
): Attention {
  const near = windowMask(memory.keys.columns, positions, halfWidth);
  return keyValueAttention(memory, queries, {
    score,
    mask: mask ? combineMasks([near, mask]) : near,
  });
}
