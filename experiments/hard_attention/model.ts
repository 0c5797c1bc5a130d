/**
 * One model, read softly or hard: the scores compare queries and keys, and what
 * is read tells the class.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import {
  affine,
  glorotVariable,
  hardAttention,
  maskedSoftmax,
  moveBaseline,
  reinforceLoss,
  sampledAttention,
  tf,
} from "../../lib/layers/mod.ts";
import { CLASSES, type Selection, SIZE } from "./task.ts";

/** What the model learns. */
export interface Model {
  /** W of the score qᵀWk / √D [D, D]. */
  match: tf.Variable<tf.Rank.R2>;
  /** The classifier of what was read [C, C]. */
  classify: tf.Variable<tf.Rank.R2>;
}

/** A model to train. */
export function createModel(name: string, random: Random): Model {
  const variable = (part: string, size: number) =>
    glorotVariable(`${name}/${part}`, [size, size], random) as tf.Variable<
      tf.Rank.R2
    >;
  return {
    match: variable("match", SIZE),
    classify: variable("classify", CLASSES),
  };
}

/** Scores qᵀWk / √D of each item [B, 1, N]. */
export function scoresOf(
  match: tf.Tensor2D,
  { keys, queries }: Pick<Selection, "keys" | "queries">,
): tf.Tensor3D {
  const scores = tf.matMul(affine(queries, match), keys, false, true);
  return tf.div(scores, Math.sqrt(SIZE));
}

/** log p(label | what was read) [B, 1]. */
export function logLikelihood(
  { classify }: Model,
  read: tf.Tensor3D,
  labels: tf.Tensor1D,
): tf.Tensor2D {
  const logs = tf.logSoftmax(affine(read, classify as tf.Tensor2D));
  const right = tf.expandDims(tf.oneHot(labels, CLASSES), 1);
  return tf.sum(tf.mul(logs, right), 2);
}

/** The loss of soft attention: cross-entropy of the mean of the items. */
export function softLoss(model: Model, task: Selection): tf.Scalar {
  const weights = maskedSoftmax(scoresOf(model.match, task));
  const read = tf.matMul(weights, task.values) as tf.Tensor3D;
  return tf.neg(tf.mean(logLikelihood(model, read, task.labels))).asScalar();
}

/**
 * The loss of hard attention: cross-entropy of the item that was drawn, for the
 * classifier, and REINFORCE with the log-likelihood as reward, for the scores.
 */
export function hardLoss(
  model: Model,
  task: Selection,
  random: Random,
  baseline: tf.Variable | null,
): tf.Scalar {
  const scores = scoresOf(model.match, task);
  const { output, choices } = sampledAttention(task.values, scores, random);
  const rewards = logLikelihood(model, output, task.labels);
  const estimate = reinforceLoss(scores, choices, rewards, {
    baseline: baseline ?? 0,
  });
  if (baseline) moveBaseline(baseline, rewards); // after its use: it must not know the draw
  return tf.sub(estimate, tf.mean(rewards)).asScalar();
}

/** The share of right answers, reading softly or the item of the largest weight. */
export function accuracy(
  model: Model,
  task: Selection,
  reading: "soft" | "hard",
): number {
  return tf.tidy(() => {
    const scores = scoresOf(model.match, task);
    const read = reading === "soft"
      ? tf.matMul(maskedSoftmax(scores), task.values)
      : hardAttention(task.values, scores).output;
    const logits = tf.squeeze(affine(read, model.classify as tf.Tensor2D), [1]);
    const right = tf.equal(tf.argMax(logits, 1), task.labels);
    return tf.mean(tf.cast(right, "float32")).dataSync()[0];
  });
}
