import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type DocOutput, findDocViolations } from "../../tools/doc_comments.ts";
import {
  findHeadingViolations,
  findLengthViolations,
  findLinkViolations,
  findVersionViolations,
} from "../../tools/documents.ts";

/** A docstring that lacks nothing, in parts that a test may take out. */
const COMPLETE = {
  description: " * Doubles: y = 2x.\n *",
  source: " * @source NNDL §8.2",
  firstParam: " * @param x A number.",
  secondParam: " * @param options `times` is how often.",
  thirdParam: " * @param rest More numbers.",
  returns: " * @returns Twice the number.\n *",
  title: " * @example Two is doubled",
  code: " * ```ts\n * double(2);\n * ```",
};

const FUNCTION =
  "export function double(x: number, { times = 1 }: { times?: number } = {}, ...rest: number[]): number { return x * times + rest.length; }";

/** What deno doc really says of a source, so that a change of its form is noticed. */
async function docOf(source: string): Promise<DocOutput> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/mod.ts`, source);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["doc", "--json", "mod.ts"],
      cwd: folder,
    }).output();
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function lacksOf(source: string): Promise<string[]> {
  return findDocViolations(await docOf(source))
    .map((line) => line.replace(/^.*?:\d+: /, ""));
}

function documented(without: (keyof typeof COMPLETE)[], code: string): string {
  const parts = Object.entries(COMPLETE)
    .filter(([part]) => !without.includes(part as keyof typeof COMPLETE))
    .map(([, text]) => text);
  return `/**\n${parts.join("\n")}\n */\n${code}\n`;
}

Deno.test("findDocViolations() finds nothing when a docstring is complete", async () => {
  assertEquals(await lacksOf(documented([], FUNCTION)), []);
});

Deno.test("findDocViolations() names what is missing when a part is taken out", async () => {
  const expected: [keyof typeof COMPLETE, string][] = [
    ["description", "double has no description"],
    ["source", "double has no @source"],
    ["firstParam", "double has no @param for x in place 1"],
    // The third tag then stands in place 2, whose parameter has no name.
    ["secondParam", "double has no @param for rest in place 3"],
    ["thirdParam", "double has no @param for rest in place 3"],
    ["returns", "double has no @returns"],
    ["title", "double has no @example"],
    ["code", "double has an @example without ```ts code"],
  ];
  for (const [part, lack] of expected) {
    const lacks = await lacksOf(documented([part], FUNCTION));
    assert(lacks.includes(lack), `${part}: ${lacks.join("; ")}`);
  }
});

Deno.test("findDocViolations() counts parameters when they have no name", async () => {
  const without = ["firstParam", "secondParam", "thirdParam"] as const;
  const code = "export function f({ a }: { a: number }): number { return a; }";
  assertEquals(await lacksOf(documented([...without], code)), [
    "f has no @param for the destructured parameter in place 1",
  ]);
  assertEquals(await lacksOf(documented(["firstParam"], code)), [
    "f has a @param without a parameter",
  ]);
});

Deno.test("findDocViolations() wants no @returns when nothing is returned", async () => {
  const without = ["secondParam", "thirdParam", "returns"] as const;
  for (const type of ["void", "never", "Promise<void>", "asserts x is 3"]) {
    const code = `export declare function f(x: unknown): ${type};`;
    assertEquals(await lacksOf(documented([...without], code)), []);
  }
});

Deno.test("findDocViolations() wants a description only when a type is exported", async () => {
  assertEquals(await lacksOf("/** A pair. */\nexport type Pair = [1, 2];"), []);
  assertEquals(await lacksOf("export type Pair = [1, 2];"), [
    "Pair has no description",
  ]);
  assertEquals(await lacksOf("export interface Net { size: number }"), [
    "Net has no description",
  ]);
});

Deno.test("findDocViolations() wants source and example when a class is exported", async () => {
  assertEquals(await lacksOf("/** A net. */\nexport class Net {}"), [
    "Net has no @source",
    "Net has no @example",
  ]);
});

Deno.test("findVersionViolations() names each version when it is not the pinned one", () => {
  const files = [
    { path: "README.md", text: "npx -y deno@2.9.6 task\nnpx deno@2.9.5 task" },
    { path: ".ci/run", text: "npx deno@2 task; npx deno@latest task" },
  ];
  assertEquals(findVersionViolations("deno 2.9.6\n", files), [
    "README.md:2: deno@2.9.5 differs from 2.9.6",
    ".ci/run:1: deno@2 differs from 2.9.6",
    ".ci/run:1: deno@latest differs from 2.9.6",
  ]);
  assertEquals(findVersionViolations("node 22\n", files).length, 1);
});

const readmes = (english: string, chinese: string) => [
  { path: "README.md", text: english },
  { path: "README.zh.md", text: chinese },
];

Deno.test("findHeadingViolations() finds nothing when levels agree", () => {
  const documents = readmes(
    "# A\ntext\n```sh\n# no heading\n```\n## B\n",
    "# 甲\n## 乙\n",
  );
  assertEquals(findHeadingViolations(documents, [""]), []);
});

Deno.test("findHeadingViolations() names the first heading when levels differ", () => {
  assertEquals(
    findHeadingViolations(readmes("# A\n## B\n", "# 甲\n### 乙\n"), [""]),
    ['README.zh.md: heading 2 is "### 乙", in README.md "## B"'],
  );
  assertEquals(
    findHeadingViolations(readmes("# A\n## B\n", "# 甲\n"), [""]),
    ['README.zh.md: heading 2 is nothing, in README.md "## B"'],
  );
  assertEquals(
    findHeadingViolations(readmes("# A\n", "# 甲\n## 乙\n"), [""]),
    ['README.zh.md: heading 2 is "## 乙", in README.md nothing'],
  );
});

Deno.test("findHeadingViolations() names the file when a language is missing", () => {
  assertEquals(
    findHeadingViolations(readmes("# A\n", "# 甲\n"), ["", "exercises/8_1/"]),
    [
      "exercises/8_1/README.md: is missing",
      "exercises/8_1/README.zh.md: is missing",
    ],
  );
});

Deno.test("findLinkViolations() names links when they lead nowhere", () => {
  const text = [
    "[a](there.md) [b](gone.md#part) ![c](../img.png)",
    "[ref]: gone.md",
    "[web](https://a.test) [mail](mailto:a@a.test) [here](#part)",
    "`[code](gone.md)` and $E[x](y)$",
    "```\n[fenced](gone.md)\n```",
    "[last](../up.md)",
  ].join("\n");
  const exists = (path: string) => ["docs/there.md", "img.png"].includes(path);
  assertEquals(findLinkViolations([{ path: "docs/a.md", text }], exists), [
    "docs/a.md:1: links to gone.md#part, which does not exist",
    "docs/a.md:2: links to gone.md, which does not exist",
    "docs/a.md:8: links to ../up.md, which does not exist",
  ]);
});

Deno.test("findLengthViolations() counts neither comments nor blank lines when it measures", () => {
  const code = (lines: number) => "x(`//`); // why\n".repeat(lines);
  const padding = "\n// a comment\n/*\n * more\n */\n".repeat(99);
  const files = [
    { path: "lib/short.ts", text: padding + code(250) },
    { path: "lib/long.ts", text: code(251) },
    { path: "tests/long.ts", text: code(251) },
    { path: "exercises/8_1/examples_test.ts", text: code(251) },
  ];
  const violations = findLengthViolations(files);
  assertEquals(violations.length, 1);
  assertStringIncludes(violations[0], "lib/long.ts: has 251 lines of code");
});
