import { fromRule, type Matrix } from "../core/mod.ts";
import { requireSize } from "../core/size.ts";
import { bindFinite, requireIndex } from "../core/validate.ts";
import { frequencies, type PositionOptions } from "./positions.ts";

/** The turns of rotary positions, worked out once for all that use them. */
export interface RotaryCache {
  /** cos(p ωⱼ) (R/2 x P): pair j in row j, position p in column p. */
  cosines: Matrix;
  /** sin(p ωⱼ) (R/2 x P). */
  sines: Matrix;
}

/** Which positions the items have, and which features are a pair. */
export interface RotaryOptions {
  /** The column of the cache for each of the N items. Default: 0, ..., N - 1. */
  positions?: readonly number[];
  /**
   * Which of the R features that turn are pair j: `"neighbors"`, 2j and 2j + 1,
   * as in the paper; or `"halves"`, j and j + R/2, as in GPT-NeoX and Llama's
   * public weights. Default: `"neighbors"`.
   */
  pairs?: "neighbors" | "halves";
}

/**
 * Rotary cache: cos(p ωⱼ) and sin(p ωⱼ) with ωⱼ = base^(-2j/R), p = 0, ..., P - 1.
 *
 * @source Su et al. 2021, eq. 15; after S4 Transformer其他操作, 位置编码 (row 72)
 * @param dimension How many features R turn, even, at least 2, at most the items' D.
 * @param length Number P of positions, an integer of at least 1.
 * @param options `base` in place of 10000.
 * @returns Cosines and sines (R/2 x P each).
 * @throws {RangeError} If dimension or length is no such integer, or the base is not above 0.
 *
 * @example Position 0 does not turn
 * ```ts
 * import { rotaryCache } from "@mneme/mneme/transformer";
 * import { assertEquals } from "@std/assert";
 *
 * const { cosines, sines } = rotaryCache(4, 3);
 * assertEquals(cosines.getColumn(0), [1, 1]);
 * assertEquals(sines.getColumn(0), [0, 0]);
 * ```
 */
export function rotaryCache(
  dimension: number,
  length: number,
  { base = 10000 }: PositionOptions = {},
): RotaryCache {
  const action = "make a rotary cache";
  const omega = frequencies(action, dimension, base);
  requireSize(action, "the length", length);
  const table = (wave: (angle: number) => number) =>
    fromRule(omega.length, length, (j, p) => wave(p * omega[j]));
  return { cosines: table(Math.cos), sines: table(Math.sin) };
}

/**
 * Rotary positions: pair j of the item at position p is turned by p ωⱼ, (a, b) → (a cos - b sin, a sin + b cos).
 *
 * Queries and keys are turned, values are not: (R_m q)ᵀ(R_n k) = qᵀR_{n-m}k,
 * so the score knows how far apart the two are and not where. Features past
 * the cache's R stay as they are.
 *
 * @source Su et al. 2021, eqs. 14 to 16 and 34; after S4 Transformer其他操作, 位置编码 (row 72)
 * @param inputs Queries or keys of one head (D x N), one item to a column.
 * @param cache Cosines and sines (R/2 x P each), R at most D.
 * @param options `positions` of the items, `pairs` of the features.
 * @returns Turned items (D x N), each as long as before where cos² + sin² = 1.
 * @throws {ShapeError} If cosines and sines differ in shape.
 * @throws {RangeError} If a number is not finite, R exceeds D, the number of positions is not N, a position is not a column of the cache, or `pairs` has no meaning.
 *
 * @example A quarter turn at position 1
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { rotatePositions } from "@mneme/mneme/transformer";
 * import { assertEquals } from "@std/assert";
 *
 * const cache = { cosines: fromRows([[1, 0]]), sines: fromRows([[0, 1]]) };
 * const turned = rotatePositions(fromRows([[3, 3], [5, 5], [7, 7]]), cache);
 * assertEquals(turned.to2DArray(), [[3, -5], [5, 3], [7, 7]]);
 * ```
 */
export function rotatePositions(
  inputs: Matrix,
  cache: RotaryCache,
  { positions, pairs = "neighbors" }: RotaryOptions = {},
): Matrix {
  const places = positions ??
    Array.from({ length: inputs.columns }, (_, n) => n);
  requireRotary(inputs, cache, places, pairs);
  const half = cache.cosines.rows;
  const turned = inputs.clone();
  for (let j = 0; j < half; j++) {
    const [first, second] = pairs === "halves"
      ? [j, j + half]
      : [2 * j, 2 * j + 1];
    places.forEach((p, n) => {
      const [cos, sin] = [cache.cosines.get(j, p), cache.sines.get(j, p)];
      const [a, b] = [inputs.get(first, n), inputs.get(second, n)];
      turned.set(first, n, a * cos - b * sin);
      turned.set(second, n, a * sin + b * cos);
    });
  }
  return turned;
}

function requireRotary(
  inputs: Matrix,
  { cosines, sines }: RotaryCache,
  positions: readonly number[],
  pairs: string,
): void {
  const action = "turn items by their positions";
  const { D, N, "R/2": half, P } = bindFinite(action, {
    inputs: [inputs, "D", "N"],
    cosines: [cosines, "R/2", "P"],
    sines: [sines, "R/2", "P"],
  });
  if (2 * half > D) {
    throw new RangeError(
      `Cannot ${action} as at most D = ${D} features must turn: the cache has ${half} pairs`,
    );
  }
  if (positions.length !== N) {
    throw new RangeError(
      `Cannot ${action} as each of N = ${N} items must have a position: there are ${positions.length}`,
    );
  }
  for (const p of positions) requireIndex(action, "a position", p, P);
  if (pairs !== "neighbors" && pairs !== "halves") {
    throw new RangeError(
      `Cannot ${action} as pairs must be "neighbors" or "halves": ${pairs}`,
    );
  }
}
