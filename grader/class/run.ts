/**
 * Grades a class: several submissions side by side, each written to the
 * journal when it is done.
 *
 * @module
 */

import type { Launcher } from "../box/launcher.ts";
import type { Exercise } from "../catalog.ts";
import { grade } from "../grade.ts";
import { Machine } from "../machine.ts";
import { inParallel } from "../parallel.ts";
import type { Result } from "../result.ts";
import type { SecretSeed } from "../seed.ts";
import type { Entry } from "./entries.ts";
import { type HandedIn, readEntry } from "./files.ts";
import { DiskError, type Journal } from "./journal.ts";
import type { Step } from "./progress.ts";

/** What a class's grading needs. */
export interface ClassOptions {
  entries: readonly Entry[];
  exercises: Exercise[];
  launcher: Launcher;
  journal: Journal;
  seedOf: (name: string) => number | SecretSeed;
  jobs: number;
  timeout: number;
  /** True when no other submission is to be begun. */
  stopped: () => boolean;
  graded: (step: Step) => void;
}

/** How a grading ended. */
export interface Ending {
  /** How many submissions are in the journal now that were not before. */
  graded: number;
  /** What kept the journal from being written. */
  failure?: DiskError;
}

/** The entries whose present content is not in the journal. */
export async function pendingEntries(
  { entries, exercises, journal }: Pick<
    ClassOptions,
    "entries" | "exercises" | "journal"
  >,
): Promise<Entry[]> {
  const pending: Entry[] = [];
  for (const entry of entries) {
    const { content } = await readEntry(entry, exercises);
    if (!journal.has(entry.name, content)) pending.push(entry);
  }
  return pending;
}

/** Grades the entries. */
export async function gradeEntries(options: ClassOptions): Promise<Ending> {
  const machine = new Machine();
  const ending: Ending = { graded: 0 };
  await inParallel(options.jobs, options.entries, async (entry) => {
    if (ending.failure || options.stopped()) return;
    const handedIn = await readEntry(entry, options.exercises);
    const result = await gradeOne(entry, handedIn, options, machine);
    try {
      await options.journal.add({
        name: entry.name,
        handedIn: entry.handedIn,
        content: handedIn.content,
        problem: handedIn.problem ?? null,
        result,
      });
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      ending.failure = error;
      return;
    }
    ending.graded += 1;
    const { points, maxPoints } = result;
    options.graded({ name: entry.name, points, maxPoints });
  });
  return ending;
}

/** Grades one submission; whatever goes wrong over it, the others go on. */
async function gradeOne(
  { name }: Entry,
  { files }: HandedIn,
  { exercises, launcher, seedOf, timeout }: ClassOptions,
  machine: Machine,
): Promise<Result> {
  const gradeFrom = (source: HandedIn["files"]) =>
    grade({
      exercises,
      submission: ({ id }) => source.get(id)!,
      launcher,
      seed: seedOf(name),
      // Submissions run side by side, and so its exercises need not.
      jobs: 1,
      timeout,
      machine,
    });
  try {
    return await gradeFrom(files);
  } catch (error) {
    return await gradeFrom(
      new Map([...files].map(([id, { file }]) => [
        id,
        { file, failure: { kind: "ungraded", detail: `${error}` } },
      ])),
    );
  }
}
