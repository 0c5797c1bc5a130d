import { cosineScores } from "../attention/mod.ts";
import {
  bindShapes,
  columnVector,
  fromRule,
  type Matrix,
  softmaxColumns,
} from "../core/mod.ts";
import {
  bindFinite,
  requireDistributions,
  requireNumber,
} from "../core/validate.ts";

/** What a head of a neural Turing machine says about where to look. */
export interface TuringHead {
  /** Key k (D x 1) that slots are compared with. */
  key: Matrix;
  /** Key strength β, at least 0: how sharply content counts. */
  strength: number;
  /** Interpolation gate g: 1 takes the content's address, 0 the one before. */
  gate: number;
  /**
   * Shift s (S x 1), a distribution over moves: S is odd, entry i is the move
   * i - (S - 1)/2, so of three entries the last moves one slot on.
   */
  shift: Matrix;
  /** Sharpening γ, at least 1. */
  sharpening: number;
}

/** An address and the steps to it, each a distribution (N x 1) over the slots. */
export interface TuringAddress {
  /** By content alone. */
  content: Matrix;
  /** Between that and the address before. */
  gated: Matrix;
  /** Moved around the circle of slots. */
  shifted: Matrix;
  /** Sharpened: the address that reads and writes use. */
  weights: Matrix;
}

/**
 * Address by content: w = softmax(β cos(k, mₙ)).
 *
 * The cosine lies in [-1, 1], so only a strength β makes the address sharp. A
 * slot of zeros has the cosine 0 with every key.
 *
 * @source NNDL §8.5.2 神经图灵机, 基于内容的寻址 (row 24); Graves et al. 2014, eq. 5, 6
 * @param memory Memory M (D x N), a slot to a column.
 * @param key Key k (D x 1).
 * @param strength Key strength β, at least 0.
 * @returns Weights (N x 1), which sum to 1.
 * @throws {ShapeError} If memory and key differ in D.
 * @throws {RangeError} If an entry is not finite or the strength is below 0.
 *
 * @example Direction counts, length does not
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { contentWeights } from "@mneme/mneme/memory";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const memory = fromRows([[100, 0], [0, 0.1]]);
 * const weights = contentWeights(memory, columnVector([0, 7]), Math.log(3));
 * assertAlmostEquals(weights.get(1, 0), 3 / 4);
 * ```
 */
export function contentWeights(
  memory: Matrix,
  key: Matrix,
  strength: number,
): Matrix {
  const action = "address by content";
  bindFinite(action, { memory: [memory, "D", "N"], key: [key, "D", 1] });
  requireNumber(action, "the key strength", strength, { minimum: 0 });
  return softmaxColumns(cosineScores(memory, key).mul(strength));
}

/**
 * Interpolation: w = g w_content + (1 - g) w_before.
 *
 * With g = 0 content is ignored and the address goes on from where it was,
 * which is what makes addressing by location possible.
 *
 * @source NNDL §8.5.2 神经图灵机, 基于位置的寻址 (row 25); Graves et al. 2014, eq. 7
 * @param content Weights by content (N x 1), which sum to 1.
 * @param previous Weights of the step before (N x 1), which sum to 1.
 * @param gate Gate g, from 0 to 1.
 * @returns Weights (N x 1), which sum to 1.
 * @throws {ShapeError} If the two differ in N.
 * @throws {RangeError} If weights are not a distribution or the gate lies outside of [0, 1].
 *
 * @example A quarter of the way
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { interpolateWeights } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = interpolateWeights(columnVector([1, 0]), columnVector([0, 1]), 0.25);
 * assertEquals(weights.to1DArray(), [0.25, 0.75]);
 * ```
 */
export function interpolateWeights(
  content: Matrix,
  previous: Matrix,
  gate: number,
): Matrix {
  const action = "interpolate addresses";
  const { N } = bindShapes(action, {
    content: [content, "N", 1],
    previous: [previous, "N", 1],
  });
  requireDistributions(action, { content, previous });
  requireNumber(action, "the gate", gate, { minimum: 0, maximum: 1 });
  return fromRule(
    N,
    1,
    (n) => gate * content.get(n, 0) + (1 - gate) * previous.get(n, 0),
  );
}

/**
 * Shift around the circle: w̃(i) = Σ_j w(j) s(i - j), indices modulo N.
 *
 * A shift of +1 moves the weight of slot j to slot j + 1, that of the last slot
 * to the first: the paper's formula is a convolution, not the correlation that
 * some programs compute, which would go the other way.
 *
 * @source NNDL §8.5.2 神经图灵机, 基于位置的寻址 (row 25); Graves et al. 2014, eq. 8
 * @param weights Weights w (N x 1), which sum to 1.
 * @param shift Shift s (S x 1), which sums to 1; S is odd, entry i is the move i - (S - 1)/2.
 * @returns Weights (N x 1), which sum to 1.
 * @throws {ShapeError} If weights or shift are not one column.
 * @throws {RangeError} If one is not a distribution or S is even.
 *
 * @example The last entry of the shift moves one slot on
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { shiftWeights } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const moved = shiftWeights(columnVector([1, 0, 0, 0]), columnVector([0, 0, 1]));
 * assertEquals(moved.to1DArray(), [0, 1, 0, 0]);
 * ```
 */
