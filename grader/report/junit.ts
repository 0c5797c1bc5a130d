import type { CheckResult, ExerciseResult, Result } from "../result.ts";
import type { Language } from "../text.ts";
import { explain } from "./explain.ts";

/** JUnit XML: a suite for each exercise, a case for each check. */
export function junitReport(result: Result, language: Language): string {
  const checks = result.exercises.flatMap((exercise) => exercise.checks);
  const suites = result.exercises.map((exercise) => suite(exercise, language));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Mneme" ${counts(checks)} time="${
      result.durationMs / 1000
    }">`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(exercise: ExerciseResult, language: Language): string {
  const { id, title, file, checks, durationMs } = exercise;
  const time = durationMs / 1000;
  return [
    `  <testsuite name="${escaped(`${id} ${title[language]}`)}" file="${
      escaped(file)
    }" ${counts(checks)} time="${time}">`,
    ...checks.map((check) =>
      testCase(exercise, check, time / checks.length, language)
    ),
    "  </testsuite>",
  ].join("\n");
}

function testCase(
  { id, file }: ExerciseResult,
  check: CheckResult,
  time: number,
  language: Language,
): string {
  const name = escaped(`${check.id} ${check.name[language]}`);
  const open = `    <testcase name="${name}" classname="${escaped(id)}" file="${
    escaped(file)
  }" time="${time.toFixed(4)}"`;
  if (check.status === "passed") return `${open}/>`;
  const tag = isError(check) ? "error" : "failure";
  const message = escaped(check.message?.[language] ?? check.status);
  return `${open}>
      <${tag} message="${message}" type="${check.status}">${
    escaped(explain(check, language))
  }</${tag}>
    </testcase>`;
}

/** What the program did wrong is a failure; that it did not get to an answer is an error. */
function isError({ status }: CheckResult): boolean {
  return status !== "passed" && status !== "failed" && status !== "todo";
}

function counts(checks: readonly CheckResult[]): string {
  const errors = checks.filter(isError).length;
  const passed = checks.filter(({ status }) => status === "passed").length;
  return `tests="${checks.length}" failures="${
    checks.length - passed - errors
  }" errors="${errors}" skipped="0"`;
}

// XML knows no control characters, not even escaped; messages have none but line ends.
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (c) => c === "\n" ? c : "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;").replaceAll("\n", "&#10;");
}
