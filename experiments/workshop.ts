/**
 * What an experiment works with: it trains, draws and writes, and keeps
 * account of all that was made.
 *
 * @module
 */
import { join } from "node:path";
import type { Screen } from "../grader/class/progress.ts";
import type { Backend } from "../lib/layers/mod.ts";
import type { Random } from "../mod.ts";
import type { Bilingual, Experiment, Run } from "./experiment.ts";
import { writeWhole } from "./files.ts";
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

/** Where a run's checkpoints lie in its folder. */
export const CHECKPOINTS = "checkpoints";

const PNG_WIDTH = 1280;

/** What an experiment works with. */
export class Workshop implements Run {
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

  random(stream: string): Random {
    return randomStream(this.seed, "stream", stream);
  }

  async train<Batch>(
    options: TrainingOptions<Batch>,
  ): Promise<TrainingResult> {
    const { name, steps } = options;
    const { screen, checkpointEvery = 5000 } = this.options;
    requireName(name, this.trainings);
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

/** A file is named after a training. */
function requireName(name: string, trainings: readonly Trained[]): void {
  const isTaken = trainings.some((training) => training.name === name);
  if (/^[\w-]+$/.test(name) && !isTaken) return;
  throw new Error(
    `Cannot train ${name} as its name must be its own, of letters, digits and hyphens: ${
      isTaken ? "there is one already" : "it is not"
    }`,
  );
}

/** A browser finds fonts that the renderer does not, so the report is whole. */
const NO_FONT = (file: string): Bilingual => ({
  en: `${file} is left out: this machine has no font for its Chinese text`,
  zh: `未生成 ${file}：本机没有显示其中汉字的字体（SVG 与报告不受影响）`,
});
