import type { Result } from "../result.ts";
import type { Language } from "../text.ts";

/** A table with a row for each check, as RFC 4180 has it. */
export function csvReport(result: Result, language: Language): string {
  const rows = result.exercises.flatMap(({ id, checks }) =>
    checks.map((check) => [
      id,
      check.id,
      check.name[language],
      check.status,
      check.points,
      check.maxPoints,
      check.diagnosis?.id ?? "",
      check.message?.[language] ?? "",
    ])
  );
  return csvTable([
    [
      "exercise",
      "check",
      "name",
      "status",
      "points",
      "max_points",
      "diagnosis",
      "message",
    ],
    ...rows,
  ]);
}

/** Rows as CSV; null is an empty cell. */
export function csvTable(
  rows: readonly (readonly (string | number | null)[])[],
): string {
  return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  const text = typeof value === "number" ? `${value}` : harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// A spreadsheet would run a cell that begins like a formula; an apostrophe makes it text.
function harmless(text: string): string {
  return /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
