/**
 * Copying and reversing with a stack, a queue, a deque and a plain LSTM, at
 * twice the length that was trained.
 *
 * @module
 */
import { affine, runListController, tf } from "../../lib/layers/mod.ts";
import type { Experiment, Figure, Run } from "../experiment.ts";
import { fit, measure, type Plan } from "./fit.ts";
import { type Accuracy, type Kind, KINDS, type Model } from "./model.ts";
import {
  actionPicture,
  actionTitle,
  KIND_NAMES,
  lengthChart,
  lengthTitle,
  TASK_NAMES,
} from "./pictures.ts";
import { drawSequences, type Task } from "./sequences.ts";

const WHOLE: Plan = {
  candidates: 4,
  trial: 500,
  steps: 1000,
  kinds: KINDS,
  shortest: 2,
  longest: 12,
  lengths: [4, 8, 12, 15, 18, 21, 24],
};
const SHORT: Plan = {
  candidates: 1,
  trial: 350,
  steps: 100,
  kinds: ["stack"],
  shortest: 2,
  longest: 10,
  lengths: [10, 20],
};

/** The published figures: share of sequences that are wholly right, at lengths 65 to 128 after training up to 64. */
const PAPER: Record<Task, Record<Kind, string>> = {
  copy: {
    stack: "0.00",
    queue: "1.00",
    deque: "1.00",
    lstm: "0.01 (4 layers)",
  },
  reverse: {
    stack: "1.00",
    queue: "0.00",
    deque: "1.00",
    lstm: "0.04 (8 layers)",
  },
};

/** Which list has to do which task. */
const MUST: Record<Task, Kind> = { copy: "queue", reverse: "stack" };
/** Shares that have to be right: of the symbols, of which chance gets an eighth and an LSTM fewer than half, and of whole sequences, which neither ever gets. */
const LEAST = { fine: 0.95, coarse: 0.5 };

/** Lists that learn, and what their order is good for. */
export const experiment: Experiment = {
  name: "stack-queue",
  title: {
    en: "Stack, queue and deque: order as a skill",
    zh: "栈、队列与双端队列：次序是一种能力",
  },
  tasks: ["both", "copy", "reverse"],
  async run(run) {
    const plan = run.short ? SHORT : WHOLE;
    const tasks: Task[] = run.task === "copy" || run.task === "reverse"
      ? [run.task]
      : run.short
      ? ["reverse"]
      : ["copy", "reverse"];
    const figures: Figure[] = [];
    for (const task of tasks) figures.push(...await doTask(run, task, plan));
    return figures;
  },
};

async function doTask(run: Run, task: Task, plan: Plan): Promise<Figure[]> {
  const curves = {} as Record<Kind, [number, number][]>;
  const figures: Figure[] = [];
  for (const kind of plan.kinds) {
    const model = await fit(run, task, kind, plan);
    const accuracies = plan.lengths.map((length) =>
      measure(run, model, task, length)
    );
    curves[kind] = accuracies.map(({ fine }, i) => [plan.lengths[i], fine]);
    figures.push(...figuresOf(task, kind, accuracies[accuracies.length - 1]));
    if (kind === MUST[task]) {
      await drawActions(run, model, task, kind, plan.longest);
    }
    tf.dispose(model.variables);
  }
  const chart = lengthChart(run.language, task, curves);
  await run.picture(`lengths-${task}`, lengthTitle(task), chart);
  return figures;
}

function figuresOf(
  task: Task,
  kind: Kind,
  { fine, coarse }: Accuracy,
): Figure[] {
  const suited = kind === MUST[task];
  const [doing, list] = [TASK_NAMES[task], KIND_NAMES[kind]];
  const target = (atLeast: number) =>
    suited ? { target: { kind: "must" as const, atLeast } } : {};
  return [{
    id: `coarse-${task}-${kind}`,
    name: {
      en: `Sequences wholly right at twice the length, ${doing.en}, ${list.en}`,
      zh: `两倍长度时完全正确的序列比例，${doing.zh}，${list.zh}`,
    },
    value: coarse,
    paper: `${
      PAPER[task][kind]
    } at lengths 65-128 (Grefenstette 2015, table 1)`,
    ...target(LEAST.coarse),
  }, {
    id: `fine-${task}-${kind}`,
    name: {
      en: `Symbols right at twice the length, ${doing.en}, ${list.en}`,
      zh: `两倍长度时正确的符号比例，${doing.zh}，${list.zh}`,
    },
    value: fine,
    ...target(LEAST.fine),
  }];
}

async function drawActions(
  run: Run,
  { embedding, network }: Model,
  task: Task,
  kind: Kind,
  length: number,
): Promise<void> {
  if (!("controller" in network)) return;
  const title = actionTitle(kind, task);
  const [pushes, pops] = tf.tidy(() => {
    const random = run.random("picture");
    const { inputs } = drawSequences(random, task, { batch: 1, length });
    const { pushes, pops } = runListController(
      affine(inputs, embedding),
      network,
    );
    return [[...pushes.dataSync()], [...pops.dataSync()]];
  });
  const picture = actionPicture(run.language, title, { pushes, pops, length });
  await run.picture(`actions-${task}`, title, picture);
}
