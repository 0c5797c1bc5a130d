import { type Exercise, readCatalog } from "../catalog.ts";
import { commonMessage } from "../report/explain.ts";
import { styled, terminalLayout, wrapped } from "../report/layout.ts";
import { WORDS } from "../report/words.ts";
import { failingCheck, taskOf } from "../start/failing.ts";
import { type Hint, LAST_LEVEL, nextHint, taskNamed } from "../start/hints.ts";
import { digestOf, type JudgingSource, readFile } from "../start/judging.ts";
import { progressOf, recordOf } from "../start/progress.ts";
import { ProgressFile } from "../start/progress_file.ts";
import { START_WORDS } from "../start/words.ts";
import type { ExerciseResult, Status } from "../result.ts";
import type { Language, Text } from "../text.ts";
import type { Command } from "./run.ts";
import { freshSeed } from "./seed.ts";
import { selectOne } from "./select.ts";
import { integer, readArguments, UsageError } from "./usage.ts";

/** Hints: of one level where that or a task is named, else the next for what went wrong last. */
export function hintCommand(source: JudgingSource): Command {
  return async (args, language) => {
    const { names, options } = await readArguments(args, {
      options: ["lang", "level"],
      flags: [],
    });
    const level = integer("level", options.level, [1, LAST_LEVEL]);
    const [named, ...rest] = names;
    // A report names checks, such as 8-6.4.ties of task 8-6.4.
    const name = named && taskOf(named);
    const id = named?.split(".")[0];
    const exercise = selectOne(
      await readCatalog(),
      id === undefined ? [] : [id, ...rest],
      "hint",
    );
    const file = new ProgressFile();
    if (name !== id || level !== undefined) {
      const tasks = selectTasks(exercise, name);
      await showLevel({ file, exercise, tasks, level: level ?? 1, language });
    } else await showNext({ file, exercise, source, language });
    return 0;
  };
}

type Task = Exercise["tasks"][number];

function selectTasks({ id, tasks }: Exercise, name: string): Task[] {
  if (name === id) return tasks;
  const found = tasks.filter((task) => task.id === name);
  if (found.length > 0) return found;
  const ids = tasks.map((task) => task.id);
  throw new UsageError({
    en: `There is no task ${name}: exercise ${id} has ${ids.join(", ")}`,
    zh: `没有任务 ${name}：习题 ${id} 有 ${ids.join("、")}`,
  });
}

interface Asked {
  file: ProgressFile;
  exercise: Exercise;
  language: Language;
}

async function showLevel(
  { file, exercise, tasks, level, language }: Asked & {
    tasks: Task[];
    level: number;
  },
): Promise<void> {
  for (const { id } of tasks) {
    await give({ file, exercise, language }, { task: id, level });
  }
  if (level === LAST_LEVEL) return;
  const name = tasks.length === 1 ? tasks[0].id : exercise.id;
  showMore(`${name} --level ${level + 1}`, language);
}

/** First what went wrong, then the next hint for it; a file that does not load needs none. */
async function showNext(
  { file, exercise, source, language }: Asked & { source: JudgingSource },
): Promise<void> {
  const situation = await whatHappened(file, exercise, source);
  const layout = terminalLayout();
  if (situation.said) {
    const said = wrapped(situation.said[language], 0, layout);
    console.log(styled(said, "yellow", layout));
  }
  if (situation.task === undefined) return;
  const { progress } = await file.read();
  const hint = nextHint(progress, exercise.id, situation.task);
  await give({ file, exercise, language }, hint);
  if (hint.level < LAST_LEVEL) showMore(exercise.id, language);
}

/** Prints a hint and keeps that it was taken. */
async function give(
  { file, exercise, language }: Asked,
  { task, level }: Hint,
): Promise<void> {
  const layout = terminalLayout();
  const { id, function: fn, hints } = taskNamed(exercise, task);
  const rung = START_WORDS[language].hint(level, LAST_LEVEL);
  console.log(`${styled(`${id} ${fn}`, "bold", layout)} · ${rung}`);
  console.log(wrapped(hints[language][level - 1], 2, layout));
  await file.change({ kind: "hint", id: exercise.id, task, level });
}

function showMore(words: string, language: Language): void {
  const more = `deno task hint ${words}`;
  console.log(language === "en" ? `\nMore: ${more}` : `\n更多提示：${more}`);
}

/** The task to hint at, if there is one, and what is said first. */
interface Situation {
  task?: string;
  said?: Text;
}

/** From the last result that was kept, if the file is still the same; else the file is judged. */
async function whatHappened(
  file: ProgressFile,
  exercise: Exercise,
  source: JudgingSource,
): Promise<Situation> {
  const { progress } = await file.read();
  const kept = progressOf(progress, exercise.id).result;
  const submission = await readFile(exercise);
  const digest = digestOf(submission);
  if (kept?.file === digest && TELLING.includes(kept.status)) {
    if (kept.task === undefined) return FULL_MARKS;
    const mistake = kept.mistake === undefined
      ? undefined
      : await source.mistake(exercise, kept.mistake);
    return { task: kept.task, said: mistake && looksLike(mistake) };
  }
  const judging = await source.open();
  const result = await judging.judge(exercise, submission, {
    seed: freshSeed(),
    signal: new AbortController().signal,
  });
  const record = recordOf(result, digest);
  if (record) {
    await file.change({ kind: "result", id: exercise.id, result: record });
  }
  return situationOf(result);
}

// After others it is worth seeing the message again.
const TELLING: readonly Status[] = ["passed", "todo", "failed"];

const FULL_MARKS: Situation = {
  said: {
    en: "Nothing is wrong: there is nothing to hint at",
    zh: "没有错误，不需要提示",
  },
};

function situationOf(result: ExerciseResult): Situation {
  const failing = failingCheck(result);
  if (!failing) return FULL_MARKS;
  const common = commonMessage(result.checks);
  if (common) return { said: common };
  const said = failing.diagnosis
    ? looksLike(failing.diagnosis.text)
    : failing.status === "todo"
    ? undefined
    : failing.message ?? undefined;
  return { task: taskOf(failing.id), said };
}

function looksLike({ en, zh }: Text): Text {
  return { en: `${WORDS.en.looksLike}${en}`, zh: `${WORDS.zh.looksLike}${zh}` };
}
