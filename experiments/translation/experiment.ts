/**
 * Real short sentences, English to French and to Chinese: attention against a
 * fixed vector.
 *
 * @module
 */
import {
  beamTranslate,
  encodeSource,
  type Seq2seqWeights,
  seq2seqWeights,
  tf,
  variablesOf,
} from "../../lib/layers/mod.ts";
import { bleu } from "../../mod.ts";
import { numbersTask } from "../bottleneck/tasks.ts";
import { loadSentencePairs } from "../data/tatoeba.ts";
import type { Bilingual, Experiment, Figure, Run } from "../experiment.ts";
import { fit, write } from "../seq2seq/fit.ts";
import {
  idsOfPair,
  SYMBOLS,
  type Vocabularies,
  vocabularyOf,
} from "../seq2seq/vocabulary.ts";
import {
  charactersOf,
  type Corpus,
  type CorpusOptions,
  type Entry,
  makeCorpus,
  wordsOf,
} from "./corpus.ts";
import { drawAlignments, drawSentences } from "./pictures.ts";

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
  steps: 2000,
  rate: 3e-3,
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

/** α in log p / Lᵅ, as d2l takes it. */
const LENGTH_PENALTY = 0.75;

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
    return figures(settings, corpus, vocabularies, models);
  },
};

const SIZES = {
  en: ({ train, held, sourceWords, targetWords }: Corpus) =>
    `${train.length} pairs to train on, ${held.length} sources held out; ${sourceWords.length} and ${targetWords.length} words`,
  zh: ({ train, held, sourceWords, targetWords }: Corpus) =>
    `训练句对 ${train.length} 个，留出源句 ${held.length} 个；词表 ${sourceWords.length} 与 ${targetWords.length}`,
};

function corpusOf(run: Run, options: CorpusOptions): Corpus {
  const random = run.random("split");
  if (run.data === null) {
    run.say(NO_DATA[run.language]);
    return generatedCorpus(run, options);
  }
  return run.task === "cmn"
    ? makeCorpus(
      loadSentencePairs(run.data, "chinese"),
      charactersOf,
      options,
      random,
    )
    : makeCorpus(
      loadSentencePairs(run.data, "french"),
      wordsOf,
      options,
      random,
    );
}

const NO_DATA = {
  en:
    "Without public data (--data DIR) digits are translated to number words instead.",
  zh: "没有公开数据（--data DIR），改为把数字译成英文数词。",
};

/** Digits and number words, where there are no sentences. */
function generatedCorpus(run: Run, { held, train }: CorpusOptions): Corpus {
  const random = run.random("numbers");
  const task = numbersTask(run.short ? 6 : 12);
  const pairs = Array.from({ length: held + train }, () => {
    const length = task.lengths[random.integer(task.lengths.length)];
    const { source, target } = task.draw(random, length);
    return {
      english: source.join(" "),
      other: target.join(" "),
      credit: null,
    };
  });
  return makeCorpus(pairs, wordsOf, {
    sourceLength: [1, 12],
    targetLength: 99,
    frequency: 1,
    held,
    train,
  }, random);
}

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

/** What the model writes for each source, greedily. */
function translateAll(
  weights: Seq2seqWeights,
  entries: readonly Entry[],
  { source, target }: Vocabularies,
): string[][] {
  const sources = entries.map((entry) => source.idsOf(entry.source));
  const { tokens } = write(weights, sources, longestOf(entries));
  return tokens.map((ids) => target.wordsOf(ids));
}

/** Room for the longest reference and the end symbol. */
function longestOf(entries: readonly Entry[]): number {
  const lengths = entries.flatMap(({ references }) =>
    references.map(({ length }) => length)
  );
  return 1 + lengths.reduce((a, b) => Math.max(a, b), 0);
}

/** The mean over the sources of a translation's BLEU against the nearest of its references, in percent. */
export function meanBleu(
  entries: readonly Entry[],
  translations: readonly (readonly string[])[],
): number {
  const scores = entries.map(({ references }, i) =>
    Math.max(...references.map((reference) => bleu(translations[i], reference)))
  );
  return 100 * scores.reduce((a, b) => a + b, 0) / scores.length;
}

/** What the decoder starts from: the sentence as one vector. */
function sentenceVector(
  weights: Seq2seqWeights,
  { source }: Vocabularies,
  sentence: readonly string[],
): number[] {
  return tf.tidy(() => {
    const ids = source.idsOf(sentence);
    const { states } = encodeSource(
      weights,
      tf.tensor2d([ids], [1, ids.length], "int32"),
    );
    return [...states[0].hidden.dataSync()];
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

function figures(
  { beam }: Settings,
  { held }: Corpus,
  vocabularies: Vocabularies,
  models: Record<Kind, Seq2seqWeights>,
): Figure[] {
  const scores = KINDS.map((kind) =>
    meanBleu(held, translateAll(models[kind], held, vocabularies))
  );
  const beams = held.map(({ source }) => {
    const [best] = beamTranslate(
      models.attention,
      vocabularies.source.idsOf(source),
      {
        ...SYMBOLS,
        width: beam,
        lengthPenalty: LENGTH_PENALTY,
        maximumLength: longestOf(held),
      },
    );
    return vocabularies.target.wordsOf(best.tokens);
  });
  const named = (id: string, en: string, zh: string, value: number) => ({
    id,
    name: { en, zh } satisfies Bilingual,
    value,
  });
  const [attention, fixed] = scores;
  return [
    named("bleu-attention", BLEU.en("attention"), BLEU.zh("注意力"), attention),
    named("bleu-fixed", BLEU.en("a fixed vector"), BLEU.zh("固定向量"), fixed),
    {
      ...named(
        "bleu-gain",
        "gain of attention over the fixed vector, BLEU",
        "注意力相对固定向量的提高，BLEU",
        attention - fixed,
      ),
      target: { kind: "must", atLeast: Number.MIN_VALUE },
    },
    named(
      "bleu-beam",
      BLEU.en(`attention and a beam of ${beam}`),
      BLEU.zh(`注意力加宽度为 ${beam} 的束搜索`),
      meanBleu(held, beams),
    ),
    ...KINDS.map((kind) =>
      named(
        `parameters-${kind}`,
        `parameters with ${kind === "fixed" ? "a fixed vector" : "attention"}`,
        `${kind === "fixed" ? "固定向量" : "注意力"}的参数个数`,
        variablesOf(models[kind]).reduce((sum, { size }) => sum + size, 0),
      )
    ),
  ];
}

const BLEU = {
  en: (what: string) =>
    `BLEU with ${what}, mean over held-out sentences (d2l's, n to 2)`,
  zh: (what: string) => `${what}的 BLEU，留出句子上的均值（d2l 定义，n 至 2）`,
};
