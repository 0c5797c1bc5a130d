/**
 * Writes docs/experiments.md and docs/experiments.zh.md.
 *
 * @module
 */
import { join } from "node:path";
import { ROOT } from "../../grader/paths.ts";
import { writeWhole } from "../files.ts";
import { type Entry, EXPERIMENTS, loadExperiment } from "../registry.ts";
import { readRecords } from "./records.ts";
import { type Row, tableText } from "./table.ts";

/** The documents by language. */
const DOCUMENTS = {
  en: "docs/experiments.md",
  zh: "docs/experiments.zh.md",
} as const;

/** All experiments with their records. */
export async function readRows(
  entries: readonly Entry[] = EXPERIMENTS,
): Promise<Row[]> {
  const records = await readRecords();
  return await Promise.all(entries.map(async (entry) => ({
    entry,
    experiment: await loadExperiment(entry.name),
    records: records.filter(({ experiment }) => experiment === entry.name),
  })));
}

/** The documents as the records give them, by path. */
export function documentsOf(rows: readonly Row[]): Map<string, string> {
  return new Map([
    [DOCUMENTS.en, tableText(rows, "en")],
    [DOCUMENTS.zh, tableText(rows, "zh")],
  ]);
}

/** Writes them. */
export async function writeTable(): Promise<void> {
  for (const [path, text] of documentsOf(await readRows())) {
    writeWhole(join(ROOT, path), text);
  }
}
