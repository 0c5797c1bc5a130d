/**
 * One fixed vector against attention: what is left of a source by its length.
 *
 * @module
 */
import {
  type IdPair,
  type Seq2seqWeights,
  seq2seqWeights,
  variablesOf,
} from "../../lib/layers/mod.ts";
import { doubleSource, reverseSource } from "../../mod.ts";
import type { Bilingual, Experiment, Run } from "../experiment.ts";
import { exactPercentage, fit } from "../seq2seq/fit.ts";
import {
  idsOfPair,
  type Pair,
  type Vocabularies,
  vocabularyOf,
} from "../seq2seq/vocabulary.ts";
import { figuresOf } from "./figures.ts";
import { drawAlignment, drawCost, drawCurves } from "./pictures.ts";
import {
  copyTask,
  datesTask,
  numbersTask,
  reverseTask,
  type Task,
} from "./tasks.ts";

/** Sizes of a run. */
interface Settings {
  /** The longest source. */
  longest: number;
  embedding: number;
  /** Hidden units of each direction and of the decoder, with attention. */
  attentionUnits: number;
  /** The same without, more of them, so that no model with a fixed vector has fewer parameters. */
  fixedUnits: number;
  batch: number;
  steps: number;
  rate: number;
  /** Pairs of each length that are measured on. */
  held: number;
}

const FULL: Settings = {
  longest: 20,
  embedding: 24,
  attentionUnits: 48,
  fixedUnits: 60,
  batch: 64,
  steps: 1200,
  rate: 3e-3,
  held: 200,
};

const SHORT: Settings = {
  longest: 6,
  embedding: 16,
  attentionUnits: 24,
  fixedUnits: 30,
  batch: 32,
  steps: 320,
  rate: 1e-2,
  held: 30,
};

/** A model, and what it is given of a source. */
export interface Reader {
  id: "attention" | "fixed" | "fixed-reversed" | "fixed-doubled";
  name: Bilingual;
  decoder: "bahdanau" | "fixed";
  read(source: readonly string[]): string[];
}

const READERS: readonly Reader[] = [
  {
    id: "attention",
    name: { en: "attention", zh: "注意力" },
    decoder: "bahdanau",
    read: (source) => [...source],
  },
  {
    id: "fixed",
    name: { en: "fixed vector", zh: "固定向量" },
    decoder: "fixed",
    read: (source) => [...source],
  },
  {
    id: "fixed-reversed",
    name: { en: "fixed vector, source reversed", zh: "固定向量，源序列倒置" },
    decoder: "fixed",
    read: reverseSource,
  },
  {
    id: "fixed-doubled",
    name: { en: "fixed vector, source doubled", zh: "固定向量，源序列重复" },
    decoder: "fixed",
    read: doubleSource,
  },
];

/** The percentage written without a fault, by the source's length. */
export type ExactByLength = ReadonlyMap<number, number>;

/** What came of a reader. */
export interface Outcome {
  reader: Reader;
  exact: ExactByLength;
  parameters: number;
}

/** The experiment, as `deno task experiment bottleneck` runs it. */
export const experiment: Experiment = {
  name: "bottleneck",
  title: {
    en: "The bottleneck: one fixed vector against attention",
    zh: "信息瓶颈：固定向量与注意力",
  },
  tasks: ["copy", "reverse", "numbers", "dates"],
  async run(run) {
    const settings = run.short ? SHORT : FULL;
    const task = taskOf(run, settings);
    const vocabularies = {
      source: vocabularyOf(task.sourceWords),
      target: vocabularyOf(task.targetWords),
    };
    const held = drawHeld(run, task, settings.held);
    const outcomes: Outcome[] = [];
    for (const reader of READERS) {
      const model = build(run, settings, vocabularies, reader);
      const toIds = (pair: Pair) =>
        idsOfPair({ ...pair, source: reader.read(pair.source) }, vocabularies);
      await train(run, task, settings, model, reader, toIds, held);
      const exact = new Map(
        [...held].map(([length, pairs]) => [
          length,
          exactPercentage(model, pairs.map(toIds)),
        ]),
      );
      outcomes.push({ reader, exact, parameters: parametersOf(model) });
      if (reader.id === "attention") {
        const pair = [...held.values()].at(-1)![0];
        await drawAlignment(run, model, pair, vocabularies);
      }
    }
    await drawCurves(run, outcomes);
    await drawCost(run, settings.longest);
    return figuresOf(run, outcomes, settings.longest);
  },
};

function taskOf({ task }: Run, { longest }: Settings): Task {
  if (task === "reverse") return reverseTask(longest);
  if (task === "numbers") return numbersTask(longest);
  return task === "dates" ? datesTask() : copyTask(longest);
}

function build(
  run: Run,
  settings: Settings,
  { source, target }: Vocabularies,
  { id, decoder }: Reader,
): Seq2seqWeights {
  const fixed = decoder === "fixed";
  return seq2seqWeights({
    name: id,
    decoder,
    context: "always",
    bidirectional: true,
    sourceVocabulary: source.size,
    targetVocabulary: target.size,
    embeddingSize: settings.embedding,
    hiddenSize: fixed ? settings.fixedUnits : settings.attentionUnits,
    random: run.random(`weights-${id}`),
  });
}

/** Pairs to measure on, by the length of their sources. */
function drawHeld(
  run: Run,
  task: Task,
  count: number,
): Map<number, Pair[]> {
  const random = run.random("held");
  return new Map(
    task.lengths.map((length) => [
      length,
      Array.from({ length: count }, () => task.draw(random, length)),
    ]),
  );
}

function train(
  run: Run,
  task: Task,
  { steps, rate, batch }: Settings,
  weights: Seq2seqWeights,
  { id }: Reader,
  toIds: (pair: Pair) => IdPair,
  held: ReadonlyMap<number, Pair[]>,
) {
  const measured = [...held.values()].at(-1)!.slice(0, 50).map(toIds);
  return fit(run, {
    name: id,
    weights,
    steps,
    rate,
    // One length to a batch: nothing is padded.
    draw: (random) => {
      const length = task.lengths[random.integer(task.lengths.length)];
      return Array.from(
        { length: batch },
        () => toIds(task.draw(random, length)),
      );
    },
    measure: () => ({ exact: exactPercentage(weights, measured) }),
  });
}

function parametersOf(weights: Seq2seqWeights): number {
  return variablesOf(weights).reduce((sum, { size }) => sum + size, 0);
}
