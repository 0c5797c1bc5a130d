/**
 * What a model writes, and how good that is.
 *
 * @module
 */
import { encodeSource, type Seq2seqWeights, tf } from "../../lib/layers/mod.ts";
import { bleu } from "../../mod.ts";
import { write } from "../seq2seq/fit.ts";
import type { Vocabularies } from "../seq2seq/vocabulary.ts";
import type { Entry } from "./corpus.ts";

/** What the model writes for each source, greedily. */
export function translateAll(
  weights: Seq2seqWeights,
  entries: readonly Entry[],
  { source, target }: Vocabularies,
): string[][] {
  const sources = entries.map((entry) => source.idsOf(entry.source));
  const { tokens } = write(weights, sources, longestOf(entries));
  return tokens.map((ids) => target.wordsOf(ids));
}

/** Room for the longest reference and the end symbol. */
export function longestOf(entries: readonly Entry[]): number {
  const lengths = entries.flatMap(({ references }) =>
    references.map(({ length }) => length)
  );
  return 1 + lengths.reduce((a, b) => Math.max(a, b), 0);
}

/** The mean over the sources of a translation's BLEU against the nearest of its references, in percent. */
export function meanBleu(
  entries: readonly Entry[],
  translations: readonly (readonly string[])[],
): number {
  const scores = entries.map(({ references }, i) =>
    Math.max(...references.map((reference) => bleu(translations[i], reference)))
  );
  return 100 * scores.reduce((a, b) => a + b, 0) / scores.length;
}

/** What the decoder starts from: the sentence as one vector. */
export function sentenceVector(
  weights: Seq2seqWeights,
  { source }: Vocabularies,
  sentence: readonly string[],
): number[] {
  return tf.tidy(() => {
    const ids = source.idsOf(sentence);
    const { states } = encodeSource(
      weights,
      tf.tensor2d([ids], [1, ids.length], "int32"),
    );
    return [...states[0].hidden.dataSync()];
  });
}
