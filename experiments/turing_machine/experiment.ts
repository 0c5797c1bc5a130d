/**
 * A neural Turing machine learns to copy sequences longer than it ever saw, and
 * other small programs.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import type { Experiment, Figure, Run } from "../experiment.ts";
import type { HistoryRow, TrainingResult } from "../training/training.ts";
import { tf } from "../../lib/layers/mod.ts";
import {
  type Batch,
  bitsPerSequence,
  type Machine,
  toBatch,
} from "./machines.ts";
import { drawEpisode } from "./pictures.ts";
import { type Plan, PLANS, SHORT } from "./plans.ts";
import type { Episode } from "./tasks.ts";

/** The paper's optimizer (Graves 2013, eq. 38-45), and clip. */
const OPTIMIZER = {
  kind: "rmsprop",
  decay: 0.95,
  momentum: 0.9,
  centered: true,
  epsilon: 1e-4,
} as const;
const CLIP = { value: 10 };

/** Bits per sequence that have to be reached. */
const MUST = 0.1;

/** It is solved when so many evaluations in a row are below half of them: a single one may be lucky. */
const SOLVED = { bits: MUST / 2, evaluations: 4 };

/** Steps between two evaluations, and sequences of each. */
const EVALUATION = { every: 250, sequences: 200 };

/** Sequences that the figures are measured on: one in thousands fails, and costs a few hundred bits. */
const TEST_SEQUENCES = 500;

/** Most sequences side by side. */
const AT_ONCE = 20;

/** A neural Turing machine that learns to copy. */
export const experiment: Experiment = {
  name: "turing-machine",
  title: {
    en: "A neural Turing machine learns to copy",
    zh: "神经图灵机学会复制",
  },
  tasks: Object.keys(PLANS),
  async run(run) {
    const choice = run.task ?? "copy";
    const plan = run.short ? SHORT : PLANS[choice];
    const machine = plan.machine(run.random("weights"));
    const result = await trainMachine(run, plan, machine);
    const figures = measureFigures(run, plan, machine);
    const length = plan.longer[0] ?? plan.measured;
    await drawEpisode(
      run,
      machine,
      plan.task.episode(length, run.random("picture")),
    );
    return [
      ...choice === "copy" ? figures.map(asMust) : figures,
      ...trainingFigures(result),
    ];
  },
};

function trainMachine(
  run: Run,
  { task, rate, halfLife, steps, seconds, untilSolved, measured }: Plan,
  machine: Machine,
): Promise<TrainingResult> {
  const [shortest, longest] = task.lengths;
  return run.train<Batch>({
    name: "machine",
    variables: machine.variables,
    steps,
    optimizer: { ...OPTIMIZER, rate },
    // At a constant rate a sequence fails now and then, however long it trains.
    schedule: (step) => 1 / (1 + step / halfLife),
    clip: CLIP,
    batch: (random) => {
      const length = shortest + random.integer(longest - shortest + 1);
      return toBatch([task.episode(length, random)]);
    },
    loss: (batch) => bitsPerSequence(machine, batch),
    evaluate: {
      every: EVALUATION.every,
      measure: (step) => ({
        bits: measureBits(
          machine,
          (random) => task.episode(measured, random),
          EVALUATION.sequences,
          run.random(`evaluation ${step}`),
        ),
      }),
      stop: (history, spent) =>
        spent >= seconds || untilSolved && isSolved(history),
    },
  });
}

/** Whether the errors are gone, and stay so. */
export function isSolved(history: readonly HistoryRow[]): boolean {
  const last = history.slice(-SOLVED.evaluations);
  return last.length === SOLVED.evaluations &&
    last.every(({ bits }) => bits < SOLVED.bits);
}

function measureFigures(run: Run, plan: Plan, machine: Machine): Figure[] {
  return [plan.measured, ...plan.longer].map((length) => {
    const { episode, outputs } = plan.task;
    const bits = measureBits(
      machine,
      (random) => episode(length, random),
      TEST_SEQUENCES,
      run.random(`test ${length}`),
    );
    const { targets } = episode(length, run.random(`test ${length}`));
    const chance = targets.length * outputs;
    return {
      id: `bits-${length}`,
      name: {
        en: `Bits per sequence at length ${length} (chance: ${chance})`,
        zh: `长度 ${length} 时每个序列的比特数（随机猜测：${chance}）`,
      },
      value: bits,
    };
  });
}

/** Bits per sequence, the mean over as many as told; those of one length are run side by side. */
function measureBits(
  machine: Machine,
  episode: (random: Random) => Episode,
  sequences: number,
  random: Random,
): number {
  const episodes = Array.from({ length: sequences }, () => episode(random));
  const groups = Map.groupBy(episodes, ({ inputs }) => inputs.length);
  let sum = 0;
  for (const group of groups.values()) {
    for (let i = 0; i < group.length; i += AT_ONCE) {
      const some = group.slice(i, i + AT_ONCE);
      sum += some.length *
        tf.tidy(() => bitsPerSequence(machine, toBatch(some)).dataSync()[0]);
    }
  }
  return sum / sequences;
}

/** The figure that has to be below 0.1, if it is that one. */
function asMust(figure: Figure): Figure {
  if (figure.id !== "bits-10") return figure;
  return {
    ...figure,
    paper: "≈ 0 (Graves et al. 2014, fig. 3, after 1M sequences)",
    target: { kind: "must", atMost: MUST },
  };
}

function trainingFigures({ steps, seconds }: TrainingResult): Figure[] {
  return [{
    id: "sequences",
    name: { en: "Sequences trained on", zh: "训练所用序列数" },
    value: steps,
  }, {
    id: "seconds",
    name: { en: "Seconds of training", zh: "训练秒数" },
    value: seconds,
  }];
}
