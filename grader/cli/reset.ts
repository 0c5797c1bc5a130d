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
  const stub = await readStub(exercise);
  const current = await Deno.readTextFile(file).catch(() => undefined);
  if (current === stub) {
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
  await Deno.writeTextFile(`${file}.draft`, stub);
  if (current !== undefined) await keep(file, language);
  await Deno.rename(`${file}.draft`, file);
  console.log(
    language === "en" ? `${shown} is as handed out` : `${shown} 已恢复`,
  );
  return 0;
}

/** The stub as it was handed out. */
export function readStub({ folder, file }: Exercise): Promise<string> {
  return Deno.readTextFile(join(ROOT, "grader", "stubs", folder, file));
}

async function keep(file: string, language: Language): Promise<void> {
  // To the millisecond, so that two resets in a row keep two files.
  const time = new Date().toISOString().slice(0, 23).replace(/[:.]/g, "-");
  const backup = `${file}.${time}.bak`;
  await Deno.copyFile(file, backup);
  const shown = relative(userFolder(), backup);
  console.log(
    language === "en"
      ? `Your file is now ${shown}`
      : `你的文件已另存为 ${shown}`,
  );
}
