/**
 * Runs a command of a table: its language, its help, and what is said when it
 * was used wrongly or the grader failed.
 *
 * @module
 */

import { IsolationError } from "../box/isolation_error.ts";
import { chooseLanguage, type Language } from "../text.ts";
import { askedLanguage, requireLanguage, UsageError } from "./usage.ts";

/** A command: its arguments and the language in, the exit status out. */
export type Command = (args: string[], language: Language) => Promise<number>;

/** Commands by name, each loaded when it is asked for, so that a list need not wait for what only grading needs. */
export type Commands = Record<string, () => Promise<Command>>;

/** Runs a command and returns its exit status: 2 for wrong usage, 3 if the grader failed. */
export async function runCommand(
  commands: Commands,
  [name, ...args]: string[],
  helpOf: (command: string) => string = (command) => command,
): Promise<number> {
  const language = chooseLanguage(
    askedLanguage(args),
    (variable) => Deno.env.get(variable),
  );
  try {
    if (args.includes("--help") || args.includes("-h")) {
      const { helpText } = await import("./help.ts");
      console.log(helpText(helpOf(name), language));
      return 0;
    }
    requireLanguage(args);
    const load = Object.hasOwn(commands, name) && commands[name];
    if (!load) throw unknownCommand(name, commands);
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

function unknownCommand(
  name: string | undefined,
  commands: Commands,
): UsageError {
  const known = Object.keys(commands).join(", ");
  return new UsageError({
    en: `There is no command ${name ?? "without a name"}: known are ${known}`,
    zh: `没有命令 ${name ?? ""}：可用的有 ${known}`,
  });
}
