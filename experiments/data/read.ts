/**
 * Reads public files: what is absent is named with its source and checksum,
 * what is corrupt with its line and what was expected.
 *
 * @module
 */
import { join } from "node:path";
import { readOptional } from "../files.ts";
import { Trouble } from "../trouble.ts";
import { checksumOf, type SourceName, SOURCES } from "./sources.ts";

/** A public file that was read. */
export interface DataFile {
  path: string;
  bytes: Uint8Array;
}

/**
 * Reads a public file.
 *
 * @param data The folder of the public data, or null if there is none.
 * @param name The set that the file belongs to.
 * @param file The file's path within the set.
 * @throws {Trouble} If it is not there.
 */
export function readData(
  data: string | null,
  name: SourceName,
  file: string,
): DataFile {
  const { folder, origin } = SOURCES[name];
  const path = join(data ?? ".", folder, file);
  const bytes = data === null ? null : readOptional(path);
  if (bytes) return { path, bytes };
  const checksum = checksumOf(name, file) ?? "unknown";
  throw new Trouble({
    en: `Cannot read ${
      join(folder, file)
    } as it must be in the folder of --data: get it from ${origin} (SHA-256 ${checksum})`,
    zh: `无法读取 ${
      join(folder, file)
    }，它必须在 --data 的文件夹中：可从 ${origin} 获取（SHA-256 ${checksum}）`,
  });
}

/** The lines of a text file, without a last empty one. */
export function linesOf({ path, bytes }: DataFile): string[] {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw corrupt(path, null, "UTF-8 text", "other bytes");
  }
  const lines = text.split(/\r?\n/);
  if (lines[lines.length - 1] === "") lines.pop();
  if (lines.length === 0) throw corrupt(path, 1, "a line", "an empty file");
  return lines;
}

/**
 * What is wrong with a file.
 *
 * @param path The file.
 * @param line The line's number, from 1; null where a file has none.
 * @param expected What should be there.
 * @param found What is.
 */
export function corrupt(
  path: string,
  line: number | null,
  expected: string,
  found: string,
): Trouble {
  const place = line === null ? path : `${path}:${line}`;
  const shown = found.length > 60 ? `${found.slice(0, 59)}…` : found;
  return new Trouble({
    en: `Cannot read ${place} as it must be ${expected}: it is ${shown}`,
    zh: `无法读取 ${place}，应为 ${expected}：现在是 ${shown}`,
  });
}
