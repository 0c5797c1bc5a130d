import { affine } from "../affine.ts";
import type { AdditiveWeights } from "../attention/additive.ts";
import {
  localMonotonicAttention,
  localPredictiveAttention,
  type PositionWeights,
} from "../attention/local.ts";
import { readByScores, type TensorAttention } from "../attention/read.ts";
import { additiveScores } from "../ops/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import type { EncodedBatch } from "./encoder.ts";

/** Luong's scores of a source item h and the decoder's state q. */
export type LuongScore =
  /** hᵀq; both of one size. */
  | { kind: "dot" }
  /** qᵀ(hW), with W [Dh, H]. */
  | { kind: "general"; weights: tf.Tensor2D }
  /** vᵀ tanh(Wh + Uq), the additive score. */
  | { kind: "concat" } & AdditiveWeights
  /** (qᵀW)ₙ, of the place n alone, with W [H, N] for the longest source. */
  | { kind: "location"; weights: tf.Tensor2D };

/** Local attention: only the items at most `halfWidth` from a place p count. */
export interface LuongWindow {
  /** Half width D of the window, above 0. */
  halfWidth: number;
  /** What predicts p (local-p), which a Gaussian of deviation D / 2 favors. Default: step t looks around item t (local-m). */
  positions?: PositionWeights;
}

/** How Luong's decoder attends. */
export interface LuongAttention {
  /** How a source item is scored. */
  score: LuongScore;
  /** How far it looks. Default: everywhere (global). */
  window?: LuongWindow;
}

/** Reads the memory for the states of some steps [B, M, H], the first of which is step `firstStep` of the target. */
export type LuongReader = (
  queries: tf.Tensor3D,
  firstStep: number,
) => TensorAttention;

/** What reads a source by Luong's attention; what depends on the source alone is made once, here. */
export function luongReader(
  encoded: EncodedBatch,
  { score, window }: LuongAttention,
): LuongReader {
  const { memory } = encoded;
  const mask = encoded.mask && tf.expandDims(encoded.mask, 1);
  const scoresOf = scorer(memory, score);
  const memoryOf = { keys: memory, values: memory };
  const lengths = encoded.mask && tf.sum(encoded.mask, 1) as tf.Tensor1D;
  return (queries, first) => {
    const scores = scoresOf(queries);
    if (!window) return readByScores(scores, memory, mask);
    const { halfWidth, positions } = window;
    const options = { halfWidth, mask, score: () => scores };
    return positions
      ? localPredictiveAttention(memoryOf, queries, positions, {
        ...options,
        lengths,
      })
      : localMonotonicAttention(memoryOf, queries, { ...options, first });
  };
}

function scorer(
  memory: tf.Tensor3D,
  score: LuongScore,
): (queries: tf.Tensor3D) => tf.Tensor3D {
  const action = `score by Luong's ${score.kind}`;
  const shape = [memory, "B", "N", "Dh"] as const;
  if (score.kind === "dot") {
    return (queries) => {
      bindTensors(action, { memory: shape, states: [queries, "B", "M", "Dh"] });
      return tf.matMul(queries, memory, false, true);
    };
  }
  if (score.kind === "general") {
    bindTensors(action, { memory: shape, weights: [score.weights, "Dh", "H"] });
    const keys = affine(memory, score.weights);
    return (queries) => tf.matMul(queries, keys, false, true);
  }
  if (score.kind === "concat") {
    const keys = affine(memory, score.keyWeights);
    return (queries) =>
      additiveScores(
        affine(queries, score.queryWeights),
        keys,
        score.scoreVector,
      );
  }
  const [H, places] = score.weights.shape;
  const items = memory.shape[1];
  if (items > places) {
    bindTensors(action, {
      memory: shape,
      weights: [score.weights, "H", items],
    });
  }
  const own = tf.slice(score.weights, [0, 0], [H, items]);
  return (queries) => affine(queries, own);
}
