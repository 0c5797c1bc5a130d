/** One name or several. */
export type Names<Name extends string> = Name | readonly Name[];

/** What each option is. */
export interface ParseOptions<
  Booleans extends string,
  Strings extends string,
  Collects extends string,
  Negatables extends string,
  Defaults extends Record<string, unknown>,
  DoubleDash extends boolean,
> {
  /** Whether what follows `--` goes to `result["--"]` and not to `result._`. */
  "--"?: DoubleDash;
  /** Other names of an option. */
  alias?: Readonly<Record<string, Names<string>>>;
  /** Options without a value, false by default; `true` for every `--name` that has none. */
  boolean?: boolean | Names<Booleans>;
  /** Options that may be repeated: their values make a list. Of others the last value counts. */
  collect?: Names<Collects>;
  /** Values of options that are not given. */
  default?: Defaults;
  /** Options that `--no-name` sets to false. */
  negatable?: Names<Negatables>;
  /** Whether everything after the first argument that is no option goes to `result._`. */
  stopEarly?: boolean;
  /** Options whose value stays text even if it looks like a number; "" if it is missing. */
  string?: Names<Strings>;
  /** Asked about each argument that is no known option; what it answers with false is left out. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

type Single<Name, Booleans> = Name extends Booleans ? boolean : string;

type Value<Name, Booleans, Strings, Collects, Negatables> =
  | (Name extends Collects
    ? (Name extends Booleans | Strings ? Single<Name, Booleans> : unknown)[]
    : Name extends Booleans ? boolean
    : string | undefined)
  | (Name extends Negatables ? false : never);

type Values<
  Booleans extends string,
  Strings extends string,
  Collects extends string,
  Negatables extends string,
  Defaults,
> = {
  [Name in Booleans | Strings | Collects | keyof Defaults]: Name extends
    Booleans | Strings | Collects ? Name extends keyof Defaults ?
        | NonNullable<Value<Name, Booleans, Strings, Collects, Negatables>>
        | Defaults[Name]
    : Value<Name, Booleans, Strings, Collects, Negatables>
    : unknown;
};

/** The result; the type of an option that is not declared is unknown, or any if none is. */
export type Args<
  Booleans extends string,
  Strings extends string,
  Collects extends string,
  Negatables extends string,
  Defaults,
  DoubleDash extends boolean,
> =
  & ([Booleans | Strings | Collects] extends [never]
    // deno-lint-ignore no-explicit-any -- as in the real package
    ? Record<string, any>
    :
      & Record<string, unknown>
      & Values<Booleans, Strings, Collects, Negatables, Defaults>)
  & { _: (string | number)[] }
  & (DoubleDash extends true ? { "--": string[] } : unknown);
