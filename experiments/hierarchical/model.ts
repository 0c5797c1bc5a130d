/**
 * Two readers of equal size: one pools by attention at both levels, the other
 * by the mean. Neither has an encoder, so that a weight belongs to its word or
 * sentence alone and not to what stands around it.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import {
  affine,
  attentivePooling,
  constantVariable,
  embed,
  glorotVariable,
  type PoolingWeights,
  tf,
  uniformVariable,
} from "../../lib/layers/mod.ts";
import type { DocumentBatch } from "./documents.ts";

/** How states become one. */
export type Pooling = "attention" | "mean";

/** What a reader learns. */
export interface Reader {
  pooling: Pooling;
  /** Embeddings of the words [V, D]. */
  words: tf.Tensor2D;
  /** Pooling over the words of a sentence. */
  wordLevel: PoolingWeights;
  /** Pooling over the sentences. */
  sentenceLevel: PoolingWeights;
  /** The verdict from the document's vector [D, 1] and its bias [1]. */
  verdict: tf.Tensor2D;
  bias: tf.Tensor1D;
}

/** Sizes of a reader. */
export interface ReaderSizes {
  /** Words with a number. */
  vocabulary: number;
  /** Size D of a word, a sentence and a document. */
  size: number;
}

/** Largest entry of an embedding at the start. */
const EMBEDDING_LIMIT = 0.1;

/** A reader to train; both kinds have the same weights. */
export function createReader(
  pooling: Pooling,
  { vocabulary, size }: ReaderSizes,
  random: Random,
): Reader {
  const name = (part: string) => `${pooling}/${part}`;
  const level = (part: string): PoolingWeights => ({
    weights: glorotVariable(
      name(`${part}/weights`),
      [size, size],
      random,
    ) as tf.Tensor2D,
    bias: constantVariable(name(`${part}/bias`), [size], 0) as tf.Tensor1D,
    contextVector: glorotVariable(
      name(`${part}/context`),
      [size],
      random,
    ) as tf.Tensor1D,
  });
  return {
    pooling,
    words: uniformVariable(
      name("words"),
      [vocabulary, size],
      EMBEDDING_LIMIT,
      random,
    ) as tf.Tensor2D,
    wordLevel: level("wordLevel"),
    sentenceLevel: level("sentenceLevel"),
    verdict: glorotVariable(name("verdict"), [size, 1], random) as tf.Tensor2D,
    bias: constantVariable(name("bias"), [1], 0) as tf.Tensor1D,
  };
}

/** What a reader makes of a batch. */
export interface Reading {
  /** Logits of a positive verdict [B]. */
  logits: tf.Tensor1D;
  /** Weights of the words within their sentences [B, L, T]. */
  wordWeights: tf.Tensor3D;
  /** Weights of the sentences [B, L]. */
  sentenceWeights: tf.Tensor2D;
}

/** How a reader is kept from learning the training documents by heart. */
export interface Dropout {
  rate: number;
  random: Random;
}

/** Reads a batch; `dropout` only while training. */
export function readDocuments(
  reader: Reader,
  { ids, mask }: Pick<DocumentBatch, "ids" | "mask">,
  dropout?: Dropout,
): Reading {
  const embedded = embed(reader.words, ids);
  const words = drop(embedded, dropout, [...ids.shape, 1]); // whole words
  const sentences = pool(reader.pooling, words, reader.wordLevel, mask);
  const present = tf.max(mask, -1) as tf.Tensor2D; // sentences that are there [B, L]
  const document = pool(
    reader.pooling,
    drop(sentences.output, dropout),
    reader.sentenceLevel,
    present,
  );
  const logits = affine(
    drop(document.output, dropout) as tf.Tensor2D,
    reader.verdict,
    reader.bias,
  );
  return {
    logits: tf.squeeze(logits, [1]),
    wordWeights: sentences.weights as tf.Tensor3D,
    sentenceWeights: document.weights as tf.Tensor2D,
  };
}

/** The loss of a reading: cross-entropy of the verdicts. */
export function verdictLoss(
  { logits }: Reading,
  { labels }: Pick<DocumentBatch, "labels">,
): tf.Scalar {
  // -log σ(±x) = log(1 + e^x) - label x
  const losses = tf.sub(tf.softplus(logits), tf.mul(labels, logits));
  return tf.mean(losses).asScalar();
}

function drop(
  states: tf.Tensor,
  dropout?: Dropout,
  noiseShape?: number[],
): tf.Tensor {
  if (!dropout) return states;
  const seed = dropout.random.integer(2 ** 31);
  return tf.dropout(states, dropout.rate, noiseShape, seed);
}

/**
 * Pools states [..., T, D] by attention, or by the mean of h + u ∘ tanh(Wh + b),
 * which has as many weights to learn and gives each state the same share.
 */
function pool(
  pooling: Pooling,
  states: tf.Tensor,
  level: PoolingWeights,
  mask: tf.Tensor,
): { output: tf.Tensor; weights: tf.Tensor } {
  if (pooling === "attention") return attentivePooling(states, level, mask);
  const hidden = tf.tanh(affine(states, level.weights, level.bias));
  const changed = tf.add(states, tf.mul(hidden, level.contextVector));
  const count = tf.maximum(tf.sum(mask, -1, true), 1);
  const weights = tf.div(mask, count);
  const output = tf.sum(tf.mul(changed, tf.expandDims(weights, -1)), -2);
  return { output, weights };
}
