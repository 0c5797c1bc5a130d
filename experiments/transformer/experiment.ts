/**
 * The Transformer with positions and without: what it cannot do without.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import {
  decodeTransformer,
  tf,
  type Transformer,
  transformer,
  transformerLoss,
  variablesOf,
} from "../../lib/layers/mod.ts";
import type { Experiment, Figure, Run } from "../experiment.ts";
import { batchOf, BEGIN, END, signsOf, vocabularyOf } from "./batches.ts";
import { drawAttention } from "./pictures.ts";
import {
  datesTask,
  type Pair,
  reverseTask,
  shareWithoutOrder,
  sortTask,
  type Task,
} from "./tasks.ts";

/** Sizes of a run. */
interface Settings {
  width: number;
  heads: number;
  hidden: number;
  blocks: number;
  batch: number;
  steps: number;
  rate: number;
  /** Pairs that are measured on. */
  held: number;
}

const FULL: Settings = {
  width: 64,
  heads: 4,
  hidden: 128,
  blocks: 2,
  batch: 64,
  steps: 1000,
  rate: 1e-3,
  held: 500,
};

const SHORT: Settings = {
  width: 32,
  heads: 2,
  hidden: 64,
  blocks: 1,
  batch: 32,
  steps: 300,
  rate: 1e-2,
  held: 100,
};

type Positions = "sinusoidal" | "none";

/** The experiment, as `deno task experiment transformer` runs it. */
export const experiment: Experiment = {
  name: "transformer",
  title: {
    en: "Transformer: reversing needs positions",
    zh: "Transformer：反转离不开位置编码",
  },
  tasks: ["reverse", "sort", "dates"],
  async run(run) {
    const task = taskOf(run);
    const settings = run.short ? SHORT : FULL;
    const held = drawPairs(task, run.random("held"), settings.held);
    const exact: Record<Positions, number> = { sinusoidal: 0, none: 0 };
    for (const positions of ["sinusoidal", "none"] as const) {
      const model = build(run, task, settings, positions);
      await fit(run, task, settings, model, held.slice(0, 100), positions);
      exact[positions] = 100 * exactShare(task, model, held);
      showSamples(run, task, model, held.slice(0, 3), positions);
      await drawAttention(run, task, model, held[0], positions);
      tf.dispose(model as unknown as tf.TensorContainer);
    }
    return figures(run, exact, held);
  },
};

function taskOf({ task, short }: Run): Task {
  const lengths = short ? { least: 5, most: 6 } : { least: 6, most: 12 };
  if (task === "sort") return sortTask(lengths);
  return task === "dates" ? datesTask() : reverseTask(lengths);
}

function build(
  run: Run,
  task: Task,
  settings: Settings,
  positions: Positions,
): Transformer {
  return transformer({
    ...settings,
    name: positions,
    random: run.random(`weights-${positions}`),
    vocabulary: vocabularyOf(task),
    length: task.longest + 1,
    positions,
    order: "pre", // it trains without a warm-up of thousands of steps
  });
}

function drawPairs(task: Task, random: Random, count: number): Pair[] {
  return Array.from({ length: count }, () => task.draw(random));
}

async function fit(
  run: Run,
  task: Task,
  { steps, batch, rate }: Settings,
  model: Transformer,
  measured: Pair[],
  positions: Positions,
): Promise<void> {
  await run.train({
    name: positions === "none" ? "without-positions" : "with-positions",
    variables: variablesOf(model),
    steps,
    optimizer: { kind: "adam", rate },
    // A short warm-up, then down to 0 in a straight line.
    schedule: (step) => Math.min(1, (step + 1) / 50, 1 - step / steps),
    clip: { norm: 1 },
    batch: (random) => batchOf(task, drawPairs(task, random, batch)),
    loss: (batch) => transformerLoss(model, batch),
    evaluate: {
      every: Math.ceil(steps / 10),
      measure: () => ({ exact: exactShare(task, model, measured) }),
    },
  });
}

/** The share of pairs whose target comes out without a fault. */
function exactShare(task: Task, model: Transformer, pairs: Pair[]): number {
  const said = translate(task, model, pairs);
  const right = pairs.filter(({ target }, i) =>
    target.join("") === said[i].join("")
  );
  return right.length / pairs.length;
}

function translate(task: Task, model: Transformer, pairs: Pair[]): string[][] {
  return tf.tidy(() => {
    const decoded = decodeTransformer(model, batchOf(task, pairs), {
      begin: BEGIN,
      end: END,
      length: task.longest + 1,
    });
    return decoded.map((tokens) => signsOf(task, tokens));
  });
}

function showSamples(
  run: Run,
  task: Task,
  model: Transformer,
  pairs: Pair[],
  positions: Positions,
): void {
  translate(task, model, pairs).forEach((said, i) => {
    const [source, target] = [pairs[i].source, pairs[i].target];
    const mark = said.join("") === target.join("") ? "=" : "≠";
    run.say(`${positions}: ${source.join("")} → ${said.join("")} ${mark}`);
  });
}

function figures(
  { task }: Run,
  exact: Record<Positions, number>,
  held: Pair[],
): Figure[] {
  const reversing = task === "reverse";
  const without: Figure = {
    id: "exact-without-positions",
    name: {
      en: "exact without positions, % of held-out sequences",
      zh: "没有位置编码时完全正确的留出序列，%",
    },
    value: exact.none,
    ...reversing && { target: { kind: "must", atMost: 5 } },
  };
  const share = 100 * shareWithoutOrder(held.map(({ source }) => source));
  return [
    {
      id: "exact-with-positions",
      name: {
        en: "exact with positions, % of held-out sequences",
        zh: "有位置编码时完全正确的留出序列，%",
      },
      value: exact.sinusoidal,
      target: { kind: "must", atLeast: 98 },
    },
    without,
    ...reversing
      ? [{
        id: "bound-without-order",
        name: {
          en: "what knowing only the letters allows, %",
          zh: "只知道有哪些字母时的上限，%",
        },
        value: share,
      }]
      : [],
  ];
}
