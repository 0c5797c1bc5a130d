import { relative, resolve, sep } from "node:path";
import { chooseLauncher } from "../box/isolation.ts";
import { FORMS } from "../box/launcher.ts";
import { readCatalog } from "../catalog.ts";
import { Crew } from "../class/crew.ts";
import { type ClassFolder, readClass } from "../class/entries.ts";
import { hashChecks } from "../class/hash.ts";
import { listenToStop } from "../class/interrupt.ts";
import { DiskError } from "../class/journal.ts";
import { openClass, type Opened } from "../class/open.ts";
import { showProgress, standardScreen } from "../class/progress.ts";
import { publish } from "../class/publish.ts";
import { gradeEntries } from "../class/run.ts";
import { CLASS_MESSAGES } from "../class/messages.ts";
import { fromUser, userFolder } from "../paths.ts";
import { secretFingerprint } from "../seed.ts";
import type { Language } from "../text.ts";
import { freshSeed, readSeed } from "./seed.ts";
import { selectExercises } from "./select.ts";
import { integer, oneOf, readArguments, UsageError } from "./usage.ts";

const GRAMMAR = {
  options: ["output", "lang", "seed", "jobs", "timeout", "isolation"],
  flags: ["regrade"],
};

/** The exit status after Ctrl-C, as shells have it. */
const INTERRUPTED = 130;

/** Grades a class, or goes on with it. */
export async function gradeClassCommand(
  args: string[],
  language: Language,
): Promise<number> {
  const { names: [folder, ...ids], options, flags } = await readArguments(
    args,
    GRAMMAR,
  );
  const form = oneOf("isolation", options.isolation, ["auto", ...FORMS]) ??
    "auto";
  // A judge waits while its box works, and its box while it judges.
  const jobs = integer("jobs", options.jobs, [1, 256]) ??
    navigator.hardwareConcurrency + 1;
  const timeout = integer("timeout", options.timeout, [10, 600_000]) ?? 2000;
  const { seed, secret } = readSeed(options.seed);
  const exercises = selectExercises(await readCatalog(), ids);
  const { submissions, output } = await requireFolders(folder, options.output);
  const found = await readClass(submissions);
  if (found.entries.length === 0) throw emptyClass(folder);
  const { form: held } = await chooseLauncher(form);
  const opened = await openClass({
    output,
    entries: found.entries,
    exercises,
    settings: {
      checks: await hashChecks(exercises),
      seed,
      secret: secret === undefined ? null : secretFingerprint(secret),
      exercises: exercises.map(({ id }) => id),
      timeout,
    },
    regrade: flags.regrade,
    freshSeed,
  });
  const crew = new Crew({
    form: held,
    exercises: opened.settings.exercises,
    timeout,
    seed: opened.settings.seed,
  });
  try {
    return await gradeAndPublish(opened, { crew, jobs }, {
      output,
      folder: found,
      language,
    });
  } finally {
    await crew.dismiss();
    await opened.journal.close();
  }
}

interface Publishing {
  output: string;
  folder: ClassFolder;
  language: Language;
}

async function gradeAndPublish(
  { journal, settings, pending }: Opened,
  { crew, jobs }: { crew: Crew; jobs: number },
  publishing: Publishing,
): Promise<number> {
  const { folder: { entries }, language, output } = publishing;
  const words = CLASS_MESSAGES[language];
  const total = entries.length;
  const kept = total - pending.length;
  const screen = standardScreen();
  if (journal.dropped > 0) screen.print(words.dropped(journal.dropped) + "\n");
  if (kept > 0) screen.print(words.goesOn(kept, total) + "\n");
  const progress = showProgress(total, kept, language, screen);
  using stop = listenToStop({
    first: () => progress.say(words.stopping),
    second: () => crew.dismiss(),
  });
  try {
    const { graded, failure } = await gradeEntries({
      entries: pending,
      crew,
      jobs,
      journal,
      stopped: stop.requested,
      graded: progress.step,
    });
    if (failure) throw failure;
    progress.end();
    if (graded < pending.length) {
      screen.print(words.stopped(kept + graded, total) + "\n");
      return INTERRUPTED;
    }
    const { summary, ungraded } = await publish({
      journal,
      settings,
      ...publishing,
    });
    screen.print(`${summary}\n${words.written(shownPath(output))}\n`);
    return ungraded > 0 ? 3 : 0;
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    progress.end();
    console.error(words.diskFull(shownPath(output), error.message));
    return 3;
  }
}

/** Where the submissions are, and where the results go, which must not be the same place. */
async function requireFolders(
  named: string | undefined,
  namedOutput: string | undefined,
): Promise<{ submissions: string; output: string }> {
  if (named === undefined || namedOutput === undefined) throw INCOMPLETE;
  const submissions = resolve(fromUser(named));
  const output = resolve(fromUser(namedOutput));
  const found = await Deno.stat(submissions).catch(() => undefined);
  if (!found?.isDirectory) {
    throw new UsageError({
      en: `${named} must be a folder with the submissions: ${
        found ? "it is a file" : "it does not exist"
      }`,
      zh: `${named} 必须是存放提交的文件夹：${found ? "它是文件" : "它不存在"}`,
    });
  }
  if (`${output}${sep}`.startsWith(`${submissions}${sep}`)) {
    throw new UsageError({
      en:
        `--output ${namedOutput} must lie outside of the submissions: there it would be taken for one`,
      zh: `--output ${namedOutput} 必须在提交文件夹之外：否则会被当作一份提交`,
    });
  }
  return { submissions, output };
}

const INCOMPLETE = new UsageError({
  en:
    "deno task grade:class needs the folder with the submissions and one for the results: deno task grade:class SUBMISSIONS --output DIR",
  zh:
    "deno task grade:class 需要存放提交的文件夹和存放结果的文件夹：deno task grade:class 提交文件夹 --output 结果文件夹",
});

function emptyClass(folder: string): UsageError {
  return new UsageError({
    en:
      `There is no submission in ${folder}: it must hold a folder, a .zip or a .tar.gz for each student`,
    zh: `${folder} 中没有提交：每个学生应有一个文件夹、.zip 或 .tar.gz`,
  });
}

function shownPath(path: string): string {
  return relative(userFolder(), path) || ".";
}
