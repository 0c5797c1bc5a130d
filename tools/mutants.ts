/**
 * Tests the hidden checks: mutants of each solution must lose points, or be
 * recorded and proved equivalent.
 *
 * Run: deno task mutants [id …]
 *
 * @module
 */
import { chooseLauncher } from "../grader/box/isolation.ts";
import { type Material, readMaterials } from "./check_exercises/material.ts";
import { EDGES } from "./mutants/edges.ts";
import { readRecords } from "./mutants/records.ts";
import { judgeMutants, type Subject, type Verdict } from "./mutants/verdict.ts";
import { ROOT } from "./project_files.ts";

/** One line for one exercise. The rate is of those that can be killed. */
export function summarize(
  { id, made, killed, timedOut, equivalents, survived }: Verdict,
): string {
  const rate = 100 * (killed + timedOut) / (killed + timedOut + survived);
  // 99.96 must not look like 100.
  const shown = Math.floor(10 * rate) / 10;
  return `${id}: ${made} made, ${killed} killed, ${timedOut} timed out, ${equivalents.length} equivalent, ${survived} survived: ${shown}%`;
}

/**
 * The verdicts on these exercises, one after the other.
 *
 * @throws {Error} If the record names an exercise that there is not.
 */
export async function* verdicts(
  materials: readonly Material[],
): AsyncGenerator<Verdict> {
  const launcher = await chooseLauncher("auto");
  const records = await readRecords();
  const unknown = records.find(({ exercise }) => !(exercise in EDGES));
  if (unknown) {
    throw new Error(
      `Cannot read equivalents.toml as edges.ts must know exercise ${unknown.exercise}`,
    );
  }
  for (const { exercise: { id, folder, file }, hidden } of materials) {
    const path = `solutions/${folder}/${file}`;
    const subject: Subject = {
      id,
      path,
      code: await Deno.readTextFile(new URL(path, ROOT)),
      hidden,
      edges: EDGES[id] ?? {},
      records: records.filter(({ exercise }) => exercise === id),
    };
    yield await judgeMutants(subject, launcher, navigator.hardwareConcurrency);
  }
}

/** The gate: what must not be, with a line for each exercise. */
export async function findMutantViolations(
  materials: readonly Material[],
): Promise<string[]> {
  const violations: string[] = [];
  for await (const verdict of verdicts(materials)) {
    console.log(`   ${summarize(verdict)}`);
    violations.push(...verdict.violations);
  }
  return violations;
}

async function main(ids: string[]): Promise<number> {
  let broken = 0;
  const recorded: string[] = [];
  for await (const verdict of verdicts(await readMaterials(ids))) {
    console.log(summarize(verdict));
    for (const violation of verdict.violations) console.log(violation);
    broken += verdict.violations.length;
    recorded.push(...verdict.equivalents);
  }
  if (recorded.length > 0) {
    const title = "Recorded and proved equivalent:";
    console.log(["", title, ...recorded].join("\n"));
  }
  return broken;
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args) === 0 ? 0 : 1);
  } catch (error) {
    // An id that does not exist, a record that cannot be read.
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(2);
  }
}
