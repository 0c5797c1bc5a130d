/**
 * The command line as a user meets it: real processes with the permissions of
 * deno.json's tasks, in a folder of the user's own.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { dirname, join } from "node:path";
import { readCatalog } from "../../grader/catalog.ts";
import { explainPackages } from "../../grader/cli/doctor.ts";
import { ROOT } from "../../grader/paths.ts";
import type {
  CheckResult,
  ExerciseResult,
  Result,
} from "../../grader/result.ts";
import type { Language } from "../../grader/text.ts";

const { tasks } = JSON.parse(
  await Deno.readTextFile(join(ROOT, "deno.json")),
);
const catalog = await readCatalog();
const SOLUTIONS = join(ROOT, "solutions");

/** What a command printed, and how it ended. */
interface Ending {
  code: number;
  stdout: string;
  stderr: string;
}

interface Surroundings {
  /** Where the user stands. */
  from?: string;
  env?: Record<string, string>;
  /** The project's folder. */
  root?: string;
}

// Whoever runs the tests may have chosen a language or a secret.
const NEUTRAL = {
  LANG: "C.UTF-8",
  LC_ALL: "",
  LC_MESSAGES: "",
  MNEME_LANG: "",
  MNEME_DEBUG: "",
  MNEME_SEED: "",
};

/** Runs a command as `deno task` does: in the project's folder, with the user's in INIT_CWD. */
async function mneme(
  [command, ...args]: string[],
  { from = ROOT, env = {}, root = ROOT }: Surroundings = {},
): Promise<Ending> {
  const words: string[] = (tasks[command] ?? tasks.list).command.split(" ");
  const flags = words.slice(
    words.indexOf("run"),
    words.indexOf("grader/main.ts"),
  );
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...flags, "grader/main.ts", command, ...args],
    cwd: root,
    env: { ...NEUTRAL, INIT_CWD: from, ...env },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Does something with a new folder, and removes it. */
