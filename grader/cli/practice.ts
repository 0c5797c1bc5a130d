import { join, relative } from "node:path";
import { type Exercise, EXERCISES, readCatalog } from "../catalog.ts";
import { ROOT, userFolder } from "../paths.ts";
import {
  padded,
  paddedLeft,
  type Style,
  styled,
  terminalLayout,
} from "../report/layout.ts";
import type { Language } from "../text.ts";
import { selectExercises } from "./select.ts";
import { temporaryImportMap } from "./try.ts";
import { readArguments } from "./usage.ts";

/** What became of an exercise's visible examples. */
export type Practice =
  | { kind: "ran"; passed: number; total: number }
  | { kind: "unloaded" | "slow" };

/** Whoever has written a loop without end wants to know. */
const PATIENCE = 30_000;

/** Runs the visible examples of the exercises and says how many pass; points are the teacher's to give. */
export async function practiceCommand(
  args: string[],
  language: Language,
): Promise<number> {
  const { names } = await readArguments(args, { options: ["lang"], flags: [] });
  const exercises = selectExercises(await readCatalog(), names);
  const layout = terminalLayout();
  const words = WORDS[language];
  console.log(styled(words.heading, "bold", layout));
  const imports = await temporaryImportMap();
  let next: Exercise | undefined;
  try {
    const running = exercises.map((exercise) => practice(exercise, imports));
    for (const [i, exercise] of exercises.entries()) {
      const came = await running[i];
      const solved = came.kind === "ran" && came.passed === came.total;
      if (!solved) next ??= exercise;
      const [sign, style]: [string, Style] = solved
        ? ["✓", "green"]
        : ["○", "yellow"];
      console.log(
        `${padded(exercise.id, 5)} ${padded(exercise.title[language], 40)} ${
          styled(`${sign} ${wordsFor(came, language)}`, style, layout)
        }`,
      );
    }
  } finally {
    await Deno.remove(imports);
  }
  if (next) {
    const file = join(EXERCISES, next.folder, next.file);
    console.log(`\n${words.next(relative(userFolder(), file), next.id)}`);
  } else console.log(`\n${words.allPass}`);
  return 0;
}

/** Runs the visible examples of one exercise without permissions, and counts. */
export async function practice(
  { folder }: Exercise,
  imports: string,
): Promise<Practice> {
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "--reporter=tap",
      ...["--no-check", "--no-lock", "--no-config"],
      `--import-map=${imports}`,
      join(EXERCISES, folder, "examples_test.ts"),
    ],
    cwd: ROOT,
    env: { RUST_BACKTRACE: "0", NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let slow = false;
  const timer = setTimeout(() => {
    slow = true;
    process.kill("SIGKILL");
  }, PATIENCE);
  const { stdout } = await process.output();
  clearTimeout(timer);
  if (slow) return { kind: "slow" };
  const lines = new TextDecoder().decode(stdout).split("\n");
  const passed = lines.filter((line) => /^ok \d+ /.test(line)).length;
  const failed = lines.filter((line) => /^not ok \d+ /.test(line)).length;
  return passed + failed === 0
    ? { kind: "unloaded" }
    : { kind: "ran", passed, total: passed + failed };
}

function wordsFor(came: Practice, language: Language): string {
  const words = WORDS[language];
  return came.kind === "ran"
    ? `${paddedLeft(`${came.passed}`, 2)}/${came.total} ${words.examples}`
    : words[came.kind];
}

const WORDS = {
  en: {
    heading:
      "Practice: the visible examples. Points are given by your teacher.",
    examples: "examples",
    unloaded: "does not load",
    slow: "takes too long",
    next: (file: string, id: string) =>
      `Next: ${file}\nWhat fails: deno task try ${id}\nStuck? deno task hint ${id}`,
    allPass:
      "All examples pass. Your teacher's checks use other inputs: test edges of your own.",
  },
  zh: {
    heading: "练习：只运行公开的例子，分数由老师评定。",
    examples: "个例子通过",
    unloaded: "无法加载",
    slow: "运行太久",
    next: (file: string, id: string) =>
      `下一步：${file}\n看哪里不对：deno task try ${id}\n卡住了？deno task hint ${id}`,
    allPass:
      "公开的例子都通过了。老师的检查使用其他输入：请自己试一试边界情况。",
  },
} satisfies Record<Language, unknown>;
