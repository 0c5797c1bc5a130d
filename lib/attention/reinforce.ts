import { fromRule, type Matrix, ShapeError } from "../core/mod.ts";
import {
  requireDistributions,
  requireIndex,
  requireNumber,
} from "../core/validate.ts";

/** What the reward is compared with. */
export interface ReinforceOptions {
  /** Baseline b, one number for all queries, which must not depend on what was chosen. Default: 0. */
  baseline?: number;
}

/**
 * REINFORCE: ∇ₛ E[R] ≈ (R - b) ∇ₛ log α_z = (R - b)(e_z - α), for one draw z ~ α.
 *
 * Its expectation Σₙ αₙ Rₙ ∇ log αₙ is the exact gradient, whatever the
 * baseline b, since Σₙ αₙ ∇ log αₙ = 0; a b near the mean reward makes it vary
 * less. It climbs: to lower a loss, give minus the loss as reward.
 *
 * @source NNDL §8.2.1 硬性注意力, 强化学习; Williams 1992; Xu et al. 2015, §4.1 (row 7)
 * @param distribution Attention distribution α (N x M); each column sums to 1.
 * @param choices The item z drawn for each of the M queries, from 0.
 * @param rewards The reward R of each draw.
 * @param options `baseline` is b, 0 unless told.
 * @returns An unbiased estimate of the gradient of E[R] in the scores (N x M); columns sum to 0.
 * @throws {ShapeError} If choices or rewards are not M.
 * @throws {RangeError} If a column of the distribution does not sum to 1, a choice is no item, or a reward or the baseline is not finite.
 *
 * @example A rewarded choice gains, the others lose
 * ```ts
 * import { reinforceGradient } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const gradient = reinforceGradient(columnVector([0.25, 0.75]), [0], [8], {
 *   baseline: 4,
 * });
 * assertEquals(gradient.to1DArray(), [3, -3]);
 * ```
 */
export function reinforceGradient(
  distribution: Matrix,
  choices: readonly number[],
  rewards: readonly number[],
  { baseline = 0 }: ReinforceOptions = {},
): Matrix {
  const action = "estimate a gradient by REINFORCE";
  const { rows, columns } = distribution;
  if (choices.length !== columns || rewards.length !== columns) {
    throw new ShapeError(
      `Cannot ${action} as M must be one size: distribution (NxM) is ${rows}x${columns}, choices are ${choices.length}, rewards are ${rewards.length}`,
    );
  }
  requireDistributions(action, { distribution });
  choices.forEach((z) => requireIndex(action, "a choice", z, rows));
  rewards.forEach((reward) => requireNumber(action, "a reward", reward));
  requireNumber(action, "the baseline", baseline);
  return fromRule(rows, columns, (n, m) => {
    const chosen = n === choices[m] ? 1 : 0;
    return (rewards[m] - baseline) * (chosen - distribution.get(n, m));
  });
}
