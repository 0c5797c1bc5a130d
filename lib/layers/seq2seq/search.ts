import { beamSearch, type Hypothesis } from "../../seq2seq/mod.ts";
import { affine } from "../affine.ts";
import { embed } from "../ops/mod.ts";
import { tf } from "../tf.ts";
import type { DecoderState, DecoderStep, SequenceDecoder } from "./decoder.ts";
import { decoderOf, encodeSource, type Seq2seqWeights } from "./model.ts";

/** Where writing starts and ends. */
export interface TranslateOptions {
  /** The start symbol. */
  start: number;
  /** The end symbol. */
  end: number;
  /** The most ids that are written, the end symbol among them. */
  maximumLength: number;
}

/** What a model has written for a batch. */
export interface Translations {
  /** The ids of each, without start and end symbol. */
  tokens: number[][];
  /** The weights of the source's items for each id and the end symbol, as far as written; absent without attention. */
  weights?: number[][][];
}

/**
 * Greedy translation of a batch: yₜ = argmax p(y | y₁, ..., yₜ₋₁, x), until all have ended.
 *
 * @source NNDL §15.1 序列概率模型, 贪婪搜索; lib's greedySearch, for one
 * @param weights The model.
 * @param source Sources, ids int32 [B, N].
 * @param options Start, end and maximum length.
 * @param mask 1 for ids that count, 0 for padding [B, N].
 * @returns The ids that are written for each source, and the weights.
 * @throws {ShapeError} If sources, mask and weights do not fit.
 *
 * @example What is written ends at the maximum length at the latest
 * ```ts
 * import { greedyTranslate, seq2seqWeights, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assert } from "@std/assert";
 *
 * const weights = seq2seqWeights({
 *   name: "greedy",
 *   decoder: "luong",
 *   sourceVocabulary: 11,
 *   targetVocabulary: 13,
 *   embeddingSize: 3,
 *   hiddenSize: 5,
 *   random: seededRandom(7),
 * });
 * const { tokens } = greedyTranslate(weights, tf.ones([2, 7], "int32"), {
 *   start: 1,
 *   end: 2,
 *   maximumLength: 4,
 * });
 * assert(tokens.every((ids) => ids.length <= 4));
 * ```
 */
export function greedyTranslate(
  weights: Seq2seqWeights,
  source: tf.Tensor2D,
  { start, end, maximumLength }: TranslateOptions,
  mask?: tf.Tensor2D,
): Translations {
  const [ids, looks] = tf.tidy(() => {
    const decoder = decoderOf(weights, encodeSource(weights, source, mask));
    let state = decoder.start;
    let last = tf.fill([source.shape[0]], start, "int32") as tf.Tensor1D;
    const ended = new Set<number>();
    const ids: number[][] = [];
    const looks: number[][][] = [];
    while (ids.length < maximumLength && ended.size < source.shape[0]) {
      const step = nextWord(weights, decoder, last, state);
      state = step.state;
      last = tf.argMax(step.logits, 1);
      ids.push([...last.dataSync()]);
      if (step.weights) looks.push(step.weights.arraySync());
      ids[ids.length - 1].forEach((id, b) => id === end && ended.add(b));
    }
    return [ids, looks];
  });
  return untilEnd(ids, looks, end);
}

/** From step by step to sequence by sequence, each up to its end symbol. */
function untilEnd(
  ids: number[][],
  looks: number[][][],
  end: number,
): Translations {
  const written = ids[0].map((_, b) => ids.map((step) => step[b]));
  const lengths = written.map((sequence) => {
    const at = sequence.indexOf(end);
    return at < 0 ? sequence.length : at;
  });
  const tokens = written.map((sequence, b) => sequence.slice(0, lengths[b]));
  if (looks.length === 0) return { tokens };
  const weights = lengths.map((length, b) =>
    looks.slice(0, length + 1).map((step) => step[b])
  );
  return { tokens, weights };
}

/** How a beam translates. */
export interface BeamTranslateOptions extends TranslateOptions {
  /** How many sequences are kept at each step. */
  width: number;
  /** α in score = log p / Lᵅ. Default: 0. */
  lengthPenalty?: number;
}

/**
 * Beam translation of one source: lib's {@linkcode beamSearch} over the decoder's steps.
 *
 * @source NNDL §15.1 序列概率模型, 束搜索; Sutskever et al. 2014, §3.2
 * @param weights The model.
 * @param source The source's ids.
 * @param options Start, end, maximum length, width and length penalty.
 * @returns Sequences, the best first.
 * @throws {RangeError} As beamSearch does.
 *
 * @example A beam of width 1 is greedy
 * ```ts
 * import { beamTranslate, greedyTranslate, seq2seqWeights, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = seq2seqWeights({
 *   name: "beam",
 *   decoder: "bahdanau",
 *   sourceVocabulary: 11,
 *   targetVocabulary: 13,
 *   embeddingSize: 3,
 *   hiddenSize: 5,
 *   random: seededRandom(7),
 * });
 * const options = { start: 1, end: 2, maximumLength: 4 };
 * const source = [3, 5, 7];
 * const [best] = beamTranslate(weights, source, { ...options, width: 1 });
 * const { tokens } = greedyTranslate(weights, tf.tensor2d([source], [1, 3], "int32"), options);
 * assertEquals(best.tokens, tokens[0]);
 * ```
 */
export function beamTranslate(
  weights: Seq2seqWeights,
  source: readonly number[],
  options: BeamTranslateOptions,
): Hypothesis[] {
  let found: Hypothesis[] = [];
  tf.tidy(() => {
    const ids = tf.tensor2d([[...source]], [1, source.length], "int32");
    const decoder = decoderOf(weights, encodeSource(weights, ids));
    const next = (token: number, state: DecoderState) => {
      const step = nextWord(
        weights,
        decoder,
        tf.tensor1d([token], "int32"),
        state,
      );
      const logProbabilities = [...tf.logSoftmax(step.logits).dataSync()];
      return { logProbabilities, state: step.state };
    };
    found = beamSearch(next, { ...options, state: decoder.start });
  });
  return found;
}

/** A step from the ids before [B], with the scores of the words [B, V]. */
function nextWord(
  weights: Seq2seqWeights,
  decoder: SequenceDecoder,
  last: tf.Tensor1D,
  state: DecoderState,
): DecoderStep & { logits: tf.Tensor2D } {
  const words = embed(weights.targetTable, last) as tf.Tensor2D;
  const step = decoder.step(words, state);
  const { outputWeights, outputBias } = weights;
  return { ...step, logits: affine(step.output, outputWeights, outputBias) };
}
