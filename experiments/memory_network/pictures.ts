/**
 * The picture of a memory network: where each hop looks in a story.
 *
 * @module
 */
import type { BabiQuestion } from "../data/babi.ts";
import type { Bilingual, Run } from "../experiment.ts";
import { heatMap } from "../report/heat_map.ts";

/** The title of {@linkcode attentionPicture}. */
export const ATTENTION: Bilingual = {
  en: "Where each hop looks",
  zh: "每一跳看向哪里",
};

/**
 * The weights of each hop over the sentences of a story.
 *
 * @param language The language of the labels; the story is English.
 * @param asked The story and the question.
 * @param weights The weights of each hop, the latest sentence first.
 */
export function attentionPicture(
  language: Run["language"],
  { story, question, answer, support }: BabiQuestion,
  weights: readonly (readonly number[])[],
): string {
  const sentences = story.map((words, n) =>
    `${support.includes(n) ? "* " : ""}${words.join(" ")}`
  );
  const hops = weights.map((hop) => hop.slice(0, story.length).toReversed());
  const words = TEXTS[language];
  return heatMap({
    title: `${question.join(" ")}? ${answer}`,
    description: words.seen,
    values: story.map((_, n) => hops.map((hop) => hop[n])),
    rows: { label: words.sentence, names: sentences },
    columns: {
      label: words.hop,
      names: hops.map((_, k) => `${k + 1}`),
    },
    unit: words.weight,
    range: [0, 1],
  });
}

const TEXTS = {
  en: {
    seen:
      "One row to a sentence, one column to a hop; a star marks the sentences that the answer rests on.",
    sentence: "sentences, the oldest first",
    hop: "hop",
    weight: "weight",
  },
  zh: {
    seen: "每行一个句子，每列一跳；星号标出答案所依据的句子。",
    sentence: "句子，最早的在上",
    hop: "跳",
    weight: "权重",
  },
};
