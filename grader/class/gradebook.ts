import { csvTable } from "../report/csv.ts";
import type { Language } from "../text.ts";
import type { Tally } from "./tally.ts";

// Without it some spreadsheets take UTF-8 for the system's old encoding and spoil every Chinese name.
const BYTE_ORDER_MARK = "\ufeff";

/** The gradebook: a row for each student, an empty cell for what could not be judged. */
export function gradebook(
  { rows, exercises }: Pick<Tally, "rows" | "exercises">,
  language: Language,
): string {
  const table = csvTable([
    [
      "name",
      "points",
      "max_points",
      ...exercises.map(({ id }) => `points_${id}`),
      ...exercises.map(({ id }) => `status_${id}`),
      "handed_in",
      "remark",
    ],
    ...rows.map((row) => [
      row.name,
      row.points,
      row.maxPoints,
      ...row.exercises.map(({ points }) => points),
      ...row.exercises.map(({ status }) => status),
      row.handedIn,
      row.problem?.[language] ?? "",
    ]),
  ]);
  return BYTE_ORDER_MARK + table;
}
