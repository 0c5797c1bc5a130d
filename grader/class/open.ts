/**
 * Which journal a grading goes on from, and when it may not.
 *
 * @module
 */

import { join } from "node:path";
import { UsageError } from "../cli/usage.ts";
import type { Exercise } from "../catalog.ts";
import { compareText, type Entry } from "./entries.ts";
import {
  BusyError,
  Journal,
  NotAJournalError,
  type Settings,
} from "./journal.ts";
import { pendingEntries } from "./run.ts";

/** What somebody wants to grade, and into which folder. */
export interface Wish {
  output: string;
  entries: readonly Entry[];
  exercises: Exercise[];
  /** The seed is undefined where none was asked for. */
  settings: Omit<Settings, "journal" | "regrade" | "seed"> & { seed?: number };
  regrade: boolean;
  freshSeed: () => number;
}

/** A journal to write to, what is still to be graded, and the journal before it. */
export interface Opened {
  journal: Journal;
  settings: Settings;
  pending: Entry[];
}

/** The journal's file in a folder of results. */
export const JOURNAL = "journal.jsonl";
/** The file of the one before it. */
export const PREVIOUS = "previous.jsonl";

/**
 * Opens the journal of a grading.
 *
 * @throws {UsageError} If the folder holds something else.
 */
export async function openClass(wish: Wish): Promise<Opened> {
  await requireFolder(wish.output);
  const path = join(wish.output, JOURNAL);
  const journal = await openJournal(path, wish.output);
  try {
    return await continueOrBegin(journal, wish);
  } catch (error) {
    await journal.close();
    throw error;
  }
}

async function continueOrBegin(
  journal: Journal,
  wish: Wish,
): Promise<Opened> {
  const { settings: found } = journal;
  const { output, regrade, entries } = wish;
  const previous = join(output, PREVIOUS);
  if (!found) {
    if (regrade && !await exists(previous)) throw nothingToRegrade(output);
    return await begin(journal, wish, regrade);
  }
  const names = new Set(journal.names);
  if (names.size > 0 && !entries.some(({ name }) => names.has(name))) {
    throw otherSubmissions(output);
  }
  const differences = differencesOf(found, wish.settings);
  const pending = await pendingEntries({ ...wish, journal });
  const unfinished = found.regrade && pending.length > 0;
  if (!regrade && differences.length > 0) {
    throw otherGrading(output, differences);
  }
  if (!regrade || differences.length === 0 && unfinished) {
    return { journal, settings: found, pending };
  }
  // A regrading that was cut off says nothing of how it was before; what it followed does.
  const path = join(output, JOURNAL);
  await journal.close();
  await (unfinished ? Deno.remove(path) : Deno.rename(path, previous));
  const seed = wish.settings.seed ?? found.seed ?? undefined;
  return await begin(
    await openJournal(path, output),
    { ...wish, settings: { ...wish.settings, seed } },
    true,
  );
}

async function begin(
  journal: Journal,
  { settings: asked, entries, freshSeed }: Wish,
  regrade: boolean,
): Promise<Opened> {
  const { checks, secret, exercises, timeout } = asked;
  const settings: Settings = {
    journal: "mneme-class/1",
    checks,
    seed: secret === null ? asked.seed ?? freshSeed() : null,
    secret,
    exercises,
    timeout,
    regrade,
  };
  await journal.begin(settings);
  return { journal, settings, pending: [...entries] };
}

type Difference = { en: string; zh: string };

/** How a journal's grading differs from the one that is asked for. */
function differencesOf(
  found: Settings,
  { checks, seed, secret, exercises, timeout }: Wish["settings"],
): Difference[] {
  const differences: Difference[] = [];
  const note = (differs: boolean, en: string, zh: string) => {
    if (differs) differences.push({ en, zh });
  };
  note(found.checks !== checks, "other checks", "检查不同");
  note(
    found.secret !== secret ||
      seed !== undefined && found.seed !== seed,
    "another seed",
    "种子不同",
  );
  note(
    found.exercises.join() !== exercises.join(),
    `other exercises (${found.exercises.join(" ")})`,
    `习题不同（${found.exercises.join(" ")}）`,
  );
  note(
    found.timeout !== timeout,
    `another --timeout (${found.timeout})`,
    `--timeout 不同（${found.timeout}）`,
  );
  return differences;
}

async function openJournal(path: string, output: string): Promise<Journal> {
  try {
    return await Journal.open(path);
  } catch (error) {
    if (error instanceof BusyError) {
      throw new UsageError({
        en: `Another grading writes to ${output}: wait for its end`,
        zh: `另一个评分正在写入 ${output}：请等它结束`,
      });
    }
    if (error instanceof NotAJournalError) {
      throw new UsageError({
        en: `${path} is not a journal of a grading: name another --output`,
        zh: `${path} 不是评分日志：请换一个 --output`,
      });
    }
    throw error;
  }
}

/** Makes the folder; one that holds something else is left alone. */
async function requireFolder(output: string): Promise<void> {
  let names: string[];
  try {
    await Deno.mkdir(output, { recursive: true });
    names = (await Array.fromAsync(Deno.readDir(output)))
      .map(({ name }) => name).sort(compareText);
  } catch (error) {
    const [reason] = `${error instanceof Error ? error.message : error}`
      .split("\n");
    throw new UsageError({
      en:
        `--output ${output} must be a folder that you may write to: ${reason}`,
      zh: `--output ${output} 必须是可写的文件夹：${reason}`,
    });
  }
  // A file system's own folder may be in a new one.
  const own = [JOURNAL, PREVIOUS, "lost+found", ".DS_Store"];
  if (names.length === 0 || names.some((name) => own.includes(name))) return;
  throw new UsageError({
    en:
      `--output ${output} must be empty or hold a grading that is to go on: it holds ${
        names[0]
      }`,
    zh: `--output ${output} 必须为空，或是要继续的评分：其中有 ${names[0]}`,
  });
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

function nothingToRegrade(output: string): UsageError {
  return new UsageError({
    en: `There is nothing to regrade in ${output}: leave out --regrade`,
    zh: `${output} 中没有可以重评的内容：请去掉 --regrade`,
  });
}

function otherSubmissions(output: string): UsageError {
  return new UsageError({
    en:
      `The journal in ${output} is of other submissions, of which none is here: name another --output`,
    zh: `${output} 中的日志属于另外的提交，这里一个也没有：请换一个 --output`,
  });
}

function otherGrading(output: string, differences: Difference[]): UsageError {
  return new UsageError({
    en: `The journal in ${output} is of another grading (${
      differences.map(({ en }) => en).join(", ")
    }): --regrade grades anew and shows who changes; or name another --output`,
    zh: `${output} 中的日志属于另一次评分（${
      differences.map(({ zh }) => zh).join("、")
    }）：--regrade 会重新评分并显示谁的成绩有变；或者换一个 --output`,
  });
}
