/**
 * The parts of the watch screen, each as lines; plain lines in a pipe are made
 * of the same parts.
 *
 * @module
 */

import { join } from "node:path";
import { commonMessage, explain } from "../report/explain.ts";
import {
  type Layout,
  padded,
  type Style,
  styled,
  textWidth,
} from "../report/layout.ts";
import { SIGNS, WORDS } from "../report/words.ts";
import type { CheckResult, ExerciseResult, Status } from "../result.ts";
import type { Language } from "../text.ts";
import { failingCheck, taskOf } from "./failing.ts";
import { LAST_LEVEL, taskNamed } from "./hints.ts";
import { cut, keyBar, link, paragraph, spread } from "./lines.ts";
import { progressOf, standing } from "./progress.ts";
import { currentExercise, isSolved, type State } from "./state.ts";
import { START_WORDS } from "./words.ts";

/** The colors of the statuses. */
export const STATUS_STYLES: Record<Status, Style> = {
  passed: "green",
  todo: "cyan",
  failed: "red",
  timeout: "yellow",
  error: "red",
  missing: "yellow",
  ungraded: "yellow",
};

/** Which exercise, and where to read and to write. */
export function headLines(state: State, layout: Layout): string[] {
  const { language, folder } = state;
  const words = START_WORDS[language];
  const exercise = currentExercise(state);
  const { id, title, section } = exercise;
  const score = `§${section}  ${scoreOf(state)}`;
  const readme = language === "zh" ? "README.zh.md" : "README.md";
  const place = (label: string, file: string) => {
    const shown = join(folder.shown, exercise.folder, file);
    const path = join(folder.path, exercise.folder, file);
    const room = layout.width - textWidth(label) - 1;
    return `${label} ${link(cut(shown, room), path, layout)}`;
  };
  return [
    styled(
      spread(`${id} ${title[language]}`, score, layout.width),
      "bold",
      layout,
    ),
    place(words.read, readme),
    place(words.edit, exercise.file),
    "",
  ];
}

function scoreOf(state: State): string {
  const { language, practice, verdict, current, progress } = state;
  const words = START_WORDS[language];
  const checks = verdict.result?.checks ?? [];
  if (practice) {
    const passed = checks.filter(({ status }) => status === "passed").length;
    return words.examples(passed, checks.length);
  }
  const earned = progressOf(progress, current).result?.points ?? 0;
  return `${earned}/${currentExercise(state).points} ${words.points}`;
}

/** Each check in a line; where there is no room for all, those that passed are counted. */
export function checkLines(
  { verdict: { result }, language }: State,
  layout: Layout,
  room = Infinity,
): string[] {
  if (!result) return [];
  const { checks } = result;
  const width = Math.max(...checks.map(({ id }) => id.length));
  const line = (check: CheckResult) =>
    checkLine(check, width, language, layout);
  if (checks.length <= room) return checks.map(line);
  const passed = checks.filter(({ status }) => status === "passed");
  const rest = checks.filter(({ status }) => status !== "passed");
  if (passed.length === 0) return rest.map(line);
  const counted = `${SIGNS.passed} ${
    START_WORDS[language].passed(passed.length)
  }`;
  return [styled(counted, "green", layout), ...rest.map(line)];
}

function checkLine(
  { id, name, status, points, maxPoints }: CheckResult,
  width: number,
  language: Language,
  layout: Layout,
): string {
  const sign = styled(SIGNS[status], STATUS_STYLES[status], layout);
  const left = `${padded(id, width)}  ${name[language]}`;
  const score = maxPoints === 0 ? "" : `  ${points ?? "–"}/${maxPoints}`;
  const right = `${WORDS[language].status[status]}${score}`;
  return `${sign} ${spread(left, right, layout.width - 2)}`;
}

/** What the run is doing, for the rule above the verdict. */
export function stateOfRun(
  { verdict: { running, at }, types, polling, language, practice }: State,
): string {
  const words = START_WORDS[language];
  const found = types === "checking"
    ? words.typesChecking
    : types === null
    ? ""
    : types.length === 0
    ? words.typesFine
    : words.typeFindings(types.length);
  const now = practice ? words.runningExamples : words.running;
  return [running ? now : at, found, polling?.[language] ?? ""]
    .filter((part) => part !== "").join(" · ");
}

