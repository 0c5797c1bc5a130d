/**
 * A project of the tests' own, so that nobody who edits the checks meanwhile
 * makes a grading refuse to go on; and the command as a user runs it.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { ROOT } from "../../../grader/paths.ts";

const NEEDED = [
  "grader",
  "lib",
  "exercises",
  "solutions",
  "std",
  "mod.ts",
  "deno.json",
  "deno.lock",
];

/** Does something with a folder that holds a copy of the project in `project`, and removes it. */
export async function inProject<Value>(
  work: (folder: string, project: string) => Promise<Value>,
): Promise<Value> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-class-" });
  try {
    const project = join(folder, "project");
    for (const name of NEEDED) {
      await copy(join(ROOT, name), join(project, name));
    }
    return await work(folder, project);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function copy(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) {
    await Deno.mkdir(dirname(to), { recursive: true });
    return await Deno.copyFile(from, to);
  }
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    await copy(join(from, name), join(to, name));
  }
}

/** What a command printed, and how it ended. */
export interface Ending {
  code: number;
  signal: Deno.Signal | null;
  stdout: string;
  stderr: string;
}

const NEUTRAL = {
  LANG: "C.UTF-8",
  LC_ALL: "",
  LC_MESSAGES: "",
  MNEME_LANG: "",
  MNEME_DEBUG: "",
  MNEME_SEED: "",
};

/** Starts a command of the project in a process of its own. */
export function start(
  project: string,
  args: string[],
  {
    env = {},
    wrap = [],
  }: { env?: Record<string, string>; wrap?: string[] } = {},
): Deno.ChildProcess {
  const permissions = ["read", "write", "run", "env"]
    .map((name) => `--allow-${name}`);
  const [program, ...rest] = [
    ...wrap,
    Deno.execPath(),
    ...["run", "--no-prompt", ...permissions, "grader/main.ts"],
    ...args,
  ];
  return new Deno.Command(program, {
    args: rest,
    cwd: project,
    env: { ...NEUTRAL, INIT_CWD: project, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Waits for a command's end. */
export async function ended(process: Deno.ChildProcess): Promise<Ending> {
  const { code, signal, stdout, stderr } = await process.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, signal, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs a command to its end. */
export function run(
  ...[project, args, options]: Parameters<typeof start>
): Promise<Ending> {
  return ended(start(project, args, options));
}

/** Files by path, and text, written into a folder. */
export async function writeFiles(
  folder: string,
  files: Record<string, string | Uint8Array>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    await Deno.mkdir(dirname(target), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(target, content);
    else await Deno.writeFile(target, content);
  }
}

/** All files in a folder, by path, without the times in them. */
export async function readFiles(
  folder: string,
  prefix = "",
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { name, isDirectory } of [...Deno.readDirSync(folder)]) {
    const path = join(folder, name);
    if (isDirectory) {
      Object.assign(files, await readFiles(path, `${prefix}${name}/`));
    } else {
      const text = await Deno.readTextFile(path);
      files[prefix + name] = text.replace(/"durationMs": ?\d+/g, "");
    }
  }
  return files;
}

/** The rows of a gradebook as RFC 4180 has it, each by the names in the first. */
export function parseCsv(text: string): Record<string, string>[] {
  assertEquals(text[0], "\ufeff", "the byte order mark");
  const rows: string[][] = [[]];
  for (
    const [, quoted, plain, end] of text.slice(1).matchAll(
      /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
    )
  ) {
    rows[rows.length - 1].push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "\r\n") rows.push([]);
  }
  const [names, ...rest] = rows.filter((row) => row.length > 0);
  return rest.map((row) => {
    assertEquals(row.length, names.length);
    return Object.fromEntries(names.map((name, i) => [name, row[i]]));
  });
}
