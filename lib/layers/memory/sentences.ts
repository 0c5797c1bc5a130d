import { ShapeError } from "../../core/mod.ts";
import { requireSize } from "../../core/size.ts";
import { requireIndex } from "../../core/validate.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** How sentences become counts of words. */
export interface SentenceCountsOptions {
  /** Number V of words. */
  vocabulary: number;
  /** Number N of slots. Default: as many as the longest story has sentences. */
  slots?: number;
  /** "position" weighs each word by its place (the default), "bag" counts words whatever their order. */
  encoding?: "position" | "bag";
}

/** Stories as tensors. */
export interface SentenceCounts {
  /** Counts [B, N, V] of words, [B, N, 2V] with the position encoding. */
  counts: tf.Tensor3D;
  /** 1 where a slot has a sentence, 0 where the story is over [B, N]. */
  mask: tf.Tensor2D;
}

/**
 * Sentences as weighted counts of words: pᵥ = Σⱼ (1 - j/J) [xⱼ = v], rᵥ = Σⱼ (2j/J - 1) [xⱼ = v].
 *
 * The position weights l_kj = (1 - j/J) - (k/D)(1 - 2j/J) are affine in k, so
 * that Σⱼ l_j ⊙ A xⱼ = pA + (k/D) ⊙ rA: the counts know nothing of A, and all
 * sentences of a batch are embedded by one matrix product, which is many times
 * faster than looking up each word.
 *
 * @source NNDL §8.5.1 端到端记忆网络 (row 22); Sukhbaatar et al. 2015, §4.1
 * @param stories B stories, each a list of sentences, each a list of words from 0 to V - 1; a sentence without words is an empty memory.
 * @param options `vocabulary` V, number of `slots` N and `encoding`.
 * @returns Counts [B, N, 2V] (bag: [B, N, V]) and mask [B, N].
 * @throws {ShapeError} If a story has more sentences than there are slots.
 * @throws {RangeError} If there is no story, V or N is not an integer of at least 1, or a word is not one of V.
 *
 * @example A bag counts, the position encoding tells the order
 * ```ts
 * import { sentenceCounts } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const stories = [[[0, 1, 1], []]];
 * const bag = sentenceCounts(stories, { vocabulary: 2, encoding: "bag" });
 * assertEquals(bag.counts.arraySync(), [[[1, 2], [0, 0]]]);
 * const { counts } = sentenceCounts([[[0, 1]]], { vocabulary: 2 });
 * assertEquals(counts.arraySync(), [[[0.5, 0, 0, 1]]]);
 * ```
 */
export function sentenceCounts(
  stories: readonly (readonly (readonly number[])[])[],
  { vocabulary, slots, encoding = "position" }: SentenceCountsOptions,
): SentenceCounts {
  const action = "count words of sentences";
  const longest = Math.max(1, ...stories.map((story) => story.length));
  const [B, N] = [stories.length, slots ?? longest];
  requireSize(action, "the number of stories", B);
  requireSize(action, "the number of words", vocabulary);
  requireSize(action, "the number of slots", N);
  if (longest > N) {
    throw new ShapeError(
      `Cannot ${action} as a story must fit into the slots: it has ${longest} sentences, there are ${N} slots`,
    );
  }
  const width = encoding === "bag" ? vocabulary : 2 * vocabulary;
  const counts = new Float32Array(B * N * width);
  const mask = new Float32Array(B * N);
  stories.forEach((story, b) =>
    story.forEach((words, n) => {
      const row = counts.subarray((b * N + n) * width, (b * N + n + 1) * width);
      for (const word of words) {
        requireIndex(action, "a word", word, vocabulary);
      }
      countWords(row, words, encoding === "bag" ? null : vocabulary);
      mask[b * N + n] = 1;
    })
  );
  return {
    counts: tf.tensor3d(counts, [B, N, width]),
    mask: tf.tensor2d(mask, [B, N]),
  };
}

