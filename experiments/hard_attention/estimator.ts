/**
 * REINFORCE judged against the exact gradient, which four items allow: the sum
 * over all items in place of a draw.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import {
  maskedSoftmax,
  reinforceLoss,
  sampleItems,
  tf,
} from "../../lib/layers/mod.ts";
import { scoresOf } from "./model.ts";
import { ITEMS, type Selection, SIZE } from "./task.ts";

/** A policy in some situations, and what each choice would pay. */
export interface Bandit {
  /** W of the scores [D, D], which the gradient is taken in. */
  match: tf.Tensor2D;
  /** The situations [B]. */
  situations: Pick<Selection, "keys" | "queries">;
  /** The reward of each item in each situation [B, N]. */
  rewards: tf.Tensor2D;
}

/** What a reward is compared with; `peeking` knows the draw, which a baseline must not. */
export type BaselineKind = "none" | "mean" | "peeking";

/** What the estimates of the gradient in W come to, by coordinate. */
export interface Estimates {
  /** The mean of the estimates [D²]. */
  mean: number[];
  /** Its standard error [D²]. */
  error: number[];
  /** The variance of one estimate, summed over the coordinates. */
  variance: number;
}

/** Draws to a batch, so that a tensor of them stays small. */
const CHUNK = 5000;

/** The exact gradient of the mean reward in W [D²]: Σₙ αₙRₙ, differentiated. */
export function exactGradient(
  { match, situations, rewards }: Bandit,
): number[] {
  return tf.tidy(() => {
    const expected = (at: tf.Tensor) => {
      const scores = tf.squeeze(scoresOf(at as tf.Tensor2D, situations), [1]);
      return tf.mean(tf.sum(tf.mul(maskedSoftmax(scores), rewards), 1));
    };
    return [...tf.grad(expected)(match).dataSync()];
  });
}

/** Mean, standard error and variance of REINFORCE's estimates of that gradient. */
export function estimateGradient(
  bandit: Bandit,
  draws: number,
  random: Random,
  kind: BaselineKind,
): Estimates {
  const size = SIZE * SIZE;
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  for (let done = 0; done < draws; done += CHUNK) {
    const estimates = tf.tidy(() =>
      drawEstimates(bandit, CHUNK, random, kind).dataSync()
    );
    estimates.forEach((value, i) => {
      sums[i % size] += value;
      squares[i % size] += value * value;
    });
  }
  const count = Math.ceil(draws / CHUNK) * CHUNK;
  const mean = Array.from(sums, (sum) => sum / count);
  const variances = Array.from(
    squares,
    (sum, i) => Math.max(0, sum / count - mean[i] ** 2),
  );
  return {
    mean,
    error: variances.map((variance) => Math.sqrt(variance / count)),
    variance: variances.reduce((a, b) => a + b),
  };
}

/** Estimates of the gradient in W, each from one draw in every situation [draws, D²]. */
function drawEstimates(
  { match, situations, rewards }: Bandit,
  draws: number,
  random: Random,
  kind: BaselineKind,
): tf.Tensor2D {
  const [B] = rewards.shape;
  const scores = tf.squeeze(scoresOf(match, situations), [1]); // [B, N]
  const distribution = maskedSoftmax(scores);
  const repeated = (tensor: tf.Tensor) =>
    tf.add(tf.zeros([draws, 1, 1]), tensor);
  const choices = sampleItems(repeated(distribution), random);
  const paid = tf.sum(tf.mul(tf.oneHot(choices, ITEMS), rewards), 2);
  const baseline = baselineOf(kind, distribution, rewards, paid);
  const inScores = tf.grad((at: tf.Tensor) =>
    reinforceLoss(at, choices, paid, { baseline })
  )(repeated(scores));
  // The loss is minus the mean over draws and situations; an estimate is the mean over situations.
  const estimates = tf.mul(inScores, -draws);
  return tf.matMul(
    tf.reshape(estimates, [draws, B * ITEMS]) as tf.Tensor2D,
    scoreJacobian(situations),
  );
}

function baselineOf(
  kind: BaselineKind,
  distribution: tf.Tensor,
  rewards: tf.Tensor,
  paid: tf.Tensor,
): tf.Tensor | number {
  if (kind === "none") return 0;
  if (kind === "peeking") return tf.mul(paid, 0.5);
  return tf.sum(tf.mul(distribution, rewards), 1); // the mean reward of each situation
}

/** ∂sₙ/∂W = q kₙᵀ / √D for each item of each situation [B N, D²]. */
function scoreJacobian(
  { keys, queries }: Bandit["situations"],
): tf.Tensor2D {
  const products = tf.mul(
    tf.reshape(queries, [-1, 1, SIZE, 1]),
    tf.expandDims(keys, 2),
  );
  const rows = tf.reshape(products, [-1, SIZE * SIZE]) as tf.Tensor2D;
  return tf.div(rows, Math.sqrt(SIZE));
}

/** The largest distance of the mean estimate from the exact gradient, in standard errors. */
export function largestDeviation(
  exact: readonly number[],
  { mean, error }: Estimates,
): number {
  return Math.max(
    ...exact.map((value, i) => Math.abs(mean[i] - value) / error[i]),
  );
}
