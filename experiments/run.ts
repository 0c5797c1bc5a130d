/**
 * Runs an experiment: gives it what it may ask for, and gathers what it made.
 *
 * @module
 */
import { join } from "node:path";
import type { Screen } from "../grader/class/progress.ts";
import { type Backend, initBackend, tf } from "../lib/layers/mod.ts";
import type { Bilingual, Experiment, Figure, Run } from "./experiment.ts";
import { remove, writeWhole } from "./files.ts";
import { commandOf, type RunRecord } from "./record.ts";
import { type CheckpointStore, fileStore } from "./training/checkpoint.ts";
import { historyCsv } from "./training/history.ts";
import { train } from "./training/loop.ts";
import { type Progress, showTraining } from "./training/progress.ts";
import { randomStream } from "./training/stream.ts";
import type { TrainingOptions, TrainingResult } from "./training/training.ts";

/** How an experiment is run. */
export interface RunOptions {
  seed: number;
  short: boolean;
  task: string | null;
  language: Run["language"];
  data: string | null;
  backend: "auto" | "wasm" | "cpu";
  /** The folder for what is made; null to keep nothing, and no checkpoints either. */
  output: string | null;
  /** Milliseconds between checkpoints. Default: 5000. */
  checkpointEvery?: number;
  screen: Screen;
}

/** A picture that a run made. */
export interface Picture {
  name: string;
  title: Bilingual;
  svg: string;
}

/** A training that a run did. */
export interface Trained extends TrainingResult {
  name: string;
}

/** What a run came to. */
export interface Outcome {
  record: RunRecord;
  pictures: Picture[];
  trainings: Trained[];
  /** Text files by name. */
  files: Map<string, string>;
  /** Whether it used public data, whose credit line the report then shows. */
  usedData: boolean;
  backend: Backend;
}

/** Where a run's checkpoints lie in its folder. */
const CHECKPOINTS = "checkpoints";

/**
 * Runs an experiment once.
 *
 * @param experiment What to run.
 * @param options The seed, the size, where to write.
 * @returns What it came to; with a folder for output, all but the report is there.
 * @throws {Trouble} If data, a checkpoint or the disk do not allow it.
 */
export async function runExperiment(
  experiment: Experiment,
  options: RunOptions,
): Promise<Outcome> {
  const backend = await initBackend({ backend: options.backend });
  if (backend.reason !== null) {
    options.screen.print(`${SLOW[options.language]}${backend.reason}\n`);
  }
  const before = tf.memory().numTensors;
  const started = options.screen.now();
  const workshop = new Workshop(experiment, options, backend);
  let figures: Figure[];
  try {
    figures = await experiment.run(workshop);
    requireFinite(figures);
  } finally {
    tf.disposeVariables();
  }
  const { trainings, pictures, files, usedData, secondsBefore } = workshop;
  const leaked = tf.memory().numTensors - before;
  const seconds = (options.screen.now() - started) / 1000 + secondsBefore;
  const { seed, short, task, output } = options;
  const run = { experiment: experiment.name, task, seed, short };
  const record: RunRecord = {
    schema: "mneme-run/1",
    ...run,
    figures,
    trainings: trainings.map(({ name, steps, seconds, stoppedEarly }) => ({
      name,
      steps,
      seconds: rounded(seconds),
      stoppedEarly,
    })),
    steps: trainings.reduce((sum, { steps }) => sum + steps, 0),
    seconds: rounded(seconds),
    leaked,
    backend: backend.name,
    deno: Deno.version.deno,
    command: commandOf(run),
  };
  if (output !== null) {
    writeWhole(
      join(output, "record.json"),
      JSON.stringify(record, null, 2) + "\n",
    );
  }
  return { record, pictures, trainings, files, usedData, backend };
}

/** Forgets how far a run in a folder is. */
export function beginAnew(output: string): void {
  remove(join(output, CHECKPOINTS));
}

