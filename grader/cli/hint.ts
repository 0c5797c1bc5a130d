import { type Exercise, readCatalog } from "../catalog.ts";
import { styled, terminalLayout, wrapped } from "../report/layout.ts";
import type { Language } from "../text.ts";
import { selectOne } from "./select.ts";
import { integer, readArguments, UsageError } from "./usage.ts";

/** Prints the hints of one level, for an exercise or for one of its tasks. */
export async function hintCommand(
  args: string[],
  language: Language,
): Promise<number> {
  const { names, options } = await readArguments(args, {
    options: ["lang", "level"],
    flags: [],
  });
  const level = integer("level", options.level, [1, 3]) ?? 1;
  const [named, ...rest] = names;
  // A report names checks, such as 8-6.4.ties of task 8-6.4.
  const name = named?.split(".").slice(0, 2).join(".");
  const id = named?.split(".")[0];
  const exercise = selectOne(
    await readCatalog(),
    id === undefined ? [] : [id, ...rest],
    "hint",
  );
  const layout = terminalLayout();
  for (const task of selectTasks(exercise, name)) {
    console.log(styled(`${task.id} ${task.function}`, "bold", layout));
    console.log(wrapped(task.hints[language][level - 1], 2, layout));
  }
  if (level < 3) {
    const more = `deno task hint ${name} --level ${level + 1}`;
    console.log(language === "en" ? `\nMore: ${more}` : `\n更多提示：${more}`);
  }
  return 0;
}

function selectTasks({ id, tasks }: Exercise, name: string) {
  if (name === id) return tasks;
  const found = tasks.filter((task) => task.id === name);
  if (found.length > 0) return found;
  const ids = tasks.map((task) => task.id);
  throw new UsageError({
    en: `There is no task ${name}: exercise ${id} has ${ids.join(", ")}`,
    zh: `没有任务 ${name}：习题 ${id} 有 ${ids.join("、")}`,
  });
}
