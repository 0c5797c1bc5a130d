/**
 * What is in the students' copy: the programs that its command line loads,
 * found by following their imports, and the files that those read.
 *
 * @module
 */

import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { readCatalog } from "../../grader/catalog.ts";
import { ROOT } from "../../grader/paths.ts";
import { findImports } from "../source_text.ts";

/** A file of the copy: its path there, and its text or the project's file that it is. */
export type CopiedFile =
  & { path: string }
  & (
    | { from: string }
    | { text: string }
  );

const ENTRY = "grader/practice.ts";

/** Nothing of these may be in the copy, whatever imports what. */
const WITHHELD =
  /^(lib|solutions|tests|experiments|bench|docs)\/|^mod\.ts$|^grader\/(hidden|misconceptions|judge\.ts|grade\.ts)/;

/**
 * All files of the copy but the lock file.
 *
 * @throws {Error} If a program of the copy needs what must stay out of it.
 */
export async function releaseFiles(): Promise<CopiedFile[]> {
  const exercises = await exerciseFiles();
  const examples = exercises.map(({ path }) => path)
    .filter((path) => path.endsWith("examples_test.ts"));
  const programs = (await Promise.all([ENTRY, ...examples].map(closureOf)))
    .flat().filter((path) => !path.startsWith("exercises/"));
  const plain = [
    ...new Set([
      ...programs,
      ...await listFiles("grader/box/final"),
      ...await listFiles("std/assert"),
      ...await listFiles("std/cli"),
    ]),
    "exercises/todo.ts",
    ".tool-versions",
    ".gitignore",
    "LICENSE",
  ].map((path) => ({ path, from: path }));
  const withheld = plain.find(({ path }) => WITHHELD.test(path));
  if (withheld) {
    throw new Error(
      `Cannot make the students' copy as it must not hold ${withheld.path}: ${ENTRY} imports it`,
    );
  }
  const files: CopiedFile[] = [...plain, ...exercises, ...readmes()];
  return [...files, { path: "deno.json", text: await configuration(files) }]
    .sort((a, b) => a.path < b.path ? -1 : 1);
}

function readmes(): CopiedFile[] {
  return ["README.md", "README.zh.md"]
    .map((path) => ({ path, from: `tools/release/${path}` }));
}

/** The exercises as they are handed out, whatever the teacher has written into them since. */
async function exerciseFiles(): Promise<CopiedFile[]> {
  return (await readCatalog()).flatMap(({ folder, file }) => {
    const stub = `grader/stubs/${folder}/${file}`;
    const handedOut = [
      "README.md",
      "README.zh.md",
      "exercise.toml",
      "examples_test.ts",
    ].map((name) => `exercises/${folder}/${name}`);
    return [
      { path: stub, from: stub },
      { path: `exercises/${folder}/${file}`, from: stub },
      ...handedOut.map((path) => ({ path, from: path })),
    ];
  });
}

interface Module {
  specifier: string;
}

/** The project's files that a program loads, now or later, itself among them. */
export async function closureOf(entry: string): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry],
    cwd: ROOT,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: Module[];
  };
  return modules.filter(({ specifier }) => specifier.startsWith("file:"))
    .map(({ specifier }) => relative(ROOT, fileURLToPath(specifier)))
    .map((path) => path.replaceAll("\\", "/"));
}

async function listFiles(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, folder))) {
    const path = `${folder}/${name}`;
    if (isDirectory) paths.push(...await listFiles(path));
    else paths.push(path);
  }
  return paths;
}

const TASKS = ["start", "grade", "try", "list", "hint", "reset", "doctor"];

interface Config {
  links: string[];
  imports: Record<string, string>;
  tasks: Record<string, { description: string; command: string }>;
}

/** The copy's deno.json: the commands that it has, the packages that it needs. */
async function configuration(files: readonly CopiedFile[]): Promise<string> {
  const config: Config = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  const used = new Set<string>();
  for (const { path, ...source } of files) {
    if (!path.endsWith(".ts") || !("from" in source)) continue;
    const text = await Deno.readTextFile(join(ROOT, source.from));
    for (const { specifier } of findImports(text)) used.add(specifier ?? "");
  }
  const isUsed = (name: string) =>
    [...used].some((each) => each === name || each.startsWith(`${name}/`));
  // Every exercise may use it, though no stub does.
  const always = ["#todo", "ml-matrix"];
  const tasks = TASKS.map((name) => [name, {
    description: name === "grade"
      ? "Practice: run the visible examples of all exercises; gives no points"
      : config.tasks[name].description,
    command: config.tasks[name].command.replace("grader/main.ts", ENTRY),
  }]);
  return JSON.stringify(
    {
      license: "MIT",
      nodeModulesDir: "none",
      links: config.links,
      imports: Object.fromEntries(
        Object.entries(config.imports)
          .filter(([name]) => always.includes(name) || isUsed(name)),
      ),
      tasks: Object.fromEntries(tasks),
    },
    null,
    2,
  ) + "\n";
}
