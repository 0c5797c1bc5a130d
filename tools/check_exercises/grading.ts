/**
 * The grader's own verdict on stubs and solutions, through real boxes.
 *
 * @module
 */

import { join } from "node:path";
import { chooseLauncher } from "../../grader/box/isolation.ts";
import { grade } from "../../grader/grade.ts";
import { ROOT } from "../../grader/paths.ts";
import type { Result } from "../../grader/result.ts";
import type { Material } from "./material.ts";

/** A solution that passes by luck under one seed does not under all. */
export const SOLUTION_SEEDS: readonly number[] = Array.from(
  { length: 20 },
  (_, i) => 7919 * (i + 1),
);

const STUB_SEED = 7;

// Generous: a slow machine is no fault of a solution.
const TIMEOUT = 10_000;

/** Stubs that earn something or go wrong in another way than by a todo(). */
export function findStubViolations({ exercises }: Result): string[] {
  return exercises.flatMap(({ checks }) =>
    checks.filter(({ status, points }) => status !== "todo" || points !== 0)
      .map(({ id, status, points }) =>
        `${id}: the stub must score 0 as todo: ${points} as ${status}`
      )
  );
}

/** Solutions that lose points. */
export function findSolutionViolations({ seed, exercises }: Result): string[] {
  return exercises.flatMap(({ checks }) =>
    checks.filter((check) =>
      check.status !== "passed" || check.points !== check.maxPoints
    ).map(({ id, status, points, maxPoints, message }) =>
      `${id}: the solution must pass under seed ${seed}: ${points} of ${maxPoints} points, ${status}${
        message ? ` (${message.en})` : ""
      }`
    )
  );
}

/** Grades the stubs once. */
export async function gradeStubs(materials: Material[]): Promise<string[]> {
  return findStubViolations(
    await gradeFolder("exercises", materials, STUB_SEED),
  );
}

/** Grades the solutions under every seed. */
export async function gradeSolutions(materials: Material[]): Promise<string[]> {
  const violations: string[] = [];
  for (const seed of SOLUTION_SEEDS) {
    const result = await gradeFolder("solutions", materials, seed);
    violations.push(...findSolutionViolations(result));
  }
  return violations;
}

async function gradeFolder(
  folder: string,
  materials: Material[],
  seed: number,
): Promise<Result> {
  return await grade({
    exercises: materials.map(({ exercise }) => exercise),
    submission: join(ROOT, folder),
    launcher: await chooseLauncher("auto"),
    seed,
    jobs: navigator.hardwareConcurrency,
    timeout: TIMEOUT,
  });
}
