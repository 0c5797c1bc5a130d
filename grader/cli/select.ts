import type { Exercise } from "../catalog.ts";
import { nearestIds } from "../nearest.ts";
import { UsageError } from "./usage.ts";

/**
 * The exercises with these ids, in the catalog's order; all of them if none is named.
 *
 * @throws {UsageError} If there is no such exercise; the line names the nearest.
 */
export function selectExercises(
  catalog: readonly Exercise[],
  names: readonly string[],
): Exercise[] {
  const ids = catalog.map(({ id }) => id);
  const unknown = names.find((name) => !ids.includes(name));
  if (unknown !== undefined) throw unknownExercise(unknown, ids);
  return catalog.filter(({ id }) => names.length === 0 || names.includes(id));
}

/** The one exercise a command is about. */
export function selectOne(
  catalog: readonly Exercise[],
  names: readonly string[],
  command: string,
): Exercise {
  if (names.length === 1) return selectExercises(catalog, names)[0];
  const example = `deno task ${command} ${catalog[0].id}`;
  throw new UsageError({
    en: `deno task ${command} needs one exercise, such as ${example}`,
    zh: `deno task ${command} 需要一道习题，例如 ${example}`,
  });
}

function unknownExercise(name: string, ids: string[]): UsageError {
  const near = nearestIds(name, ids);
  const known = near.length > 0 ? near : ids;
  return new UsageError({
    en: `There is no exercise ${name}: did you mean ${known.join(", ")}?`,
    zh: `没有习题 ${name}：是不是 ${known.join("、")}？`,
  });
}
