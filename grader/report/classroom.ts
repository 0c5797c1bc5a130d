import type { Result, Status } from "../result.ts";
import type { Language } from "../text.ts";
import { explain } from "./explain.ts";

/** What a GitHub Classroom runner gives its reporter: a JSON object in base64, for the step's output `result`. */
export function classroomReport(result: Result, language: Language): string {
  const tests = result.exercises.flatMap(({ file, durationMs, checks }) =>
    checks.map((check) => ({
      name: `${check.id} ${check.name[language]}`,
      status: classroomStatus(check.status),
      score: check.points ?? 0,
      message: explain(check, language),
      test_code: check.id,
      filename: file,
      line_no: 0,
      duration: durationMs / checks.length,
    }))
  );
  const object = {
    version: 1,
    status: tests.some(({ status }) => status === "error")
      ? "error"
      : tests.every(({ status }) => status === "pass")
      ? "pass"
      : "fail",
    max_score: result.maxPoints,
    tests,
  };
  return new TextEncoder().encode(JSON.stringify(object)).toBase64() + "\n";
}

function classroomStatus(status: Status): "pass" | "fail" | "error" {
  if (status === "passed") return "pass";
  return status === "failed" || status === "todo" ? "fail" : "error";
}
