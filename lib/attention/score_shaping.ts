import { bindShapes, fromRule, type Matrix } from "../core/mod.ts";
import { requireNumber, requirePositive } from "../core/validate.ts";
import type { ScoreFunction } from "./scoring.ts";

/**
 * Scores times a factor: s'(k, q) = β s(k, q).
 *
 * β is an inverse temperature: at 0 attention is the mean, for β → ∞ it is
 * hard. The scaled dot score is the dot score with β = 1/√D.
 *
 * @source NNDL §8.2 打分函数, 缩放点积模型, whose 1/√D is one such factor (row 5)
 * @param score The scoring function s.
 * @param factor The factor β, a finite number.
 * @returns The scoring function s'.
 * @throws {RangeError} If the factor is not finite.
 *
 * @example Twice the scores
 * ```ts
 * import { dotScores, scaledScores } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const score = scaledScores(dotScores, 2);
 * assertEquals(score(columnVector([3]), columnVector([5])).get(0, 0), 30);
 * ```
 */
export function scaledScores(
  score: ScoreFunction,
  factor: number,
): ScoreFunction {
  requireNumber("scale scores", "the factor", factor);
  return (keys, queries) => score(keys, queries).clone().mul(factor);
}

/**
 * Soft-capped scores: s'(k, q) = c tanh(s(k, q) / c), between -c and c.
 *
 * The order of the scores stays, and no weight can exceed another by more than
 * exp(2c). Capping comes before masks and biases: after them it would turn -∞
 * into -c, and a hidden item would be read.
 *
 * @source Bello et al. 2017, §4 (logit clipping); Gemma 2 2024, §2; a variant of NNDL §8.2 打分函数 (row 5)
 * @param score The scoring function s, without a bias of -∞.
 * @param cap The cap c, greater than 0.
 * @returns The scoring function s'.
 * @throws {RangeError} If the cap is not a finite number greater than 0.
 *
 * @example Large scores stop at the cap
 * ```ts
 * import { dotScores, softCappedScores } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const score = softCappedScores(dotScores, 30);
 * assertEquals(score(columnVector([100]), columnVector([100])).get(0, 0), 30);
 * ```
 */
export function softCappedScores(
  score: ScoreFunction,
  cap: number,
): ScoreFunction {
  requirePositive("soft-cap scores", "the cap", cap);
  return (keys, queries) => {
    const scores = score(keys, queries);
    return fromRule(
      scores.rows,
      scores.columns,
      (n, m) => cap * Math.tanh(scores.get(n, m) / cap),
    );
  };
}

/**
 * Biased scores: S' = S + B, an additive mask or a preference among places.
 *
 * A bias of -∞ leaves the item out, as a mask of 0 does
 * ({@linkcode additiveMask} makes the one from the other).
 *
 * @source NNDL §8.2 注意力分布, masked; Vaswani et al. 2017, §3.2.3: "setting to -∞" (row 66)
 * @param score The scoring function s.
 * @param bias Bias B (N x M), finite or -∞.
 * @returns The scoring function s'; it throws {@linkcode ShapeError} if its scores are not N x M.
 * @throws {RangeError} If a bias is NaN or +∞.
 *
 * @example -∞ hides an item
 * ```ts
 * import { biasedScores, dotScores, softAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const score = biasedScores(dotScores, columnVector([0, -Infinity]));
 * const { weights } = softAttention(fromRows([[3, 5]]), columnVector([7]), { score });
 * assertEquals(weights.to1DArray(), [1, 0]);
 * ```
 */
export function biasedScores(
  score: ScoreFunction,
  bias: Matrix,
): ScoreFunction {
  const wrong = bias.to1DArray().find((entry) => !(entry < Infinity)); // also NaN
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot bias scores as every bias must be finite or -Infinity: ${wrong}`,
    );
  }
  return (keys, queries) => {
    const scores = score(keys, queries);
    bindShapes("bias scores", {
      scores: [scores, "N", "M"],
      bias: [bias, "N", "M"],
    });
    return scores.clone().add(bias);
  };
}
