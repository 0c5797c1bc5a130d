import { basename, relative, resolve } from "node:path";
import { chooseLauncher } from "../box/isolation.ts";
import { FORMS } from "../box/launcher.ts";
import { EXERCISES, readCatalog } from "../catalog.ts";
import { fromUser, userFolder } from "../paths.ts";
import { print } from "../report/print.ts";
import { FORMATS, render } from "../report/render.ts";
import type { Result } from "../result.ts";
import type { Language } from "../text.ts";
import { openOutput } from "./output.ts";
import { freshSeed, readSeed } from "./seed.ts";
import { selectExercises } from "./select.ts";
import { integer, oneOf, readArguments, UsageError } from "./usage.ts";

const GRAMMAR = {
  options: [
    "submission",
    "name",
    "format",
    "output",
    "lang",
    "seed",
    "jobs",
    "timeout",
    "isolation",
  ],
  flags: ["strict"],
};

/** Grades and prints a report; the exit status says whether the grading worked. */
export async function gradeCommand(
  args: string[],
  language: Language,
): Promise<number> {
  const { names, options, flags } = await readArguments(args, GRAMMAR);
  const format = oneOf("format", options.format, FORMATS) ?? "text";
  const form = oneOf("isolation", options.isolation, ["auto", ...FORMS]) ??
    "auto";
  const settings = {
    exercises: selectExercises(await readCatalog(), names),
    submission: await submissionFolder(options.submission),
    jobs: integer("jobs", options.jobs, [1, 256]) ??
      navigator.hardwareConcurrency,
    timeout: integer("timeout", options.timeout, [10, 600_000]) ?? 2000,
  };
  const { seed = freshSeed(), secret } = readSeed(options.seed);
  const name = options.name ?? basename(resolve(settings.submission));
  const output = options.output === undefined
    ? undefined
    : await openOutput(fromUser(options.output));
  try {
    // The box is tried out while fast-check and the checks are loaded.
    const [launcher, { grade }, secretly] = await Promise.all([
      chooseLauncher(form),
      import("../grade.ts"),
      secret === undefined ? undefined : import("../seed.ts"),
    ]);
    const result = await grade({
      ...settings,
      launcher,
      seed: secretly?.secretSeed(secret!, name) ?? seed,
    });
    const shown = options.submission ?? relative(userFolder(), EXERCISES);
    const report = await render(format, result, {
      language,
      submission: shown,
      toFile: output !== undefined,
    });
    await (output ? output.commit(report) : print(report));
    return exitStatus(result, flags.strict);
  } finally {
    await output?.discard();
  }
}

async function submissionFolder(named: string | undefined): Promise<string> {
  if (named === undefined) return EXERCISES;
  const path = fromUser(named);
  const found = await Deno.stat(path).catch(() => undefined);
  if (found?.isDirectory) return path;
  throw new UsageError({
    en:
      `--submission ${named} must be a folder with one folder for each exercise: ${
        found ? "it is a file" : "it does not exist"
      }`,
    zh: `--submission ${named} 必须是文件夹，其中每道习题一个文件夹：${
      found ? "它是文件" : "它不存在"
    }`,
  });
}

function exitStatus(
  { exercises, points, maxPoints }: Result,
  strict: boolean,
): number {
  if (exercises.some(({ status }) => status === "ungraded")) return 3;
  return strict && points !== maxPoints ? 1 : 0;
}
