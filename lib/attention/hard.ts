import {
  bindShapes,
  fromRule,
  type MaskOption,
  type Matrix,
  type Random,
  softmaxColumns,
} from "../core/mod.ts";
import { requireFinite } from "../core/validate.ts";
import type {
  Attention,
  AttentionOptions,
  KeyValueMemory,
} from "./key_value.ts";
import { scaledDotScores } from "./scoring.ts";

/** What hard attention gives: one item for each query, and the distribution it was chosen from. */
export interface HardAttention extends Attention {
  /** For each query the item n that was chosen, from 0; -1 where all are masked. */
  choices: number[];
  /** The attention distribution α (N x M) that soft attention would use. */
  distribution: Matrix;
}

/**
 * Hardmax of each column: 1 for the largest score and 0 for all others.
 *
 * Softmax spreads over all items and is differentiable; hardmax is its limit
 * for temperature 0 and has gradient 0 almost everywhere. Of equal largest
 * scores the first has the 1, where the limit would share it.
 *
 * @source NNDL §8.2.1 硬性注意力, n̂ = arg max αₙ; the notes' hardmax (row 17)
 * @param scores Scores S (N x M), one query to a column.
 * @param options `mask` (N x M) leaves scores out.
 * @returns One-hot columns (N x M); a fully masked one is 0.
 * @throws {ShapeError} If the mask has another shape than the scores.
 * @throws {RangeError} If a score that counts is NaN or +∞.
 *
 * @example The winner takes all
 * ```ts
 * import { hardmaxColumns } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(hardmaxColumns(columnVector([1, 3, 2])).to1DArray(), [0, 1, 0]);
 * ```
 */
export function hardmaxColumns(
  scores: Matrix,
  { mask }: MaskOption = {},
): Matrix {
  return oneHot(scores.rows, largest(softmaxColumns(scores, { mask }), scores));
}

/**
 * Hard attention by the maximum: att((K, V), q) = v_n̂ with n̂ = arg maxₙ αₙ.
 *
 * Reads one item instead of a mean of all. Of equal largest scores the first wins.
 *
 * @source NNDL §8.2.1 硬性注意力, 最大采样; Xu et al. 2015, §4.1 (row 7)
 * @param memory Keys K (Dk x N) and values V (Dv x N); with K = V the notes' att(X, q) = x_n̂.
 * @param queries Queries Q (Dq x M), one to a column.
 * @param options `score` is s(K, Q); the default, scaled dot, needs Dq = Dk. `mask` (N x M) leaves items out.
 * @returns Outputs (Dv x M), one-hot weights (N x M), the choices and the distribution (N x M).
 * @throws {ShapeError} If N differs between keys and values, or keys and queries do not fit the score.
 * @throws {RangeError} If an entry of keys, values or queries is not finite.
 *
 * @example It reads one value whole
 * ```ts
 * import { hardAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[1, 2]]), values: fromRows([[30, 50]]) };
 * const { output, choices } = hardAttention(memory, columnVector([1]));
 * assertEquals(output.get(0, 0), 50);
 * assertEquals(choices, [1]);
 * ```
 */
export function hardAttention(
  memory: KeyValueMemory,
  queries: Matrix,
  options: AttentionOptions = {},
): HardAttention {
  const { distribution, scores } = distribute(memory, queries, options);
  return read(memory, distribution, largest(distribution, scores));
}

/**
 * Hard attention by chance: att((K, V), q) = v_z with z ~ α.
 *
 * Its expectation is soft attention. The loss has no derivative through the
 * draw, which is why it is trained by {@linkcode reinforceGradient}.
 *
 * @source NNDL §8.2.1 硬性注意力, 随机采样; Xu et al. 2015, §4.1 (row 7)
 * @param memory Keys K (Dk x N) and values V (Dv x N).
 * @param queries Queries Q (Dq x M), one to a column; one draw for each.
 * @param random A seeded source.
 * @param options `score` is s(K, Q); the default, scaled dot, needs Dq = Dk. `mask` (N x M) leaves items out.
 * @returns Outputs (Dv x M), one-hot weights (N x M), the choices and the distribution (N x M).
 * @throws {ShapeError} If N differs between keys and values, or keys and queries do not fit the score.
 * @throws {RangeError} If an entry of keys, values or queries is not finite.
 *
 * @example The seed decides the choice
 * ```ts
 * import { sampledAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows, seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[0, 0]]), values: fromRows([[3, 5]]) };
 * const draw = () =>
 *   sampledAttention(memory, columnVector([1]), seededRandom(7)).choices;
 * assertEquals(draw(), draw());
 * ```
 */
export function sampledAttention(
  memory: KeyValueMemory,
  queries: Matrix,
  random: Random,
  options: AttentionOptions = {},
): HardAttention {
  const { distribution } = distribute(memory, queries, options);
  const choices = Array.from(
    { length: distribution.columns },
    (_, m) => drawFrom(distribution.getColumn(m), random.uniform()),
  );
  return read(memory, distribution, choices);
}

function distribute(
  { keys, values }: KeyValueMemory,
  queries: Matrix,
  { score = scaledDotScores, mask }: AttentionOptions,
): { distribution: Matrix; scores: Matrix } {
  const action = "attend to one item";
  const scores = score(keys, queries);
  bindShapes(action, {
    keys: [keys, "Dk", "N"],
    values: [values, "Dv", "N"],
    queries: [queries, "Dq", "M"],
    scores: [scores, "N", "M"],
  });
  requireFinite(action, { keys, values, queries });
  return { distribution: softmaxColumns(scores, { mask }), scores };
}

function read(
  { values }: KeyValueMemory,
  distribution: Matrix,
  choices: number[],
): HardAttention {
  const weights = oneHot(distribution.rows, choices);
  return { output: values.mmul(weights), weights, choices, distribution };
}

/**
 * For each column the first item with the largest score among those with
 * weight. The scores decide, since weights of different scores can round to one.
 */
function largest(distribution: Matrix, scores: Matrix): number[] {
  return Array.from({ length: scores.columns }, (_, m) => {
    let choice = -1;
    for (let n = 0; n < scores.rows; n++) {
      if (distribution.get(n, m) === 0) continue;
      if (choice < 0 || scores.get(n, m) > scores.get(choice, m)) choice = n;
    }
    return choice;
  });
}

/** The item at which the running sum of the weights passes u; -1 if there is no weight. */
function drawFrom(weights: readonly number[], u: number): number {
  let total = 0;
  let choice = -1; // the last item with weight, should rounding leave the sum below u
  for (const [n, weight] of weights.entries()) {
    if (weight === 0) continue;
    choice = n;
    total += weight;
    if (u < total) break;
  }
  return choice;
}

function oneHot(rows: number, choices: readonly number[]): Matrix {
  return fromRule(rows, choices.length, (n, m) => n === choices[m] ? 1 : 0);
}
