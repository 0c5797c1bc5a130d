import minimist from "minimist";
import type { Args, Names, ParseOptions } from "./types.ts";

/**
 * Options and arguments of a command line.
 *
 * `minimist` takes groups of letters apart (`-xvf file`, `-n5`); which value
 * an option keeps is settled here, as the real package differs: without
 * `collect` the last value counts, `--no-name` negates only what is
 * `negatable`, and `unknown` is told key and value. Names with a dot, which
 * the real package turns into nested objects, stay as they are.
 *
 * @param args The arguments, usually Deno.args.
 * @param options What each option is.
 * @returns A value for each option, and in `_` the arguments that are none.
 */
export function parseArgs<
  Booleans extends string = never,
  Strings extends string = never,
  Collects extends string = never,
  Negatables extends string = never,
  // deno-lint-ignore ban-types -- no default at all
  Defaults extends Record<string, unknown> = {},
  DoubleDash extends boolean = false,
>(
  args: string[],
  options: ParseOptions<
    Booleans,
    Strings,
    Collects,
    Negatables,
    Defaults,
    DoubleDash
  > = {},
): Args<Booleans, Strings, Collects, Negatables, Defaults, DoubleDash> {
  const names = readNames(options);
  const { unknown = () => true, stopEarly = false } = options;
  const result: Record<string, unknown> & { _: (string | number)[] } = {
    _: [],
  };

  function set(flag: Flag, { collects }: { collects: boolean }): void {
    const { arg, name } = flag;
    const isString = names.strings.has(name);
    const isBoolean = names.booleans.has(name) ||
      names.everyLongIsBoolean && isBareLong(arg);
    const known = isString || isBoolean || names.aliases.has(name);
    const value = isString || flag.value !== "" ? flag.value : true;
    if (!known && unknown(arg, name, value) === false) return;
    const kept = typed(value, { isString, isBoolean });
    for (const each of [name, ...names.aliases.get(name) ?? []]) {
      result[each] = collects && names.collects.has(name)
        ? [...list(result[each]), kept]
        : kept;
    }
  }

  const end = args.includes("--") ? args.indexOf("--") : args.length;
  for (let i = 0; i < end; i++) {
    const arg = args[i];
    const negated = /^--no-([^=]+)$/.exec(arg)?.[1] ?? "";
    if (names.negatables.has(negated)) {
      set({ arg, name: negated, value: false }, { collects: false });
    } else if (/^-./s.test(arg)) {
      const next = i + 1 < end ? args[i + 1] : "";
      const { flags, tookNext } = readFlags(arg, mayTake(arg, next, names));
      flags.forEach((flag) => set(flag, { collects: true }));
      if (tookNext) i++;
    } else {
      if (unknown(arg) !== false) {
        result._.push(names.strings.has("_") ? arg : toNumber(arg));
      }
      if (stopEarly) {
        result._.push(...args.slice(i + 1, end));
        break;
      }
    }
  }

  fillIn(result, names, options.default ?? {});
  const rest = args.slice(end + 1);
  if (options["--"]) result["--"] = rest;
  else result._.push(...rest);
  return result as Args<
    Booleans,
    Strings,
    Collects,
    Negatables,
    Defaults,
    DoubleDash
  >;
}

/** One option as it was written; the value is "" if there is none. */
interface Flag {
  arg: string;
  name: string;
  value: string | false;
}

/** The names of the options by what they are, other names included. */
interface OptionNames {
  aliases: ReadonlyMap<string, string[]>;
  booleans: ReadonlySet<string>;
  strings: ReadonlySet<string>;
  collects: ReadonlySet<string>;
  negatables: ReadonlySet<string>;
  everyLongIsBoolean: boolean;
}

function readNames(
  { alias = {}, boolean = false, string, collect, negatable }: ParseOptions<
    string,
    string,
    string,
    string,
    Record<string, unknown>,
    boolean
  >,
): OptionNames {
  const aliases = new Map<string, string[]>();
  for (const [name, others] of Object.entries(alias)) {
    const group = [name, ...list(others)];
    for (const each of group) {
      aliases.set(each, group.filter((other) => other !== each));
    }
  }
  const named = (names?: Names<string>) =>
    new Set(
      list(names).flatMap((name) => [name, ...aliases.get(name) ?? []]),
    );
  return {
    aliases,
    booleans: named(typeof boolean === "boolean" ? [] : boolean),
    strings: named(string),
    collects: named(collect),
    negatables: named(negatable),
    everyLongIsBoolean: boolean === true,
  };
}

function list<T>(value: T | readonly T[] | undefined | false): T[] {
  if (value === undefined || value === false) return [];
  return Array.isArray(value) ? [...value] : [value as T];
}

function isBareLong(arg: string): boolean {
  return /^--[^=]+$/.test(arg);
}

/** The next argument if the option may have it as its value, else "". */
function mayTake(arg: string, next: string, names: OptionNames): string {
  const isLong = arg.startsWith("--");
  const name = isLong ? arg.slice(2) : arg.slice(-1);
  if (names.booleans.has(name) || isLong && names.everyLongIsBoolean) {
    return /^(true|false)$/.test(next) ? next : "";
  }
  // A lone hyphen means standard input, which `-f -` takes and `--file -` does not.
  const isValue = !next.startsWith("-") || !isLong && next === "-";
  return isValue ? next : "";
}

function readFlags(
  arg: string,
  next: string,
): { flags: Flag[]; tookNext: boolean } {
  const long = /^--(?<name>.+?)(?:=(?<value>.+))?$/s.exec(arg)?.groups;
  if (long) {
    const { name, value } = long;
    return {
      flags: [{ arg, name, value: value ?? next }],
      tookNext: value === undefined && next !== "",
    };
  }
  // All letters are strings to minimist: numbers and missing values are settled later.
  const { _: rest, ...letters } = minimist(next ? [arg, next] : [arg], {
    string: [...arg],
  });
  return {
    flags: Object.entries(letters).flatMap(([name, values]) =>
      list<string>(values as Names<string>)
        .map((value) => ({ arg, name, value }))
    ),
    tookNext: next !== "" && rest.length === 0,
  };
}

function typed(
  value: string | boolean,
  { isString, isBoolean }: { isString: boolean; isBoolean: boolean },
): unknown {
  if (value === "" || typeof value === "boolean") return value;
  if (isBoolean) return value !== "false";
  return isString ? value : toNumber(value);
}

function toNumber(text: string): string | number {
  return text.trim() !== "" && Number.isFinite(Number(text))
    ? Number(text)
    : text;
}

function fillIn(
  result: Record<string, unknown>,
  { aliases, booleans, strings, collects }: OptionNames,
  defaults: Record<string, unknown>,
): void {
  for (const [name, value] of Object.entries(defaults)) {
    if (Object.hasOwn(result, name)) continue;
    for (const each of [name, ...aliases.get(name) ?? []]) {
      result[each] = value;
    }
  }
  for (const name of [...booleans, ...strings]) {
    if (Object.hasOwn(result, name)) continue;
    if (collects.has(name)) result[name] = [];
    else if (booleans.has(name)) result[name] = false;
  }
}
