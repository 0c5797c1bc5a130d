import type { CheckResult, Result } from "../result.ts";
import type { Language } from "../text.ts";
import { explain } from "./explain.ts";

/** Gradescope's results.json: one visible test for each check; hidden ones would hide the total. */
export function gradescopeReport(result: Result, language: Language): string {
  const tests = result.exercises.flatMap(({ id, checks }) =>
    checks.map((check) => testOf(id, check, language))
  );
  const report = {
    execution_time: result.durationMs / 1000,
    stdout_visibility: "hidden",
    output: `isolation: ${result.isolation}`,
    output_format: "text",
    tests,
  };
  return JSON.stringify(report, null, 2) + "\n";
}

function testOf(exercise: string, check: CheckResult, language: Language) {
  return {
    number: check.id,
    name: `${check.id} ${check.name[language]}`,
    name_format: "text",
    score: check.points ?? 0,
    max_score: check.maxPoints,
    status: check.status === "passed" ? "passed" : "failed",
    output: explain(check, language),
    output_format: "text",
    visibility: "visible",
    tags: [exercise, check.status],
  };
}
