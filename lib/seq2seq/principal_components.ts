import { fromRule, type Matrix } from "../core/mod.ts";
import { singularValues } from "../core/matrix.ts";
import { requireSize } from "../core/size.ts";
import { bindFinite } from "../core/validate.ts";

/** What is left of equal items when their mean is taken off, relative to their size. */
const ROUNDING = 1e-14;

/** Items seen along the directions in which they vary most. */
export interface PrincipalComponents {
  /** The items' mean (D x 1). */
  mean: Matrix;
  /** Unit vectors u (D x K), the direction of the largest variance first; uᵢᵀuⱼ = 0. The largest entry of each is positive. */
  directions: Matrix;
  /** Coordinates of the items (K x N): Uᵀ(X - mean). */
  coordinates: Matrix;
  /** The share of the variance along each of the K directions, falling; all D of them sum to 1. */
  explained: number[];
}

/**
 * Principal components: U from the singular values X - x̄ = UΣVᵀ, coordinates UᵀX - Uᵀx̄, explained σₖ² / Σσ².
 *
 * With K = 2 sentence vectors become points of a plane, in which those that
 * mean the same lie together if the encoder is any good.
 *
 * @source S1 注意力解决什么问题 (PCA 降维); Sutskever et al. 2014, fig. 2; Pearson 1901 (row 42)
 * @param items Items X (D x N), such as the last states of an encoder, one to a sentence; N at least 2, not all equal.
 * @param count Number K of components, from 1 to the smaller of D and N.
 * @returns Mean (D x 1), directions (D x K), coordinates (K x N) and the shares of the variance.
 * @throws {RangeError} If a number is not finite, K is too large, or the items do not vary.
 *
 * @example Points on a line have one component
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { principalComponents } from "@mneme/mneme/seq2seq";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const items = fromRows([[0, 3, 6], [1, 5, 9]]); // (0, 1) + t (3, 4)
 * const { coordinates, explained } = principalComponents(items, 1);
 * assertAlmostEquals(explained[0], 1);
 * assertAlmostEquals(coordinates.get(0, 2) - coordinates.get(0, 1), 5);
 * ```
 */
export function principalComponents(
  items: Matrix,
  count: number,
): PrincipalComponents {
  const action = "find principal components";
  bindFinite(action, { items: [items, "D", "N"] });
  const most = Math.min(items.rows, items.columns);
  if (requireSize(action, "their number", count) > most) {
    throw new RangeError(
      `Cannot ${action} as their number must be at most ${most}, the smaller size of the items: ${count}`,
    );
  }
  const mean = fromRule(
    items.rows,
    1,
    (d) => items.getRow(d).reduce((sum, x) => sum + x / items.columns, 0),
  );
  const centered = fromRule(
    items.rows,
    items.columns,
    (d, n) => items.get(d, n) - mean.get(d, 0),
  );
  const { left, values } = singularValues(centered);
  const total = values.reduce((sum, value) => sum + value ** 2, 0);
  const size = items.norm("frobenius");
  if (total <= (ROUNDING * size) ** 2) {
    throw new RangeError(
      `Cannot ${action} as the items must vary: all ${items.columns} are equal`,
    );
  }
  const directions = fromRule(
    items.rows,
    count,
    (d, k) => left.get(d, k) * signOf(left.getColumn(k)),
  );
  return {
    mean,
    directions,
    coordinates: directions.transpose().mmul(centered),
    explained: values.slice(0, count).map((value) => value ** 2 / total),
  };
}

/** The sign of the entry that is largest in size: a direction and its opposite are one. */
function signOf(direction: readonly number[]): number {
  return Math.sign(
    direction.reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a),
  );
}
