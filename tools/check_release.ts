/**
 * The gate that holds answers back from the students' copy: no function body
 * of a solution, nor of the library that its checks are built on, has 40
 * characters in a row in it outside of that exercise's own stub, comments and
 * white space left out.
 *
 * Run: deno task check:release
 *
 * @module
 */

import { join } from "node:path";
import { type Exercise, readCatalog } from "../grader/catalog.ts";
import { ROOT } from "../grader/paths.ts";
import { type Node, parseProgram } from "./mutants/syntax.ts";
import { type ProjectFile, report } from "./project_files.ts";
import { release } from "./release.ts";
import { closureOf } from "./release/files.ts";
import { squeeze } from "./source_text.ts";

/** So many characters in a row are no coincidence. */
export const RUN = 40;

/** A function body that nobody may find, and the exercises that it answers. */
export interface Secret {
  /** Where it stands: a file and the function's name. */
  place: string;
  body: string;
  /** Paths of the exercises' own stubs, where it may be found. */
  stubs: string[];
}

/** The secrets that a copy gives away, one line each. */
export function findLeaks(
  copy: readonly ProjectFile[],
  secrets: readonly Secret[],
): string[] {
  const places = runsOf(copy);
  return secrets.flatMap(({ place, body, stubs }) => {
    for (let i = 0; i + RUN <= body.length; i++) {
      const run = body.slice(i, i + RUN);
      const found = [...places.get(run) ?? []]
        .find((path) => !stubs.includes(path));
      if (found) return [`${found} has in it of ${place}: ${run}`];
    }
    return [];
  });
}

/** Every run of the copy, and the files in which it stands. */
function runsOf(copy: readonly ProjectFile[]): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const { path, text } of copy) {
    // A document quotes code that is no program of its own: its comments may stand anywhere.
    for (const squeezed of [squeeze(text), text.replace(/\s+/g, "")]) {
      for (let i = 0; i + RUN <= squeezed.length; i++) {
        const run = squeezed.slice(i, i + RUN);
        places.getOrInsertComputed(run, () => new Set()).add(path);
      }
    }
  }
  return places;
}

/** The bodies of all functions in some files. */
export async function readBodies(
  files: readonly ProjectFile[],
): Promise<{ path: string; name: string; body: string }[]> {
  // In one program, since starting the parser takes longer than parsing.
  let source = "";
  const starts = files.map(({ text }) => {
    const start = source.length;
    source += `${text}\n`;
    return start;
  });
  return (await parseProgram(source)).flatMap((statement) => {
    const index = starts.findLastIndex((start) =>
      start <= statement.syntax.start
    );
    return outermostBodies(statement).map(({ name, body }) => ({
      path: files[index].path,
      name,
      body: squeeze(body),
    }));
  });
}

function outermostBodies(node: Node): { name: string; body: string }[] {
  if (node.is(...FUNCTIONS)) {
    const body = node.part("body");
    if (body) {
      return [{ name: node.part("name")?.text ?? "=>", body: body.text }];
    }
  }
  return node.children.flatMap(outermostBodies);
}

const FUNCTIONS = [
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunction",
  "MethodDeclaration",
  "Constructor",
  "GetAccessor",
  "SetAccessor",
];

/** Everything that the copy must not say. */
async function readSecrets(): Promise<Secret[]> {
  const stubsOf = new Map<string, string[]>();
  for (const exercise of await readCatalog()) {
    const { folder, file } = exercise;
    const stubs = [
      `exercises/${folder}/${file}`,
      `grader/stubs/${folder}/${file}`,
    ];
    for (const path of await answersOf(exercise)) {
      stubsOf.set(path, [...stubsOf.get(path) ?? [], ...stubs]);
    }
  }
  const files = await Promise.all(
    [...stubsOf.keys()].map(async (path) => ({
      path,
      text: await Deno.readTextFile(join(ROOT, path)),
    })),
  );
  return (await readBodies(files)).map(({ path, name, body }) => ({
    place: `${name} in ${path}`,
    body,
    stubs: stubsOf.get(path)!,
  }));
}

/** The files that answer an exercise: its solution, and what its checks load of the library. */
async function answersOf({ folder, file }: Exercise): Promise<string[]> {
  const loaded = await closureOf(`grader/hidden/${folder}.ts`);
  return [
    `solutions/${folder}/${file}`,
    ...loaded.filter((path) => /^lib\/.*\.ts$/.test(path)),
  ];
}

async function readFolder(folder: string, name = ""): Promise<ProjectFile[]> {
  const files: ProjectFile[] = [];
  for await (const entry of Deno.readDir(join(folder, name))) {
    const path = name + entry.name;
    if (entry.isDirectory) files.push(...await readFolder(folder, `${path}/`));
    else {files.push({
        path,
        text: await Deno.readTextFile(join(folder, path)),
      });}
  }
  return files;
}

/** Makes a copy to look at. */
async function readCopy(): Promise<ProjectFile[]> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-release-" });
  try {
    await release(folder);
    return await readFolder(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const copy = await readCopy();
  const secrets = await readSecrets();
  report(
    findLeaks(copy, secrets),
    `the students' copy, ${copy.length} files, has nothing of ${secrets.length} function bodies that answer the exercises`,
  );
}
