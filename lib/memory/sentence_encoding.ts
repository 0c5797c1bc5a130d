import { bindShapes, fromRule, type Matrix, ShapeError } from "../core/mod.ts";
import { requireIndex } from "../core/validate.ts";
import { requireSize } from "../core/size.ts";

/** How the words of a sentence become one vector. */
export interface SentenceOptions {
  /** "position" weighs each word by its place (the default), "bag" adds words whatever their order. */
  encoding?: "position" | "bag";
  /** Temporal encoding T (D x at least N): column n is added to sentence n. Default: none. */
  temporal?: Matrix;
}

/**
 * Position weights: l_kj = (1 - j/J) - (k/D)(1 - 2j/J), indices from 1.
 *
 * The first dimensions of a sentence look at its first words, the last ones at
 * its last. The authors' program computes another form, scaled and centered,
 * with J padded to the longest sentence; this is the paper's.
 *
 * @source NNDL §8.5.1 端到端记忆网络 (row 22); Sukhbaatar et al. 2015, §4.1
 * @param size Size D of the embedding.
 * @param length Number J of words.
 * @returns Weights L (D x J), a word to a column; entries from -1 to 1.
 * @throws {RangeError} If a size is not an integer of at least 1.
 *
 * @example Two dimensions, two words
 * ```ts
 * import { positionWeights } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(positionWeights(2, 2).to2DArray(), [[0.5, 0.5], [0.5, 1]]);
 * ```
 */
export function positionWeights(size: number, length: number): Matrix {
  const action = "weigh words by their position";
  requireSize(action, "the embedding's size", size);
  requireSize(action, "the number of words", length);
  return fromRule(size, length, (row, column) => {
    const [k, j] = [row + 1, column + 1];
    return (1 - j / length) - (k / size) * (1 - 2 * j / length);
  });
}

/**
 * Sentences as memory slots: aₙ = Σⱼ l_j ⊙ A x_nj + T(n).
 *
 * With the "bag" encoding l_j = 1. The paper numbers sentences backwards, the
 * latest first, so that T(n) says how long ago one was.
 *
 * @source NNDL §8.5.1 端到端记忆网络 (row 22); Sukhbaatar et al. 2015, §4.1
 * @param embedding Embedding A (D x V), a word to a column.
 * @param sentences N sentences, each a list of words as columns of A, from 0 to V - 1.
 * @param options `encoding` of the words' order and `temporal` encoding T (D x at least N) of the sentences'.
 * @returns Slots (D x N), a sentence to a column.
 * @throws {ShapeError} If T differs from A in D or has fewer than N columns.
 * @throws {RangeError} If there is no sentence, a sentence has no word, or a word is not one of V.
 *
 * @example The order of the words counts, unless they are in a bag
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { embedSentences } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const embedding = fromRows([[1, 0], [0, 2]]);
 * const orders = [[0, 1], [1, 0]];
 * assertEquals(
 *   embedSentences(embedding, orders).to2DArray(),
 *   [[0.5, 0.5], [2, 1]],
 * );
 * assertEquals(
 *   embedSentences(embedding, orders, { encoding: "bag" }).to2DArray(),
 *   [[1, 1], [2, 2]],
 * );
 * ```
 */
export function embedSentences(
  embedding: Matrix,
  sentences: readonly (readonly number[])[],
  { encoding = "position", temporal }: SentenceOptions = {},
): Matrix {
  const action = "embed sentences";
  requireSize(action, "the number of sentences", sentences.length);
  sentences.forEach((words, n) => {
    requireSize(action, `the number of words in sentence ${n}`, words.length);
    words.forEach((word) =>
      requireIndex(action, "a word", word, embedding.columns)
    );
  });
  if (temporal) requireTemporal(embedding, temporal, sentences.length);
  const weights = sentences.map((words) =>
    encoding === "bag" ? null : positionWeights(embedding.rows, words.length)
  );
  return fromRule(
    embedding.rows,
    sentences.length,
    (d, n) =>
      sentences[n].reduce(
        (sum, word, j) =>
          sum + (weights[n]?.get(d, j) ?? 1) * embedding.get(d, word),
        temporal?.get(d, n) ?? 0,
      ),
  );
}

function requireTemporal(
  embedding: Matrix,
  temporal: Matrix,
  count: number,
): void {
  bindShapes("embed sentences", {
    embedding: [embedding, "D", "V"],
    temporal: [temporal, "D", "T"],
  });
  if (temporal.columns < count) {
    throw new ShapeError(
      `Cannot embed sentences as T must have a column for each of N sentences: N is ${count}, temporal (DxT) is ${temporal.rows}x${temporal.columns}`,
    );
  }
}
