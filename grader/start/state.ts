/**
 * What the watch screen knows, and what can happen to it.
 *
 * @module
 */

import type { Exercise } from "../catalog.ts";
import type { ExerciseResult } from "../result.ts";
import type { Language, Text } from "../text.ts";
import type { Hint } from "./hints.ts";
import {
  type Change,
  changed,
  type Progress,
  progressOf,
  type Recorded,
  statusOf,
} from "./progress.ts";

/** Everything that the screen shows follows from this. */
export interface State {
  language: Language;
  /** In their order; never empty. */
  exercises: readonly Exercise[];
  /** True where there are visible examples alone, and no points. */
  practice: boolean;
  /** The folder of the exercises, and how it is called from where the user stands. */
  folder: { path: string; shown: string };
  /** The id of the exercise under work. */
  current: string;
  progress: Progress;
  verdict: Verdict;
  types: Types;
  hint: Hint | null;
  view: View;
  /** Waits for yes or no. */
  asking: "reset" | null;
  /** Said once, until the next key or verdict. */
  notice: Text | null;
  /** Why files are looked at again and again, where no events come. */
  polling: Text | null;
}

/** The last verdict on the current exercise, and whether another is under way. */
export interface Verdict {
  running: boolean;
  result: ExerciseResult | null;
  /** When it came, as a clock shows it. */
  at: string;
}

/** What the type check says of the current file; null: nothing yet, or nothing that it could say. */
export type Types = "checking" | Finding[] | null;

/** One finding of the type check. */
export interface Finding {
  line: number;
  column: number;
  message: string;
}

/** What the screen shows. */
export type View =
  | { kind: "watch" }
  | ListView
  | { kind: "help" }
  | { kind: "solution"; path: string; lines: string[]; top: number };

/** The list of exercises with its cursor, its search and its filter. */
export interface ListView {
  kind: "list";
  /** Index into what is listed. */
  cursor: number;
  query: string;
  /** True while the search is typed. */
  typing: boolean;
  filter: "all" | "done" | "todo";
}

/** What can happen. */
export type Event =
  | { kind: "key"; key: string }
  /** An exercise is chosen by its id. */
  | { kind: "go"; id: string }
  /** Files of these exercises were saved. */
  | { kind: "saved"; ids: string[] }
  | {
    kind: "judged";
    result: ExerciseResult;
    kept: Recorded | null;
    at: string;
  }
  | { kind: "checked"; id: string; findings: Finding[] | null }
  | { kind: "progress"; progress: Progress }
  | { kind: "polling"; reason: Text }
  | { kind: "solution"; path: string; lines: string[] }
  | { kind: "notice"; text: Text };

/** What is to be done beside showing the new state. */
export type Effect =
  /** `anew`: with other inputs than before. */
  | { kind: "run"; id: string; anew: boolean }
  | { kind: "check types"; id: string }
  | { kind: "keep"; change: Change }
  | { kind: "reset"; id: string }
  | { kind: "open solution"; id: string }
  | { kind: "quit" };

/** A state and what is to be done. */
export interface Step {
  state: State;
  effects: Effect[];
}

/** Where to begin: the exercise asked for, the one of last time, or the first that is not solved. */
export function begin(
  options:
    & Pick<State, "language" | "exercises" | "practice" | "folder" | "progress">
    & { wanted?: string },
): Step {
  const { exercises, progress, wanted } = options;
  const ids = exercises.map(({ id }) => id);
  const last = ids.find((id) => id === progress.current);
  const open = ids.find((id) => statusOf(progress, id) !== "passed");
  return goTo({
    language: options.language,
    exercises,
    practice: options.practice,
    folder: options.folder,
    current: ids[0],
    progress,
    verdict: NO_VERDICT,
    types: null,
    hint: null,
    view: { kind: "watch" },
    asking: null,
    notice: null,
    polling: null,
  }, wanted ?? last ?? open ?? ids[0]);
}

const NO_VERDICT: Verdict = { running: false, result: null, at: "" };

/** Turns to an exercise and judges it. */
export function goTo(state: State, id: string): Step {
  const fresh: State = {
    ...state,
    current: id,
    verdict: { ...NO_VERDICT, running: true },
    types: null,
    hint: null,
    view: { kind: "watch" },
    asking: null,
    notice: null,
  };
  const run: Effect = { kind: "run", id, anew: false };
  return id === state.progress.current
    ? { state: fresh, effects: [run] }
    : keep(fresh, { kind: "current", id }, [run]);
}

/** Makes a change of what is kept, at once here and soon in the file. */
export function keep(state: State, change: Change, effects: Effect[]): Step {
  return {
    state: { ...state, progress: changed(state.progress, change) },
    effects: [{ kind: "keep", change }, ...effects],
  };
}

/** The exercise under work. */
export function currentExercise({ exercises, current }: State): Exercise {
  return exercises.find(({ id }) => id === current)!;
}

/** True once the current exercise had full marks. */
export function isSolved({ progress, current }: State): boolean {
  return progressOf(progress, current).solved;
}
