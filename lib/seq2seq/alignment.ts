import type { Matrix } from "../core/mod.ts";
import { requireSize } from "../core/size.ts";
import { requireDistributions, requireNumber } from "../core/validate.ts";

/** Which weights count as an alignment. */
export interface AlignmentOptions {
  /** The least weight that counts, from 0 to 1. Default: 0.25. */
  least?: number;
}

/**
 * Alignment from weights: for target word t the source words n with αₙₜ ≥ least, the heaviest first.
 *
 * Read off an attention grid this is Bahdanau's heat map in words: the entry
 * a₃,₂ of the notes (third target, second source) is column 2, row 1 here.
 *
 * @source S1 注意力解决什么问题: the heat map; Bahdanau et al. 2015, fig. 3 (rows 46, 47)
 * @param weights Weights (N x T), one column to a target word, columns sum to 1.
 * @param options `least` is the threshold.
 * @returns T lists of source positions from 0; empty where the weights are spread thin.
 * @throws {RangeError} If a column is no distribution, or the threshold does not lie from 0 to 1.
 *
 * @example "Syria" comes from two words, "la Syrie"
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { alignedItems } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * const source = ["avec", "la", "Syrie"];
 * const weights = fromRows([[0.9, 0.1], [0.05, 0.4], [0.05, 0.5]]);
 * const [withWords, syria] = alignedItems(weights);
 * assertEquals(withWords.map((n) => source[n]), ["avec"]);
 * assertEquals(syria.map((n) => source[n]), ["Syrie", "la"]);
 * ```
 */
export function alignedItems(
  weights: Matrix,
  { least = 0.25 }: AlignmentOptions = {},
): number[][] {
  const action = "read an alignment";
  requireDistributions(action, { weights });
  requireNumber(action, "the least weight", least, { minimum: 0, maximum: 1 });
  return Array.from({ length: weights.columns }, (_, t) => {
    const column = weights.getColumn(t);
    return column.map((_, n) => n)
      .filter((n) => column[n] >= least)
      .sort((a, b) => column[b] - column[a]);
  });
}

/**
 * Weights of an alignment grid: N·M, one for each pair of a source and a target word.
 *
 * A grid over characters, c to a word, costs c² times as much.
 *
 * @source S1 注意力的代价 (row 48)
 * @param sourceLength Length N of the source, an integer of at least 1.
 * @param targetLength Length M of the target, an integer of at least 1.
 * @returns The count of weights, and of calls of the score.
 * @throws {RangeError} If a length is not an integer of at least 1.
 *
 * @example Fifty words each way
 * ```ts
 * import { alignmentCost } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(alignmentCost(50, 50), 2500);
 * assertEquals(alignmentCost(5 * 50, 5 * 50), 25 * 2500);
 * ```
 */
export function alignmentCost(
  sourceLength: number,
  targetLength: number,
): number {
  const action = "count the weights of an alignment";
  requireSize(action, "the source's length", sourceLength);
  requireSize(action, "the target's length", targetLength);
  return sourceLength * targetLength;
}
