/**
 * The runs whose figures are kept, in experiments/records.
 *
 * @module
 */
import { join } from "node:path";
import * as v from "valibot";
import { ROOT } from "../../grader/paths.ts";
import { writeWhole } from "../files.ts";
import type { RunRecord } from "../record.ts";

/** Where they are. */
export const RECORDS: string = join(ROOT, "experiments/records");

const text = v.strictObject({ en: v.string(), zh: v.string() });

const schema = v.strictObject({
  schema: v.literal("mneme-run/1"),
  experiment: v.string(),
  task: v.nullable(v.string()),
  seed: v.number(),
  short: v.literal(false),
  figures: v.array(v.strictObject({
    id: v.string(),
    name: text,
    value: v.number(),
    paper: v.optional(v.string()),
    target: v.optional(v.strictObject({
      kind: v.picklist(["must", "aim"]),
      atLeast: v.optional(v.number()),
      atMost: v.optional(v.number()),
    })),
  })),
  trainings: v.array(v.strictObject({
    name: v.string(),
    steps: v.number(),
    seconds: v.number(),
    stoppedEarly: v.boolean(),
  })),
  steps: v.number(),
  seconds: v.number(),
  processorSeconds: v.nullable(v.number()),
  leaked: v.number(),
  backend: v.string(),
  deno: v.string(),
  command: v.string(),
});

/** A record's file name. */
export function recordName(
  { experiment, task, seed }: Pick<RunRecord, "experiment" | "task" | "seed">,
): string {
  const run = task === null ? experiment : `${experiment}-${task}`;
  return `${run}-seed-${seed}.json`;
}

/** Keeps a record, in place of an earlier one of the same run. */
export function keepRecord(record: RunRecord, folder = RECORDS): void {
  const text = JSON.stringify(record, null, 2) + "\n";
  writeWhole(join(folder, recordName(record)), text);
}

/**
 * All records that are kept.
 *
 * @throws {Error} If one is not of the form that {@linkcode keepRecord} gives it.
 */
export async function readRecords(folder = RECORDS): Promise<RunRecord[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder)))
    .map(({ name }) => name).filter((name) => name.endsWith(".json")).sort();
  const records = await Promise.all(
    names.map(async (name) =>
      parse(await Deno.readTextFile(join(folder, name)), name)
    ),
  );
  return records.sort((a, b) => a.seed - b.seed);
}

function parse(text: string, name: string): RunRecord {
  const parsed = v.safeParse(schema, JSON.parse(text));
  if (!parsed.success) {
    const [{ message, path }] = parsed.issues;
    const place = path?.map(({ key }) => key).join(".") ?? "it";
    throw new Error(
      `Cannot read the record ${name} as ${place} must be as expected: ${message}`,
    );
  }
  const record: RunRecord = parsed.output;
  if (recordName(record) === name) return record;
  throw new Error(
    `Cannot read the record ${name} as its name must be its run's: ${
      recordName(record)
    }`,
  );
}
