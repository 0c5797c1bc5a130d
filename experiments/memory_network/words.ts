/**
 * Words as numbers, and stories as a network gets them.
 *
 * @module
 */
import type { BabiQuestion } from "../data/babi.ts";

/** The latest sentences that a network remembers, as in the paper. */
export const MEMORY = 50;

/** A question as numbers. */
export interface Example {
  /** The latest sentences, the latest first, each a list of words. */
  story: number[][];
  question: number[];
  /** An answer is a word, also where it joins several. */
  answer: number;
}

/** The words of some questions, numbered. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();

  /** @param questions All that will be encoded. */
  constructor(questions: readonly BabiQuestion[]) {
    const words = questions.flatMap(({ story, question, answer }) => [
      ...story.flat(),
      ...question,
      answer.toLowerCase(),
    ]);
    for (const word of [...new Set(words)].sort()) {
      this.#numbers.set(word, this.#numbers.size);
    }
  }

  /** How many words there are. */
  get size(): number {
    return this.#numbers.size;
  }

  /** A question as numbers. */
  encode({ story, question, answer }: BabiQuestion): Example {
    const numbersOf = (words: readonly string[]) =>
      words.map((word) => this.#numberOf(word));
    return {
      story: story.slice(-MEMORY).reverse().map(numbersOf),
      question: numbersOf(question),
      answer: this.#numberOf(answer.toLowerCase()),
    };
  }

  #numberOf(word: string): number {
    const number = this.#numbers.get(word);
    if (number !== undefined) return number;
    throw new RangeError(
      `Cannot encode a word as it must be in the vocabulary: ${word}`,
    );
  }
}
