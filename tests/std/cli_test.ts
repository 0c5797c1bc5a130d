// The judge is node:assert. Every fact here holds for jsr:@std/cli too, on
// which these tests also run.
import judge from "node:assert/strict";
import { parseArgs } from "@std/cli";
import { parseArgs as fromItsOwnPath } from "@std/cli/parse-args";

/** Without the types that depend on the options, which the last test is about. */
const parse = parseArgs as unknown as (
  args: string[],
  options: Record<string, unknown>,
) => unknown;

/** The command line is written as one text; its parts have no spaces. */
function check(
  line: string,
  options: Record<string, unknown>,
  expected: object,
): void {
  judge.deepEqual(parse(line === "" ? [] : line.split(" "), options), expected);
}

Deno.test("parseArgs() is the same function when it comes from parse-args", () => {
  judge.equal(parseArgs, fromItsOwnPath);
});

Deno.test("parseArgs() guesses what options are when none is declared", () => {
  check("", {}, { _: [] });
  check("grade 8-6 7", {}, { _: ["grade", "8-6", 7] });
  check("--fast", {}, { fast: true, _: [] });
  check("--lang zh x", {}, { lang: "zh", _: ["x"] });
  check("--lang=zh x", {}, { lang: "zh", _: ["x"] });
  check("--a --b c", {}, { a: true, b: "c", _: [] });
  check("--x=a=b", {}, { x: "a=b", _: [] });
});

Deno.test("parseArgs() makes numbers of untyped values when they look like some", () => {
  check("--n 5 --m=-5 --x 0x1f --e 1e3 --v 1.2.3", {}, {
    n: 5,
    m: -5,
    x: 31,
    e: 1000,
    v: "1.2.3",
    _: [],
  });
  judge.deepEqual(parse(["-x", "\t"], {}), { x: "\t", _: [] });
});

Deno.test("parseArgs() keeps the text of a value when the option is a string", () => {
  const string = ["id", "_"];
  check("--id 007", { string }, { id: "007", _: [] });
  check("--id=8", { string }, { id: "8", _: [] });
  check("8 007", { string }, { _: ["8", "007"] });
});

Deno.test("parseArgs() gives an empty text when the value of a string is missing", () => {
  const string = ["lang", "l"];
  check("--lang", { string }, { lang: "", _: [] });
  check("--lang --fast", { string }, { lang: "", fast: true, _: [] });
  check("-l", { string }, { l: "", _: [] });
  check("", { string }, { _: [] });
});

Deno.test("parseArgs() takes an option for a value when neither starts with a hyphen", () => {
  check("--n -5", {}, { n: true, 5: true, _: [] });
  check("--file -", {}, { file: true, _: ["-"] });
  check("-f -", {}, { f: "-", _: [] });
});

Deno.test("parseArgs() takes no value when the option is boolean", () => {
  const boolean = ["strict", "s"];
  check("--strict 8-6", { boolean }, { strict: true, s: false, _: ["8-6"] });
  check("-s 8-6", { boolean }, { strict: false, s: true, _: ["8-6"] });
  check("", { boolean }, { strict: false, s: false, _: [] });
});

Deno.test("parseArgs() takes true and false when the option is boolean", () => {
  const boolean = ["strict"];
  check("--strict false x", { boolean }, { strict: false, _: ["x"] });
  check("--strict true x", { boolean }, { strict: true, _: ["x"] });
  check("--strict=false", { boolean }, { strict: false, _: [] });
  check("--strict=yes", { boolean }, { strict: true, _: [] });
  check("--other=false", { boolean }, {
    strict: false,
    other: "false",
    _: [],
  });
});

Deno.test("parseArgs() takes every long option as boolean when boolean is true", () => {
  check("a --honk b -p 55 --tacos=good", { boolean: true }, {
    honk: true,
    tacos: "good",
    p: 55,
    _: ["a", "b"],
  });
  check("--honk false b --tacos=true", { boolean: true }, {
    honk: false,
    tacos: "true",
    _: ["b"],
  });
  check("--lang zh", { boolean: true, string: "lang" }, {
    lang: "",
    _: ["zh"],
  });
});

Deno.test("parseArgs() keeps the last value when an option is repeated", () => {
  check("--lang en --lang zh", {}, { lang: "zh", _: [] });
  check("--lang en --lang zh", { string: "lang" }, { lang: "zh", _: [] });
  check("-v 3 -v 5 -v 7", {}, { v: 7, _: [] });
  check("--v --v", {}, { v: true, _: [] });
});

Deno.test("parseArgs() makes a list when the option collects", () => {
  const options = { string: ["id"], collect: ["id"] };
  check("--id 8-6", options, { id: ["8-6"], _: [] });
  check("--id 8-6 --id 7", options, { id: ["8-6", "7"], _: [] });
  check("", options, { id: [], _: [] });
  check("--n 3 --n x --n", { collect: "n" }, { n: [3, "x", true], _: [] });
  check("--v --v", { boolean: "v", collect: "v" }, { v: [true, true], _: [] });
  check("", { boolean: "v", collect: "v" }, { v: [], _: [] });
});

Deno.test("parseArgs() negates an option when it is negatable", () => {
  const options = { boolean: ["color"], negatable: ["color"] };
  check("--no-color", options, { color: false, _: [] });
  check("--no-color x", options, { color: false, _: ["x"] });
  check("--no-color --color", options, { color: true, _: [] });
  check("--color --no-color", options, { color: false, _: [] });
});

Deno.test("parseArgs() keeps no- in the name when the option is not negatable", () => {
  check("--no-color", {}, { "no-color": true, _: [] });
  check("--no-color x", {}, { "no-color": "x", _: [] });
  check("--no-color", { boolean: ["color"] }, {
    color: false,
    "no-color": true,
    _: [],
  });
});

