/**
 * Runs the short version of an experiment, as its test does.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Experiment, Figure } from "../../experiments/experiment.ts";
import { loadExperiment } from "../../experiments/registry.ts";
import { type Outcome, runExperiment } from "../../experiments/run.ts";

/** How a short run differs from the usual one. */
export interface ShortOptions {
  /** Default: 1. */
  seed?: number;
  /** Default: the experiment's first one. */
  task?: string;
  /** Where public data lie. Default: null, for tests use none that may be absent. */
  data?: string | null;
}

/** What a short run came to. */
export interface ShortRun extends Outcome {
  /** A figure's value by its id. */
  value(id: string): number;
}

/** Where the public data lie on a machine that has them, for tests that say so when it has not. */
export const PUBLIC_DATA: string = fileURLToPath(
  new URL("../../../shared/data", import.meta.url),
);

/**
 * Runs an experiment's short version, keeping nothing on the disk and printing nothing.
 *
 * @param experiment Its name, or the experiment itself.
 * @param options The seed, the task, the data.
 */
export async function runShort(
  experiment: string | Experiment,
  { seed = 1, task, data = null }: ShortOptions = {},
): Promise<ShortRun> {
  const loaded = typeof experiment === "string"
    ? await loadExperiment(experiment)
    : experiment;
  const outcome = await runExperiment(loaded, {
    seed,
    short: true,
    task: task ?? loaded.tasks?.[0] ?? null,
    language: "en",
    data,
    backend: "auto",
    output: null,
    screen: {
      print: () => {},
      columns: undefined,
      now: () => performance.now(),
    },
  });
  const { figures } = outcome.record;
  return { ...outcome, value: (id) => figureOf(figures, id).value };
}

function figureOf(figures: readonly Figure[], id: string): Figure {
  const figure = figures.find((each) => each.id === id);
  if (figure) return figure;
  const ids = figures.map(({ id }) => id).join(", ");
  throw new Error(
    `Cannot find the figure ${id} as the run must have it: it has ${ids}`,
  );
}
