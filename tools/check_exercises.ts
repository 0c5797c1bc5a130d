/**
 * The authors' gate: that stub, solution, hidden checks, misconceptions,
 * examples, READMEs and hints of every exercise agree, and that the checks
 * catch every small change of the solution.
 *
 * Run: deno task check:exercises [id …]
 *
 * @module
 */
import {
  findHintViolations,
  findMisconceptionViolations,
  findPointViolations,
} from "./check_exercises/descriptions.ts";
import { diagnoseAll } from "./check_exercises/diagnoses.ts";
import { runExamples } from "./check_exercises/examples.ts";
import {
  findFileViolations,
  readExerciseFiles,
} from "./check_exercises/files.ts";
import { gradeSolutions, gradeStubs } from "./check_exercises/grading.ts";
import {
  type Gate,
  type Material,
  readMaterials,
} from "./check_exercises/material.ts";
import { findHeadingViolations } from "./documents.ts";
import { findMutantViolations } from "./mutants.ts";
import { readProject } from "./project_files.ts";

/** From quick to slow. */
export const GATES: readonly Gate[] = [
  {
    claim: "points, checks and tasks belong together",
    violations: (materials) => materials.flatMap(findPointViolations),
  },
  {
    claim: "every task has three hints in each language",
    violations: (materials) =>
      materials.flatMap(({ exercise }) => findHintViolations(exercise)),
  },
  {
    claim: "every exercise has misconceptions, each with a text and a variant",
    violations: (materials) => materials.flatMap(findMisconceptionViolations),
  },
  {
    claim: "the folders hold what they should, and every stub its todos",
    violations: checkFiles,
  },
  {
    claim: "both READMEs have the same headings",
    violations: checkHeadings,
  },
  {
    claim: "the visible examples pass with the solution and fail with the stub",
    violations: runExamples,
  },
  {
    claim: "every misconception loses points and is named, and as no other",
    violations: diagnoseAll,
  },
  {
    claim: "every stub scores 0, as todo",
    violations: gradeStubs,
  },
  {
    claim: "every solution has full marks under 20 seeds",
    violations: gradeSolutions,
  },
  {
    claim: "every mutant of a solution is killed, or recorded as equivalent",
    violations: findMutantViolations,
  },
];

async function checkFiles(materials: Material[]): Promise<string[]> {
  const found = await Promise.all(
    materials.map(async ({ exercise }) =>
      findFileViolations(exercise, await readExerciseFiles(exercise))
    ),
  );
  return found.flat();
}

async function checkHeadings(materials: Material[]): Promise<string[]> {
  return findHeadingViolations(
    await readProject([".md"], ["exercises"]),
    materials.map(({ exercise }) => `exercises/${exercise.folder}/`),
  );
}

/**
 * Runs the gates one after the other, a line each.
 *
 * @returns How many did not hold.
 */
export async function runGates(
  gates: readonly Gate[],
  materials: Material[],
  print: (line: string) => void = console.log,
): Promise<number> {
  let broken = 0;
  for (const { claim, violations } of gates) {
    const started = performance.now();
    const found = await violations(materials);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    print(`${found.length === 0 ? "ok" : "NOT"}: ${claim} (${seconds} s)`);
    for (const violation of found) print(`   ${violation}`);
    if (found.length > 0) broken += 1;
  }
  return broken;
}

if (import.meta.main) {
  try {
    const broken = await runGates(GATES, await readMaterials(Deno.args));
    Deno.exit(broken === 0 ? 0 : 1);
  } catch (error) {
    // An exercise.toml that cannot be read, an id that does not exist.
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}
