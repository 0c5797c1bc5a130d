/**
 * Real short sentences, English to French and to Chinese: attention against a
 * fixed vector.
 *
 * @module
 */
import { type Seq2seqWeights, seq2seqWeights } from "../../lib/layers/mod.ts";
import type { Experiment, Run } from "../experiment.ts";
import { fit } from "../seq2seq/fit.ts";
import {
  idsOfPair,
  type Vocabularies,
  vocabularyOf,
} from "../seq2seq/vocabulary.ts";
import type { Corpus, CorpusOptions } from "./corpus.ts";
import { figuresOf } from "./figures.ts";
import { meanBleu, sentenceVector, translateAll } from "./measure.ts";
import { drawAlignments, drawSentences } from "./pictures.ts";
import { corpusOf } from "./sources.ts";

/** Sizes of a run. */
interface Settings {
  corpus: CorpusOptions;
  embedding: number;
  /** Hidden units of each direction and of the decoder, with attention. */
  attentionUnits: number;
  /** The same without: enough that this model has no fewer parameters. */
  fixedUnits: number;
  batch: number;
  steps: number;
  rate: number;
  /** Sequences that the beam keeps. */
  beam: number;
}

const FULL: Settings = {
  corpus: {
    sourceLength: [4, 9],
    targetLength: 12,
    frequency: 10,
    held: 300,
    train: 9000,
  },
  embedding: 48,
  attentionUnits: 48,
  fixedUnits: 58,
  batch: 48,
  steps: 1500,
  rate: 5e-3,
  beam: 4,
};

const SHORT: Settings = {
  corpus: {
    sourceLength: [1, 6],
    targetLength: 12,
    frequency: 1,
    held: 40,
    train: 2000,
  },
  embedding: 16,
  attentionUnits: 32,
  fixedUnits: 38,
  batch: 32,
  steps: 300,
  rate: 1e-2,
  beam: 2,
};

const KINDS = ["attention", "fixed"] as const;
type Kind = typeof KINDS[number];

/** The experiment, as `deno task experiment translation` runs it. */
export const experiment: Experiment = {
  name: "translation",
  title: {
    en: "Translation: attention against a fixed vector",
    zh: "机器翻译：注意力与固定向量",
  },
  tasks: ["fra", "cmn"],
  credit:
    "Sentences: Tatoeba (tatoeba.org), CC BY 2.0 FR, by way of www.manythings.org/anki",
  async run(run) {
    const settings = run.short ? SHORT : FULL;
    const corpus = corpusOf(run, settings.corpus);
    run.say(SIZES[run.language](corpus));
    const vocabularies = {
      source: vocabularyOf(corpus.sourceWords),
      target: vocabularyOf(corpus.targetWords),
    };
    const models = {} as Record<Kind, Seq2seqWeights>;
    for (const kind of KINDS) {
      models[kind] = build(run, settings, vocabularies, kind);
      await train(run, settings, corpus, vocabularies, models[kind], kind);
    }
    await drawAlignments(run, models.attention, corpus.held, vocabularies);
    await drawSentences(
      run,
      corpus,
      (source) => sentenceVector(models.attention, vocabularies, source),
    );
    await keepSamples(run, corpus, vocabularies, models);
    const { held } = corpus;
    return figuresOf({ ...models, vocabularies, held, beam: settings.beam });
  },
};

const SIZES = {
  en: ({ train, held, sourceWords, targetWords }: Corpus) =>
    `${train.length} pairs to train on, ${held.length} sources held out; ${sourceWords.length} and ${targetWords.length} words`,
  zh: ({ train, held, sourceWords, targetWords }: Corpus) =>
    `训练句对 ${train.length} 个，留出源句 ${held.length} 个；词表 ${sourceWords.length} 与 ${targetWords.length}`,
};

function build(
  run: Run,
  settings: Settings,
  { source, target }: Vocabularies,
  kind: Kind,
): Seq2seqWeights {
  const fixed = kind === "fixed";
  return seq2seqWeights({
    name: kind,
    decoder: fixed ? "fixed" : "bahdanau",
    context: "always",
    bidirectional: true,
    sourceVocabulary: source.size,
    targetVocabulary: target.size,
    embeddingSize: settings.embedding,
    hiddenSize: fixed ? settings.fixedUnits : settings.attentionUnits,
    random: run.random(`weights-${kind}`),
  });
}

async function train(
  run: Run,
  { steps, rate, batch }: Settings,
  corpus: Corpus,
  vocabularies: Vocabularies,
  weights: Seq2seqWeights,
  name: Kind,
): Promise<void> {
  const pairs = corpus.train.map((pair) => idsOfPair(pair, vocabularies));
  const measured = corpus.held.slice(0, 100);
  await fit(run, {
    name,
    weights,
    steps,
    rate,
    draw: (random) =>
      Array.from({ length: batch }, () => pairs[random.integer(pairs.length)]),
    measure: () => ({
      bleu: meanBleu(measured, translateAll(weights, measured, vocabularies)),
    }),
  });
}

async function keepSamples(
  run: Run,
  { held }: Corpus,
  vocabularies: Vocabularies,
  models: Record<Kind, Seq2seqWeights>,
): Promise<void> {
  const shown = held.slice(0, 30);
  const said = KINDS.map((kind) =>
    translateAll(models[kind], shown, vocabularies)
  );
  const lines = shown.map(({ source, references, credits }, i) =>
    [
      source.join(" "),
      ...references.map((reference) => `  = ${reference.join(" ")}`),
      ...KINDS.map((kind, k) => `  ${kind}: ${said[k][i].join(" ")}`),
      ...credits.map((credit) => `  ${credit}`),
    ].join("\n")
  );
  await run.file(
    "samples.txt",
    `${experiment.credit}\n\n${lines.join("\n")}\n`,
  );
}
