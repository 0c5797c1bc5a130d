/**
 * Grades a generated class, killing the grader now and then, and compares with
 * the marks that were intended.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { readCatalog } from "../../../grader/catalog.ts";
import { ROOT } from "../../../grader/paths.ts";
import {
  type Chance,
  chanceFrom,
  type Intended,
  makeClass,
  writeClass,
} from "./generate.ts";
import { inProject, parseCsv, readFiles, run, start } from "./support.ts";

/** How large a class, from which seed, and how often the grader is killed. */
export interface Trial {
  students: number;
  seed: number;
  kills: number;
  /** A kill falls so many milliseconds after the start, at most. */
  latest: number;
  /** True if all files are compared with those of a grading that nobody disturbs. */
  compared: boolean;
}

/** Grades a class, killing the grader, and asserts that the marks are right. */
export async function assertIntendedMarks(
  { students, seed, kills, latest, compared }: Trial,
): Promise<void> {
  const exercises = await readCatalog();
  const read = (area: string) =>
    readSources(exercises, (folder, file) => join(ROOT, area, folder, file));
  const intended = makeClass(students, seed, {
    exercises,
    solutions: await read("solutions"),
    stubs: await read("grader/stubs"),
  });
  await inProject(async (folder, project) => {
    const submissions = join(folder, "class");
    await writeClass(submissions, intended, exercises);
    const command = (output: string) => [
      "grade:class",
      submissions,
      ...["--output", join(folder, output), "--seed", `${seed}`],
    ];
    const killed = await killAgainAndAgain(
      () => start(project, command("killed")),
      { kills, latest, chance: chanceFrom(seed) },
    );
    const { code, stdout, stderr } = await run(project, command("killed"));
    assertEquals([code, stderr], [0, ""], stdout);
    await assertMarks(join(folder, "killed"), intended, seed);
    await assertJournal(join(folder, "killed"), students);
    if (!compared) return;
    const undisturbed = await run(project, command("undisturbed"));
    assertEquals(undisturbed.code, 0);
    await assertAlike(folder, ["killed", "undisturbed"], killed);
  });
}

async function readSources(
  exercises: Awaited<ReturnType<typeof readCatalog>>,
  pathOf: (folder: string, file: string) => string,
): Promise<Record<string, string>> {
  const sources: Record<string, string> = {};
  for (const { id, folder, file } of exercises) {
    sources[id] = await Deno.readTextFile(pathOf(folder, file));
  }
  return sources;
}

/** Starts the grader and kills it, at moments of chance; returns how often it was killed before its end. */
async function killAgainAndAgain(
  begin: () => Deno.ChildProcess,
  { kills, latest, chance }: { kills: number; latest: number; chance: Chance },
): Promise<number> {
  let killed = 0;
  for (let i = 0; i < kills; i++) {
    const process = begin();
    const timer = setTimeout(() => {
      process.kill("SIGKILL");
    }, 300 + chance(latest));
    const { signal } = await process.output();
    clearTimeout(timer);
    if (signal === null) break;
    killed += 1;
  }
  return killed;
}

async function assertMarks(
  output: string,
  intended: readonly Intended[],
  seed: number,
): Promise<void> {
  const rows = parseCsv(
    await Deno.readTextFile(join(output, "gradebook.csv")),
  );
  assertEquals(rows.length, intended.length);
  const byName = new Map(rows.map((row) => [nameOf(row.name), row]));
  for (const { name, points, diagnoses } of intended) {
    const row = byName.get(name);
    assert(row, `seed ${seed}: ${name} is not in the gradebook`);
    const got = Object.fromEntries(
      Object.keys(points).map((id) => [id, Number(row[`points_${id}`])]),
    );
    assertEquals(got, points, `seed ${seed}: ${name}`);
    const sum = Object.values(points).reduce((a, b) => a + b, 0);
    assertEquals(Number(row.points), sum);
    if (diagnoses.length > 0) {
      await assertDiagnosed(join(output, "reports"), name, diagnoses);
    }
  }
}

/** A name as it was before it was made harmless for spreadsheets. */
function nameOf(cell: string): string {
  return cell.replace(/^'(?=[=+\-@])/, "");
}

async function assertDiagnosed(
  reports: string,
  name: string,
  diagnoses: readonly string[],
): Promise<void> {
  // A name that no file may have is followed by a hash.
  const file = [...Deno.readDirSync(reports)].map((entry) => entry.name)
    .find((entry) =>
      entry === `${name}.json` ||
      entry.endsWith(".json") &&
        entry.startsWith(`${name.replace(/[\\/:*?"<>|.]/g, "_")}_`)
    );
  assert(file, `${name} has no report`);
  const report = await Deno.readTextFile(join(reports, file));
  for (const id of diagnoses) {
    assert(report.includes(`"id": "${id}"`), `${name}: ${id} is not named`);
  }
}

/** Every student once: what was in the journal was never graded again. */
async function assertJournal(output: string, students: number): Promise<void> {
  const text = await Deno.readTextFile(join(output, "journal.jsonl"));
  const [, ...lines] = text.trimEnd().split("\n");
  const names = lines.map((line) => JSON.parse(line).name);
  assertEquals(names.length, students);
  assertEquals(new Set(names).size, students);
}

async function assertAlike(
  folder: string,
  outputs: [string, string],
  killed: number,
): Promise<void> {
  const [one, other] = await Promise.all(
    outputs.map(async (output) => {
      const files = await readFiles(join(folder, output));
      // In the order in which they came to their end.
      delete files["journal.jsonl"];
      return files;
    }),
  );
  assertEquals(Object.keys(one).sort(), Object.keys(other).sort());
  for (const [path, text] of Object.entries(one)) {
    assertEquals(text, other[path], `${path}, after ${killed} kills`);
  }
}