async function inFolder<Value>(
  work: (folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-cli-" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function pathOf(id: string): string {
  const { folder, file } = catalog.find((exercise) => exercise.id === id)!;
  return join(folder, file);
}

/** Writes files by their exercises' ids into a submission. */
async function handIn(
  submission: string,
  files: Record<string, string | Uint8Array>,
): Promise<void> {
  for (const [id, content] of Object.entries(files)) {
    const path = join(submission, pathOf(id));
    await Deno.mkdir(dirname(path), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
  }
}

/** Grades a submission and reads the JSON. */
async function gradeJson(
  submission: string,
  ...args: string[]
): Promise<Result> {
  const { code, stdout, stderr } = await mneme([
    "grade",
    ...["--submission", submission, "--format", "json", "--seed", "7"],
    ...args,
  ]);
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout);
}

function exerciseOf(result: Result, id: string): ExerciseResult {
  return result.exercises.find((exercise) => exercise.id === id)!;
}

function checkOf(result: Result, id: string): CheckResult {
  return result.exercises.flatMap(({ checks }) => checks)
    .find((check) => check.id === id)!;
}

/** Fails unless the command was refused in one line with that status. */
function assertRefused(ending: Ending, code: number, words: string[]): void {
  const { stdout, stderr } = ending;
  assertEquals([ending.code, stdout], [code, ""], stderr);
  assertMatch(stderr, /^[^\n]+\n$/);
  for (const word of words) assertStringIncludes(stderr, word);
}

/** The exercises that the tests of bad input hand in. */
const FOUR = ["8-1", "8-2", "8-3", "8-6"];

const solution = await Deno.readTextFile(join(SOLUTIONS, pathOf("8-6")));

/** Command lines that are wrong, and what the line must say in English and in Chinese. */
const WRONG: [args: string[], en: string[], zh: string[]][] = [
  [["grade", "8-7"], ["no exercise 8-7", "8-6"], ["没有习题 8-7", "8-6"]],
  [["grade", "8-6", "8.1"], ["no exercise 8.1", "8-1"], ["没有习题 8.1"]],
  [["grade", "8-6.2"], ["no exercise 8-6.2", "8-6"], ["没有习题 8-6.2"]],
  [
    ["grade", "--submission", "nowhere"],
    ["--submission nowhere", "does not exist"],
    ["--submission nowhere", "不存在"],
  ],
  [
    ["grade", "--submission", join(ROOT, "deno.json")],
    ["deno.json", "must be a folder", "it is a file"],
    ["deno.json", "必须是文件夹", "它是文件"],
  ],
  [
    ["grade", "--seed", "1", "--seed", "2"],
    ["--seed 1 and --seed 2", "contradict"],
    ["--seed 1", "--seed 2", "互相矛盾"],
  ],
  [
    ["grade", "--format=json", "--format", "text"],
    ["--format json and --format text", "contradict"],
    ["互相矛盾"],
  ],
  [
    ["hint", "8-6", "--level", "1", "--level", "3"],
    ["--level 1 and --level 3", "contradict"],
    ["互相矛盾"],
  ],
  [["grade", "--seed"], ["--seed needs a value"], ["--seed 需要一个值"]],
  [["grade", "--seed=-1"], ["--seed must be an integer"], ["整数"]],
  [["grade", "--seed", "1e3"], ["it is 1e3"], ["现在是 1e3"]],
  [["grade", "--jobs", "0"], ["--jobs", "from 1 to 256"], ["1 到 256"]],
  [["grade", "--timeout", "fast"], ["--timeout", "fast"], ["--timeout"]],
  [
    ["grade", "--isolation", "vm"],
    ["--isolation must be one of auto, bubblewrap, limits, permissions"],
    ["--isolation 必须是 auto、bubblewrap、limits、permissions 之一"],
  ],
  [["grade", "--format", "pdf"], ["--format", "pdf"], ["--format", "pdf"]],
  [["grade", "--sed", "7"], ["no option --sed", "--seed"], ["没有选项 --sed"]],
  [["hint"], ["deno task hint 8-1"], ["deno task hint 8-1"]],
  [["hint", "8-6", "8-1"], ["needs one exercise"], ["需要一道习题"]],
  [["hint", "8-9"], ["no exercise 8-9"], ["没有习题 8-9"]],
  [
    ["hint", "8-6.9"],
    ["no task 8-6.9", "8-6.1", "8-6.5"],
    ["没有任务 8-6.9", "8-6.5"],
  ],
  [["hint", "8-6", "--level", "4"], ["from 1 to 3"], ["1 到 3"]],
  [["reset"], ["deno task reset 8-1"], ["deno task reset 8-1"]],
  [["reset", "8-9"], ["no exercise 8-9"], ["没有习题 8-9"]],
  [["try"], ["deno task try 8-1"], ["deno task try 8-1"]],
  [["list", "--all"], ["no option --all"], ["没有选项 --all"]],
  [["mark", "8-6"], ["no command mark", "grade"], ["没有命令 mark", "grade"]],
];

Deno.test("main() refuses a command line in one line with status 2 when it is wrong", async () => {
  await inFolder(async (from) => {
    // Two at a time, as there may be two cores.
    for (const [args, en, zh] of WRONG) {
      const [english, chinese] = await Promise.all([
        mneme(args, { from }),
        mneme([...args, "--lang", "zh"], { from }),
      ]);
      assertRefused(english, 2, en);
      assertRefused(chinese, 2, zh);
    }
  });
});

Deno.test("main() refuses a language when it is neither en nor zh, or both", async () => {
  const [other, both] = await Promise.all([
    mneme(["list", "--lang", "fr"]),
    mneme(["list", "--lang", "en", "--lang", "zh"]),
  ]);
  assertRefused(other, 2, ["--lang must be one of en, zh", "fr"]);
  assertRefused(both, 2, ["--lang en and --lang zh", "contradict"]);
});

Deno.test("gradeCommand() gives each bad file its status and one clear line when it cannot be taken", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, {
      "8-1": new Uint8Array([0x2f, 0x2f, 0xc4, 0xdc]),
      "8-2": `// ${"x".repeat(1_000_000)}`,
      "8-3": "",
    });
    const linked = join(folder, pathOf("8-3"));
    await Deno.remove(linked);
    await Deno.symlink(join(SOLUTIONS, pathOf("8-3")), linked);
    const [json, ...texts] = await Promise.all([
      gradeJson(folder, ...FOUR),
      ...(["en", "zh"] as const).map((language) =>
        mneme(["grade", ...FOUR, "--submission", folder, "--lang", language])
      ),
    ]);
    const expected: Record<string, [string, Record<Language, string>]> = {
      "8-1": ["error", { en: "must be text in UTF-8", zh: "UTF-8" }],
      "8-2": ["error", { en: "must be at most 1 MB", zh: "不能超过 1 MB" }],
      "8-3": ["error", { en: "symbolic link", zh: "符号链接" }],
      "8-6": ["missing", { en: "There is no", zh: "提交中没有" }],
    };
    for (const [id, [status, words]] of Object.entries(expected)) {
      const exercise = exerciseOf(json, id);
      assertEquals([exercise.status, exercise.points], [status, 0], id);
      for (const [i, language] of (["en", "zh"] as const).entries()) {
        for (const { message } of exercise.checks) {
          assertStringIncludes(message![language], words[language]);
          assertStringIncludes(message![language], pathOf(id));
        }
        // What is missing as a whole has its line in the summary.
        if (status === "error") {
          const unbroken = texts[i].stdout.replaceAll(/\s+/g, "");
          assertStringIncludes(
            unbroken,
            words[language].replaceAll(/\s+/g, ""),
          );
        }
        assertEquals([texts[i].code, texts[i].stderr], [0, ""]);
      }
    }
  });
});

