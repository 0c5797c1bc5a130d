/**
 * Documents as numbers: a capped vocabulary, a grid of words for each document.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import { tf } from "../../lib/layers/mod.ts";
import type { Review } from "../data/reviews.ts";

/** A document as a model reads it. */
export interface Document {
  /** The words by sentence, those beyond the caps left out. */
  sentences: string[][];
  /** The words' numbers [sentences × words], 0 for padding. */
  ids: Int32Array;
  positive: boolean;
}

/** How much of a document is read. */
export interface Caps {
  /** Words in the vocabulary, padding and unknown aside. */
  vocabulary: number;
  /** Sentences of a document: of a longer one the first third and the last two thirds. */
  sentences: number;
  /** Words of a sentence, from its first. */
  words: number;
}

/** Numbers that are no word's. */
export const SPECIAL = { padding: 0, unknown: 1 };

/** Times that a word must stand in the training documents to have a number of its own. */
const RARE = 3;

/** Words by number: those that stand most often in the training documents, from 2 on. */
export function buildVocabulary(
  training: readonly Review[],
  { vocabulary }: Caps,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of training.flatMap(({ sentences }) => sentences.flat())) {
    if (isWord(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const kept = [...counts].filter(([, count]) => count >= RARE)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, vocabulary);
  const first = Object.keys(SPECIAL).length;
  return new Map(kept.map(([word], i) => [word, first + i]));
}

/** A review as a model reads it. */
export function toDocument(
  { sentences, positive }: Review,
  numbers: ReadonlyMap<string, number>,
  caps: Caps,
): Document {
  const words = sentences.map((sentence) =>
    sentence.filter(isWord).slice(0, caps.words)
  ).filter((sentence) => sentence.length > 0);
  const kept = ends(words, caps.sentences);
  const ids = new Int32Array(caps.sentences * caps.words);
  kept.forEach((sentence, i) =>
    sentence.forEach((word, t) =>
      ids[i * caps.words + t] = numbers.get(word) ?? SPECIAL.unknown
    )
  );
  return { sentences: kept, ids, positive };
}

/** A batch of documents as tensors. */
export interface DocumentBatch {
  /** Words [B, L, T], int32. */
  ids: tf.Tensor3D;
  /** 1 for words, 0 for padding [B, L, T]. */
  mask: tf.Tensor3D;
  /** 1 for a positive verdict, else 0 [B]. */
  labels: tf.Tensor1D;
}

/** Documents as one batch. */
export function toBatch(
  documents: readonly Document[],
  { sentences, words }: Caps,
): DocumentBatch {
  const shape: [number, number, number] = [documents.length, sentences, words];
  const size = sentences * words;
  const ids = new Int32Array(documents.length * size);
  documents.forEach((document, b) => ids.set(document.ids, b * size));
  const mask = Float32Array.from(ids, (id) => id === SPECIAL.padding ? 0 : 1);
  return {
    ids: tf.tensor3d(ids, shape, "int32"),
    mask: tf.tensor3d(mask, shape),
    labels: tf.tensor1d(documents.map(({ positive }) => positive ? 1 : 0)),
  };
}

/** Some documents at random, as a batch. */
export function drawBatch(
  documents: readonly Document[],
  size: number,
  random: Random,
  caps: Caps,
): DocumentBatch {
  const drawn = Array.from(
    { length: size },
    () => documents[random.integer(documents.length)],
  );
  return toBatch(drawn, caps);
}

/** Signs of punctuation are no words. */
function isWord(token: string): boolean {
  return /[a-z0-9]/.test(token);
}

/** A list of at most `count`: its first third and its last two thirds. */
function ends<Item>(list: readonly Item[], count: number): Item[] {
  if (list.length <= count) return [...list];
  const first = Math.floor(count / 3);
  return [...list.slice(0, first), ...list.slice(first - count)];
}
