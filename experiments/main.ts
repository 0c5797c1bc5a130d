/**
 * The command line of the experiments: `deno task experiment`.
 *
 * @module
 */
import {
  askedLanguage,
  requireLanguage,
  UsageError,
} from "../grader/cli/usage.ts";
import { standardScreen } from "../grader/class/progress.ts";
import { chooseLanguage, type Language } from "../grader/text.ts";
import { type Command, readCommand } from "./command.ts";
import { helpText, listText } from "./help.ts";
import { Trouble } from "./trouble.ts";

/** Runs the command and returns its exit status: 1 if a figure was missed that must be reached, 2 for wrong usage, 3 for trouble. */
export async function main(args: string[]): Promise<number> {
  const language = chooseLanguage(
    askedLanguage(args),
    (name) => Deno.env.get(name),
  );
  try {
    requireLanguage(args);
    return await perform(await readCommand(args), language);
  } catch (error) {
    return complain(error, language);
  }
}

async function perform(command: Command, language: Language): Promise<number> {
  const { names, flags } = command;
  if (flags.help) return say(helpText(language));
  if (flags.table) {
    const { writeTable } = await import("./table/write.ts");
    await writeTable();
    return 0;
  }
  if (names.length === 0) return say(listText(language));
  // What computes is loaded only here, for it takes its time.
  const { perform } = await import("./perform.ts");
  return await perform(command, language, standardScreen());
}

function say(text: string): number {
  standardScreen().print(text);
  return 0;
}

function complain(error: unknown, language: Language): number {
  if (error instanceof UsageError || error instanceof Trouble) {
    console.error(error.text[language]);
    return error instanceof UsageError ? 2 : 3;
  }
  const message = error instanceof Error ? error.message : `${error}`;
  console.error(
    language === "en"
      ? `The experiment failed: ${message}`
      : `实验出错：${message}`,
  );
  if (Deno.env.get("MNEME_DEBUG")) console.error(error);
  return 3;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
