/**
 * Where a student stands: the last result of each exercise, the hints that
 * were taken, and where to go on. It is the student's own and enters no report.
 *
 * @module
 */

import { parse as parseToml, stringify } from "smol-toml";
import * as v from "valibot";
import type { Exercise } from "../catalog.ts";
import { type ExerciseResult, type Status, STATUSES } from "../result.ts";
import { failingCheck, taskOf } from "./failing.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const recordSchema = v.object({
  status: v.picklist(STATUSES),
  points: count,
  max_points: count,
  /** The task to work on; absent after full marks. */
  task: v.optional(v.string()),
  /** The id of the mistake that the answers looked like. */
  mistake: v.optional(v.string()),
  /** Tells whether the file is still the one that had this result. */
  file: v.string(),
});

const schema = v.object({
  current: v.optional(v.string()),
  language: v.optional(v.picklist(["en", "zh"])),
  exercises: v.optional(
    v.record(
      v.string(),
      v.object({
        /** True from the first full marks on, whatever comes after. */
        solved: v.optional(v.boolean(), false),
        result: v.optional(recordSchema),
        /** The highest level seen, task by task. */
        hints: v.optional(
          v.record(v.string(), v.pipe(count, v.maxValue(3))),
          {},
        ),
      }),
    ),
    {},
  ),
});

/** What is kept of one result. */
export type Recorded = v.InferOutput<typeof recordSchema>;

/** Everything that is kept. */
export type Progress = v.InferOutput<typeof schema>;

/** What is kept of one exercise. */
export type ExerciseProgress = Progress["exercises"][string];

/** Where a student stands who has just begun. */
export const NO_PROGRESS: Progress = { exercises: {} };

const UNTOUCHED: ExerciseProgress = { solved: false, hints: {} };

/** What is kept of that exercise. */
export function progressOf(
  { exercises }: Progress,
  id: string,
): ExerciseProgress {
  return exercises[id] ?? UNTOUCHED;
}

/** One change of what is kept. */
export type Change =
  | { kind: "current"; id: string }
  | { kind: "language"; language: "en" | "zh" }
  | { kind: "result"; id: string; result: Recorded }
  | { kind: "hint"; id: string; task: string; level: number };

/** What is kept after a change. */
export function changed(progress: Progress, change: Change): Progress {
  switch (change.kind) {
    case "current":
      return { ...progress, current: change.id };
    case "language":
      return { ...progress, language: change.language };
    case "result":
      return withExercise(progress, change.id, (before) => ({
        ...before,
        solved: before.solved || change.result.status === "passed",
        result: change.result,
      }));
    case "hint":
      return withExercise(progress, change.id, (before) => ({
        ...before,
        hints: {
          ...before.hints,
          [change.task]: Math.max(
            change.level,
            before.hints[change.task] ?? 0,
          ),
        },
      }));
  }
}

function withExercise(
  progress: Progress,
  id: string,
  edit: (before: ExerciseProgress) => ExerciseProgress,
): Progress {
  return {
    ...progress,
    exercises: { ...progress.exercises, [id]: edit(progressOf(progress, id)) },
  };
}

/**
 * What is to be kept of a result; null of one that the grader could not judge.
 *
 * @param file Tells this state of the student's file from others.
 */
export function recordOf(
  result: ExerciseResult,
  file: string,
): Recorded | null {
  const { status, points, maxPoints } = result;
  if (points === null) return null;
  const failing = failingCheck(result);
  return {
    status,
    points,
    max_points: maxPoints,
    ...failing && { task: taskOf(failing.id) },
    ...failing?.diagnosis && { mistake: failing.diagnosis.id },
    file,
  };
}

/** The status of the last result; an exercise that was never tried is to do. */
export function statusOf(progress: Progress, id: string): Status {
  return progressOf(progress, id).result?.status ?? "todo";
}

/** How many hints were taken for an exercise, level by level. */
export function hintsTaken(progress: Progress, id: string): number {
  return Object.values(progressOf(progress, id).hints)
    .reduce((sum, level) => sum + level, 0);
}

/** The points and solved exercises of the last results. */
export interface Standing {
  points: number;
  maxPoints: number;
  solved: number;
  exercises: number;
}

/** Where a student stands over all exercises. */
export function standing(
  progress: Progress,
  exercises: readonly Exercise[],
): Standing {
  const ids = exercises.map(({ id }) => id);
  return {
    points: ids.reduce(
      (sum, id) => sum + (progressOf(progress, id).result?.points ?? 0),
      0,
    ),
    maxPoints: exercises.reduce((sum, { points }) => sum + points, 0),
    solved: ids.filter((id) => statusOf(progress, id) === "passed").length,
    exercises: ids.length,
  };
}

/**
 * Reads what was kept.
 *
 * @throws {Error} If the text is not what {@linkcode progressText} writes.
 */
export function parseProgress(text: string): Progress {
  return v.parse(schema, parseToml(text));
}

/** What is kept, as the text of a file that a person may read and delete. */
export function progressText(progress: Progress): string {
  return `${HEAD}\n${stringify(progress)}`;
}

const HEAD = `# Where you stand; deno task start writes it. No report reads it.
# Delete it to begin anew: your own files stay as they are.
# 你的学习进度，由 deno task start 写入，不进入任何报告。
# 删除它即可重新开始，你写的文件不受影响。
`;
