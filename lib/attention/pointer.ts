import {
  fromRule,
  logSoftmaxColumns,
  type MaskOption,
  type Matrix,
} from "../core/mod.ts";
import { requireIndex } from "../core/validate.ts";
import { requireSize } from "../core/size.ts";
import { attentionDistribution } from "./distribution.ts";
import { type AdditiveParameters, additiveScores } from "./scoring.ts";

/** Scores of the N items (N x 1) for the next place, given the items chosen for the places before. */
export type PointerScores = (chosen: readonly number[]) => Matrix;

/** How many items to point at, and which may be. */
export interface PointerDecodingOptions {
  /** Number M of places, an integer of at least 1. */
  length: number;
  /** Whether item n may follow the items chosen. Default: any may. */
  allowed?: (item: number, chosen: readonly number[]) => boolean;
}

/** A sequence of items, and how likely it is. */
export interface PointerSequence {
  /** The items c₁, ..., c_M, each from 0 to N - 1. */
  pointers: number[];
  /** log p(c₁, ..., c_M), each step's distribution over the items allowed. */
  logProbability: number;
}

/**
 * Pointer distribution: p(c_m = n | c₁, ..., c_{m-1}, X) = softmaxₙ(vᵀ tanh(Wxₙ + Uhₘ)).
 *
 * Attention whose weights are the output: instead of a mean of the inputs it
 * gives their places, so the vocabulary is as long as the input.
 *
 * @source NNDL §8.2.1 指针网络; Vinyals et al. 2015, §2.3 (row 12)
 * @param inputs Inputs X (D x N), or their encodings.
 * @param states States H (Dh x M) of the decoder, each after reading x of the item chosen last.
 * @param parameters W (A x D), U (A x Dh) and v (A x 1).
 * @param options `mask` (N x M) leaves items out, such as those chosen before.
 * @returns Distributions (N x M), columns sum to 1, a fully masked one to 0.
 * @throws {ShapeError} If inputs or states do not fit the parameters, or the mask is not N x M.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example It points at the input that scores highest
 * ```ts
 * import { pointerDistribution } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const p = pointerDistribution(fromRows([[-1, 1]]), columnVector([0]), {
 *   keyWeights: fromRows([[9]]),
 *   queryWeights: fromRows([[1]]),
 *   scoreVector: columnVector([50]),
 * });
 * assertAlmostEquals(p.get(1, 0), 1);
 * ```
 */
export function pointerDistribution(
  inputs: Matrix,
  states: Matrix,
  parameters: AdditiveParameters,
  { mask }: MaskOption = {},
): Matrix {
  const scores = additiveScores(parameters)(inputs, states);
  return attentionDistribution(scores, { mask });
}

/**
 * Greedy pointer decoding: c_m = arg maxₙ p(n | c₁, ..., c_{m-1}, X) over the items allowed.
 *
 * Unconstrained it may point twice at one item; `allowed` can forbid that (a
 * permutation, a tour). Of equal scores the first item is taken.
 *
 * @source NNDL §8.2.1 指针网络; Vinyals et al. 2015, §2.3 and §4.4: tours constrained to be valid (row 12)
 * @param scores The next place's scores (N x 1), given what was chosen.
 * @param options `length` is M; `allowed(n, chosen)` says whether n may come next.
 * @returns The pointers and the logarithm of their probability.
 * @throws {RangeError} If the length is not an integer of at least 1, or no item is allowed.
 * @throws {ShapeError} If the scores are not one column.
 *
 * @example 20, 5, 10 in descending order are the items 1, 3, 2, counted from 0 here
 * ```ts
 * import { decodePointers } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const { pointers } = decodePointers(() => columnVector([20, 5, 10]), {
 *   length: 3,
 *   allowed: (n, chosen) => !chosen.includes(n),
 * });
 * assertEquals(pointers, [0, 2, 1]);
 * ```
 */
export function decodePointers(
  scores: PointerScores,
  { length, allowed = () => true }: PointerDecodingOptions,
): PointerSequence {
  requireSize("decode pointers", "the length", length);
  const pointers: number[] = [];
  let logProbability = 0;
  for (let m = 0; m < length; m++) {
    const logarithms = nextLogarithms(scores, pointers, allowed);
    const [best, c] = logarithms.reduce<[number, number]>(
      ([top, at], value, n) => value > top ? [value, n] : [top, at],
      [-Infinity, -1],
    );
    if (c < 0) {
      throw new RangeError(
        `Cannot decode pointers as some item must be allowed: none is after [${
          pointers.join(", ")
        }]`,
      );
    }
    pointers.push(c);
    logProbability += best;
  }
  return { pointers, logProbability };
}

/**
 * Probability of a sequence of pointers: log p(c₁, ..., c_M | X) = Σₘ log p(c_m | c₁, ..., c_{m-1}, X).
 *
 * @source NNDL §8.2.1 指针网络, the product over m; Vinyals et al. 2015, §2.1 (row 12)
 * @param scores The next place's scores (N x 1), given what was chosen.
 * @param pointers The items c₁, ..., c_M, each from 0 to N - 1; at least one.
 * @returns The logarithm of the probability, at most 0.
 * @throws {RangeError} If there is no pointer or one is no item.
 * @throws {ShapeError} If the scores are not one column.
 *
 * @example Two fair choices among four
 * ```ts
 * import { pointerLogProbability } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const even = () => columnVector([0, 0, 0, 0]);
 * assertAlmostEquals(pointerLogProbability(even, [2, 2]), -Math.log(16));
 * ```
 */
export function pointerLogProbability(
  scores: PointerScores,
  pointers: readonly number[],
): number {
  const action = "take the probability of pointers";
  requireSize(action, "the number of pointers", pointers.length);
  return pointers.reduce((sum, c, m) => {
    const logarithms = nextLogarithms(scores, pointers.slice(0, m), () => true);
    requireIndex(action, "a pointer", c, logarithms.length);
    return sum + logarithms[c];
  }, 0);
}

/** log p(n | chosen) for each item, -∞ where it is not allowed. */
function nextLogarithms(
  scores: PointerScores,
  chosen: readonly number[],
  allowed: (item: number, chosen: readonly number[]) => boolean,
): number[] {
  const next = scores([...chosen]);
  const mask = fromRule(next.rows, 1, (n) => allowed(n, [...chosen]) ? 1 : 0);
  return logSoftmaxColumns(next, { mask }).getColumn(0); // binds next to N x 1
}
