import type { Text } from "../text.ts";

/** A command was used wrongly: one line, exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(readonly text: Text) {
    super(text.en);
  }
}

/** What a command line holds: the names without a dash, and the options. */
export interface Arguments {
  names: string[];
  options: Record<string, string | undefined>;
  flags: Record<string, boolean>;
}

/** The options and flags a command knows. */
export interface Grammar {
  options: string[];
  flags: string[];
}

/**
 * Reads a command line.
 *
 * @throws {UsageError} If an option is not known, is given twice with two values, or lacks its value.
 */
export async function readArguments(
  args: string[],
  grammar: Grammar,
): Promise<Arguments> {
  if (args.length === 0) return NO_ARGUMENTS;
  // Loaded only now: it brings a CommonJS package, and a bare command is quicker without.
  const { parseArgs } = await import("@std/cli/parse-args");
  const parsed = parseArgs(args, {
    string: [...grammar.options, "_"],
    boolean: grammar.flags,
    collect: grammar.options,
    unknown: (argument) => {
      if (argument.startsWith("-")) throw unknownOption(argument, grammar);
      return true;
    },
  }) as Record<string, unknown>;
  const options: Arguments["options"] = {};
  for (const name of grammar.options) {
    const values = new Set(parsed[name] as string[]);
    if (values.size > 1) {
      const given = [...values].map((value) => `--${name} ${value}`);
      throw new UsageError({
        en: `${given.join(" and ")} contradict each other: give one`,
        zh: `${given.join(" 与 ")} 互相矛盾：请只给一个`,
      });
    }
    const [value] = values;
    if (value === "") {
      throw new UsageError({
        en: `--${name} needs a value, such as --${name} ${
          EXAMPLES[name] ?? "X"
        }`,
        zh: `--${name} 需要一个值，例如 --${name} ${EXAMPLES[name] ?? "X"}`,
      });
    }
    options[name] = value;
  }
  return {
    names: (parsed._ as unknown[]).map(String),
    options,
    flags: Object.fromEntries(
      grammar.flags.map((name) => [name, parsed[name] === true]),
    ),
  };
}

const NO_ARGUMENTS: Arguments = { names: [], options: {}, flags: {} };

const EXAMPLES: Record<string, string> = {
  submission: "DIR",
  name: "anna",
  format: "json",
  output: "FILE",
  lang: "zh",
  seed: "7",
  jobs: "2",
  timeout: "2000",
  isolation: "auto",
  level: "2",
  task: "copy",
  data: "DIR",
  backend: "auto",
};

function unknownOption(argument: string, grammar: Grammar): UsageError {
  const known = [...grammar.options, ...grammar.flags]
    .map((name) => `--${name}`).join(" ");
  return new UsageError({
    en: `There is no option ${argument.split("=")[0]}: known are ${known}`,
    zh: `没有选项 ${argument.split("=")[0]}：可用的有 ${known}`,
  });
}

/** An option's value as one of several words. */
export function oneOf<Word extends string>(
  name: string,
  value: string | undefined,
  words: readonly Word[],
): Word | undefined {
  if (value === undefined) return undefined;
  const word = words.find((each) => each === value);
  if (word !== undefined) return word;
  throw new UsageError({
    en: `--${name} must be one of ${words.join(", ")}: it is ${value}`,
    zh: `--${name} 必须是 ${words.join("、")} 之一：现在是 ${value}`,
  });
}

/** An option's value as an integer within bounds. */
export function integer(
  name: string,
  value: string | undefined,
  [least, most]: [number, number],
): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^-?\d+$/.test(value) && number >= least && number <= most) return number;
  throw new UsageError({
    en: `--${name} must be an integer from ${least} to ${most}: it is ${value}`,
    zh: `--${name} 必须是 ${least} 到 ${most} 的整数：现在是 ${value}`,
  });
}

/** The value of --lang, before the rest of the command line is read: what is wrong with it is said in that language. */
export function askedLanguage(args: string[]): string | undefined {
  const index = args.findIndex((argument) => /^--lang(=|$)/.test(argument));
  if (index === -1) return undefined;
  return args[index].includes("=") ? args[index].slice(7) : args[index + 1];
}

/**
 * Checks the value of --lang.
 *
 * @throws {UsageError} If it is no language of the reports.
 */
export function requireLanguage(args: string[]): void {
  const asked = askedLanguage(args);
  if (asked === undefined || asked === "en" || asked === "zh") return;
  throw new UsageError({
    en: `--lang must be one of en, zh: it is ${asked}`,
    zh: `--lang 必须是 en、zh 之一：现在是 ${asked}`,
  });
}
