import { ShapeError } from "../../core/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  type MemoryHopsOptions,
  memoryNetworkHops,
  type MemorySlots,
  tieAdjacent,
  tieLayerWise,
} from "./memory_network.ts";
import { embedSentences } from "./sentences.ts";

/** What a memory network learns. */
export interface MemoryNetworkWeights {
  /** Embeddings [V, D]: with adjacent tying K + 1, B = A¹, A² = C¹, …, Cᴷ = Wᵀ; with layer-wise tying A, C, B and Wᵀ. */
  embeddings: tf.Tensor2D[];
  /** Temporal encodings [at least N, D] of the embeddings of sentences: K + 1, layer-wise 2. Default: none. */
  temporal?: tf.Tensor2D[];
  /** With layer-wise tying the transpose of H [D, D]; its presence means that tying. */
  stateWeights?: tf.Tensor2D;
}

/** Stories and what is asked about them, as counts of words. */
export interface Questions {
  /** Counts of each sentence [B, N, 2V], or [B, N, V]; the latest first where time matters. */
  stories: tf.Tensor3D;
  /** Counts of each question [B, 1, 2V], or [B, 1, V]. */
  questions: tf.Tensor3D;
  /** 1 where a slot may be read and 0 where not [B, N]. Default: 1. */
  mask?: tf.Tensor2D;
}

/** How a network answers. */
export interface MemoryNetworkOptions {
  /** Number K of hops with layer-wise tying; with adjacent tying the embeddings tell. Default: 1. */
  hops?: number;
  /** Whether to leave the softmax out. Default: no. */
  linear?: boolean;
}

/** Scores of the answers, and where each hop looked. */
export interface MemoryNetworkAnswer {
  /** Scores of each word, before the softmax [B, V]. */
  logits: tf.Tensor2D;
  /** Each hop's weights [B, 1, N], to look at. */
  weights: tf.Tensor3D[];
}

/**
 * An end-to-end memory network: softmax(W q^K) is the answer, after K hops that start at the question.
 *
 * @source NNDL §8.5.1 端到端记忆网络 (rows 22, 23); Sukhbaatar et al. 2015, §2
 * @param weights Embeddings [V, D] and temporal encodings, tied as `stateWeights` says.
 * @param asked Stories and questions as counts of {@linkcode sentenceCounts}, and the mask.
 * @param options `hops` of layer-wise tying, and whether the reads are `linear`.
 * @returns Logits [B, V] and each hop's weights [B, 1, N].
 * @throws {ShapeError} If there are too few embeddings, or sizes do not fit.
 *
 * @example Who sleeps? The one sentence that mentions it knows
 * ```ts
 * import { answerQuestions, sentenceCounts, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const options = { vocabulary: 4, encoding: "bag" } as const; // who, sleeps, Ann, Bob
 * const { counts: stories } = sentenceCounts([[[2, 1], [3]]], options);
 * const { counts: questions } = sentenceCounts([[[0, 1]]], options);
 * const same = tf.eye(4).mul(9) as tf.Tensor2D;
 * const answers = tf.diag(tf.tensor1d([0, 0, 1, 1])) as tf.Tensor2D;
 * const weights = { embeddings: [same, answers] };
 * const { logits } = answerQuestions(weights, { stories, questions });
 * assertEquals(logits.argMax(1).dataSync()[0], 2);
 * ```
 */
export function answerQuestions(
  weights: MemoryNetworkWeights,
  { stories, questions, mask }: Questions,
  { hops = 1, linear }: MemoryNetworkOptions = {},
): MemoryNetworkAnswer {
  const { embeddings, stateWeights } = weights;
  const [asking, answering] = stateWeights
    ? [embeddings[2], embeddings[3]]
    : [embeddings[0], embeddings[embeddings.length - 1]];
  requireEmbeddings(weights);
  const options: MemoryHopsOptions = { mask, linear, stateWeights };
  const [queries] = embedSentences(questions, [asking]);
  const memories = rememberStories(weights, stories, hops);
  const hopped = memoryNetworkHops(memories, queries, options);
  const { B, D } = bindTensors("answer questions", {
    queries: [hopped.queries, "B", 1, "D"],
    answering: [answering, "V", "D"],
  });
  const last = tf.reshape(hopped.queries, [B, D]);
  const logits = tf.matMul(last, answering, false, true) as tf.Tensor2D;
  return { logits, weights: hopped.weights };
}

/** The memories of the hops. */
function rememberStories(
  { embeddings, temporal, stateWeights }: MemoryNetworkWeights,
  stories: tf.Tensor3D,
  hops: number,
): MemorySlots[] {
  if (!stateWeights) {
    return tieAdjacent(embedSentences(stories, embeddings, temporal));
  }
  const tables = embeddings.slice(0, 2);
  const [keys, values] = embedSentences(stories, tables, temporal);
  return tieLayerWise({ keys, values }, hops);
}

function requireEmbeddings(
  { embeddings, stateWeights }: MemoryNetworkWeights,
): void {
  const count = embeddings.length;
  if (stateWeights ? count !== 4 : count < 2) {
    throw new ShapeError(
      `Cannot answer questions as ${
        stateWeights
          ? "layer-wise tying must have the 4 embeddings A, C, B and W"
          : "adjacent tying must have at least 2 embeddings"
      }: there are ${count}`,
    );
  }
}