const TYPED_PROLOGUE = `// Lines that vanish when types are stripped.
interface Network {
  weights: number[][];
}
type Numbers = number[];
`;

Deno.test("gradeCommand() says where and how when a program goes wrong", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, {
      "8-1": `${TYPED_PROLOGUE}export function lstmParameterCount(a: number) {
  return 4 * (a + ;
}
`,
      "8-2": `${TYPED_PROLOGUE}
throw new TypeError("at the top");
`,
      "8-3": `export const recurrentCost = { operations: 1 };
export const selfAttentionCost = () => NaN;
export const convolutionalCost = () => "17";
export const crossoverLength = () => [1];
`,
      "8-6": `${TYPED_PROLOGUE}
export function energy(weights: Network["weights"]): number {
  const none = undefined as unknown as Network;
  return none.weights.length;
}
export const updateNeuron = (_w: unknown, _b: unknown, states: Numbers) =>
  [...states, 1];
export const energyChange = async () => await NaN;
export const settle = () => ({ state: [1], energies: [0] });
export const synchronousCycle = () => new Promise(() => {});
`,
    });
    const [json, ...texts] = await Promise.all([
      gradeJson(folder, ...FOUR),
      ...["en", "zh"].map((language) =>
        mneme([
          ...["grade", "8-6", "--seed", "7", "--lang", language],
          ...["--submission", folder],
        ])
      ),
    ]);
    const told = (id: string): [string, string, string] => {
      const { status, message } = checkOf(json, id);
      return [status, message!.en, message!.zh];
    };
    const expected: [id: string, status: string, en: RegExp, zh: RegExp][] = [
      [
        "8-1.1",
        "error",
        /^Syntax error in line 7, column 19: /,
        /^语法错误（第 7 行第 19 列）：/,
      ],
      [
        "8-2.1",
        "error",
        /failed in line 7: TypeError: at the top$/,
        /（第 7 行）：TypeError: at the top$/,
      ],
      [
        "8-6.1",
        "error",
        /^energy\(\) threw an exception in line 9: TypeError: /,
        /^energy\(\) 抛出异常（第 9 行）：TypeError: /,
      ],
      [
        "8-6.2",
        "failed",
        /^The answer must have length 1: its length is 2\. /,
        /^答案的长度应为 1，实际是 2。/,
      ],
      ["8-6.3", "failed", /^The answer is NaN\. /, /^答案是 NaN。/],
      [
        "8-6.4",
        "failed",
        /^The answer lacks states and has state too many\. /,
        /^答案缺少 states，多出 state。/,
      ],
      [
        "8-6.5",
        "timeout",
        /^synchronousCycle\(\) returned a promise that never settles$/,
        /^synchronousCycle\(\) 返回的 promise 永远不会完成$/,
      ],
    ];
    for (const [id, status, en, zh] of expected) {
      const [got, english, chinese] = told(id);
      assertEquals(got, status, id);
      assertMatch(english, en);
      assertMatch(chinese, zh);
    }
    const functions = exerciseOf(json, "8-3").checks.map(({ message }) =>
      message?.en
    ).join("\n");
    for (
      const line of [
        /^recurrentCost must be a function: it is an object$/m,
        /^The file exports no function restrictedSelfAttentionCost: write "export function restrictedSelfAttentionCost\(…\)"$/m,
        /^The answer must be an object: it is a number\./m,
        /^The answer must be an object: it is a string\./m,
        /^The answer must be a number: it is a list\./m,
      ]
    ) assertMatch(functions, line);
    assertEquals(texts.map(({ code }) => code), [0, 0]);
    assertStringIncludes(texts[0].stdout, "Answer: NaN");
    assertStringIncludes(texts[1].stdout, "答案：NaN");
    assertStringIncludes(texts[0].stdout, "never settles");
    assertStringIncludes(texts[1].stdout, "永远不会完成");
  });
});

