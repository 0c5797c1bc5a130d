import { affine } from "../affine.ts";
import { embed, softmaxCrossEntropy } from "../ops/mod.ts";
import type { tf } from "../tf.ts";
import { bahdanauDecoder, type BahdanauWeights } from "./bahdanau.ts";
import type { SequenceDecoder } from "./decoder.ts";
import {
  encodeBatch,
  type EncodedBatch,
  type EncoderWeights,
} from "./encoder.ts";
import { fixedContextDecoder, type FixedContextWeights } from "./fixed.ts";
import { luongDecoder, type LuongWeights } from "./luong.ts";

/** What a decoder learns, whichever it is. */
export type DecoderWeights =
  | { kind: "fixed" } & FixedContextWeights
  | { kind: "bahdanau" } & BahdanauWeights
  | { kind: "luong" } & LuongWeights;

/** What a model learns that makes one sequence of ids from another. */
export interface Seq2seqWeights {
  /** A vector to each id of the source's vocabulary [V, E]. */
  sourceTable: tf.Tensor2D;
  /** A vector to each id of the target's vocabulary [V, E]. */
  targetTable: tf.Tensor2D;
  /** What reads. */
  encoder: EncoderWeights;
  /** What writes. */
  decoder: DecoderWeights;
  /** Weights from the decoder's outputs to the words' scores [A, V]. */
  outputWeights: tf.Tensor2D;
  /** Bias of the words' scores [V]. */
  outputBias: tf.Tensor1D;
}

/** Sources and their targets, ids int32; an index signature, so that tf.tidy takes it. */
export type Seq2seqBatch = {
  /** Sources [B, N]. */
  source: tf.Tensor2D;
  /** 1 for ids that count, 0 for padding [B, N]. Default: all count. */
  sourceMask?: tf.Tensor2D;
  /** What the decoder reads: the targets behind a start symbol [B, T]. */
  inputs: tf.Tensor2D;
  /** What it is to write: the targets and an end symbol [B, T]. */
  targets: tf.Tensor2D;
  /** 1 for ids that count, 0 for padding [B, T]. Default: all count. */
  targetMask?: tf.Tensor2D;
};

/**
 * The encoder over a batch of sources: h₁, ..., h_N of their embedded ids.
 *
 * @source Bahdanau et al. 2015, §3.2
 * @param weights What a model learns; of it the source's embeddings and the encoder.
 * @param source Sources, ids int32 [B, N].
 * @param mask 1 for ids that count, 0 for padding [B, N]. Default: all count.
 * @returns The memory [B, N, Dh], and the states that the decoder starts from.
 * @throws {ShapeError} If sources, mask and weights do not fit.
 *
 * @example A state to each id
 * ```ts
 * import { encodeSource, seq2seqWeights, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = seq2seqWeights({
 *   name: "read",
 *   decoder: "fixed",
 *   sourceVocabulary: 7,
 *   targetVocabulary: 5,
 *   embeddingSize: 3,
 *   hiddenSize: 2,
 *   random: seededRandom(7),
 * });
 * const source = tf.tensor2d([[3, 1, 4]], [1, 3], "int32");
 * assertEquals(encodeSource(weights, source).memory.shape, [1, 3, 2]);
 * ```
 */
export function encodeSource(
  { sourceTable, encoder }: Seq2seqWeights,
  source: tf.Tensor2D,
  mask?: tf.Tensor2D,
): EncodedBatch {
  const items = embed(sourceTable, source) as tf.Tensor3D;
  return encodeBatch(items, encoder, { mask });
}

/** The decoder, which has seen the source. */
export function decoderOf(
  { decoder }: Seq2seqWeights,
  encoded: EncodedBatch,
): SequenceDecoder {
  if (decoder.kind === "fixed") return fixedContextDecoder(encoded, decoder);
  if (decoder.kind === "bahdanau") return bahdanauDecoder(encoded, decoder);
  return luongDecoder(encoded, decoder);
}

/** What a model says of whole targets. */
export interface Seq2seqPrediction {
  /** Scores of the words, before the softmax [B, T, V]. */
  logits: tf.Tensor3D;
  /** Weights of the source's items [B, T, N]; absent without attention. */
  weights?: tf.Tensor3D;
}

/**
 * The words' scores with teacher forcing: logits(yₜ | y₁, ..., yₜ₋₁, x), all steps' output layer in one product.
 *
 * @source S1 注意力解决什么问题; Bahdanau et al. 2015, §2.1
 * @param weights The model.
 * @param batch Sources and what the decoder reads; the targets are not looked at.
 * @returns Logits [B, T, V], and the attention's weights [B, T, N] where there are any.
 * @throws {ShapeError} If batch and weights do not fit.
 *
 * @example A score for each word of the vocabulary at each step
 * ```ts
 * import { seq2seqPredict, seq2seqWeights, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = seq2seqWeights({
 *   name: "predict",
 *   decoder: "bahdanau",
 *   sourceVocabulary: 11,
 *   targetVocabulary: 13,
 *   embeddingSize: 3,
 *   hiddenSize: 5,
 *   random: seededRandom(7),
 * });
 * const ids = (length: number) => tf.ones<tf.Rank.R2>([2, length], "int32");
 * const { logits } = seq2seqPredict(weights, { source: ids(7), inputs: ids(4) });
 * assertEquals(logits.shape, [2, 4, 13]);
 * ```
 */
export function seq2seqPredict(
  weights: Seq2seqWeights,
  { source, sourceMask, inputs }: Omit<Seq2seqBatch, "targets" | "targetMask">,
): Seq2seqPrediction {
  const encoded = encodeSource(weights, source, sourceMask);
  const words = embed(weights.targetTable, inputs) as tf.Tensor3D;
  const decoded = decoderOf(weights, encoded).run(words);
  return {
    logits: affine(decoded.outputs, weights.outputWeights, weights.outputBias),
    weights: decoded.weights,
  };
}

/**
 * The loss of a batch with teacher forcing: -log p(yₜ | y₁, ..., yₜ₋₁, x), the mean over all words that count.
 *
 * @source S1 注意力解决什么问题; Sutskever et al. 2014, eq. 1; Bahdanau et al. 2015, §2.1
 * @param weights The model.
 * @param batch Sources, what the decoder reads, and what it is to write.
 * @returns The mean in nats, a scalar.
 * @throws {ShapeError} If batch and weights do not fit.
 *
 * @example A model that knows nothing is off by about the logarithm of the vocabulary
 * ```ts
 * import { seq2seqLoss, seq2seqWeights, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const weights = seq2seqWeights({
 *   name: "loss",
 *   decoder: "fixed",
 *   sourceVocabulary: 11,
 *   targetVocabulary: 13,
 *   embeddingSize: 3,
 *   hiddenSize: 5,
 *   random: seededRandom(7),
 * });
 * const ids = tf.ones<tf.Rank.R2>([2, 4], "int32");
 * const loss = seq2seqLoss(weights, { source: ids, inputs: ids, targets: ids });
 * assertAlmostEquals(loss.dataSync()[0], Math.log(13), 1);
 * ```
 */
export function seq2seqLoss(
  weights: Seq2seqWeights,
  batch: Seq2seqBatch,
): tf.Scalar {
  const { logits } = seq2seqPredict(weights, batch);
  return softmaxCrossEntropy(logits, batch.targets, batch.targetMask);
}
