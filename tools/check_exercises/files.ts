/**
 * What lies in the folders of an exercise.
 *
 * @module
 */

import type { Exercise } from "../../grader/catalog.ts";
import { ROOT } from "../project_files.ts";

/** The files of one exercise: the names in its two folders and the texts of its stub. */
export interface ExerciseFiles {
  /** Names in exercises/<folder>. */
  handedOut: string[];
  /** Names in solutions/<folder>. */
  solved: string[];
  /** exercises/<folder>/<slug>.ts, "" if it is missing. */
  stub: string;
  /** The copy in grader/stubs that puts it back. */
  kept: string;
  /** solutions/<folder>/<slug>.ts. */
  solution: string;
}

/** Reads them. */
export async function readExerciseFiles(
  { folder, file }: Exercise,
): Promise<ExerciseFiles> {
  return {
    handedOut: await namesIn(`exercises/${folder}/`),
    solved: await namesIn(`solutions/${folder}/`),
    stub: await textOf(`exercises/${folder}/${file}`),
    kept: await textOf(`grader/stubs/${folder}/${file}`),
    solution: await textOf(`solutions/${folder}/${file}`),
  };
}

/** Files too many or missing, and stubs that do not ask for every task. */
export function findFileViolations(
  { id, folder, file, tasks }: Exercise,
  files: ExerciseFiles,
): string[] {
  const say = (what: string) => `${id}: ${what}`;
  const expected = [
    file,
    "README.md",
    "README.zh.md",
    "exercise.toml",
    "examples_test.ts",
  ];
  return [
    ...different(`exercises/${folder}/`, files.handedOut, expected),
    ...different(`solutions/${folder}/`, files.solved, [file]),
    ...tasks.filter(({ id: task }) => !files.stub.includes(`todo("${task}"`))
      .map(({ id: task }) => `the stub has no todo("${task}", …)`),
    ...tasks.filter((task) => !exports(files.stub, task.function))
      .map((task) => `the stub does not export ${task.function}`),
    ...tasks.filter((task) => !exports(files.solution, task.function))
      .map((task) => `the solution does not export ${task.function}`),
    ...files.solution.includes("todo(") ? ["the solution has a todo()"] : [],
    ...files.stub === files.kept
      ? []
      : [`exercises/${folder}/${file} differs from its copy in grader/stubs/`],
  ].map(say);
}

function different(
  folder: string,
  found: readonly string[],
  expected: readonly string[],
): string[] {
  return [
    ...found.filter((name) => !expected.includes(name))
      .map((name) => `${folder}${name} does not belong there`),
    ...expected.filter((name) => !found.includes(name))
      .map((name) => `${folder}${name} is missing`),
  ];
}

function exports(code: string, fn: string): boolean {
  return code.includes(`\nexport function ${fn}(`);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(new URL(folder, ROOT))))
      .map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(new URL(path, ROOT));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
