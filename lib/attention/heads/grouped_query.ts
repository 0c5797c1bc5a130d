import type { Matrix } from "../../core/mod.ts";
import { requireSize } from "../../core/size.ts";
import {
  type Attention,
  type AttentionOptions,
  keyValueAttention,
  type KeyValueMemory,
} from "../key_value.ts";

/** Score and mask, one for all query heads or one for each. */
export type HeadOptions = AttentionOptions | readonly AttentionOptions[];

/**
 * Grouped-query attention: headᵢ = att((K_g, V_g), Qᵢ) with g = ⌊iG/H⌋.
 *
 * H query heads share G memories of keys and values, so a cache is H/G times
 * smaller. G = H is multi-head attention, G = 1 multi-query attention.
 *
 * @source Ainslie et al. 2023, §2.2; Shazeer 2019, §3 (G = 1); NNDL §8.2.1 多头注意力 (row 9)
 * @param memories Keys (Dk x N) and values (Dv x N) of each of the G groups.
 * @param queries Queries (Dq x M) of each of the H heads; H is a multiple of G.
 * @param options `score` and `mask` as for {@linkcode keyValueAttention}, for all heads or a list of H.
 * @returns Outputs (Dv x M) and weights (N x M) of each head.
 * @throws {ShapeError} If a head's queries do not fit its group's memory.
 * @throws {RangeError} If there is no memory, H is not a multiple of G, or a list of options is not of length H.
 *
 * @example Two heads, one memory
 * ```ts
 * import { groupedQueryAttention } from "@mneme/mneme/attention";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[50, -50]]), values: fromRows([[3, 7]]) };
 * const heads = groupedQueryAttention([memory], [fromRows([[1]]), fromRows([[-1]])]);
 * assertAlmostEquals(heads[0].output.get(0, 0), 3);
 * assertAlmostEquals(heads[1].output.get(0, 0), 7);
 * ```
 */
export function groupedQueryAttention(
  memories: readonly KeyValueMemory[],
  queries: readonly Matrix[],
  options: HeadOptions = {},
): Attention[] {
  const action = "attend by groups";
  const [groups, heads] = [memories.length, queries.length];
  requireSize(action, "the number of memories", groups);
  requireSize(action, "the number of query heads", heads);
  if (heads % groups !== 0) {
    throw new RangeError(
      `Cannot ${action} as the number of query heads must be a multiple of the number of memories: ${heads} and ${groups}`,
    );
  }
  if (isList(options) && options.length !== heads) {
    throw new RangeError(
      `Cannot ${action} as the options must be one for all heads or one for each: ${options.length} for ${heads} heads`,
    );
  }
  return queries.map((headQueries, i) =>
    keyValueAttention(
      memories[Math.floor(i * groups / heads)],
      headQueries,
      isList(options) ? options[i] : options,
    )
  );
}

/** Array.isArray does not tell a read-only list from an object. */
function isList(options: HeadOptions): options is readonly AttentionOptions[] {
  return Array.isArray(options);
}
