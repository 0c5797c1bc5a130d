/**
 * What an exercise says about itself: points, tasks, hints, mistakes.
 *
 * @module
 */

import type { Exercise } from "../../grader/catalog.ts";
import type { Text } from "../../grader/text.ts";
import type { Material } from "./material.ts";

/** Fewer mistakes than these were not looked for. */
export const LEAST_MISCONCEPTIONS = 5;

/** Points that differ from the checks', and checks and tasks that do not belong together. */
export function findPointViolations(
  { exercise, hidden: { checks } }: Pick<Material, "exercise" | "hidden">,
): string[] {
  const sum = checks.reduce((total, { points }) => total + points, 0);
  const ids = checks.map(({ id }) => id);
  const tasks = exercise.tasks.map(({ id }) => id);
  const say = (what: string) => `${exercise.id}: ${what}`;
  return [
    ...sum === exercise.points ? [] : [
      say(`exercise.toml gives ${exercise.points} points, the checks ${sum}`),
    ],
    ...ids.filter((id) => !tasks.some((task) => belongs(id, task)))
      .map((id) => say(`check ${id} belongs to no task`)),
    ...tasks.filter((task) => !ids.some((id) => belongs(id, task)))
      .map((task) => say(`task ${task} has no check`)),
    ...repeated(ids).map((id) => say(`there are two checks ${id}`)),
    ...checks.filter(({ points }) => !(points > 0))
      .map(({ id }) => say(`check ${id} is worth nothing`)),
    ...checks.flatMap(({ id, name, property }) =>
      [name, property].some(isIncomplete)
        ? [say(`check ${id} lacks its name or property in a language`)]
        : []
    ),
  ];
}

/** Hints that are missing: each task has three in each language. */
export function findHintViolations({ id, tasks }: Exercise): string[] {
  return tasks.flatMap((task) =>
    (["en", "zh"] as const).flatMap((language) => {
      const hints = task.hints[language];
      return hints.length === 3 && hints.every((hint) => hint.trim() !== "")
        ? []
        : [`${id}: task ${task.id} must have three hints in ${language}`];
    })
  );
}

/** Mistakes that are too few, lack a text, or change a function that nobody calls. */
export function findMisconceptionViolations(
  { exercise, hidden, misconceptions }: Material,
): string[] {
  const say = (what: string) => `${exercise.id}: ${what}`;
  const ids = misconceptions.map(({ id }) => id);
  return [
    ...ids.length >= LEAST_MISCONCEPTIONS ? [] : [say(
      `has ${ids.length} misconceptions, fewer than ${LEAST_MISCONCEPTIONS}`,
    )],
    ...repeated(ids).map((id) => say(`there are two misconceptions ${id}`)),
    ...misconceptions.filter(({ text }) => isIncomplete(text))
      .map(({ id }) => say(`${id} lacks its text in a language`)),
    ...misconceptions.filter(({ variants }) => variants.length === 0)
      .map(({ id }) => say(`${id} has no variant`)),
    ...misconceptions.flatMap(({ id, variants }) =>
      variants.flatMap((variant) => Object.keys(variant))
        .filter((name) => !Object.hasOwn(hidden.reference, name))
        .map((name) => say(`${id} changes ${name}, which is not asked for`))
    ),
  ];
}

function belongs(check: string, task: string): boolean {
  return check === task ||
    check.startsWith(`${task}.`) &&
      /^[a-z][a-z-]*$/.test(check.slice(task.length + 1));
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}

function isIncomplete({ en, zh }: Text): boolean {
  return en.trim() === "" || zh.trim() === "";
}
