/**
 * The committed record of equivalent mutants: changes of a solution that
 * change none of its answers, each with the reason.
 *
 * @module
 */

import { parse as parseToml } from "smol-toml";
import * as v from "valibot";
import type { Mutant } from "./make.ts";

const schema = v.strictObject({
  equivalent: v.array(v.strictObject({
    exercise: v.string(),
    function: v.string(),
    before: v.string(),
    after: v.string(),
    reason: v.pipe(v.string(), v.trim(), v.nonEmpty()),
  })),
});

/** One record. The lines before and after the change name the mutant, so that a record outlives changes elsewhere in the file. */
export type EquivalenceRecord = v.InferOutput<
  typeof schema
>["equivalent"][number];

const RECORDS = new URL("equivalents.toml", import.meta.url);

/** Reads the record. */
export async function readRecords(): Promise<EquivalenceRecord[]> {
  return parseRecords(await Deno.readTextFile(RECORDS));
}

/**
 * The records in a text.
 *
 * @throws {Error} If they are not as expected, or name a mutant twice.
 */
export function parseRecords(text: string): EquivalenceRecord[] {
  const fail = (condition: string) => {
    throw new Error(`Cannot read equivalents.toml as ${condition}`);
  };
  const parsed = v.safeParse(schema, parseToml(text));
  if (!parsed.success) {
    const [{ message, path: keys }] = parsed.issues;
    const place = keys?.map(({ key }) => key).join(".") ?? "it";
    return fail(`${place} is not as expected: ${message}`);
  }
  const { equivalent } = parsed.output;
  const names = equivalent.map((record) => `${record.exercise} ${key(record)}`);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  return twice === undefined
    ? equivalent
    : fail(`a mutant must have one record: ${twice}`);
}

/** True if the record is of this mutant. */
export function isOf(
  { function: fn, before, after }: EquivalenceRecord,
  mutant: Mutant,
): boolean {
  return key({ function: fn, before, after }) ===
    key({ ...mutant, function: mutant.fn });
}

/** How a formatter breaks and indents lines does not matter. */
function key(
  change: Pick<EquivalenceRecord, "function" | "before" | "after">,
): string {
  return [change.function, change.before, change.after]
    .map((text) => text.replace(/\s+/g, " ").trim()).join(" | ");
}