const FORBIDDEN = [
  "node:fs",
  "fs",
  "../8_1_lstm_parameters/lstm_parameters.ts",
  "./other.ts",
  "npm:lodash",
  "lodash",
  "https://example.com/x.ts",
  "jsr:@std/assert",
];

Deno.test("gradeCommand() names the specifier and what is allowed when an import is not", async () => {
  const gradeAll = (specifiers: string[]) =>
    inFolder(async (folder) => {
      await handIn(
        folder,
        Object.fromEntries(specifiers.map((specifier, i) => [
          FOUR[i],
          `// A comment.\nimport * as it from "${specifier}";\nexport { it };\n`,
        ])),
      );
      return await gradeJson(folder, ...FOUR);
    });
  const results = await Promise.all([
    gradeAll(FORBIDDEN.slice(0, 4)),
    gradeAll(FORBIDDEN.slice(4)),
  ]);
  FORBIDDEN.forEach((specifier, i) => {
    const { status, checks } = exerciseOf(results[i >> 2], FOUR[i % 4]);
    assertEquals(status, "error", specifier);
    assertEquals(checks[0].message, {
      en:
        `The import "${specifier}" in line 2 is not allowed: only "#todo", "ml-matrix", import type are`,
      zh:
        `不允许（第 2 行）的导入 "${specifier}"：只能用 "#todo", "ml-matrix", import type`,
    });
  });
});

Deno.test("gradeCommand() says what is allowed when a function imports what is not", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, {
      "8-6": `${solution}
export async function energy() {
  return (await import("node:fs")).readFileSync("/etc/passwd").length;
}
`.replace("export function energy(", "function energies("),
    });
    const { status, message } = checkOf(
      await gradeJson(folder, "8-6"),
      "8-6.1",
    );
    assertEquals(status, "error");
    assertStringIncludes(message!.en, '"#todo", "ml-matrix", import type');
    assertEquals(message!.en.includes("not-allowed"), false, message!.en);
  });
});

Deno.test("gradeCommand() takes what a student may import when it is imported", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, {
      "8-6": `import { Matrix } from "ml-matrix";
import { todo } from "#todo";
import type { Nothing } from "./nowhere.ts";
export const energy = (w: number[][], b: number[], s: number[]): number => {
  const states = Matrix.columnVector(s);
  const field = new Matrix(w).mmul(states).div(2).add(Matrix.columnVector(b));
  return -states.dot(field);
};
export const updateNeuron = (x: Nothing) => todo("8-6.2", x);
`,
    });
    const result = await gradeJson(folder, "8-6");
    assertEquals(checkOf(result, "8-6.1").status, "passed");
    assertEquals(checkOf(result, "8-6.2").status, "todo");
    assertEquals(checkOf(result, "8-6.3").status, "missing");
  });
});

