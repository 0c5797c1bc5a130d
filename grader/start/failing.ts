import type { CheckResult, ExerciseResult } from "../result.ts";

/**
 * The check to work on: the first that was tried and did not pass, else the
 * first that is to do. Who begins with the last task is not sent to the first.
 */
export function failingCheck(
  { checks }: Pick<ExerciseResult, "checks">,
): CheckResult | undefined {
  return checks.find(({ status }) =>
    status !== "passed" && status !== "todo"
  ) ??
    checks.find(({ status }) => status === "todo");
}

/** The task that a check belongs to: 8-6.4 of 8-6.4.ties. */
export function taskOf(check: string): string {
  return check.split(".").slice(0, 2).join(".");
}
