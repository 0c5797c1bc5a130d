/**
 * Luong's scores: dot, general, concat and location, and local attention.
 *
 * @module
 */
import {
  type Seq2seqSettings,
  type Seq2seqWeights,
  seq2seqWeights,
} from "../../lib/layers/mod.ts";
import type { Bilingual, Experiment, Figure, Run } from "../experiment.ts";
import { exactPercentage, fit } from "../seq2seq/fit.ts";
import {
  idsOfPair,
  type Pair,
  type Vocabularies,
  vocabularyOf,
} from "../seq2seq/vocabulary.ts";
import { drawAlignment, drawCurves } from "./pictures.ts";
import { contentTask, placeTask, type Task } from "./tasks.ts";

/** Sizes of a run. */
interface Settings {
  /** Cards in a source. */
  length: number;
  embedding: number;
  hidden: number;
  batch: number;
  steps: number;
  rate: number;
  /** Pairs that are measured on. */
  held: number;
}

const FULL: Settings = {
  length: 12,
  embedding: 32,
  hidden: 48,
  batch: 64,
  steps: 2000,
  rate: 5e-3,
  held: 500,
};

const SHORT: Settings = {
  length: 7,
  embedding: 16,
  hidden: 32,
  batch: 32,
  steps: 240,
  rate: 1e-2,
  held: 100,
};

/** From here on a task is solved, and up to here failed: percentages written without a fault. */
const SOLVED = 95;
const FAILED = 50;

/** A form of the attention. */
export interface Form {
  id: string;
  name: Bilingual;
  /** Whether it can look for what the cards say. */
  byContent: boolean;
  settings: Pick<Seq2seqSettings, "score" | "window">;
}

const FORMS: readonly Form[] = [
  global("dot", "点积", true),
  global("general", "双线性", true),
  global("concat", "拼接", true),
  global("location", "位置", false),
  {
    id: "local-m",
    name: { en: "local, monotonic", zh: "局部，单调" },
    byContent: false,
    settings: {
      score: "general",
      window: { halfWidth: 2, positions: "monotonic" },
    },
  },
  {
    id: "local-p",
    name: { en: "local, predicted", zh: "局部，预测" },
    byContent: false,
    settings: {
      score: "general",
      window: { halfWidth: 2, positions: "predicted" },
    },
  },
];

function global(
  score: "dot" | "general" | "concat" | "location",
  zh: string,
  byContent: boolean,
): Form {
  return {
    id: score,
    name: { en: score, zh },
    byContent,
    settings: { score },
  };
}

/** What came of a form. */
export interface Outcome {
  form: Form;
  /** Percentage written without a fault, of held-out sources. */
  exact: number;
  /** The same on the way: steps and percentages. */
  curve: [number, number][];
}

/** The experiment, as `deno task experiment luong` runs it. */
export const experiment: Experiment = {
  name: "luong",
  title: {
    en: "Luong's attention: what each score can see",
    zh: "Luong 注意力：各种打分函数能看到什么",
  },
  tasks: ["content", "place"],
  async run(run) {
    const settings = run.short ? SHORT : FULL;
    const task = run.task === "place"
      ? placeTask(settings.length)
      : contentTask(settings.length);
    const vocabularies = {
      source: vocabularyOf(task.sourceWords),
      target: vocabularyOf(task.targetWords),
    };
    const random = run.random("held");
    const held = Array.from({ length: settings.held }, () => task.draw(random));
    const outcomes: Outcome[] = [];
    for (const form of FORMS) {
      const model = build(run, settings, vocabularies, form);
      outcomes.push(
        await train({ run, task, settings, vocabularies, form, model, held }),
      );
      await drawAlignment(run, model, form, held[0], vocabularies);
    }
    await drawCurves(run, outcomes);
    return outcomes.map((outcome) => figureOf(run, outcome));
  },
};

function build(
  run: Run,
  settings: Settings,
  { source, target }: Vocabularies,
  form: Form,
): Seq2seqWeights {
  return seq2seqWeights({
    name: form.id,
    decoder: "luong",
    ...form.settings,
    maximumLength: settings.length,
    sourceVocabulary: source.size,
    targetVocabulary: target.size,
    embeddingSize: settings.embedding,
    hiddenSize: settings.hidden,
    random: run.random(`weights-${form.id}`),
  });
}

/** Everything that a form's training needs. */
interface Trial {
  run: Run;
  task: Task;
  settings: Settings;
  vocabularies: Vocabularies;
  form: Form;
  model: Seq2seqWeights;
  held: readonly Pair[];
}

async function train(
  { run, task, settings, vocabularies, form, model, held }: Trial,
): Promise<Outcome> {
  const { steps, rate, batch } = settings;
  const pairs = held.map((pair) => idsOfPair(pair, vocabularies));
  const { history } = await fit(run, {
    name: form.id,
    weights: model,
    steps,
    rate,
    draw: (random) =>
      Array.from(
        { length: batch },
        () => idsOfPair(task.draw(random), vocabularies),
      ),
    measure: () => ({ exact: exactPercentage(model, pairs.slice(0, 100)) }),
  });
  return {
    form,
    exact: exactPercentage(model, pairs),
    curve: history.map((row) => [row.step, row.exact]),
  };
}

function figureOf({ task }: Run, { form, exact }: Outcome): Figure {
  const target = form.byContent
    ? { kind: "must", atLeast: SOLVED } as const
    : form.id === "location"
    ? { kind: "must", atMost: FAILED } as const
    : undefined;
  return {
    id: `exact-${form.id}`,
    name: {
      en: `exact with ${form.name.en}, %`,
      zh: `${form.name.zh}的完全正确率，%`,
    },
    value: exact,
    ...task === "content" && target && { target },
  };
}
