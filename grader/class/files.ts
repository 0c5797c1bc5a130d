/**
 * What a student handed in for each exercise, wherever in the folder or
 * archive it lies: a zip often holds a folder that holds everything.
 *
 * @module
 */

import { join } from "node:path";
import type { Exercise } from "../catalog.ts";
import type { Failure } from "../failure.ts";
import {
  readSubmission,
  refuseFile,
  type Submission,
  takeFile,
} from "../submission.ts";
import type { Text } from "../text.ts";
import {
  ArchiveError,
  MAXIMUM_ARCHIVE,
  type Members,
  readArchive,
  tooLarge,
} from "./archive.ts";
import { compareText, type Entry, unreadable } from "./entries.ts";
import { sha256 } from "./hash.ts";

/** One student's files. */
export interface HandedIn {
  files: Map<string, Submission>;
  /** A hash of all that is graded. */
  content: string;
  /** Why nothing of it could be read. */
  problem?: Text;
}

/** Reads a student's files. */
export async function readEntry(
  entry: Entry,
  exercises: readonly Exercise[],
): Promise<HandedIn> {
  if (entry.kind === "unreadable") return refuse(entry, exercises);
  try {
    const files = entry.kind === "folder"
      ? await readFolder(entry.path, exercises)
      : await readPacked(entry.path, exercises);
    return { files, content: await contentOf(files) };
  } catch (error) {
    if (!(error instanceof ArchiveError)) return refuse(entry, exercises);
    const { text } = error;
    return await refuseAll(exercises, text, {
      kind: "file",
      status: "error",
      text,
    });
  }
}

/** Nobody's fault that is known: no marks, and a teacher has to look. */
function refuse(
  entry: Entry,
  exercises: readonly Exercise[],
): Promise<HandedIn> {
  const text = unreadable(entry);
  return refuseAll(exercises, text, { kind: "ungraded", detail: text.en });
}

async function refuseAll(
  exercises: readonly Exercise[],
  problem: Text,
  failure: Failure,
): Promise<HandedIn> {
  const files = new Map(exercises.map(({ id, folder, file }) => [
    id,
    { file: `${folder}/${file}`, failure },
  ]));
  return { files, problem, content: await contentOf(files) };
}

function contentOf(files: Map<string, Submission>): Promise<string> {
  return sha256(JSON.stringify([...files]));
}

type Found = [string, Submission];

async function readFolder(
  path: string,
  exercises: readonly Exercise[],
): Promise<Map<string, Submission>> {
  const paths: string[] = [];
  await walk(path, "", paths, { left: MAXIMUM_WALK });
  const root = join(path, rootOf(paths, exercises));
  return new Map(
    await Promise.all(
      exercises.map(async (exercise): Promise<Found> => [
        exercise.id,
        await readSubmission(root, exercise),
      ]),
    ),
  );
}

async function readPacked(
  path: string,
  exercises: readonly Exercise[],
): Promise<Map<string, Submission>> {
  const { size } = await Deno.stat(path);
  if (size > MAXIMUM_ARCHIVE) throw tooLarge();
  const names = new Set(
    exercises.flatMap(({ file, folder }) => [file, folder]),
  );
  const members = await readArchive(
    await Deno.readFile(path),
    (member) => names.has(lastOf(member)),
  );
  const root = rootOf([...members.keys()], exercises);
  return new Map(
    exercises.map((exercise) => [
      exercise.id,
      takeMember(members, root, exercise),
    ]),
  );
}

/** The same choice as {@linkcode readSubmission}'s, among an archive's members. */
function takeMember(
  members: Members,
  root: string,
  { folder, file }: Exercise,
): Submission {
  const at = (path: string) =>
    members.get(root === "" ? path : `${root}/${path}`);
  const nested = `${folder}/${file}`;
  if (at(folder) === "link") return refuseFile(nested, "link");
  const shown = at(nested) === undefined && at(file) !== undefined
    ? file
    : nested;
  const member = at(shown);
  if (member === undefined) return refuseFile(shown, "missing");
  return typeof member === "string"
    ? refuseFile(shown, member)
    : takeFile(shown, member);
}

/**
 * The folder, among paths, in which the exercises lie: the highest one that
 * has any, `exercises` before others beside it.
 */
export function rootOf(
  paths: readonly string[],
  exercises: readonly Exercise[],
): string {
  const folders = new Set(exercises.map(({ folder }) => folder));
  const files = new Set(exercises.map(({ file }) => file));
  const roots = new Set<string>();
  for (const path of paths) {
    const parts = path.split("/");
    const index = parts.findIndex((part) => folders.has(part));
    if (index !== -1) roots.add(parts.slice(0, index).join("/"));
    else if (files.has(parts[parts.length - 1])) {
      roots.add(parts.slice(0, -1).join("/"));
    }
  }
  const rank = (root: string): [number, number] => [
    root === "" ? 0 : root.split("/").length,
    lastOf(root) === "exercises" ? 0 : 1,
  ];
  const [best = ""] = [...roots].sort((a, b) => {
    const [[depthA, otherA], [depthB, otherB]] = [rank(a), rank(b)];
    return depthA - depthB || otherA - otherB || compareText(a, b);
  });
  return best;
}

const MAXIMUM_WALK = 20_000;
const MAXIMUM_DEPTH = 5;

/** The paths in a folder, a few levels deep; links are named and not followed. */
async function walk(
  folder: string,
  prefix: string,
  paths: string[],
  budget: { left: number },
): Promise<void> {
  const inner: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (budget.left-- <= 0) return;
    paths.push(prefix + name);
    if (isDirectory && !/^(\.|node_modules$|__MACOSX$)/.test(name)) {
      inner.push(name);
    }
  }
  if (prefix.split("/").length > MAXIMUM_DEPTH) return;
  for (const name of inner) {
    await walk(join(folder, name), `${prefix}${name}/`, paths, budget)
      .catch(() => {}); // A folder inside that may not be read is as if it were not there.
  }
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
