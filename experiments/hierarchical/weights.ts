/**
 * What a reader looked at: pictures of texts, and, where the decisive sentence
 * is known, how often it has the largest weight.
 *
 * @module
 */
import { tf } from "../../lib/layers/mod.ts";
import type { Figure, Run } from "../experiment.ts";
import { type Caps, type Document, toBatch } from "./documents.ts";
import { MARKER } from "./generated.ts";
import { readDocuments, type Reader } from "./model.ts";
import { textPicture, type WeighedSentence } from "./text_picture.ts";

/** A document with what the reader made of it. */
interface Weighed {
  document: Document;
  /** The probability of a positive verdict. */
  probability: number;
  sentences: WeighedSentence[];
}

/** Sentences shown of a text, the heaviest in their order. */
const SHOWN = 5;

/** Texts in a picture: for and against. */
const TEXTS = 2;

/** Documents that are looked through for texts to show. */
const CANDIDATES = 50;

/** Draws texts that were judged rightly, with the weights of their sentences and words. */
export async function drawTexts(
  run: Run,
  reader: Reader,
  documents: readonly Document[],
  caps: Caps,
): Promise<void> {
  const some = run.random("texts").permutation(documents.length)
    .slice(0, CANDIDATES).map((i) => documents[i]);
  const weighed = weigh(reader, some, caps);
  for (const positive of [true, false]) {
    const right = weighed.filter(({ document, probability }) =>
      document.positive === positive && (probability > 0.5) === positive
    ).slice(0, TEXTS);
    if (right.length === 0) continue;
    const kind = positive ? "for" : "against";
    const words = WORDS[run.language];
    await run.picture(
      `texts-${kind}`,
      { en: WORDS.en[kind], zh: WORDS.zh[kind] },
      textPicture({
        title: words[kind],
        description: words.seen,
        texts: right.map(({ probability, sentences }) => ({
          heading: `${words.probability} ${probability.toFixed(2)}`,
          sentences: heaviest(sentences),
        })),
      }),
    );
  }
}

/** How often the sentence with the marker has the largest weight, and the key word or the marker the largest in it. */
export function shareOnVerdict(
  reader: Reader,
  documents: readonly Document[],
  caps: Caps,
): Figure {
  const found = weigh(reader, documents, caps).filter(({ sentences }) =>
    heaviest(sentences, 1)[0].words.some(({ text }) => text === MARKER)
  );
  return {
    id: "generated-found",
    name: {
      en: "Documents whose heaviest sentence is the decisive one",
      zh: "权重最大的句子正是关键句的文档所占比例",
    },
    value: found.length / documents.length,
  };
}

function weigh(
  reader: Reader,
  documents: readonly Document[],
  caps: Caps,
): Weighed[] {
  const { probabilities, words, sentences } = tf.tidy(() => {
    const reading = readDocuments(reader, toBatch(documents, caps));
    return {
      probabilities: tf.sigmoid(reading.logits).arraySync() as number[],
      words: reading.wordWeights.arraySync(),
      sentences: reading.sentenceWeights.arraySync(),
    };
  });
  return documents.map((document, b) => ({
    document,
    probability: probabilities[b],
    sentences: document.sentences.map((sentence, i) => ({
      weight: sentences[b][i],
      words: sentence.map((text, t) => ({ text, weight: words[b][i][t] })),
    })),
  }));
}

/** The sentences of the largest weights, in the text's order. */
function heaviest(
  sentences: readonly WeighedSentence[],
  count = SHOWN,
): WeighedSentence[] {
  const least = sentences.map(({ weight }) => weight)
    .sort((a, b) => b - a)[Math.min(count, sentences.length) - 1];
  return sentences.filter(({ weight }) => weight >= least).slice(0, count);
}

const WORDS = {
  en: {
    for: "For the movie: the heaviest sentences and their words",
    against: "Against the movie: the heaviest sentences and their words",
    seen:
      "Before each sentence stands its weight in the document; a word is the darker, the larger its weight in the sentence and the sentence's own.",
    probability: "probability of praise",
  },
  zh: {
    for: "褒：权重最大的句子及其中的词",
    against: "贬：权重最大的句子及其中的词",
    seen:
      "每句之前是它在文档中的权重；词的颜色越深，它在句中的权重与该句的权重就越大。",
    probability: "褒的概率",
  },
};
