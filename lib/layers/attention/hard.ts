import type { Random } from "../../core/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { maskedSoftmax, maskScores, type TensorMaskOption } from "./read.ts";

/** What hard attention gives: one item for each query, and what it was chosen from. */
export interface HardTensors {
  /** What was read [B, M, Dv]; gradients flow to the values alone. */
  output: tf.Tensor3D;
  /** The item that each query reads [B, M], int32. */
  choices: tf.Tensor2D;
  /** The attention distribution α [B, M, N] that soft attention would use. */
  distribution: tf.Tensor3D;
}

/**
 * Hard attention by the maximum: att((K, V), q) = v_n̂ with n̂ = arg maxₙ αₙ.
 *
 * Of equal largest scores the first wins.
 *
 * @source NNDL §8.2.1 硬性注意力, 最大采样; Xu et al. 2015, §4.1; lib's hardAttention
 * @param values Values [B, N, Dv].
 * @param scores Scores S [B, M, N], of any kind.
 * @param options `mask` leaves items out.
 * @returns Outputs [B, M, Dv], choices [B, M] and the distribution [B, M, N]; a query that sees nothing reads 0.
 * @throws {ShapeError} If values and scores do not fit.
 *
 * @example It reads one value whole
 * ```ts
 * import { hardAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const { output } = hardAttention(tf.tensor3d([[[30], [50]]]), tf.tensor3d([[[1, 2]]]));
 * assertEquals(output.arraySync(), [[[50]]]);
 * ```
 */
export function hardAttention(
  values: tf.Tensor3D,
  scores: tf.Tensor3D,
  { mask }: TensorMaskOption = {},
): HardTensors {
  const distribution = distribute(values, scores, mask);
  const choices = tf.argMax(distribution, 2) as tf.Tensor2D;
  return readChoices(values, choices, distribution, mask);
}

/**
 * Hard attention by chance: att((K, V), q) = v_z with z ~ α.
 *
 * Its expectation is soft attention. The draw has no derivative, which is why
 * the scores are trained by {@linkcode reinforceLoss}.
 *
 * @source NNDL §8.2.1 硬性注意力, 随机采样; Xu et al. 2015, §4.1; lib's sampledAttention
 * @param values Values [B, N, Dv].
 * @param scores Scores S [B, M, N], of any kind.
 * @param random A seeded source; one number is drawn for each query.
 * @param options `mask` leaves items out.
 * @returns Outputs [B, M, Dv], choices [B, M] and the distribution [B, M, N]; a query that sees nothing reads 0.
 * @throws {ShapeError} If values and scores do not fit.
 *
 * @example The seed decides the choice
 * ```ts
 * import { sampledAttention, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const values = tf.tensor3d([[[3], [5]]]);
 * const draw = () =>
 *   sampledAttention(values, tf.zeros([1, 1, 2]), seededRandom(7)).output.arraySync();
 * assertEquals(draw(), draw());
 * ```
 */
export function sampledAttention(
  values: tf.Tensor3D,
  scores: tf.Tensor3D,
  random: Random,
  { mask }: TensorMaskOption = {},
): HardTensors {
  const distribution = distribute(values, scores, mask);
  const choices = sampleItems(distribution, random) as tf.Tensor2D;
  return readChoices(values, choices, distribution, mask);
}

/**
 * Draws an item from each row of a distribution: z ~ α.
 *
 * @source NNDL §8.2.1 硬性注意力, 随机采样
 * @param distribution Distributions α [..., N]; each row sums to 1.
 * @param random A seeded source; one number is drawn for each row.
 * @returns The items [...], int32; item 0 for a row of zeros.
 *
 * @example What has all the weight is drawn
 * ```ts
 * import { sampleItems, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const choices = sampleItems(tf.tensor2d([[0, 1, 0], [1, 0, 0]]), seededRandom(7));
 * assertEquals([...choices.dataSync()], [1, 0]);
 * ```
 */
export function sampleItems(
  distribution: tf.Tensor,
  random: Random,
): tf.Tensor {
  const N = distribution.shape[distribution.rank - 1];
  const weights = distribution.dataSync();
  const choices = new Int32Array(weights.length / N);
  for (let row = 0; row < choices.length; row++) {
    const u = random.uniform();
    let total = 0;
    for (let n = 0; n < N; n++) {
      const weight = weights[row * N + n];
      if (weight === 0) continue;
      choices[row] = n; // the last item with weight, should rounding leave the sum below u
      total += weight;
      if (u < total) break;
    }
  }
  return tf.tensor(choices, distribution.shape.slice(0, -1), "int32");
}

