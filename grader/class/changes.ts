import { csvTable } from "../report/csv.ts";
import type { CheckResult, Result } from "../result.ts";
import type { Done } from "./journal.ts";

/** How one check of one student came out differently. */
export interface CheckChange {
  id: string;
  /** null if there was no such check. */
  before: Outcome | null;
  after: Outcome | null;
}

type Outcome = Pick<CheckResult, "status" | "points">;

/** How a student's marks changed. */
export interface Change {
  name: string;
  before: number | null;
  after: number | null;
  /** True if the student had handed in something else. */
  otherContent: boolean;
  checks: CheckChange[];
}

/** What changed from one grading to the next; undefined if nothing did. */
export function changeOf(before: Done, after: Done): Change | undefined {
  const old = outcomes(before.result);
  const present = outcomes(after.result);
  const checks: CheckChange[] = [];
  for (const id of new Set([...old.keys(), ...present.keys()])) {
    const change = {
      id,
      before: old.get(id) ?? null,
      after: present.get(id) ?? null,
    };
    if (
      change.before?.status !== change.after?.status ||
      change.before?.points !== change.after?.points
    ) checks.push(change);
  }
  if (checks.length === 0) return undefined;
  return {
    name: after.name,
    before: before.result.points,
    after: after.result.points,
    otherContent: before.content !== after.content,
    checks,
  };
}

/** Who changed and by which check, a row for each check. */
export function changesTable(changes: readonly Change[]): string {
  return csvTable([
    [
      "name",
      "points_before",
      "points_after",
      "check",
      "status_before",
      "status_after",
      "check_points_before",
      "check_points_after",
      "handed_in_anew",
    ],
    ...changes.flatMap((change) =>
      change.checks.map(({ id, before, after }) => [
        change.name,
        change.before,
        change.after,
        id,
        before?.status ?? "",
        after?.status ?? "",
        before?.points ?? null,
        after?.points ?? null,
        change.otherContent ? "yes" : "no",
      ])
    ),
  ]);
}

function outcomes({ exercises }: Result): Map<string, Outcome> {
  return new Map(
    exercises.flatMap(({ checks }) =>
      checks.map(({ id, status, points }) => [id, { status, points }])
    ),
  );
}
