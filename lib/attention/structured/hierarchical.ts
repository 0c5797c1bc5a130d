import { fromRule, type Matrix } from "../../core/mod.ts";
import { joinColumns } from "../../core/join.ts";
import { bindFinite } from "../../core/validate.ts";
import { requireSize } from "../../core/size.ts";
import { type Attention, keyValueAttention } from "../key_value.ts";
import { dotScores } from "../scoring.ts";

/** What one level of hierarchical attention learns. */
export interface PoolingParameters {
  /** Weights W (A x D) of the states. */
  weights: Matrix;
  /** Bias b (A x 1). */
  bias: Matrix;
  /** Context vector u (A x 1): the query, the same for every input. */
  contextVector: Matrix;
}

/** What hierarchical attention learns, and what lies between its levels. */
export interface HierarchicalParameters {
  /** Attention over the words of a sentence. */
  words: PoolingParameters;
  /** Attention over the sentences of a document. */
  sentences: PoolingParameters;
  /** Encoder of the sentence vectors (D x L), such as a bidirectional GRU, giving (D' x L). Default: none. */
  encodeSentences?: (sentences: Matrix) => Matrix;
}

/** What hierarchical attention gives at its two levels. */
export interface HierarchicalAttention {
  /** The document's vector (D' x 1). */
  document: Matrix;
  /** The sentences' vectors (D x L). */
  sentences: Matrix;
  /** Weights of the words of each sentence (T x 1), each summing to 1. */
  wordWeights: Matrix[];
  /** Weights of the sentences (L x 1), summing to 1. */
  sentenceWeights: Matrix;
}

/**
 * Attention with a learned query: c = Σₜ αₜ hₜ with α = softmax(uₜᵀu) and uₜ = tanh(Whₜ + b).
 *
 * Key-value attention with keys tanh(WH + b), values H and the query u, which
 * asks the same of every text: "which is the informative word?"
 *
 * @source NNDL §8.2.1 结构化注意力; Yang et al. 2016, §2.2 (row 10)
 * @param states States H (D x T), one item to a column.
 * @param parameters W (A x D), b (A x 1) and u (A x 1).
 * @returns Output c (D x 1) and weights (T x 1), which sum to 1.
 * @throws {ShapeError} If states and parameters differ in D or A.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example The state that meets the context vector is read
 * ```ts
 * import { attentivePooling } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { output } = attentivePooling(fromRows([[9, -9, -9]]), {
 *   weights: fromRows([[1]]),
 *   bias: columnVector([0]),
 *   contextVector: columnVector([50]),
 * });
 * assertAlmostEquals(output.get(0, 0), 9);
 * ```
 */
export function attentivePooling(
  states: Matrix,
  { weights, bias, contextVector }: PoolingParameters,
): Attention {
  const action = "pool states by attention";
  const { A, T } = bindFinite(action, {
    states: [states, "D", "T"],
    weights: [weights, "A", "D"],
    bias: [bias, "A", 1],
    contextVector: [contextVector, "A", 1],
  });
  const projected = weights.mmul(states);
  const keys = fromRule(
    A,
    T,
    (a, t) => Math.tanh(projected.get(a, t) + bias.get(a, 0)),
  );
  return keyValueAttention({ keys, values: states }, contextVector, {
    score: dotScores,
  });
}

/**
 * Hierarchical attention: sᵢ = Σₜ αᵢₜ hᵢₜ over the words of sentence i, then d = Σᵢ αᵢ sᵢ over the sentences.
 *
 * Two levels of {@linkcode attentivePooling}. A word's share in the document is
 * αᵢαᵢₜ; these products sum to 1, as the leaves of a tree do.
 *
 * @source NNDL §8.2.1 结构化注意力, 层次化; Yang et al. 2016, §2.2 (row 10)
 * @param sentences The words' states of each sentence (D x T), T from sentence to sentence; at least one sentence.
 * @param parameters Parameters of both levels, and the sentences' encoder.
 * @returns The document (D' x 1), the sentences (D x L) and the weights of both levels.
 * @throws {ShapeError} If sentences and parameters differ in D or A.
 * @throws {RangeError} If there is no sentence, or an entry is not finite.
 *
 * @example The key word of the key sentence
 * ```ts
 * import { hierarchicalAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const level = {
 *   weights: fromRows([[1]]),
 *   bias: columnVector([0]),
 *   contextVector: columnVector([50]),
 * };
 * const { document } = hierarchicalAttention(
 *   [fromRows([[-9, -9]]), fromRows([[-9, 9, -9]])],
 *   { words: level, sentences: level },
 * );
 * assertAlmostEquals(document.get(0, 0), 9);
 * ```
 */
export function hierarchicalAttention(
  sentences: readonly Matrix[],
  { words, sentences: level, encodeSentences = (s) => s }:
    HierarchicalParameters,
): HierarchicalAttention {
  requireSize(
    "attend to words and sentences",
    "the number of sentences",
    sentences.length,
  );
  const read = sentences.map((states) => attentivePooling(states, words));
  const vectors = joinColumns(read.map(({ output }) => output)); // D x L
  const { output, weights } = attentivePooling(encodeSentences(vectors), level);
  return {
    document: output,
    sentences: vectors,
    wordWeights: read.map((each) => each.weights),
    sentenceWeights: weights,
  };
}