Deno.test("gradeCommand() names the forgotten bias when settle() ignores it", async () => {
  const code = `${solution.replace("export function settle(", "function x(")}
export function settle(w: number[][], _b: number[], s: number[]) {
  const none = w.map(() => 0);
  const states = [...s];
  const energies = [energy(w, none, s)];
  for (let flipped = true; flipped;) {
    flipped = false;
    for (let i = 0; i < s.length; i++) {
      const next = dot(w[i], states) >= 0 ? 1 : -1;
      if (next === states[i]) continue;
      states[i] = next;
      flipped = true;
      energies.push(energy(w, none, states));
    }
  }
  return { states, energies };
}
`;
  await inFolder(async (folder) => {
    await handIn(folder, { "8-6": code });
    const told = (language: Language) =>
      mneme(["grade", "8-6", "--submission", folder, "--lang", language]);
    const [json, en, zh] = await Promise.all([
      gradeJson(folder, "8-6"),
      told("en"),
      told("zh"),
    ]);
    const { diagnosis, status } = checkOf(json, "8-6.4");
    assertEquals([status, diagnosis?.id], ["failed", "ignores-bias"]);
    assertEquals(
      exerciseOf(json, "8-6").checks.filter(({ status }) => status === "passed")
        .map(({ id }) => id),
      ["8-6.1", "8-6.2", "8-6.3", "8-6.5"],
    );
    assertEquals([en.code, zh.code], [0, 0]);
    assertStringIncludes(en.stdout, "Looks like: The bias is forgotten");
    assertStringIncludes(zh.stdout, "看起来：忘了偏置");
  });
});

Deno.test("gradeCommand() ends with 0, 1, 2 or 3 when it should", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, { "8-6": solution });
    const grade = (args: string[], env = {}) =>
      mneme(["grade", "--submission", folder, ...args], { env });
    const nothing = { PATH: join(folder, "nothing") };
    const endings = await Promise.all([
      grade(["8-6", "--strict"]),
      grade(["8-1"]),
      grade(["8-1", "--strict"]),
      grade(["8-6", "8-1", "--strict", "--format", "json"]),
      grade(["8-6", "--isolation", "bubblewrap"], nothing),
      grade(["8-6", "--isolation", "bubblewrap", "--lang", "zh"], nothing),
    ]);
    assertEquals(endings.map(({ code }) => code), [0, 0, 1, 1, 3, 3]);
    assertRefused(endings[4], 3, ["bubblewrap form", "install", "bubblewrap"]);
    assertRefused(endings[5], 3, ["bubblewrap 形式", "请安装"]);
  });
});

Deno.test("gradeCommand() names the permissions form when PATH leads nowhere", async () => {
  const { code, stdout } = await mneme(
    ["grade", "8-6", "--submission", SOLUTIONS, "--format", "json"],
    { env: { PATH: "/nowhere" } },
  );
  const { isolation, points, maxPoints } = JSON.parse(stdout);
  assertEquals([code, isolation, points], [0, "permissions", maxPoints]);
});

/** The result without what no two runs share. */
function timeless(result: Result): unknown {
  return JSON.parse(
    JSON.stringify(
      result,
      (key, value) => key === "durationMs" ? undefined : value,
    ),
  );
}

Deno.test("gradeCommand() prints one JSON object and nothing else when asked for JSON", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, {
      "8-6": `console.log("{}"); console.error("noise");
export const energy = () => 0;
export const settle = () => Array.from({ length: 3000 }, (_, i) => i);
export const synchronousCycle = () => { throw new Error("\\u001b[31m{}"); };
`,
    });
    const args = [
      ...["grade", "8-1", "8-6"],
      ...["--submission", folder, "--format", "json"],
    ];
    const [first, again, other, fresh] = await Promise.all([
      mneme([...args, "--seed", "7"]),
      mneme([...args, "--seed", "7", "--jobs", "1", "--lang", "zh"]),
      mneme([...args, "--seed", "8"]),
      mneme(args),
    ]);
    for (const { code, stdout, stderr } of [first, again, other, fresh]) {
      assertEquals([code, stderr], [0, ""]);
      assertMatch(stdout, /^\{\n[^]*\n\}\n$/);
    }
    const results: Result[] = [first, again, other, fresh].map(({ stdout }) =>
      JSON.parse(stdout)
    );
    assertEquals(results.map(({ schema }) => schema), [
      ...new Array(4).fill("mneme-result/1"),
    ]);
    assertEquals(results.slice(0, 3).map(({ seed }) => seed), [7, 7, 8]);
    assert(Number.isSafeInteger(results[3].seed));
    assertEquals(timeless(results[1]), timeless(results[0]));
    assertNotEquals(timeless(results[2]), timeless(results[0]));
  });
});

