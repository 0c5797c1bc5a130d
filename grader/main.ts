/**
 * The command line: `deno task grade`, `try`, `list`, `hint`, `reset`, `doctor`.
 *
 * Each command is loaded when it is asked for, so that a list need not wait
 * for what only grading needs.
 *
 * @module
 */

import { IsolationError } from "./box/isolation_error.ts";
import { UsageError } from "./cli/usage.ts";
import { chooseLanguage, type Language } from "./text.ts";

type Command = (args: string[], language: Language) => Promise<number>;

const COMMANDS: Record<string, () => Promise<Command>> = {
  grade: async () => (await import("./cli/grade.ts")).gradeCommand,
  try: async () => (await import("./cli/try.ts")).tryCommand,
  list: async () => (await import("./cli/list.ts")).listCommand,
  hint: async () => (await import("./cli/hint.ts")).hintCommand,
  reset: async () => (await import("./cli/reset.ts")).resetCommand,
  doctor: async () => (await import("./cli/doctor.ts")).doctorCommand,
};

/** Runs a command and returns its exit status: 2 for wrong usage, 3 if the grader failed. */
export async function main([name, ...args]: string[]): Promise<number> {
  const language = chooseLanguage(
    askedLanguage(args),
    (variable) => Deno.env.get(variable),
  );
  try {
    if (args.includes("--help") || args.includes("-h")) {
      const { helpText } = await import("./cli/help.ts");
      console.log(helpText(name, language));
      return 0;
    }
    requireLanguage(args);
    const load = COMMANDS[name];
    if (!load) throw unknownCommand(name);
    return await (await load())(args, language);
  } catch (error) {
    return complain(error, language);
  }
}

function complain(error: unknown, language: Language): number {
  if (error instanceof UsageError) {
    console.error(error.text[language]);
    return 2;
  }
  if (error instanceof IsolationError) {
    console.error(error.text[language]);
    return 3;
  }
  const message = error instanceof Error ? error.message : `${error}`;
  console.error(
    language === "en"
      ? `The grader failed: ${message}`
      : `评分器出错：${message}`,
  );
  if (Deno.env.get("MNEME_DEBUG")) console.error(error);
  return 3;
}

function askedLanguage(args: string[]): string | undefined {
  const index = args.findIndex((argument) => /^--lang(=|$)/.test(argument));
  if (index === -1) return undefined;
  return args[index].includes("=") ? args[index].slice(7) : args[index + 1];
}

function requireLanguage(args: string[]): void {
  const asked = askedLanguage(args);
  if (asked === undefined || asked === "en" || asked === "zh") return;
  throw new UsageError({
    en: `--lang must be one of en, zh: it is ${asked}`,
    zh: `--lang 必须是 en、zh 之一：现在是 ${asked}`,
  });
}

function unknownCommand(name: string | undefined): UsageError {
  const known = Object.keys(COMMANDS).join(", ");
  return new UsageError({
    en: `There is no command ${name ?? "without a name"}: known are ${known}`,
    zh: `没有命令 ${name ?? ""}：可用的有 ${known}`,
  });
}

if (import.meta.main) Deno.exit(await main(Deno.args));
