/**
 * The journal of a class's grading: one line of JSON for each submission that
 * is done, on the disk before the next one counts as begun. After a Ctrl-C, a
 * kill or a power cut the grading goes on from it.
 *
 * @module
 */

import type { Result } from "../result.ts";
import type { Text } from "../text.ts";
import { type Line, readLines } from "./lines.ts";
import { readValue, writeValue } from "./values.ts";

/** What must be the same for two gradings to belong together. */
export interface Settings {
  journal: "mneme-class/1";
  /** A hash of everything that decides marks. */
  checks: string;
  /** null if the class has a secret. */
  seed: number | null;
  /** Tells secrets apart. */
  secret: string | null;
  exercises: string[];
  timeout: number;
  /** True if the grading follows another with other checks. */
  regrade: boolean;
}

/** One submission that is done. */
export interface Done {
  name: string;
  handedIn: string;
  /** A hash of what was graded. */
  content: string;
  /** Why nothing of it could be read, if so. */
  problem: Text | null;
  result: Result;
}

/** Where a record lies in the journal, and what is needed to know whether it still holds. */
interface Place {
  content: string;
  ungraded: boolean;
  offset: number;
  length: number;
}

/** The journal cannot be written: the disk is full or gone. */
export class DiskError extends Error {
  override readonly name = "DiskError";
}

/** Somebody else writes to the journal. */
export class BusyError extends Error {
  override readonly name = "BusyError";
}

/** The file was written by something else, and is left alone. */
export class NotAJournalError extends Error {
  override readonly name = "NotAJournalError";
}

/** An open journal. */
export class Journal {
  #file: Deno.FsFile;
  #places = new Map<string, Place>();
  #end = 0;
  #writing: Promise<void> = Promise.resolve();
  /** The settings on its first line; undefined if it is new. */
  settings: Settings | undefined;
  /** How many lines were not whole and are left out. */
  dropped = 0;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /**
   * Opens a journal, or makes an empty one. A last line that is not whole,
   * from a run that was cut off, is taken away.
   *
   * @throws {BusyError} If another grading has it open.
   * @throws {NotAJournalError} If its first line is no journal's.
   */
  static async open(path: string): Promise<Journal> {
    const file = await Deno.open(path, {
      read: true,
      write: true,
      create: true,
    });
    const journal = new Journal(file);
    try {
      if (!await file.tryLock(true)) throw new BusyError();
      await journal.#readAll();
    } catch (error) {
      file.close();
      throw error;
    }
    return journal;
  }

  /** The names of all that are done. */
  get names(): string[] {
    return [...this.#places.keys()];
  }

  /** True if this very content was graded; what nobody could judge is tried again. */
  has(name: string, content: string): boolean {
    const place = this.#places.get(name);
    return place !== undefined && place.content === content && !place.ungraded;
  }

  /** Writes the first line. */
  async begin(settings: Settings): Promise<void> {
    await this.#append(JSON.stringify(settings));
    this.settings = settings;
  }

  /**
   * Adds a record; when this returns, it is on the disk.
   *
   * @throws {DiskError} If it cannot be written; the journal is then as before.
   */
  async add(done: Done): Promise<void> {
    // One after the other, so that each knows where it begins.
    const written = this.#writing.then(async () => {
      const { offset, length } = await this.#append(writeValue(done));
      this.#places.set(done.name, placeOf(done, { offset, length }));
    });
    this.#writing = written.catch(() => {});
    await written;
  }

  /** A record by its student's name; the last one counts. */
  async read(name: string): Promise<Done | undefined> {
    const place = this.#places.get(name);
    if (!place) return undefined;
    await this.#file.seek(place.offset, Deno.SeekMode.Start);
    const bytes = new Uint8Array(place.length);
    for (let size = 0; size < bytes.length;) {
      const read = await this.#file.read(bytes.subarray(size));
      if (read === null) throw new DiskError("the journal has become shorter");
      size += read;
    }
    return readValue(new TextDecoder().decode(bytes)) as Done;
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.#writing;
    this.#file.close();
  }

  async #readAll(): Promise<void> {
    for await (const line of readLines(this.#file)) {
      if (this.#take(line)) this.#end = line.offset + line.length + 1;
      else this.dropped += 1;
      if (line.whole && !this.settings) throw new NotAJournalError();
    }
    await this.#file.truncate(this.#end);
  }

  /** Takes a line into account, and says whether it is one of ours. */
  #take({ offset, length, text, whole }: Line): boolean {
    if (!whole) return false;
    let value: unknown;
    try {
      value = readValue(text);
    } catch {
      return false;
    }
    if (isSettings(value)) this.settings = value;
    else if (isDone(value)) {
      this.#places.set(value.name, placeOf(value, { offset, length }));
    } else return false;
    return true;
  }

  async #append(text: string): Promise<{ offset: number; length: number }> {
    const offset = this.#end;
    const bytes = new TextEncoder().encode(`${text}\n`);
    try {
      await this.#file.seek(offset, Deno.SeekMode.Start);
      for (let rest = bytes; rest.length > 0;) {
        rest = rest.subarray(await this.#file.write(rest));
      }
      await this.#file.sync();
    } catch (error) {
      await this.#file.truncate(offset).catch(() => {});
      throw new DiskError(error instanceof Error ? error.message : `${error}`);
    }
    this.#end = offset + bytes.length;
    return { offset, length: bytes.length - 1 };
  }
}

function placeOf(
  { content, result }: Done,
  where: { offset: number; length: number },
): Place {
  const ungraded = result.exercises.some(({ status }) => status === "ungraded");
  return { content, ungraded, ...where };
}

function isSettings(value: unknown): value is Settings {
  return (value as Settings | null)?.journal === "mneme-class/1";
}

function isDone(value: unknown): value is Done {
  const { name, content, result } = (value ?? {}) as Partial<Done>;
  return typeof name === "string" && typeof content === "string" &&
    Array.isArray(result?.exercises);
}