/** With `second`, where the slopes of the position weights begin. */
function countWords(
  row: Float32Array,
  words: readonly number[],
  second: number | null,
): void {
  words.forEach((word, index) => {
    const place = (index + 1) / words.length;
    row[word] += second === null ? 1 : 1 - place;
    if (second !== null) row[second + word] += 2 * place - 1;
  });
}

/**
 * Sentences as memory slots: aₙ = pₙA + (k/D) ⊙ rₙA + T(n), which is Σⱼ l_j ⊙ A x_nj + T(n).
 *
 * @source NNDL §8.5.1 端到端记忆网络 (row 22); Sukhbaatar et al. 2015, §4.1
 * @param counts Counts [B, N, 2V] of {@linkcode sentenceCounts} with the position encoding, or bags [B, N, V].
 * @param tables Embeddings [V, D], a word to a row; all are applied by one product.
 * @param temporal Temporal encoding T [at least N, D] of each embedding, row n for slot n. Default: none.
 * @returns Slots [B, N, D], one tensor for each embedding.
 * @throws {ShapeError} If tables or encodings differ in size, there are not as many of them, or counts fit neither V nor 2V.
 *
 * @example The order of the words counts
 * ```ts
 * import { embedSentences, sentenceCounts, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const { counts } = sentenceCounts([[[0, 1], [1, 0]]], { vocabulary: 2 });
 * const [slots] = embedSentences(counts, [tf.tensor2d([[1, 0], [0, 2]])]);
 * assertEquals(slots.arraySync(), [[[0.5, 2], [0.5, 1]]]);
 * ```
 */
export function embedSentences(
  counts: tf.Tensor3D,
  tables: readonly tf.Tensor2D[],
  temporal: readonly tf.Tensor2D[] = [],
): tf.Tensor3D[] {
  const { B, N, F, V, D } = bindSentences(counts, tables, temporal);
  const K = tables.length;
  return tf.tidy(() => {
    const words = beside(tables);
    const kernel = F === V
      ? words
      : tf.concat([words, tf.mul(words, slopes(D, K))], 0);
    const flat = tf.matMul(tf.reshape(counts, [B * N, F]), kernel);
    const slots = tf.reshape(flat, [B, N, K * D]);
    const timed = temporal.length === 0
      ? slots
      : tf.add(slots, tf.slice(beside(temporal), [0, 0], [N, K * D]));
    return K === 1 ? [timed as tf.Tensor3D] : tf.split(timed, K, 2);
  }) as tf.Tensor3D[];
}

function beside(tables: readonly tf.Tensor2D[]): tf.Tensor2D {
  return tables.length === 1 ? tables[0] : tf.concat([...tables], 1);
}

/** k/D for k = 1, ..., D, once for each table [1, K·D]. */
function slopes(D: number, K: number): tf.Tensor2D {
  const values = Float32Array.from(
    { length: K * D },
    (_, column) => (column % D + 1) / D,
  );
  return tf.tensor2d(values, [1, K * D]);
}

function bindSentences(
  counts: tf.Tensor3D,
  tables: readonly tf.Tensor2D[],
  temporal: readonly tf.Tensor2D[],
): Record<string, number> {
  const action = "embed sentences";
  const sizes = bindTensors(action, {
    counts: [counts, "B", "N", "F"],
    ...Object.fromEntries(
      tables.map((table, i) => [`tables[${i}]`, [table, "V", "D"] as const]),
    ),
    ...Object.fromEntries(
      temporal.map((
        times,
        i,
      ) => [`temporal[${i}]`, [times, "T", "D"] as const]),
    ),
  });
  const { N, F, V, T } = sizes;
  if (F !== V && F !== 2 * V) {
    throw new ShapeError(
      `Cannot ${action} as counts must be as wide as V, or 2V with the position encoding: counts are ${F} wide, V is ${V}`,
    );
  }
  const missing = temporal.length > 0 && temporal.length !== tables.length;
  if (missing || T < N) {
    throw new ShapeError(
      `Cannot ${action} as each embedding must have a temporal encoding of at least N rows: there are ${tables.length} embeddings, ${temporal.length} encodings of ${T} rows, N is ${N}`,
    );
  }
  return sizes;
}