Deno.test("gradeCommand() gives full marks and the same result when solutions are graded twice", async () => {
  const [first, second] = await Promise.all([
    gradeJson(SOLUTIONS),
    gradeJson(SOLUTIONS),
  ]);
  assertEquals(timeless(second), timeless(first));
  assertEquals(first.points, first.maxPoints);
  assertEquals(
    first.exercises.map(({ id, status, maxPoints }) => [id, status, maxPoints]),
    catalog.map(({ id, points }) => [id, "passed", points]),
  );
});

Deno.test("gradeCommand() gives stubs no point when exercises/ is as handed out", async () => {
  const stubs = join(ROOT, "grader", "stubs");
  const { exercises, points } = await gradeJson(stubs);
  assertEquals(points, 0);
  assertEquals(
    exercises.map(({ id, status }) => [id, status]),
    catalog.map(({ id }) => [id, "todo"]),
  );
});

/** The names in a folder. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return names.sort();
}

Deno.test("gradeCommand() refuses --output and loses nothing when it cannot be written", async () => {
  await inFolder(async (from) => {
    await Deno.mkdir(join(from, "folder"));
    await Deno.writeTextFile(join(from, "folder", "kept"), "kept");
    const grade = (output: string, ...more: string[]) =>
      mneme(["grade", "8-6", "--output", output, ...more], { from });
    const [noFolder, aFolder, chinese] = await Promise.all([
      grade("nowhere/report.json"),
      grade("folder"),
      grade("nowhere/report.json", "--lang", "zh"),
    ]);
    assertRefused(noFolder, 2, [
      "Cannot write --output",
      "nowhere/report.json",
      "its folder does not exist",
    ]);
    assertRefused(aFolder, 2, ["Cannot write --output", "it is a folder"]);
    assertRefused(chinese, 2, ["无法写入 --output", "文件夹不存在"]);
    assertEquals(await namesIn(from), ["folder"]);
    assertEquals(await namesIn(join(from, "folder")), ["kept"]);
  });
});

Deno.test("gradeCommand() leaves the old report as it was when grading fails", async () => {
  await inFolder(async (from) => {
    const report = join(from, "report.json");
    await Deno.writeTextFile(report, "old");
    const ending = await mneme(
      [
        ...["grade", "8-6", "--output", "report.json"],
        ...["--isolation", "bubblewrap"],
      ],
      { from, env: { PATH: "/nowhere" } },
    );
    assertRefused(ending, 3, ["bubblewrap"]);
    assertEquals(await Deno.readTextFile(report), "old");
    assertEquals(await namesIn(from), ["report.json"]);
  });
});

Deno.test("gradeCommand() replaces the old report and prints nothing when --output can be written", async () => {
  await inFolder(async (from) => {
    const submission = join(from, "class", "ada");
    await handIn(submission, { "8-6": solution });
    await Deno.writeTextFile(join(from, "report.json"), "old".repeat(10_000));
    const grade = (...args: string[]) =>
      mneme(["grade", "8-6", "--submission", "class/ada", ...args], { from });
    const endings = await Promise.all([
      grade("--output", "report.json", "--format", "json"),
      grade("--output", "class/report.txt", "--lang", "zh"),
    ]);
    for (const { code, stdout, stderr } of endings) {
      assertEquals([code, stdout, stderr], [0, "", ""]);
    }
    const json = await Deno.readTextFile(join(from, "report.json"));
    assertEquals(JSON.parse(json).points, 6);
    assertStringIncludes(
      await Deno.readTextFile(join(from, "class", "report.txt")),
      "6/6 分",
    );
    assertEquals(await namesIn(from), ["class", "report.json"]);
    assertEquals(await namesIn(join(from, "class")), ["ada", "report.txt"]);
  });
});

Deno.test("gradeCommand() leads to the file from where the user stands when something is to do", async () => {
  const next = async (from: string, ...args: string[]) => {
    const { stdout } = await mneme(["grade", "8-6", ...args], { from });
    return /^Next: (.*)$/m.exec(stdout)?.[1];
  };
  const stubs = join(ROOT, "grader", "stubs");
  assertEquals(
    await Promise.all([
      next(join(ROOT, "grader"), "--submission", "stubs"),
      next(ROOT, "--submission", stubs),
      next(stubs, "--submission", "."),
    ]),
    [
      `stubs/${pathOf("8-6")}`,
      join(stubs, pathOf("8-6")),
      pathOf("8-6"),
    ],
  );
});

Deno.test("main() speaks the language asked for, MNEME_LANG's or the locale's when they differ", async () => {
  const spoken = async (args: string[], env: Record<string, string>) => {
    const { code, stdout } = await mneme(["list", ...args], { env });
    assertEquals(code, 0);
    return stdout.includes("能量不会上升") ? "zh" : "en";
  };
  assertEquals(
    await Promise.all([
      spoken([], {}),
      spoken(["--lang", "zh"], {}),
      spoken(["--lang=zh"], { MNEME_LANG: "en" }),
      spoken(["--lang", "en"], { MNEME_LANG: "zh" }),
      spoken([], { MNEME_LANG: "zh" }),
      spoken([], { LANG: "zh_CN.UTF-8" }),
      spoken([], { LANG: "zh_CN.UTF-8", MNEME_LANG: "en" }),
    ]),
    ["en", "zh", "zh", "en", "zh", "zh", "en"],
  );
});

Deno.test("listCommand() prints a line for each exercise when asked in either language", async () => {
  const [en, zh] = await Promise.all([
    mneme(["list"]),
    mneme(["list", "--lang", "zh"]),
  ]);
  for (const [language, { code, stdout }] of Object.entries({ en, zh })) {
    assertEquals(code, 0);
    const lines = stdout.trimEnd().split("\n");
    assertEquals(lines.length, catalog.length);
    catalog.forEach(({ id, title, section, folder, points }, i) => {
      const words = [title[language as Language], `§${section}`, `${points} `];
      assert(lines[i].startsWith(`${id} `) && lines[i].endsWith(folder));
      for (const word of words) assertStringIncludes(lines[i], word);
    });
  }
});

Deno.test("hintCommand() prints the hints of one level when asked for an exercise or a task", () =>
  // What was taken is kept, and the project's own copy keeps nothing.
  inProjectCopy(async (root) => {
    const there = { root, from: root };
    const { tasks: hinted } = catalog.find(({ id }) => id === "8-6")!;
    const unbroken = (text: string) => text.replaceAll(/\s+/g, "");
    const [first, ...levels] = await Promise.all([
      mneme(["hint", "8-6", "--level", "1"], there),
      ...(["en", "zh"] as const).flatMap((language) =>
        [1, 2, 3].map((level) =>
          mneme(
            ["hint", "8-6.4", "--level", `${level}`, "--lang", language],
            there,
          )
        )
      ),
    ]);
    for (const task of hinted) {
      assertStringIncludes(
        first.stdout,
        `${task.id} ${task.function} · Hint 1 of 3\n`,
      );
      assertStringIncludes(unbroken(first.stdout), unbroken(task.hints.en[0]));
      assertEquals(
        unbroken(first.stdout).includes(unbroken(task.hints.en[2])),
        false,
      );
    }
    assertStringIncludes(first.stdout, "deno task hint 8-6 --level 2");
    const { hints } = hinted.find(({ id }) => id === "8-6.4")!;
    [...hints.en, ...hints.zh].forEach((hint, i) => {
      const { code, stdout } = levels[i];
      assertEquals(code, 0);
      assertStringIncludes(unbroken(stdout), unbroken(hint));
      assertEquals(stdout.includes("8-6.1"), false);
      assertEquals(stdout.includes("--level"), i % 3 < 2);
    });
  }));

Deno.test("helpText() names every option when --help is asked for", async () => {
  const [en, zh, short] = await Promise.all([
    mneme(["grade", "--help"]),
    mneme(["grade", "--help", "--lang", "zh"]),
    mneme(["hint", "-h"]),
  ]);
  for (const { code, stdout, stderr } of [en, zh, short]) {
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout, "deno task ");
  }
  const options = "submission format output lang seed jobs timeout isolation";
  for (const option of [...options.split(" "), "strict"]) {
    assertStringIncludes(en.stdout, `--${option}`);
    assertStringIncludes(zh.stdout, `--${option}`);
  }
  assertStringIncludes(short.stdout, "--level");
});

/** Copies what `reset` and `try` need of the project, so that nothing of ours is changed. */
function inProjectCopy<Value>(
  work: (root: string) => Promise<Value>,
): Promise<Value> {
  return inFolder(async (root) => {
    for (const name of ["grader", "exercises", "std", "lib"]) {
      await copyFolder(join(ROOT, name), join(root, name));
    }
    for (const name of ["deno.json", "deno.lock", "mod.ts"]) {
      await Deno.copyFile(join(ROOT, name), join(root, name));
    }
    return await work(root);
  });
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const copy = isDirectory ? copyFolder : Deno.copyFile;
    await copy(join(from, name), join(to, name));
  }
}

