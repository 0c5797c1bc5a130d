import type { Exercise } from "../catalog.ts";
import { type Progress, progressOf } from "./progress.ts";

/** One rung of the ladder from a nudge to nearly the answer. */
export interface Hint {
  task: string;
  /** 1 to 3. */
  level: number;
}

/** The last level. */
export const LAST_LEVEL = 3;

/** The next hint for a task: one level more than was seen, up to the last. */
export function nextHint(
  progress: Progress,
  exercise: string,
  task: string,
): Hint {
  const seen = progressOf(progress, exercise).hints[task] ?? 0;
  return { task, level: Math.min(seen + 1, LAST_LEVEL) };
}

/** A task of an exercise by its id; the first if no task has it. */
export function taskNamed(
  { tasks }: Exercise,
  id: string,
): Exercise["tasks"][number] {
  return tasks.find((task) => task.id === id) ?? tasks[0];
}
