import {
  type Exercise,
  EXERCISES,
  readCatalog,
} from "../../../grader/catalog.ts";
import {
  type CheckResult,
  type ExerciseResult,
  type Status,
  worst,
} from "../../../grader/result.ts";
import {
  changed,
  NO_PROGRESS,
  type Progress,
  recordOf,
} from "../../../grader/start/progress.ts";
import {
  begin,
  type Effect,
  type Event,
  type State,
} from "../../../grader/start/state.ts";
import { update } from "../../../grader/start/update.ts";

/** The exercises that there are. */
export const catalog: Exercise[] = await readCatalog();

/** A first state, before any verdict. */
export function firstState(more: Partial<State> = {}): State {
  const { state } = begin({
    language: "en",
    exercises: catalog,
    practice: false,
    folder: { path: EXERCISES, shown: "exercises" },
    progress: NO_PROGRESS,
    ...more,
  });
  return { ...state, ...more };
}

/** A result of an exercise whose tasks have these statuses, one check to a task. */
export function resultOf(
  exercise: Exercise,
  statuses: Status[],
  more: Partial<CheckResult> = {},
): ExerciseResult {
  const checks = exercise.tasks.map((task, i): CheckResult => {
    const status = statuses[i] ?? "todo";
    return {
      id: task.id,
      name: { en: task.function, zh: `${task.function} 的检查` },
      status,
      points: status === "passed" ? 1 : 0,
      maxPoints: 1,
      message: status === "passed"
        ? null
        : { en: `${task.function} is wrong`, zh: `${task.function} 不对` },
      counterexample: status === "failed"
        ? { call: task.function, arguments: [1, 2], answer: 3 }
        : null,
      diagnosis: null,
      ...status === "failed" ? more : {},
    };
  });
  return {
    id: exercise.id,
    section: exercise.section,
    title: exercise.title,
    file: `${exercise.folder}/${exercise.file}`,
    status: worst(checks.map(({ status }) => status)),
    points: checks.filter(({ status }) => status === "passed").length,
    maxPoints: checks.length,
    durationMs: 1,
    checks,
  };
}

/** The event that such a result is. */
export function judged(result: ExerciseResult): Event {
  return {
    kind: "judged",
    result,
    kept: recordOf(result, "f"),
    at: "12:00:00",
  };
}

/** All tasks passed. */
export function passed(exercise: Exercise): ExerciseResult {
  return resultOf(exercise, exercise.tasks.map(() => "passed"));
}

/** What is kept when these exercises are solved. */
export function solvedProgress(...ids: string[]): Progress {
  return catalog.filter(({ id }) => ids.includes(id)).reduce(
    (progress, exercise) =>
      changed(progress, {
        kind: "result",
        id: exercise.id,
        result: recordOf(passed(exercise), "f")!,
      }),
    NO_PROGRESS,
  );
}

/** What follows from events one after the other: the last state, and all effects. */
export function after(
  state: State,
  ...events: (Event | string)[]
): { state: State; effects: Effect[] } {
  const effects: Effect[] = [];
  for (const event of events) {
    const step = update(
      state,
      typeof event === "string" ? { kind: "key", key: event } : event,
    );
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}
