/**
 * Writes what a class's grading came to, from the journal alone: a report for
 * each student, the gradebook, the summary, and after a regrading the changes.
 *
 * @module
 */

import { join } from "node:path";
import { type Format, render } from "../report/render.ts";
import { seedText } from "../report/words.ts";
import type { Language } from "../text.ts";
import { type Change, changeOf, changesTable } from "./changes.ts";
import { type ClassFolder, type Entry, keyOf } from "./entries.ts";
import { gradebook } from "./gradebook.ts";
import { sha256 } from "./hash.ts";
import { DiskError, type Done, Journal, type Settings } from "./journal.ts";
import { PREVIOUS } from "./open.ts";
import { summaryText } from "./summary.ts";
import { Counter } from "./tally.ts";

/** The reports that a student gets, each with the ending of its file. */
const STUDENT_FORMATS: readonly [Format, string][] = [
  ["text", ".txt"],
  ["html", ".html"],
  ["json", ".json"],
];

const REPORTS = "reports";

/** What to publish, and where. */
export interface PublishOptions {
  output: string;
  journal: Journal;
  settings: Settings;
  folder: ClassFolder;
  language: Language;
}

/** What was published. */
export interface Published {
  summary: string;
  ungraded: number;
}

/**
 * Writes all files.
 *
 * @throws {DiskError} If one cannot be written; all can be written again.
 */
export async function publish(options: PublishOptions): Promise<Published> {
  const { output, journal, settings, folder, language } = options;
  const { entries, ignored } = folder;
  const previous = settings.regrade
    ? await Journal.open(join(output, PREVIOUS))
    : undefined;
  try {
    const counter = new Counter();
    const changes: Change[] = [];
    const forms = new Set<string>();
    const seeds = new Set<string>();
    await removeOthers(options);
    for (const { name } of entries) {
      const done = await journal.read(name);
      if (!done) continue;
      await writeReports(done, output, language);
      counter.add(done);
      forms.add(done.result.isolation);
      seeds.add(seedText(done.result, language));
      const before = await previous?.read(name);
      const change = before && changeOf(before, done);
      if (change) changes.push(change);
    }
    const tally = counter.tally();
    const summary = summaryText(tally, {
      seed: settings.secret === null ? [...seeds].join(", ") : seedText(
        { seed: null, seedFingerprint: settings.secret },
        language,
      ),
      isolation: [...forms].sort(),
      twins: twinsOf(entries),
      ignored,
      changes: previous && changes,
    }, language);
    await write(join(output, "gradebook.csv"), gradebook(tally, language));
    await write(join(output, "summary.txt"), summary);
    if (previous) {
      await write(join(output, "changes.csv"), changesTable(changes));
    }
    const ungraded = tally.rows.filter(({ points }) => points === null).length;
    return { summary, ungraded };
  } finally {
    await previous?.close();
  }
}

async function writeReports(
  { name, result }: Done,
  output: string,
  language: Language,
): Promise<void> {
  const stem = join(output, REPORTS, await fileName(name));
  for (const [format, ending] of STUDENT_FORMATS) {
    const report = await render(format, result, {
      language,
      submission: name,
      toFile: true,
    });
    await write(stem + ending, report);
  }
}

/** Takes away the reports of those who are in the journal and no longer in the class. */
async function removeOthers(
  { output, journal, folder }: PublishOptions,
): Promise<void> {
  const present = new Set(folder.entries.map(({ name }) => name));
  for (const name of journal.names) {
    if (present.has(name)) continue;
    const stem = join(output, REPORTS, await fileName(name));
    for (const [, ending] of STUDENT_FORMATS) {
      await Deno.remove(stem + ending).catch(() => {});
    }
  }
}

// What some file system does not take in a name, or takes for something else.
const FORBIDDEN =
  /[\\/:*?"<>|]|^\.|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const LONGEST_NAME = 150;

/** A student's name as a file's: where it has to be changed, a hash keeps it apart from others. */
export async function fileName(name: string): Promise<string> {
  const size = new TextEncoder().encode(name).length;
  if (!FORBIDDEN.test(name) && size <= LONGEST_NAME) return name;
  const safe = name.replace(/[\\/:*?"<>|.]/g, "_");
  const hash = (await sha256(keyOf(name))).slice(0, 8);
  return `${[...safe].slice(0, 35).join("")}_${hash}`;
}

/** Writes a file whole or not at all. */
async function write(path: string, text: string): Promise<void> {
  const draft = `${path}.draft`;
  try {
    await Deno.mkdir(join(path, ".."), { recursive: true });
    await Deno.writeTextFile(draft, text);
    await Deno.rename(draft, path);
  } catch (error) {
    await Deno.remove(draft).catch(() => {});
    throw new DiskError(error instanceof Error ? error.message : `${error}`);
  }
}

function twinsOf(entries: readonly Entry[]): string[][] {
  const groups = entries.filter(({ twins }) => twins.length > 0)
    .map(({ handedIn, twins }) => [handedIn, ...twins].sort());
  return [
    ...new Map(groups.map((group) => [group.join("\0"), group])).values(),
  ];
}
