import { fromRule, type Matrix, softmaxColumns } from "../core/mod.ts";
import { bindFinite, requireFinite, requireNumber } from "../core/validate.ts";

/** What winner-take-all leaves of the inputs. */
export interface Pooling {
  /** The pooled features (D x 1). */
  output: Matrix;
  /** For each feature the item it came from, from 0. */
  winners: number[];
}

/**
 * Max pooling: y_d = maxₙ x_dn, attention from below: the strongest stimulus takes all.
 *
 * Nobody asks: there is no query, the inputs alone decide, each feature for
 * itself. Of equal inputs the first wins.
 *
 * @source NNDL §8.1 基于显著性的注意力, 赢者通吃; §8.2: max pooling as saliency (row 3)
 * @param inputs Inputs X (D x N).
 * @returns The largest entry of each row (D x 1), and which item it came from.
 * @throws {RangeError} If an input is not finite.
 *
 * @example Each feature has its own winner
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { maxPooling } from "@mneme/mneme/saliency";
 * import { assertEquals } from "@std/assert";
 *
 * const { output, winners } = maxPooling(fromRows([[1, 9, 2], [8, 3, 4]]));
 * assertEquals(output.to1DArray(), [9, 8]);
 * assertEquals(winners, [1, 0]);
 * ```
 */
export function maxPooling(inputs: Matrix): Pooling {
  requireFinite("pool by the maximum", { inputs });
  const winners = inputs.to2DArray().map((row) =>
    row.reduce((best, x, n) => x > row[best] ? n : best, 0)
  );
  return {
    output: fromRule(inputs.rows, 1, (d) => inputs.get(d, winners[d])),
    winners,
  };
}

/**
 * Smooth maximum: y_d = Σₙ αₙ x_dn with α = softmax(β x_d), attention whose scores are the inputs.
 *
 * β → ∞ is max pooling, β = 0 the mean, β → -∞ the minimum: what is salient
 * scores itself, without a query.
 *
 * @source NNDL §8.2: max pooling as saliency; the limit of softmax (row 3)
 * @param inputs Inputs X (D x N).
 * @param sharpness β, a finite number.
 * @returns The pooled features (D x 1), each between its row's smallest and largest entry.
 * @throws {RangeError} If an input or the sharpness is not finite.
 *
 * @example From the mean to the maximum
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { smoothMaxPooling } from "@mneme/mneme/saliency";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const inputs = fromRows([[1, 9, 2]]);
 * assertAlmostEquals(smoothMaxPooling(inputs, 0).get(0, 0), 4);
 * assertAlmostEquals(smoothMaxPooling(inputs, 100).get(0, 0), 9);
 * ```
 */
export function smoothMaxPooling(inputs: Matrix, sharpness: number): Matrix {
  const action = "pool by a smooth maximum";
  requireFinite(action, { inputs });
  requireNumber(action, "the sharpness", sharpness);
  const weights = softmaxColumns(inputs.transpose().mul(sharpness)); // N x D
  return fromRule(
    inputs.rows,
    1,
    (d) =>
      inputs.getRow(d).reduce((sum, x, n) => sum + weights.get(n, d) * x, 0),
  );
}

/**
 * Fully connected pooling: Y = XW, weights that are learned once and look at no input.
 *
 * The simplest attention from below: place n always has its weight. Attention
 * makes the weights from the inputs instead, for any number of them.
 *
 * @source NNDL §8.2; S3 非自主性注意力: 简单全连接 (row 3)
 * @param inputs Inputs X (D x N).
 * @param weights Weights W (N x M), finite; they need not sum to 1.
 * @returns Outputs (D x M).
 * @throws {ShapeError} If inputs and weights differ in N.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example The weight belongs to the place
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { fixedPooling } from "@mneme/mneme/saliency";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = columnVector([1, 0.5]);
 * assertEquals(fixedPooling(fromRows([[2, 6]]), weights).get(0, 0), 5);
 * assertEquals(fixedPooling(fromRows([[6, 2]]), weights).get(0, 0), 7);
 * ```
 */
export function fixedPooling(inputs: Matrix, weights: Matrix): Matrix {
  const action = "pool by fixed weights";
  bindFinite(action, {
    inputs: [inputs, "D", "N"],
    weights: [weights, "N", "M"],
  });
  return inputs.mmul(weights);
}