Deno.test("resetCommand() puts the stub back and keeps the old file when it was changed", async () => {
  await inProjectCopy(async (root) => {
    const file = join(root, "exercises", pathOf("8-6"));
    const folder = dirname(file);
    const stub = await Deno.readTextFile(
      join(root, "grader", "stubs", pathOf("8-6")),
    );
    await Deno.writeTextFile(file, stub);
    const before = await namesIn(folder);
    const reset = (...args: string[]) =>
      mneme(["reset", "8-6", ...args], { root, from: root });

    const untouched = await reset("--yes");
    assertEquals([untouched.code, untouched.stderr], [0, ""]);
    assertStringIncludes(untouched.stdout, "nothing to do");
    assertEquals(await namesIn(folder), before);

    const works = ["mine\r\n", "\ufeffnot \u0000 text"];
    for (const [i, work] of works.entries()) {
      await Deno.writeTextFile(file, work);
      const { code, stdout } = await reset(...i === 0 ? ["--yes"] : []);
      assertEquals(code, 0);
      assertEquals(await Deno.readTextFile(file), stub);
      assertStringIncludes(stdout, join("exercises", pathOf("8-6")));
    }
    const kept = (await namesIn(folder)).filter((name) =>
      !before.includes(name)
    );
    assert(kept.every((name) => name.endsWith(".bak")), kept.join());
    const contents = await Promise.all(
      kept.map((name) => Deno.readTextFile(join(folder, name))),
    );
    assertEquals(contents.sort(), works.toSorted());

    await Deno.remove(file);
    const missing = await reset("--lang", "zh");
    assertEquals(missing.code, 0);
    assertStringIncludes(missing.stdout, "已恢复");
    assertEquals(await Deno.readTextFile(file), stub);
  });
});

