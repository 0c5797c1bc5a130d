import type { Form } from "./box/launcher.ts";
import type { Text } from "./text.ts";

/** From best to worst. Only `passed` earns points. */
export const STATUSES = [
  "passed",
  "todo",
  "failed",
  "timeout",
  "error",
  "missing",
  "ungraded",
] as const;

/** What became of a check, an exercise or a whole submission. */
export type Status = typeof STATUSES[number];

/** A small input on which a check fails, and what came. */
export interface Counterexample {
  call: string;
  arguments: unknown[];
  answer?: unknown;
}

/** What became of one check. */
export interface CheckResult {
  id: string;
  name: Text;
  status: Status;
  /** null if the grader could not judge. */
  points: number | null;
  maxPoints: number;
  /** Why it did not pass; null if it did. */
  message: Text | null;
  counterexample: Counterexample | null;
  diagnosis: { id: string; text: Text } | null;
}

/** What became of one exercise. */
export interface ExerciseResult {
  id: string;
  section: string;
  title: Text;
  /** The file that was graded, relative to the submission. */
  file: string;
  status: Status;
  points: number | null;
  maxPoints: number;
  durationMs: number;
  checks: CheckResult[];
}

/** The result of a grading, in the format mneme-result/1. */
export interface Result {
  schema: "mneme-result/1";
  /** The same seed gives the same inputs; null if it is the class's secret. */
  seed: number | null;
  /** Which secret seed it was; it leads back to no seed. */
  seedFingerprint?: string;
  isolation: Form;
  /** What the form of the box does not hold. */
  notHeld: Text[];
  durationMs: number;
  points: number | null;
  maxPoints: number;
  exercises: ExerciseResult[];
}

/** The worst of several statuses; `passed` of none. */
export function worst(statuses: readonly Status[]): Status {
  return STATUSES[
    Math.max(0, ...statuses.map((status) => STATUSES.indexOf(status)))
  ];
}

/** The sum of points, null if one of them is. */
export function total(points: readonly (number | null)[]): number | null {
  return points.reduce(
    (sum, value) => sum === null || value === null ? null : sum + value,
    0,
  );
}
