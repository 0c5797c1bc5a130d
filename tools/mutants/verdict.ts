/**
 * The verdict on the mutants of one exercise: what became of each, and what
 * the gate complains about.
 *
 * @module
 */

import type { Launcher } from "../../grader/box/launcher.ts";
import { inParallel } from "../../grader/parallel.ts";
import { type Fate, fateOf } from "./fate.ts";
import { makeMutants, type Mutant } from "./make.ts";
import { Prover, type Solved } from "./proof.ts";
import { type EquivalenceRecord, isOf } from "./records.ts";

/** Fewer mutants say little about the checks. */
export const LEAST_MUTANTS = 30;

/** With more equivalent ones, solution or operators want to be looked at. */
export const MOST_EQUIVALENT = 0.1;

/** What is tried: a solution, its checks, and the records of its exercise. */
export interface Subject extends Solved {
  id: string;
  /** The solution's path from the root. */
  path: string;
  records: readonly EquivalenceRecord[];
}

/** What became of the mutants of one exercise. */
export interface Verdict {
  id: string;
  made: number;
  killed: number;
  timedOut: number;
  /** Those recorded and proved, each with its change and its reason. */
  equivalents: string[];
  /** How many were neither killed nor proved equivalent. */
  survived: number;
  /** What must not be, each in a few lines. */
  violations: string[];
}

/** Judges every mutant, and proves those that are recorded. */
export async function judgeMutants(
  subject: Subject,
  launcher: Launcher,
  jobs: number,
): Promise<Verdict> {
  const { mutants, dependents } = await makeMutants(subject.code);
  const prover = new Prover(subject, launcher);
  const exported = Object.keys(subject.hidden.reference);
  const judged = await inParallel(jobs, mutants, async (mutant) => {
    const fate = await fateOf(mutant, subject.hidden.checks, launcher);
    const record = subject.records.find((each) => isOf(each, mutant));
    const affected = exported
      .filter((fn) => dependents.get(mutant.fn)!.has(fn));
    const difference = record && fate.kind === "survived"
      ? await prover.difference(mutant.code, affected)
      : null;
    return { mutant, fate, record, difference };
  });
  return verdictOf(subject, judged);
}

/** What is known of one mutant. */
export interface Judged {
  mutant: Mutant;
  fate: Fate;
  /** The record that calls it equivalent. */
  record?: EquivalenceRecord;
  /** An input that disproves the record. */
  difference: string | null;
}

/** Counts, and complains. */
export function verdictOf(
  { id, path, records }: Pick<Subject, "id" | "path" | "records">,
  judged: readonly Judged[],
): Verdict {
  const ofKind = (kind: Fate["kind"]) =>
    judged.filter(({ fate }) => fate.kind === kind);
  const equivalents = ofKind("survived").flatMap(
    ({ mutant, record, difference }) =>
      record && difference === null
        ? [`${describe(mutant, path)}\n  ${record.reason}`]
        : [],
  );
  const made = judged.length;
  const used = judged.map(({ record }) => record);
  return {
    id,
    made,
    killed: ofKind("killed").length,
    timedOut: ofKind("timeout").length,
    equivalents,
    survived: ofKind("survived").length - equivalents.length,
    violations: [
      ...judged.flatMap((each) => complaint(each, path) ?? []),
      ...records.filter((record) => !used.includes(record)).map((record) =>
        `${id}: equivalents.toml records a mutant that there is not, in ${record.function}: ${record.after}`
      ),
      ...made >= LEAST_MUTANTS ? [] : [
        `${id}: has ${made} mutants, fewer than ${LEAST_MUTANTS}`,
      ],
      ...equivalents.length <= MOST_EQUIVALENT * made ? [] : [
        `${id}: ${equivalents.length} of ${made} mutants are equivalent, more than ${
          100 * MOST_EQUIVALENT
        }%`,
      ],
    ],
  };
}

function complaint(
  { mutant, fate, record, difference }: Judged,
  path: string,
): string | null {
  const say = (what: string) => `${describe(mutant, path)}\n  ${what}`;
  if (fate.kind !== "survived") {
    return record
      ? say(`is recorded as equivalent, and check ${fate.check} kills it`)
      : null;
  }
  if (record) {
    return difference &&
      say(`is recorded as equivalent, and is not: ${difference}`);
  }
  return say(
    `survives under ${fate.seeds.length === 1 ? "seed" : "seeds"} ${
      fate.seeds.join(", ")
    }: write a better check, or record it in tools/mutants/equivalents.toml`,
  );
}

/** Where a mutant is, and its change as a difference of lines. */
function describe(
  { line, column, operator, before, after }: Mutant,
  path: string,
): string {
  const marked = (mark: string, text: string) =>
    text.split("\n").filter((each) => each.trim() !== "")
      .map((each) => `  ${mark} ${each}`);
  return [
    `${path}:${line}:${column} (${operator})`,
    ...marked("-", before),
    ...marked("+", after),
  ].join("\n");
}