Deno.test("tryCommand() ends with 1 on a stub and with 0 when it is solved", async () => {
  await inProjectCopy(async (root) => {
    const stubs = join(root, "grader", "stubs", pathOf("8-6"));
    const file = join(root, "exercises", pathOf("8-6"));
    await Deno.copyFile(stubs, file);
    const run = () => mneme(["try", "8-6"], { root, from: root });
    const unsolved = await run();
    assertEquals(unsolved.code, 1, unsolved.stderr);
    assertStringIncludes(unsolved.stdout, "Task 8-6.1 is still to do");
    await Deno.writeTextFile(file, solution);
    const solved = await run();
    assertEquals(solved.code, 0, solved.stdout + solved.stderr);
    assertStringIncludes(solved.stdout, "0 failed");
  });
});

Deno.test("explainPackages() names the certificate's remedy when it is not trusted", () => {
  const words = [
    "error: client error (Connect): invalid peer certificate: UnknownIssuer",
    "unable to get local issuer certificate",
  ];
  for (const line of words) {
    const { state, text, remedy } = explainPackages(line);
    assertEquals(state, "weak");
    assertStringIncludes(text.en, "certificate is not trusted");
    assertStringIncludes(text.zh, "证书");
    for (const language of ["en", "zh"] as const) {
      assertStringIncludes(remedy![language], "DENO_TLS_CA_STORE=system");
      assertStringIncludes(remedy![language], "NODE_EXTRA_CA_CERTS");
    }
  }
});

Deno.test("explainPackages() names mirror and proxy when the registry does not answer", () => {
  const words = [
    "error: error sending request: dns error: failed to lookup address",
    "connection refused",
    "",
  ];
  for (const line of words) {
    const { state, text, remedy } = explainPackages(line);
    assertEquals(state, "weak");
    assertStringIncludes(text.en, "does not answer");
    assertStringIncludes(text.zh, "无法访问");
    for (const language of ["en", "zh"] as const) {
      assertStringIncludes(remedy![language], "NPM_CONFIG_REGISTRY");
      assertStringIncludes(remedy![language], "HTTPS_PROXY");
    }
  }
});
