/**
 * The report that a person reads in a terminal. What is solved comes first and
 * in one line; the exercise that needs attention comes last, where the eye is.
 *
 * @module
 */

import { join } from "node:path";
import type { CheckResult, ExerciseResult, Result, Status } from "../result.ts";
import { type Language, plain } from "../text.ts";
import { commonMessage } from "./explain.ts";
import {
  type Layout,
  padded,
  paddedLeft,
  type Style,
  styled,
  textWidth,
  wrapped,
} from "./layout.ts";
import { callText, valueText } from "./values.ts";
import { seedText, SIGNS, WORDS } from "./words.ts";

/** What a report needs to know besides the result. */
export interface TextOptions {
  language: Language;
  layout: Layout;
  /** The submission as the user named it, to lead to the files. */
  submission: string;
}

/** The report as text. */
export function textReport(result: Result, options: TextOptions): string {
  const { exercises } = result;
  const attention = exercises.find(isBegun) ??
    exercises.find(({ status }) => status !== "passed");
  const begun = exercises.filter((exercise) =>
    exercise !== attention && isBegun(exercise)
  );
  return [
    heading(result, options),
    exercises.map((exercise) => summaryLine(exercise, options)).join("\n"),
    ...begun.map((exercise) => details(exercise, options)),
    attention ? details(attention, options) : "",
    conclusion(result, attention, options),
  ].filter((part) => part !== "").join("\n\n") + "\n";
}

/** True if there is more to say of an exercise than its line in the summary. */
function isBegun({ status, checks }: ExerciseResult): boolean {
  return status !== "passed" &&
    checks.some((check) =>
      check.status !== "todo" && check.status !== "missing"
    );
}

function heading(
  result: Result,
  { language, layout }: TextOptions,
): string {
  const { exercises, isolation, notHeld } = result;
  const words = WORDS[language];
  const facts = [
    words.exercises(exercises.length),
    seedText(result, language),
    `${words.isolation} ${isolation}`,
  ].join(" · ");
  const limits = notHeld.map((text) => text[language]).join(words.separator);
  return [
    `${styled("Mneme", "bold", layout)} · ${facts}`,
    styled(
      wrapped(`${words.notHeld}${limits}`, 0, layout),
      "dim",
      layout,
    ),
  ].join("\n");
}

const STYLES: Record<Status, Style> = {
  passed: "green",
  todo: "cyan",
  failed: "red",
  timeout: "yellow",
  error: "red",
  missing: "yellow",
  ungraded: "yellow",
};

function line(
  indent: number,
  [id, idWidth]: [string, number],
  title: string,
  { status, points, maxPoints }: Pick<
    CheckResult,
    "status" | "points" | "maxPoints"
  >,
  { language, layout }: TextOptions,
): string {
  const state = styled(
    padded(`${SIGNS[status]} ${WORDS[language].status[status]}`, 11),
    STYLES[status],
    layout,
  );
  const left = `${" ".repeat(indent)}${padded(id, idWidth)} ${title}`;
  const score = paddedLeft(`${points ?? "–"}/${maxPoints}`, 6);
  return `${padded(left, layout.width - 20)}  ${state} ${score}`;
}

function summaryLine(exercise: ExerciseResult, options: TextOptions): string {
  const title = exercise.title[options.language];
  return line(0, [exercise.id, 5], title, exercise, options);
}

function details(exercise: ExerciseResult, options: TextOptions): string {
  const { language, layout, submission } = options;
  const title = `${exercise.id} ${exercise.title[language]}`;
  const path = join(submission, exercise.file);
  const apart = textWidth(`${title}  ${path}`) > layout.width ? "\n  " : "  ";
  const idWidth = Math.max(10, ...exercise.checks.map(({ id }) => id.length));
  const common = commonMessage(exercise.checks);
  const body = common
    ? [wrapped(common[language], 2, layout)]
    : exercise.checks.map((check) =>
      checkLines(check, firstWith(check, exercise), idWidth, options)
    );
  return [
    styled("─".repeat(layout.width), "dim", layout),
    `${styled(title, "bold", layout)}${apart}${styled(path, "dim", layout)}`,
    ...body,
  ].join("\n");
}

/** The first check with the same diagnosis, where the mistake is explained. */
function firstWith(
  { diagnosis }: CheckResult,
  { checks }: ExerciseResult,
): string | undefined {
  return checks.find((check) =>
    diagnosis !== null && check.diagnosis?.id === diagnosis.id
  )?.id;
}

function checkLines(
  check: CheckResult,
  explainedIn: string | undefined,
  idWidth: number,
  options: TextOptions,
): string {
  const { language, layout } = options;
  const words = WORDS[language];
  const lines = [
    line(2, [check.id, idWidth], check.name[language], check, options),
  ];
  if (check.status === "passed" || check.status === "todo") return lines[0];
  const add = (text: string) => lines.push(wrapped(text, 6, layout));
  if (check.message) add(check.message[language]);
  if (check.counterexample) {
    add(`${words.tried}${callText(check.counterexample)}`);
    if ("answer" in check.counterexample) {
      add(
        `${words.answered}${
          plain(valueText(check.counterexample.answer), 300)
        }`,
      );
    }
  }
  if (check.diagnosis) {
    const explanation = explainedIn === check.id
      ? check.diagnosis.text[language]
      : words.sameAs(`${explainedIn}`);
    const text = `${words.looksLike}${explanation}`;
    lines.push(styled(wrapped(text, 6, layout), "yellow", layout));
  }
  return lines.join("\n");
}

function conclusion(
  { points, maxPoints }: Result,
  attention: ExerciseResult | undefined,
  { language, layout, submission }: TextOptions,
): string {
  const words = WORDS[language];
  const score = `${points ?? "–"}/${maxPoints} ${words.points}`;
  const lines = [styled(score, "bold", layout)];
  if (attention) {
    lines.push(
      `${words.next}${join(submission, attention.file)}`,
      `${words.hint}deno task hint ${attention.id}`,
    );
  } else lines.push(words.allDone);
  return lines.join("\n");
}
