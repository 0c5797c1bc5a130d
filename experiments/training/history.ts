import type { HistoryRow } from "./training.ts";

/** A history as CSV: a column to a measured value, empty where a row lacks it. */
export function historyCsv(history: readonly HistoryRow[]): string {
  const columns = [
    ...new Set(["step", "loss", ...history.flatMap(Object.keys)]),
  ];
  const lines = history.map((row) =>
    columns.map((column) => row[column] ?? "").join(",")
  );
  return [columns.map(quoted).join(","), ...lines].join("\n") + "\n";
}

function quoted(name: string): string {
  return /[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