Deno.test("parseArgs() forgets what it collected when the option is negated", () => {
  const options = { string: "id", collect: "id", negatable: "id" } as const;
  check("--id 3 --no-id", options, { id: false, _: [] });
  check("--no-id --id 3", options, { id: ["3"], _: [] });
});

Deno.test("parseArgs() keeps the sign of equality in the name when nothing follows it", () => {
  check("--lang=", {}, { "lang=": true, _: [] });
  check("--lang= zh", {}, { "lang=": "zh", _: [] });
  check("--lang=", { string: ["lang"] }, { "lang=": true, _: [] });
});

Deno.test("parseArgs() gives a value to every name when an option has several", () => {
  const alias = { help: ["h", "?"] };
  check("-h", { alias, boolean: "help" }, {
    help: true,
    h: true,
    "?": true,
    _: [],
  });
  check("--help x", { alias, boolean: "h" }, {
    help: true,
    h: true,
    "?": true,
    _: ["x"],
  });
  check("-l 007", { alias: { l: "lang" }, string: "lang" }, {
    l: "007",
    lang: "007",
    _: [],
  });
  check("", { alias: { l: "lang" }, default: { lang: "en" } }, {
    l: "en",
    lang: "en",
    _: [],
  });
});

Deno.test("parseArgs() uses the default when an option is not given", () => {
  const options = { boolean: ["strict"], default: { strict: true, jobs: 2 } };
  check("", options, { strict: true, jobs: 2, _: [] });
  check("--jobs 3 --strict=false", options, { strict: false, jobs: 3, _: [] });
  check("", { string: "id", collect: "id", default: { id: ["a"] } }, {
    id: ["a"],
    _: [],
  });
});

Deno.test("parseArgs() takes letters apart when they share a hyphen", () => {
  check("-cat", {}, { c: true, a: true, t: true, _: [] });
  check("-cat meow", {}, { c: true, a: true, t: "meow", _: [] });
  check("-n5 x", {}, { n: 5, _: ["x"] });
  check("-n=5", {}, { n: 5, _: [] });
  check("-art", { string: ["a", "t"] }, { a: "", r: true, t: "", _: [] });
  check("-I/usr/lib", {}, { I: "/usr/lib", _: [] });
});

Deno.test("parseArgs() reads no options when -- came before", () => {
  check("--a -- --b 5", {}, { a: true, _: ["--b", "5"] });
  check("x -- --b 5", { "--": true }, { _: ["x"], "--": ["--b", "5"] });
  check("x", { "--": true }, { _: ["x"], "--": [] });
  check("--a -- b", { string: "a" }, { a: "", _: ["b"] });
});

Deno.test("parseArgs() reads no options when it stops early and an argument came before", () => {
  const options = { stopEarly: true };
  check("--a b try --c 5", options, { a: "b", _: ["try", "--c", "5"] });
  check("try -- 5", { ...options, "--": true }, { _: ["try"], "--": ["5"] });
});

Deno.test("parseArgs() tells argument, key and raw value when an option is unknown", () => {
  const seen: unknown[] = [];
  const args = parseArgs(
    ["--bad", "5", "-b=x", "--worse", "--no-lang", "7", "--lang", "zh"],
    {
      string: ["lang"],
      unknown: (arg, key, value) => {
        seen.push([arg, key, value]);
        return false;
      },
    },
  );
  judge.deepEqual(seen, [
    ["--bad", "bad", "5"],
    ["-b=x", "b", "x"],
    ["--worse", "worse", true],
    ["--no-lang", "no-lang", "7"],
  ]);
  judge.deepEqual(args, { lang: "zh", _: [] });
});

Deno.test("parseArgs() asks about arguments when they are no options", () => {
  const unknown = (arg: string, key?: string) =>
    key === undefined && arg !== "drop";
  check("keep drop 7", { unknown }, { _: ["keep", 7] });
});

Deno.test("parseArgs() asks about an option with a value when boolean is true", () => {
  const unknown = (arg: string) => arg !== "--tacos=good";
  check("--honk --tacos=good", { boolean: true, unknown }, {
    honk: true,
    _: [],
  });
});

Deno.test("parseArgs() keeps an unknown option when the answer is not false", () => {
  check("--bad 5", { unknown: () => undefined }, { bad: 5, _: [] });
});

Deno.test("parseArgs() knows an option when it has another name or is boolean", () => {
  const unknown = () => judge.fail("asked about a known option");
  check("-h --lang zh", {
    alias: { h: "help", l: "lang" },
    boolean: ["help"],
    unknown,
  }, { h: true, help: true, l: "zh", lang: "zh", _: [] });
  check("--any", { boolean: true, unknown }, { any: true, _: [] });
});

Deno.test("parseArgs() does not mutate the arguments when it reads them", () => {
  const args = Object.freeze(["--a", "b", "--", "c"]) as string[];
  judge.deepEqual(parseArgs(args), { a: "b", _: ["c"] });
});

Deno.test("parseArgs() types options when they are declared", () => {
  const args = parseArgs(["--lang", "zh", "--id", "3", "-h"], {
    boolean: ["strict", "help"],
    string: ["lang", "id", "seed"],
    collect: ["id"],
    default: { seed: "7" },
    alias: { help: "h" },
    "--": true,
  });
  const lang: string | undefined = args.lang;
  const strict: boolean = args.strict;
  const id: string[] = args.id;
  const seed: string = args.seed;
  const rest: string[] = args["--"];
  const positional: (string | number)[] = args._;
  judge.deepEqual(
    { lang, strict, id, seed, rest, positional, help: args.help },
    {
      lang: "zh",
      strict: false,
      id: ["3"],
      seed: "7",
      rest: [],
      positional: [],
      help: true,
    },
  );
});
