/**
 * The exercises there are, read from exercises/<folder>/exercise.toml.
 *
 * @module
 */

import { join } from "node:path";
import { parse as parseToml } from "smol-toml";
import * as v from "valibot";
import { ROOT } from "./paths.ts";

const text = v.strictObject({ en: v.string(), zh: v.string() });
const threeHints = v.pipe(
  v.array(v.pipe(v.string(), v.nonEmpty())),
  v.length(3),
);

const schema = v.strictObject({
  id: v.string(),
  order: v.number(),
  section: v.string(),
  points: v.number(),
  title: text,
  /** The exercise's main formula in LaTeX, for the HTML report. */
  formula: v.optional(v.string()),
  tasks: v.array(v.strictObject({
    id: v.string(),
    function: v.string(),
    hints: v.strictObject({ en: threeHints, zh: threeHints }),
  })),
});

/** An exercise as its exercise.toml describes it. */
export interface Exercise extends v.InferOutput<typeof schema> {
  /** The folder's name, such as `8_6_hopfield_energy`. */
  folder: string;
  /** The file's name, such as `hopfield_energy.ts`. */
  file: string;
}

/** The folder of the exercises, as they are handed out. */
export const EXERCISES: string = join(ROOT, "exercises");

/** All exercises in their order. */
export async function readCatalog(): Promise<Exercise[]> {
  const found: Exercise[] = [];
  for await (const { name, isDirectory } of Deno.readDir(EXERCISES)) {
    if (isDirectory) found.push(await readExercise(name));
  }
  return found.sort((a, b) => a.order - b.order);
}

async function readExercise(folder: string): Promise<Exercise> {
  const path = join(EXERCISES, folder, "exercise.toml");
  const parsed = v.safeParse(schema, parseToml(await Deno.readTextFile(path)));
  if (!parsed.success) {
    const [{ message, path: keys }] = parsed.issues;
    const place = keys?.map(({ key }) => key).join(".");
    throw new Error(
      `Cannot read ${path} as ${place ?? "it"} is not as expected: ${message}`,
    );
  }
  // 8_6_hopfield_energy holds hopfield_energy.ts.
  const slug = folder.replace(/^\d+_\d+_/, "");
  return { ...parsed.output, folder, file: `${slug}.ts` };
}