/** What an experiment works with. */
class Workshop implements Run {
  readonly seed: number;
  readonly short: boolean;
  readonly task: string | null;
  readonly language: Run["language"];
  /** Whether the experiment asked where the public data lie, and there are any. */
  usedData = false;
  readonly pictures: Picture[] = [];
  readonly trainings: Trained[] = [];
  readonly files = new Map<string, string>();
  /** Seconds of training before a resume. */
  secondsBefore = 0;

  constructor(
    readonly experiment: Experiment,
    readonly options: RunOptions,
    readonly backend: Backend,
  ) {
    this.seed = options.seed;
    this.short = options.short;
    this.task = options.task;
    this.language = options.language;
  }

  get data(): string | null {
    const { data } = this.options;
    this.usedData ||= data !== null;
    return data;
  }

  random(stream: string) {
    return randomStream(this.seed, "stream", stream);
  }

  async train<Batch>(
    options: TrainingOptions<Batch>,
  ): Promise<TrainingResult> {
    const { name, steps } = options;
    const { screen, checkpointEvery = 5000 } = this.options;
    if (this.trainings.some((training) => training.name === name)) {
      throw new Error(
        `Cannot train ${name} as a training's name must be its own: there is one already`,
      );
    }
    const result = train(options, {
      seed: this.seed,
      identity: this.#identity(),
      store: this.#store(name),
      checkpointEvery,
      now: screen.now,
      follow: (before, seconds) => {
        this.secondsBefore += seconds;
        return this.#follow({ name, steps, before });
      },
    });
    this.trainings.push({ name, ...result });
    await this.file(`${name}.csv`, historyCsv(result.history));
    return result;
  }

  say(line: string): void {
    this.options.screen.print(`${line}\n`);
  }

  async picture(name: string, title: Bilingual, svg: string): Promise<void> {
    this.pictures.push({ name, title, svg });
    if (this.options.output === null) return;
    this.#write(`${name}.svg`, svg);
    const { hasFontFor, renderPng } = await import("./report/png.ts");
    if (hasFontFor(svg)) this.#write(`${name}.png`, renderPng(svg, PNG_WIDTH));
    else this.say(NO_FONT(`${name}.png`)[this.language]);
  }

  file(name: string, text: string): Promise<void> {
    this.files.set(name, text);
    this.#write(name, text);
    return Promise.resolve();
  }

  #write(name: string, content: string | Uint8Array): void {
    const { output } = this.options;
    if (output !== null) writeWhole(join(output, name), content);
  }

  #identity(): Record<string, unknown> {
    return {
      experiment: this.experiment.name,
      task: this.task,
      short: this.short,
      backend: this.backend.name,
    };
  }

  #store(name: string): CheckpointStore | null {
    const { output } = this.options;
    return output === null
      ? null
      : fileStore(join(output, CHECKPOINTS, `${name}.checkpoint`));
  }

  #follow(training: { name: string; steps: number; before: number }): Progress {
    const { language, screen } = this.options;
    return showTraining(training, language, screen);
  }
}

/** JSON could not hold another value. */
function requireFinite(figures: readonly Figure[]): void {
  const strange = figures.find(({ value }) => !Number.isFinite(value));
  if (!strange) return;
  throw new Error(
    `Cannot record ${strange.id} as a figure must be finite: it is ${strange.value}`,
  );
}

const PNG_WIDTH = 1280;

/** A browser finds fonts that the renderer does not, so the report is whole. */
const NO_FONT = (file: string): Bilingual => ({
  en: `${file} is left out: this machine has no font for its Chinese text`,
  zh: `未生成 ${file}：本机没有显示其中汉字的字体（SVG 与报告不受影响）`,
});

const SLOW = {
  en: "Computing on the CPU backend, which is slow: ",
  zh: "使用较慢的 CPU 后端计算：",
};

function rounded(seconds: number): number {
  return Math.round(100 * seconds) / 100;
}
