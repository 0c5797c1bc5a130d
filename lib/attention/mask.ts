import { bindShapes, fromRule, type Matrix } from "../core/mod.ts";
import { requireSize } from "../core/size.ts";

/** Which items came before the queries' own. */
export interface CausalMaskOptions {
  /** Number P of items that lie before the first query's own, as in a cache. Default: 0. */
  past?: number;
}

/**
 * Padding mask: item n counts for query m if n < lₘ, the valid length.
 *
 * A query of valid length 0 sees nothing: its weights and its output are 0.
 * (A fill of -1e6 would give it the mean of the padding.)
 *
 * @source NNDL §8.2 注意力分布, masked; d2l, masked softmax with valid lengths (row 66)
 * @param itemCount Number N of items, padding included.
 * @param validLengths Valid length lₘ for each of the M queries, an integer from 0 to N.
 * @returns Mask (N x M), 1 to keep and 0 to leave out.
 * @throws {RangeError} If a length is not an integer from 0 to N, or there is none.
 *
 * @example Two queries, two lengths
 * ```ts
 * import { paddingMask } from "@mneme/mneme/attention";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(paddingMask(3, [1, 2]).to2DArray(), [[1, 1], [0, 1], [0, 0]]);
 * ```
 */
export function paddingMask(
  itemCount: number,
  validLengths: readonly number[],
): Matrix {
  const action = "mask padding";
  requireSize(action, "the number of items", itemCount);
  requireSize(action, "the number of valid lengths", validLengths.length);
  for (const length of validLengths) {
    if (Number.isInteger(length) && length >= 0 && length <= itemCount) {
      continue;
    }
    throw new RangeError(
      `Cannot ${action} as a valid length must be an integer from 0 to ${itemCount}: ${length}`,
    );
  }
  return fromRule(
    itemCount,
    validLengths.length,
    (n, m) => n < validLengths[m] ? 1 : 0,
  );
}

/**
 * Causal mask: item n counts for query m if n ≤ m + P, so none looks ahead.
 *
 * With P items cached from earlier calls the queries' own items are the last
 * N - P; N and M need not agree.
 *
 * @source NNDL §8.3 自注意力模型, masked; Vaswani et al. 2017, §3.2.3 (row 66)
 * @param itemCount Number N of items, cached ones included.
 * @param queryCount Number M of queries.
 * @param options `past` is P, 0 unless told.
 * @returns Mask (N x M), 1 to keep and 0 to leave out.
 * @throws {RangeError} If a count is not an integer of at least 1, or P of at least 0.
 *
 * @example Column m sees rows 0, ..., m
 * ```ts
 * import { causalMask } from "@mneme/mneme/attention";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(causalMask(2, 2).to2DArray(), [[1, 1], [0, 1]]);
 * assertEquals(causalMask(3, 2, { past: 1 }).to2DArray(), [[1, 1], [1, 1], [0, 1]]);
 * ```
 */
export function causalMask(
  itemCount: number,
  queryCount: number,
  { past = 0 }: CausalMaskOptions = {},
): Matrix {
  const action = "mask what comes later";
  requireSize(action, "the number of items", itemCount);
  requireSize(action, "the number of queries", queryCount);
  requireSize(action, "the number of past items", past, 0);
  return fromRule(itemCount, queryCount, (n, m) => n <= m + past ? 1 : 0);
}

/**
 * Combined mask: an item counts where it counts in every mask.
 *
 * @source NNDL §8.2 注意力分布, masked; Vaswani et al. 2017, §3.2.3 (row 66)
 * @param masks Masks (N x M), at least one; an entry other than 0 keeps.
 * @returns Mask (N x M), 1 to keep and 0 to leave out.
 * @throws {ShapeError} If the masks differ in N or M.
 * @throws {RangeError} If there is no mask.
 *
 * @example Neither padding nor what comes later
 * ```ts
 * import { causalMask, combineMasks, paddingMask } from "@mneme/mneme/attention";
 * import { assertEquals } from "@std/assert";
 *
 * const mask = combineMasks([causalMask(3, 3), paddingMask(3, [2, 2, 2])]);
 * assertEquals(mask.to2DArray(), [[1, 1, 1], [0, 1, 1], [0, 0, 0]]);
 * ```
 */
export function combineMasks(masks: readonly Matrix[]): Matrix {
  const action = "combine masks";
  requireSize(action, "the number of masks", masks.length);
  const { N, M } = bindShapes(
    action,
    Object.fromEntries(
      masks.map((mask, i) => [`masks[${i}]`, [mask, "N", "M"] as const]),
    ),
  );
  return fromRule(
    N,
    M,
    (n, m) => masks.every((mask) => mask.get(n, m) !== 0) ? 1 : 0,
  );
}

/**
 * Additive mask: 0 where the mask keeps and -∞ where it leaves out, so that
 * softmax(S + B) is the masked softmax of S.
 *
 * @source Vaswani et al. 2017, §3.2.3: "setting to -∞"; NNDL §8.2 注意力分布, masked (row 66)
 * @param mask Mask (N x M); an entry other than 0 keeps.
 * @returns Bias B (N x M) for {@linkcode biasedScores}.
 *
 * @example Left out is -∞
 * ```ts
 * import { additiveMask } from "@mneme/mneme/attention";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(additiveMask(fromRows([[1, 0]])).to1DArray(), [0, -Infinity]);
 * ```
 */
export function additiveMask(mask: Matrix): Matrix {
  return fromRule(
    mask.rows,
    mask.columns,
    (n, m) => mask.get(n, m) === 0 ? -Infinity : 0,
  );
}
