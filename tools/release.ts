/**
 * Makes the students' copy: the exercises as they are handed out and a command
 * line that runs the visible examples, without anything that knows the answers.
 *
 * Run: deno task release --output DIR
 *
 * @module
 */

import { dirname, join } from "node:path";
import { runCommand } from "../grader/cli/run.ts";
import { readArguments, UsageError } from "../grader/cli/usage.ts";
import { fromUser, ROOT } from "../grader/paths.ts";
import type { Language } from "../grader/text.ts";
import { type CopiedFile, releaseFiles } from "./release/files.ts";

/**
 * Writes the students' copy.
 *
 * @param output A folder that is empty or not there yet.
 * @returns How many files there are.
 */
export async function release(output: string): Promise<number> {
  await requireEmpty(output);
  const files = await releaseFiles();
  for (const file of files) await copy(file, output);
  await lock(output, files);
  return files.length + 1;
}

async function copy(
  { path, ...source }: CopiedFile,
  output: string,
): Promise<void> {
  const target = join(output, path);
  await Deno.mkdir(dirname(target), { recursive: true });
  // Read and written, not copied: a copy of a read-only file could not be edited.
  await Deno.writeFile(
    target,
    "text" in source
      ? new TextEncoder().encode(source.text)
      : await Deno.readFile(join(ROOT, source.from)),
  );
}

/** The lock file: the project's, without the packages that the copy does not name; Deno drops what only those needed. */
async function lock(
  output: string,
  files: readonly CopiedFile[],
): Promise<void> {
  const path = join(output, "deno.lock");
  const locked = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.lock")));
  const { imports } = JSON.parse(
    await Deno.readTextFile(join(output, "deno.json")),
  );
  for (const specifier of Object.keys(locked.specifiers)) {
    const name = specifier.replace(/(?<=.)@[^@]*$/, "");
    const isNamed = Object.values<string>(imports)
      .some((target) => target.replace(/(?<=.)@[^@]*$/, "") === name);
    if (!isNamed) delete locked.specifiers[specifier];
  }
  await Deno.writeTextFile(path, JSON.stringify(locked, null, 2) + "\n");
  const programs = files.map(({ path }) => path).filter((path) =>
    path === "grader/practice.ts" || path.endsWith("examples_test.ts")
  );
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", "--frozen=false", ...programs],
    cwd: output,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

async function requireEmpty(output: string): Promise<void> {
  let names: string[];
  try {
    await Deno.mkdir(output, { recursive: true });
    names = (await Array.fromAsync(Deno.readDir(output))).map(({ name }) =>
      name
    ).sort();
  } catch (error) {
    const [reason] = `${error instanceof Error ? error.message : error}`
      .split("\n");
    throw new UsageError({
      en:
        `--output ${output} must be a folder that you may write to: ${reason}`,
      zh: `--output ${output} 必须是可写的文件夹：${reason}`,
    });
  }
  if (names.length === 0) return;
  throw new UsageError({
    en:
      `--output ${output} must be empty, so that nothing of yours is overwritten: it holds ${
        names[0]
      }`,
    zh: `--output ${output} 必须为空，以免覆盖你的文件：其中有 ${names[0]}`,
  });
}

/** Makes the copy and says where it is. */
async function releaseCommand(
  args: string[],
  language: Language,
): Promise<number> {
  const { options, names } = await readArguments(args, {
    options: ["output", "lang"],
    flags: [],
  });
  if (options.output === undefined || names.length > 0) throw INCOMPLETE;
  const output = fromUser(options.output);
  const count = await release(output);
  console.log(
    language === "en"
      ? `The students' copy is in ${output}: ${count} files`
      : `学生版在 ${output} 中：${count} 个文件`,
  );
  return 0;
}

const INCOMPLETE = new UsageError({
  en:
    "deno task release needs a folder and nothing else: deno task release --output ../students",
  zh:
    "deno task release 只需要一个文件夹：deno task release --output ../students",
});

if (import.meta.main) {
  const commands = { release: () => Promise.resolve(releaseCommand) };
  Deno.exit(await runCommand(commands, ["release", ...Deno.args]));
}
