/**
 * Sentences in two languages as words, and which of them are held out.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import type { SentencePair } from "../data/tatoeba.ts";
import { frequentWords, type Pair } from "../seq2seq/vocabulary.ts";

/** A source with all its translations. */
export interface Entry {
  source: string[];
  references: string[][];
  /** Who wrote them, where the file says so. */
  credits: string[];
}

/** What is trained on, what is held out, and the words of both. */
export interface Corpus {
  train: Pair[];
  held: Entry[];
  sourceWords: string[];
  targetWords: string[];
}

/** What is taken from the sentences. */
export interface CorpusOptions {
  /** Words of a source, at least and at most. */
  sourceLength: readonly [number, number];
  /** Words of a target, at most. */
  targetLength: number;
  /** A word must occur so often; pairs with others are left out. */
  frequency: number;
  /** Sources that are held out. */
  held: number;
  /** Pairs to train on, at most. */
  train: number;
}

/** Words and punctuation of a sentence in letters, in lower case. */
export function wordsOf(sentence: string): string[] {
  return sentence.toLowerCase().match(/[\p{L}\p{N}'’]+|[^\s\p{L}\p{N}]/gu) ??
    [];
}

/** The characters of a sentence that writes no spaces between words. */
export function charactersOf(sentence: string): string[] {
  return [...sentence].filter((character) => character.trim() !== "");
}

/**
 * Splits pairs by their source: all translations of a held-out sentence are
 * references, and none of them is trained on.
 */
export function makeCorpus(
  pairs: readonly SentencePair[],
  split: (sentence: string) => string[],
  { sourceLength: [least, most], targetLength, frequency, held, train }:
    CorpusOptions,
  random: Random,
): Corpus {
  const fitting = pairs.map(({ english, other, credit }) => ({
    source: wordsOf(english),
    target: split(other),
    credit,
  })).filter(({ source, target }) =>
    source.length >= least && source.length <= most &&
    target.length > 0 && target.length <= targetLength
  );
  const frequent = (side: "source" | "target") =>
    frequentWords(fitting.map((pair) => pair[side]), frequency);
  const [sourceWords, targetWords] = [frequent("source"), frequent("target")];
  const [known, knownTarget] = [new Set(sourceWords), new Set(targetWords)];
  const entries = new Map<string, Entry>();
  for (const { source, target, credit } of fitting) {
    if (!source.every((word) => known.has(word))) continue;
    if (!target.every((word) => knownTarget.has(word))) continue;
    const key = source.join(" ");
    const entry = entries.get(key) ?? { source, references: [], credits: [] };
    entries.set(key, entry);
    entry.references.push(target);
    if (credit) entry.credits.push(credit);
  }
  const all = [...entries.values()];
  const order = random.permutation(all.length).map((i) => all[i]);
  return {
    held: order.slice(0, held),
    train: order.slice(held).flatMap(({ source, references }) =>
      references.map((target) => ({ source, target }))
    ).slice(0, train),
    sourceWords,
    targetWords,
  };
}