export function shiftWeights(weights: Matrix, shift: Matrix): Matrix {
  const action = "shift an address";
  const { N } = bindShapes(action, {
    weights: [weights, "N", 1],
    shift: [shift, "S", 1],
  });
  requireDistributions(action, { weights, shift });
  requireOddShift(action, shift);
  const shifted = new Array<number>(N).fill(0);
  forEachMove(N, shift.rows, (from, to, i) => {
    shifted[to] += weights.get(from, 0) * shift.get(i, 0);
  });
  return columnVector(shifted);
}

/**
 * Sharpening: wₙ^γ / Σⱼ wⱼ^γ, computed as softmax(γ log w).
 *
 * The power itself would underflow for small weights or a large γ and leave
 * 0/0; in logarithms the largest weight is always found.
 *
 * @source NNDL §8.5.2 神经图灵机, 基于位置的寻址 (row 25); Graves et al. 2014, eq. 9
 * @param weights Weights w (N x 1), which sum to 1.
 * @param sharpening Sharpening γ, at least 1.
 * @returns Weights (N x 1), which sum to 1; a weight of 0 stays 0.
 * @throws {ShapeError} If weights are not one column.
 * @throws {RangeError} If weights are not a distribution or γ is below 1.
 *
 * @example Two squares the odds
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { sharpenWeights } from "@mneme/mneme/memory";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const sharp = sharpenWeights(columnVector([0.25, 0.75]), 2);
 * assertAlmostEquals(sharp.get(1, 0), 9 / 10);
 * ```
 */
export function sharpenWeights(weights: Matrix, sharpening: number): Matrix {
  const action = "sharpen an address";
  bindShapes(action, { weights: [weights, "N", 1] });
  requireDistributions(action, { weights });
  requireNumber(action, "the sharpening", sharpening, { minimum: 1 });
  return softmaxColumns(logWeights(weights).mul(sharpening));
}

/**
 * The address of a head: content, interpolation, shift, sharpening, one after the other.
 *
 * @source NNDL §8.5.2 神经图灵机, 寻址 (rows 24, 25); Graves et al. 2014, eq. 5-9, fig. 2
 * @param memory Memory M (D x N), a slot to a column.
 * @param head Key, strength, gate, shift and sharpening.
 * @param previous The head's weights of the step before (N x 1), which sum to 1.
 * @returns The weights after each of the four steps (N x 1 each), which sum to 1.
 * @throws {ShapeError} If memory, key and weights differ in D or N.
 * @throws {RangeError} If a parameter is out of its range, an entry is not finite, or weights or shift are not a distribution.
 *
 * @example With the gate shut, a head walks
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { turingAddress } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const { weights } = turingAddress(fromRows([[5, 6, 7]]), {
 *   key: columnVector([1]),
 *   strength: 9,
 *   gate: 0,
 *   shift: columnVector([0, 0, 1]),
 *   sharpening: 1,
 * }, columnVector([0, 0, 1]));
 * assertEquals(weights.to1DArray(), [1, 0, 0]); // from the last slot to the first
 * ```
 */
export function turingAddress(
  memory: Matrix,
  { key, strength, gate, shift, sharpening }: TuringHead,
  previous: Matrix,
): TuringAddress {
  bindShapes("address a Turing machine's memory", {
    memory: [memory, "D", "N"],
    key: [key, "D", 1],
    previous: [previous, "N", 1],
  });
  const content = contentWeights(memory, key, strength);
  const gated = interpolateWeights(content, previous, gate);
  const shifted = shiftWeights(gated, shift);
  return {
    content,
    gated,
    shifted,
    weights: sharpenWeights(shifted, sharpening),
  };
}

/** log w, entry by entry; -∞ for 0. */
export function logWeights(weights: Matrix): Matrix {
  return fromRule(weights.rows, 1, (n) => Math.log(weights.get(n, 0)));
}

/** Throws a RangeError if a shift has no middle. */
export function requireOddShift(action: string, shift: Matrix): void {
  if (shift.rows % 2 === 1) return;
  throw new RangeError(
    `Cannot ${action} as the shift's size S must be odd: ${shift.rows}`,
  );
}

/** Every move of every slot: entry i of the shift leads from one slot to another, around the circle. */
export function forEachMove(
  slots: number,
  shifts: number,
  visit: (from: number, to: number, i: number) => void,
): void {
  const middle = (shifts - 1) / 2;
  for (let from = 0; from < slots; from++) {
    for (let i = 0; i < shifts; i++) {
      const to = (from + i - middle) % slots;
      visit(from, to < 0 ? to + slots : to, i);
    }
  }
}
