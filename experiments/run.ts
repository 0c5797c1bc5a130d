/**
 * Runs an experiment: gives it what it may ask for, and gathers what it made.
 *
 * @module
 */
import { join } from "node:path";
import process from "node:process";
import { type Backend, initBackend, tf } from "../lib/layers/mod.ts";
import type { Experiment, Figure } from "./experiment.ts";
import { remove, writeWhole } from "./files.ts";
import { commandOf, type RunRecord } from "./record.ts";
import {
  CHECKPOINTS,
  type Picture,
  type RunOptions,
  type Trained,
  Workshop,
} from "./workshop.ts";

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
  const { language, output, screen } = options;
  const backend = await initBackend({ backend: options.backend });
  if (backend.reason !== null) {
    screen.print(`${SLOW[language]}${backend.reason}\n`);
  }
  const before = tf.memory().numTensors;
  const [started, busy] = [screen.now(), processorTime()];
  const workshop = new Workshop(experiment, options, backend);
  let figures: Figure[];
  try {
    const found = await experiment.run(workshop);
    requireFinite(found);
    // What the whole run has to reach is more than seconds can.
    figures = options.short ? found.map(withoutTarget) : found;
  } finally {
    tf.disposeVariables();
  }
  const record = recordOf(workshop, figures, {
    leaked: tf.memory().numTensors - before,
    seconds: (screen.now() - started) / 1000 + workshop.secondsBefore,
    processorSeconds: workshop.secondsBefore > 0
      ? null
      : rounded((processorTime() - busy) / 1e6),
  });
  if (output !== null) {
    const text = JSON.stringify(record, null, 2) + "\n";
    writeWhole(join(output, "record.json"), text);
  }
  const { trainings, pictures, files, usedData } = workshop;
  return { record, pictures, trainings, files, usedData, backend };
}

/** Forgets how far a run in a folder is. */
export function beginAnew(output: string): void {
  remove(join(output, CHECKPOINTS));
}

function recordOf(
  { experiment, options, trainings, backend }: Workshop,
  figures: Figure[],
  { leaked, seconds, processorSeconds }: Pick<
    RunRecord,
    "leaked" | "seconds" | "processorSeconds"
  >,
): RunRecord {
  const { seed, short, task } = options;
  const run = { experiment: experiment.name, task, seed, short };
  return {
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
    processorSeconds,
    leaked,
    backend: backend.name,
    deno: Deno.version.deno,
    command: commandOf(run),
  };
}

function withoutTarget({ target: _, ...figure }: Figure): Figure {
  return figure;
}

/** JSON could not hold another value. */
function requireFinite(figures: readonly Figure[]): void {
  const strange = figures.find(({ value }) => !Number.isFinite(value));
  if (!strange) return;
  throw new Error(
    `Cannot record ${strange.id} as a figure must be finite: it is ${strange.value}`,
  );
}

/** Microseconds of processor time of this process. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function rounded(seconds: number): number {
  return Math.round(100 * seconds) / 100;
}

const SLOW = {
  en: "Computing on the CPU backend, which is slow: ",
  zh: "使用较慢的 CPU 后端计算：",
};
