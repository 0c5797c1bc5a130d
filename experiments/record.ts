/**
 * What a run came to, as it is kept: record.json in the run's folder, and the
 * committed ones that docs/experiments.md is made of.
 *
 * @module
 */
import type { Figure } from "./experiment.ts";

/** A training within a run. */
export interface TrainingRecord {
  name: string;
  steps: number;
  seconds: number;
  stoppedEarly: boolean;
}

/** A run's record. It has no date, so that the same run gives the same record but for the seconds. */
export interface RunRecord {
  schema: "mneme-run/1";
  experiment: string;
  task: string | null;
  seed: number;
  short: boolean;
  figures: Figure[];
  trainings: TrainingRecord[];
  /** Steps of all trainings. */
  steps: number;
  /** Seconds from start to end, those before a resume included. */
  seconds: number;
  /** Seconds of processor time, which do not grow when others use the machine; null for a run that was resumed. */
  processorSeconds: number | null;
  /** Tensors left over. */
  leaked: number;
  backend: string;
  deno: string;
  command: string;
}

/** Whether a figure reaches its target; null without one. */
export function reaches({ value, target }: Figure): boolean | null {
  if (!target) return null;
  const { atLeast = -Infinity, atMost = Infinity } = target;
  return value >= atLeast && value <= atMost;
}

/** Whether everything was reached that must be. */
export function reachesMusts(figures: readonly Figure[]): boolean {
  return figures.every((figure) =>
    figure.target?.kind !== "must" || reaches(figure)
  );
}

/** The command that does a run again. */
export function commandOf(
  { experiment, task, seed, short }: Pick<
    RunRecord,
    "experiment" | "task" | "seed" | "short"
  >,
): string {
  return [
    `deno task experiment ${experiment}`,
    ...task === null ? [] : [`--task ${task}`],
    ...short ? ["--short"] : [],
    `--seed ${seed}`,
  ].join(" ");
}
