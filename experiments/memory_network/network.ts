/**
 * The memory network as it is trained here: adjacent tying, position and
 * temporal encoding.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import {
  answerQuestions,
  type MemoryNetworkWeights,
  normalVariable,
  type Questions,
  sentenceCounts,
  softmaxCrossEntropy,
  tf,
  variablesOf,
} from "../../lib/layers/mod.ts";
import { type Example, MEMORY } from "./words.ts";

/** Size of the embeddings, and standard deviation of the weights at the start, as in the paper. */
const WIDTH = 20;
const DEVIATION = 0.1;

/** Share of empty memories, at most, that a training puts into a story so as not to learn the sentences' places by heart. */
const NOISE = 0.1;
/** Slots that have a temporal encoding: the sentences' and the empty memories'. */
const SLOTS = MEMORY + Math.ceil(NOISE * MEMORY);

/** Questions that are answered at once without training. */
const AT_ONCE = 200;

/** A network and its sizes. */
export interface Network {
  vocabulary: number;
  weights: MemoryNetworkWeights;
  variables: tf.Variable[];
}

/** Stories, questions and answers as tensors. */
export interface Batch extends Questions {
  answers: tf.Tensor1D;
}

/** A network with weights to train. */
export function createNetwork(
  name: string,
  { vocabulary, hops }: { vocabulary: number; hops: number },
  random: Random,
): Network {
  const draw = (part: string, rows: number) =>
    Array.from({ length: hops + 1 }, (_, k) =>
      normalVariable(
        `${name}/${part}${k}`,
        [rows, WIDTH],
        DEVIATION,
        random,
      ) as tf.Variable<tf.Rank.R2>);
  const weights = {
    embeddings: draw("embedding", vocabulary),
    temporal: draw("temporal", SLOTS),
  };
  return { vocabulary, weights, variables: variablesOf(weights) };
}

/** Examples as tensors. */
export function toBatch(
  examples: readonly Example[],
  vocabulary: number,
): Batch {
  const options = { vocabulary };
  const { counts: stories, mask } = sentenceCounts(
    examples.map(({ story }) => story),
    options,
  );
  const asked = sentenceCounts(
    examples.map(({ question }) => [question]),
    options,
  );
  asked.mask.dispose();
  const answers = examples.map(({ answer }) => answer);
  return {
    stories,
    mask,
    questions: asked.counts,
    answers: tf.tensor1d(answers, "int32"),
  };
}

/** The example with empty memories here and there, from none to a tenth of the story, rounded up. */
export function withEmptyMemories(example: Example, random: Random): Example {
  const story = [...example.story];
  const most = Math.ceil(NOISE * story.length);
  for (let count = random.integer(most + 1); count > 0; count--) {
    story.splice(random.integer(story.length + 1), 0, []);
  }
  return { ...example, story };
}

/** The summed cross entropy of the answers; linear: without the softmax of the reads. */
export function lossOf(
  { weights }: Network,
  batch: Batch,
  linear: boolean,
): tf.Scalar {
  const { logits } = answerQuestions(weights, batch, { linear });
  const mean = softmaxCrossEntropy(logits, batch.answers);
  return tf.mul(mean, batch.answers.size);
}

/** Where each hop looks, sentence by sentence, the latest first, for one question. */
export function attentionOf(
  { weights, vocabulary }: Network,
  example: Example,
): number[][] {
  return tf.tidy(() =>
    answerQuestions(weights, toBatch([example], vocabulary)).weights
      .map((hop) => [...hop.dataSync()])
  );
}

/** How a network answers some questions. */
export interface Grade {
  /** Share of wrong answers, in percent. */
  error: number;
  /** Mean cross entropy. */
  loss: number;
}

/** How the network answers, with the softmax unless told. */
export function gradeNetwork(
  network: Network,
  examples: readonly Example[],
  linear = false,
): Grade {
  let [wrong, loss] = [0, 0];
  for (let first = 0; first < examples.length; first += AT_ONCE) {
    const part = examples.slice(first, first + AT_ONCE);
    tf.tidy(() => {
      const batch = toBatch(part, network.vocabulary);
      const { logits } = answerQuestions(network.weights, batch, { linear });
      const misses = tf.notEqual(tf.argMax(logits, 1), batch.answers);
      wrong += tf.sum(misses).dataSync()[0];
      const mean = softmaxCrossEntropy(logits, batch.answers);
      loss += part.length * mean.dataSync()[0];
    });
  }
  const { length } = examples;
  return { error: 100 * wrong / length, loss: loss / length };
}
