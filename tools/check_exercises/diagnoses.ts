/**
 * The table of misconception × diagnosis, which must be diagonal: every
 * mistake loses points, and the report names it and no other.
 *
 * @module
 */

import type { Misconception, Reference } from "../../grader/check.ts";
import { diagnose } from "../../grader/diagnose.ts";
import { judge } from "../../grader/judge.ts";
import { FunctionRespondent } from "./function_respondent.ts";
import type { Material } from "./material.ts";

/** Enough for inputs that differ; the examples run under each. */
const SEEDS = [3, 17, 101, 1009, 20_011];

/** One row: a variant of a misconception, under one seed. */
export interface Diagnosed {
  misconception: string;
  variant: number;
  seed: number;
  /** Each check that it fails, and what the report names there: an id, or null. */
  failed: { check: string; named: string | null }[];
}

/** What is graded and diagnosed here. */
type Judged = Pick<Material, "hidden" | "misconceptions">;

/** Judges and diagnoses one mutant. */
export async function diagnoseMutant(
  { hidden: { checks, reference }, misconceptions }: Judged,
  variant: Reference,
  seed: number,
): Promise<Diagnosed["failed"]> {
  const respondent = new FunctionRespondent({ ...reference, ...variant });
  const failed: Diagnosed["failed"] = [];
  for (const check of checks) {
    const { failure, records } = await judge(check, respondent, seed);
    if (failure === null) continue;
    const named = failure.kind === "mismatch"
      ? diagnose(records, reference, misconceptions)
      : null;
    failed.push({ check: check.id, named: named?.id ?? null });
  }
  return failed;
}

/** The whole table. */
export async function diagnosisTable(
  judged: Judged,
  seeds: readonly number[] = SEEDS,
): Promise<Diagnosed[]> {
  const rows: Diagnosed[] = [];
  for (const { id, variants } of judged.misconceptions) {
    for (const [variant, functions] of variants.entries()) {
      for (const seed of seeds) {
        const failed = await diagnoseMutant(judged, functions, seed);
        rows.push({ misconception: id, variant, seed, failed });
      }
    }
  }
  return rows;
}

/** The rows that lie off the diagonal. */
export function findDiagnosisViolations(
  exercise: string,
  rows: readonly Diagnosed[],
): string[] {
  return rows.flatMap(({ misconception, variant, seed, failed }) => {
    const mutant = `${exercise}: ${misconception}[${variant}], seed ${seed}:`;
    if (failed.length === 0) return [`${mutant} loses no points`];
    const wrong = failed
      .filter(({ named }) => named !== null && named !== misconception)
      .map(({ check, named }) => `${mutant} named ${named} in ${check}`);
    const right = failed.some(({ named }) => named === misconception);
    return right ? wrong : [
      ...wrong,
      `${mutant} not named in ${failed.map(({ check }) => check).join(", ")}`,
    ];
  });
}

/** How often each mistake was named in the checks that it fails, in words. */
export function summarize(
  misconceptions: readonly Misconception[],
  rows: readonly Diagnosed[],
): string {
  const failed = rows.flatMap(({ failed }) => failed);
  const named = failed.filter(({ named }) => named !== null).length;
  return `${misconceptions.length} misconceptions, ${rows.length} mutants, named in ${named} of ${failed.length} failed checks`;
}

/** The violations of all exercises. */
export async function diagnoseAll(materials: Material[]): Promise<string[]> {
  const violations: string[] = [];
  for (const material of materials) {
    const { exercise, misconceptions } = material;
    const rows = await diagnosisTable(material);
    violations.push(...findDiagnosisViolations(exercise.id, rows));
    console.log(`   ${exercise.id}: ${summarize(misconceptions, rows)}`);
  }
  return violations;
}
