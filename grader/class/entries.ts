/**
 * Who has handed something in: the folders and archives of a class.
 *
 * @module
 */

import { join } from "node:path";
import { plain, type Text } from "../text.ts";

/** What one student handed in. */
export interface Entry {
  /** The student's name: the folder's, or the archive's without its ending; each is there once. */
  name: string;
  /** The name of the folder or file as it stands in the class's folder. */
  handedIn: string;
  path: string;
  kind: "folder" | "archive" | "unreadable";
  /** Others with the same name, if there are any. */
  twins: string[];
}

/** What is in a class's folder. */
export interface ClassFolder {
  entries: Entry[];
  /** Files that are nobody's submission. */
  ignored: string[];
}

const ARCHIVE = /\.(zip|tar\.gz|tgz|tar)$/i;

// What programs and systems leave in a folder.
const LITTER = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i;

/** Reads a class's folder. A link is not followed: it could lead to another student's work. */
export async function readClass(folder: string): Promise<ClassFolder> {
  const found: Omit<Entry, "twins">[] = [];
  const ignored: string[] = [];
  for (const entry of (await Array.fromAsync(Deno.readDir(folder)))) {
    const { name: handedIn, isDirectory, isFile } = entry;
    if (LITTER.test(handedIn)) continue;
    const path = join(folder, handedIn);
    const isArchive = isFile && ARCHIVE.test(handedIn);
    if (isFile && !isArchive) {
      ignored.push(handedIn);
      continue;
    }
    const readable = isArchive || isDirectory && await isReadable(path);
    found.push({
      name: readableName(handedIn, isArchive),
      handedIn,
      path,
      kind: !readable ? "unreadable" : isArchive ? "archive" : "folder",
    });
  }
  found.sort((a, b) => compareText(a.handedIn, b.handedIn));
  return { entries: withTwins(found), ignored: ignored.sort(compareText) };
}

/** By code units, which no machine orders in another way. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Two names that some file system takes for one have the same key. */
export function keyOf(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** What is said of an entry that cannot be read. */
export function unreadable({ handedIn }: Entry): Text {
  const shown = plain(handedIn);
  return {
    en:
      `${shown} cannot be read: it must be a folder or an archive, no link, and you must be allowed to read it`,
    zh:
      `无法读取 ${shown}：它必须是文件夹或压缩包，不能是链接，并且要有读取权限`,
  };
}

/** A name without an archive's ending and without anything that commands a terminal. */
function readableName(handedIn: string, isArchive: boolean): string {
  const bare = isArchive ? handedIn.replace(ARCHIVE, "") : handedIn;
  return plain(bare.normalize("NFC")) || handedIn;
}

/** Makes names differ: where several are the same, each keeps its ending, and gets a number if that is not enough. */
function withTwins(found: Omit<Entry, "twins">[]): Entry[] {
  const groups = Map.groupBy(found, ({ name }) => keyOf(name));
  const taken = new Set(
    [...groups].filter(([, group]) => group.length === 1).map(([key]) => key),
  );
  return found.map((entry) => {
    const group = groups.get(keyOf(entry.name))!;
    if (group.length === 1) return { ...entry, twins: [] };
    const full = plain(entry.handedIn.normalize("NFC"));
    let name = full;
    for (let n = 2; taken.has(keyOf(name)); n++) name = `${full} (${n})`;
    taken.add(keyOf(name));
    const twins = group.filter((other) => other !== entry)
      .map(({ handedIn }) => handedIn);
    return { ...entry, name, twins };
  });
}

async function isReadable(path: string): Promise<boolean> {
  try {
    for await (const _ of Deno.readDir(path)) break;
    return true;
  } catch {
    return false;
  }
}
