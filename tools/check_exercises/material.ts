import { type Exercise, readCatalog } from "../../grader/catalog.ts";
import type { HiddenChecks, Misconception } from "../../grader/check.ts";
import { loadHidden, loadMisconceptions } from "../../grader/grade.ts";

/** Everything that belongs to one exercise and has to agree. */
export interface Material {
  exercise: Exercise;
  hidden: HiddenChecks;
  misconceptions: Misconception[];
}

/** A condition on the exercises. */
export interface Gate {
  /** What holds when the gate passes. */
  claim: string;
  /** How the exercises break it, one line each. */
  violations: (materials: Material[]) => Promise<string[]> | string[];
}

/**
 * The exercises with these ids, or all.
 *
 * @throws {Error} If there is no exercise of an id, or one cannot be read.
 */
export async function readMaterials(
  ids: readonly string[],
): Promise<Material[]> {
  const catalog = await readCatalog();
  const unknown = ids.filter((id) => !catalog.some((each) => each.id === id));
  if (unknown.length > 0) {
    throw new Error(
      `Cannot check ${unknown.join(", ")} as an id must be one of ${
        catalog.map(({ id }) => id).join(", ")
      }`,
    );
  }
  const exercises = catalog
    .filter(({ id }) => ids.length === 0 || ids.includes(id));
  return await Promise.all(exercises.map(async (exercise) => ({
    exercise,
    hidden: await loadHidden(exercise),
    misconceptions: await loadMisconceptions(exercise),
  })));
}
