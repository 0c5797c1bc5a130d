/**
 * Signs and words as ids: 0 pads, 1 begins a target, 2 ends it, 3 stands for
 * what is not in the vocabulary.
 *
 * @module
 */
import type { IdPair } from "../../lib/layers/mod.ts";

/** A source and its target, sign by sign or word by word. */
export interface Pair {
  source: readonly string[];
  target: readonly string[];
}

/** The symbols around a target. */
export const SYMBOLS = { start: 1, end: 2 } as const;
const UNKNOWN = 3;
const FIRST = 4;

/** What stands for a word that is not in the vocabulary. */
export const UNKNOWN_WORD = "⁇";

/** Words and their ids. */
export interface Vocabulary {
  /** How many ids there are, those of the symbols among them. */
  readonly size: number;
  /** The ids of words. */
  idsOf(words: readonly string[]): number[];
  /** The words of ids. */
  wordsOf(ids: readonly number[]): string[];
}

/** A vocabulary of these words. */
export function vocabularyOf(words: readonly string[]): Vocabulary {
  const ids = new Map(words.map((word, i) => [word, FIRST + i]));
  return {
    size: FIRST + words.length,
    idsOf: (sentence) => sentence.map((word) => ids.get(word) ?? UNKNOWN),
    wordsOf: (sentence) =>
      sentence.map((id) => words[id - FIRST] ?? UNKNOWN_WORD),
  };
}

/** The words that occur at least so often, the most frequent first. */
export function frequentWords(
  sentences: readonly (readonly string[])[],
  least: number,
): string[] {
  const counts = new Map<string, number>();
  for (const word of sentences.flat()) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= least)
    .sort((a, b) => b[1] - a[1]).map(([word]) => word);
}

/** The vocabularies of both sides. */
export interface Vocabularies {
  source: Vocabulary;
  target: Vocabulary;
}

/** A pair as ids. */
export function idsOfPair(
  { source, target }: Pair,
  vocabularies: Vocabularies,
): IdPair {
  return {
    source: vocabularies.source.idsOf(source),
    target: vocabularies.target.idsOf(target),
  };
}