/** What the rewards are compared with, and which items count. */
export interface ReinforceTensorOptions extends TensorMaskOption {
  /** Baseline b, a number or a tensor that broadcasts to the rewards; it must not depend on what was chosen. Default: 0. */
  baseline?: number | tf.Tensor;
}

/**
 * A loss whose gradient is REINFORCE's: L = -mean((R - b) log α_z), so -∂L/∂s = mean((R - b)(e_z - α)).
 *
 * Rewards and baseline are taken as numbers: no gradient flows through them.
 * To minimize a loss, give minus the loss of each draw as reward.
 *
 * @source NNDL §8.2.1 硬性注意力, 强化学习; Williams 1992; Xu et al. 2015, §4.1; lib's reinforceGradient
 * @param scores Scores S [..., N] from which the items were drawn.
 * @param choices The items z drawn [...], int32.
 * @param rewards The reward R of each draw [...].
 * @param options `baseline` is b; `mask` as for the draw.
 * @returns The loss, a scalar; not the thing to watch, for only its gradient means something.
 * @throws {ShapeError} If scores, choices and rewards do not fit.
 *
 * @example A rewarded choice gains, the others lose
 * ```ts
 * import { reinforceLoss, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const choices = tf.tensor1d([0], "int32");
 * const gradient = tf.grad((scores: tf.Tensor) =>
 *   reinforceLoss(scores, choices, tf.tensor1d([8]), { baseline: 4 })
 * )(tf.zeros([1, 2]));
 * assertEquals(gradient.arraySync(), [[-2, 2]]);
 * ```
 */
export function reinforceLoss(
  scores: tf.Tensor,
  choices: tf.Tensor,
  rewards: tf.Tensor,
  { baseline = 0, mask }: ReinforceTensorOptions = {},
): tf.Scalar {
  const { N } = bindTensors("estimate a gradient by REINFORCE", {
    scores: [scores, "...", "N"],
    choices: [choices, "..."],
    rewards: [rewards, "..."],
  });
  return tf.tidy(() => {
    const advantage = tf.sub(asNumbers(rewards), asNumbers(baseline));
    const logs = tf.logSoftmax(maskScores(scores, mask));
    const chosen = tf.oneHot(tf.cast(choices, "int32"), N);
    const logChosen = tf.sum(tf.mul(logs, chosen), -1);
    return tf.neg(tf.mean(tf.mul(advantage, logChosen))) as tf.Scalar;
  });
}

/**
 * Moves a running baseline towards the rewards: b ← λ b + (1 - λ) R̄.
 *
 * @source Xu et al. 2015, §4.1, moving average baseline; Williams 1992, §3, reinforcement comparison
 * @param baseline Baseline b, a variable that is not trained.
 * @param rewards The rewards R, of any shape; their mean is R̄.
 * @param decay λ, from 0 to 1. Default: 0.9, as in the paper.
 *
 * @example It forgets slowly
 * ```ts
 * import { moveBaseline, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const baseline = tf.variable(tf.scalar(1), false);
 * moveBaseline(baseline, tf.tensor1d([4, 6]));
 * assertAlmostEquals(baseline.dataSync()[0], 0.9 * 1 + 0.1 * 5, 1e-6);
 * ```
 */
export function moveBaseline(
  baseline: tf.Variable,
  rewards: tf.Tensor,
  decay = 0.9,
): void {
  tf.tidy(() => {
    const kept = tf.mul(asNumbers(baseline), decay);
    const added = tf.mul(tf.mean(asNumbers(rewards)), 1 - decay);
    baseline.assign(tf.add(kept, added));
  });
}

/** The same numbers, which no gradient knows. */
function asNumbers(tensor: number | tf.Tensor): tf.Tensor {
  return typeof tensor === "number"
    ? tf.scalar(tensor)
    : tf.tensor(tensor.dataSync(), tensor.shape);
}

function distribute(
  values: tf.Tensor3D,
  scores: tf.Tensor3D,
  mask?: tf.Tensor,
): tf.Tensor3D {
  bindTensors("attend to one item", {
    values: [values, "B", "N", "Dv"],
    scores: [scores, "B", "M", "N"],
  });
  return maskedSoftmax(scores, mask);
}

function readChoices(
  values: tf.Tensor3D,
  choices: tf.Tensor2D,
  distribution: tf.Tensor3D,
  mask?: tf.Tensor,
): HardTensors {
  const picked = tf.cast(tf.oneHot(choices, values.shape[1]), "float32");
  const seen = (mask ? tf.mul(picked, mask) : picked) as tf.Tensor3D;
  return { output: tf.matMul(seen, values), choices, distribution };
}
