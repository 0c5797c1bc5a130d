import { join, relative } from "node:path";
import { type Exercise, EXERCISES, readCatalog } from "../catalog.ts";
import { ROOT, userFolder } from "../paths.ts";
import type { Language } from "../text.ts";
import { selectOne } from "./select.ts";
import { readArguments } from "./usage.ts";

/** Puts the stub of an exercise back; what was there is kept beside it. */
export async function resetCommand(
  args: string[],
  language: Language,
): Promise<number> {
  const { names, flags } = await readArguments(args, {
    options: ["lang"],
    flags: ["yes"],
  });
  const exercise = selectOne(await readCatalog(), names, "reset");
  const file = join(EXERCISES, exercise.folder, exercise.file);
  const shown = relative(userFolder(), file);
  if (await isStub(exercise)) {
    console.log(
      language === "en"
        ? `${shown} is as it was handed out: nothing to do`
        : `${shown} 与发放时相同：无需操作`,
    );
    return 0;
  }
  const question = language === "en"
    ? `Put the stub back into ${shown}? Your file is kept as a backup.`
    : `把 ${shown} 恢复为初始内容？你的文件会另存为备份。`;
  // In a pipe nobody can answer, and the command itself says what is wanted.
  if (!flags.yes && Deno.stdin.isTerminal() && !confirm(question)) return 0;
  const { backup } = await putBack(exercise);
  if (backup !== undefined) {
    const kept = relative(userFolder(), backup);
    console.log(
      language === "en"
        ? `Your file is now ${kept}`
        : `你的文件已另存为 ${kept}`,
    );
  }
  console.log(
    language === "en" ? `${shown} is as handed out` : `${shown} 已恢复`,
  );
  return 0;
}

/** What putting a stub back did; `backup` is where the student's file is now, if there was one. */
export interface PutBack {
  changed: boolean;
  backup?: string;
}

/** Puts the stub of an exercise back and keeps what was there beside it, without a question. */
export async function putBack(exercise: Exercise): Promise<PutBack> {
  if (await isStub(exercise)) return { changed: false };
  const file = join(EXERCISES, exercise.folder, exercise.file);
  await Deno.writeTextFile(`${file}.draft`, await readStub(exercise));
  const backup = await keep(file);
  await Deno.rename(`${file}.draft`, file);
  return { changed: true, backup };
}

async function isStub(exercise: Exercise): Promise<boolean> {
  const file = join(EXERCISES, exercise.folder, exercise.file);
  const current = await Deno.readTextFile(file).catch(() => undefined);
  return current === await readStub(exercise);
}

/** The stub as it was handed out. */
export function readStub({ folder, file }: Exercise): Promise<string> {
  return Deno.readTextFile(join(ROOT, "grader", "stubs", folder, file));
}

/** Copies a file beside itself; undefined if there is none. */
async function keep(file: string): Promise<string | undefined> {
  // To the millisecond, so that two resets in a row keep two files.
  const time = new Date().toISOString().slice(0, 23).replace(/[:.]/g, "-");
  const backup = `${file}.${time}.bak`;
  try {
    await Deno.copyFile(file, backup);
    return backup;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