/** What to look at: the failing expectation, what is to do, or praise. */
export function verdictLines(state: State, layout: Layout): string[] {
  const { verdict: { result }, language, notice, asking, folder } = state;
  const words = START_WORDS[language];
  const exercise = currentExercise(state);
  const waiting = state.practice ? words.runningExamples : words.running;
  const lines = result
    ? expectation(state, result, layout)
    : [styled(`${waiting} …`, "dim", layout)];
  if (asking) {
    const file = join(folder.shown, exercise.folder, exercise.file);
    return paragraph(words.askReset(file), 0, layout);
  }
  if (notice) {
    const said = paragraph(notice[language], 0, layout).join("\n");
    lines.push("", ...styled(said, "yellow", layout).split("\n"));
  }
  return lines;
}

function expectation(
  state: State,
  result: ExerciseResult,
  layout: Layout,
): string[] {
  const { language } = state;
  const words = START_WORDS[language];
  const check = failingCheck(result);
  if (!check) return praise(state, layout);
  const style = STATUS_STYLES[check.status];
  const common = commonMessage(result.checks);
  if (common) {
    const said = paragraph(common[language], 0, layout).join("\n");
    return styled(said, style, layout).split("\n");
  }
  const title = cut(
    `${SIGNS[check.status]} ${check.id} ${check.name[language]}`,
    layout.width,
  );
  if (check.status === "todo") {
    const task = taskNamed(currentExercise(state), taskOf(check.id));
    const said = words.toDo(task.id, task.function);
    return [styled(title, style, layout), ...paragraph(said, 2, layout)];
  }
  // The first line says the status, which the title's sign and color say too.
  const [, ...said] = explain(check, language).split("\n");
  return [
    styled(title, style, layout),
    ...said.flatMap((line) => paragraph(line, 2, layout)),
  ];
}

function praise(state: State, layout: Layout): string[] {
  const { solved, exercises } = standing(state.progress, state.exercises);
  const words = START_WORDS[state.language];
  const text = state.practice
    ? words.examplesPass
    : solved === exercises
    ? WORDS[state.language].allDone
    : words.fullMarks;
  const said = paragraph(`${SIGNS.passed} ${text}`, 0, layout).join("\n");
  return styled(said, "green", layout).split("\n");
}

/** The hint that was asked for. */
export function hintLines(state: State, layout: Layout): string[] {
  const { hint, language } = state;
  if (!hint) return [];
  const task = taskNamed(currentExercise(state), hint.task);
  const title = `${START_WORDS[language].hint(hint.level, LAST_LEVEL)} · ${
    cut(`${task.id} ${task.function}`, layout.width - 20)
  }`;
  return [
    styled(title, "bold", layout),
    ...paragraph(task.hints[language][hint.level - 1], 2, layout),
    "",
  ];
}

/** What the type check found, with its place in the file. */
export function typeLines(
  { types, language }: State,
  layout: Layout,
): string[] {
  if (!Array.isArray(types) || types.length === 0) return [];
  const title = START_WORDS[language].typeFindings(types.length);
  return [
    styled(title, "yellow", layout),
    ...types.flatMap(({ line, column, message }) =>
      paragraph(`${line}:${column} ${message}`, 2, layout)
    ),
    "",
  ];
}

/** The bar of progress with its numbers, in one line. */
export function progressLines(state: State, layout: Layout): string[] {
  const words = START_WORDS[state.language];
  const { points, maxPoints, solved, exercises } = standing(
    state.progress,
    state.exercises,
  );
  const share = state.practice ? solved / exercises : points / maxPoints;
  const right = standingText(state);
  const room = layout.width - textWidth(`${words.progress} [] ${right}`);
  if (room < 8) return [cut(right, layout.width)];
  const full = Math.round(room * share);
  const tip = full < room && full > 0 ? ">" : "";
  const done = "#".repeat(full - tip.length) + tip;
  const rest = "-".repeat(room - full);
  return [
    `${words.progress} [${styled(done, "green", layout)}${
      styled(rest, "dim", layout)
    }] ${right}`,
  ];
}

/** Where the student stands, in words. */
export function standingText(
  { language, practice, progress, exercises: all }: State,
): string {
  const words = START_WORDS[language];
  const { points, maxPoints, solved, exercises } = standing(progress, all);
  const done = words.solved(solved, exercises);
  return practice ? done : `${points}/${maxPoints} ${words.points} · ${done}`;
}

/** The keys that lead somewhere now. */
export function keyLines(state: State, layout: Layout): string[] {
  const { keys, yes, no } = START_WORDS[state.language];
  if (state.asking) return keyBar([["y", yes], ["n", no]], layout);
  const shown = Object.entries(keys).filter(([key]) =>
    key !== "s" || isSolved(state) && !state.practice
  );
  return keyBar(shown, layout);
}
