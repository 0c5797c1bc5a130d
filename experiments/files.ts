/**
 * Files that are there whole or not at all, whenever the program or the
 * machine stops.
 *
 * @module
 */
import { dirname } from "node:path";
import { Trouble } from "./trouble.ts";

/** What writes; another one in tests, where a disk has to be full. */
export interface Disk {
  open(path: string, options: Deno.OpenOptions): {
    writeSync(bytes: Uint8Array): number;
    syncSync(): void;
    close(): void;
  };
}

/**
 * Writes a file beside its place and renames it into it.
 *
 * @param path Where; folders are made.
 * @param content Text or bytes.
 * @param disk What writes. Default: Deno.
 * @throws {Trouble} If it cannot be written; then what was there is there still.
 */
export function writeWhole(
  path: string,
  content: string | Uint8Array,
  disk: Disk = { open: Deno.openSync },
): void {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  const beside = `${path}.part`; // One name, so that what a killed run left is written over.
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    const file = disk.open(beside, {
      write: true,
      create: true,
      truncate: true,
    });
    try {
      for (let rest = bytes; rest.length > 0;) {
        rest = rest.subarray(file.writeSync(rest));
      }
      file.syncSync(); // Else a power cut could leave the new name with nothing in it.
    } finally {
      file.close();
    }
    Deno.renameSync(beside, path);
  } catch (error) {
    remove(beside);
    throw cannotWrite(path, error);
  }
}

/** A file's bytes, or null if it is not there. */
export function readOptional(path: string): Uint8Array | null {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw cannotRead(path, error);
  }
}

/** Removes a file or folder, if it is there. */
export function remove(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch {
    // It was not there, or stays; whatever is written next will say why.
  }
}

function cannotWrite(path: string, error: unknown): Trouble {
  const reason = messageOf(error);
  return new Trouble({
    en: `Cannot write ${path} as the disk must take it: ${reason}`,
    zh: `无法写入 ${path}，磁盘必须能写：${reason}`,
  });
}

function cannotRead(path: string, error: unknown): Trouble {
  const reason = messageOf(error);
  return new Trouble({
    en: `Cannot read ${path} as it must be a readable file: ${reason}`,
    zh: `无法读取 ${path}，它必须是可读的文件：${reason}`,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `${error}`;
}
