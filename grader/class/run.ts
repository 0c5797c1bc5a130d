import type { Exercise } from "../catalog.ts";
import { inParallel } from "../parallel.ts";
import type { Crew } from "./crew.ts";
import type { Entry } from "./entries.ts";
import { readEntry } from "./files.ts";
import { DiskError, type Journal } from "./journal.ts";
import type { Step } from "./progress.ts";

/** What a class's grading needs. */
export interface ClassOptions {
  entries: readonly Entry[];
  crew: Crew;
  journal: Journal;
  /** How many submissions are graded side by side. */
  jobs: number;
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
  { entries, exercises, journal }: {
    entries: readonly Entry[];
    exercises: readonly Exercise[];
    journal: Journal;
  },
): Promise<Entry[]> {
  const pending: Entry[] = [];
  for (const entry of entries) {
    const { content } = await readEntry(entry, exercises);
    if (!journal.has(entry.name, content)) pending.push(entry);
  }
  return pending;
}

/** Grades the entries; each is written to the journal when it is done. */
export async function gradeEntries(
  { entries, crew, journal, jobs, stopped, graded }: ClassOptions,
): Promise<Ending> {
  const ending: Ending = { graded: 0 };
  await inParallel(Math.min(jobs, entries.length), entries, async (entry) => {
    if (ending.failure || stopped()) return;
    const done = await crew.grade(entry);
    if (!done) return;
    try {
      await journal.add(done);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      ending.failure = error;
      return;
    }
    ending.graded += 1;
    const { points, maxPoints } = done.result;
    graded({ name: entry.name, points, maxPoints });
  });
  return ending;
}
