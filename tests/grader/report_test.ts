import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
// Oracles of these tests alone: how wide text is, and what a JSON Schema means.
// deno-lint-ignore no-import-prefix
import { Ajv2020 } from "npm:ajv@^8/dist/2020.js";
// deno-lint-ignore no-import-prefix
import stringWidth from "npm:string-width@^9";
import { Foreign } from "../../grader/box/decode.ts";
import { FORMS } from "../../grader/box/launcher.ts";
import { NOT_HELD } from "../../grader/box/not_held.ts";
import { readCatalog } from "../../grader/catalog.ts";
import type { Failure } from "../../grader/failure.ts";
import { loadHidden, loadMisconceptions } from "../../grader/grade.ts";
import { describeFailure } from "../../grader/messages/failure.ts";
import { ROOT } from "../../grader/paths.ts";
import { jsonReport } from "../../grader/report/json.ts";
import { render } from "../../grader/report/render.ts";
import { type Layout, wrapped } from "../../grader/report/layout.ts";
import { textReport } from "../../grader/report/text.ts";
import { valueText } from "../../grader/report/values.ts";
import { SIGNS, WORDS } from "../../grader/report/words.ts";
import {
  type CheckResult,
  type Counterexample,
  type ExerciseResult,
  type Result,
  type Status,
  STATUSES,
  total,
  worst,
} from "../../grader/result.ts";
import type { Language, Text } from "../../grader/text.ts";

const PLAIN: Layout = { width: 80, color: false };
const LANGUAGES: Language[] = ["en", "zh"];
const catalog = await readCatalog();

function report(
  result: Result,
  language: Language,
  { layout = PLAIN, submission = "exercises" } = {},
): string {
  return textReport(result, { language, layout, submission });
}

/** A check with that status, as the grader would make it. */
function checkOf(
  status: Status,
  id = "8-9.1",
  more: Partial<CheckResult> = {},
): CheckResult {
  const passed = status === "passed";
  return {
    id,
    name: { en: `name of ${id}`, zh: `${id} 的名称` },
    status,
    points: status === "ungraded" ? null : passed ? 2 : 0,
    maxPoints: 2,
    message: passed
      ? null
      : { en: `why ${id} is ${status}`, zh: `${id} 为何 ${status}` },
    counterexample: null,
    diagnosis: null,
    ...more,
  };
}

function exerciseOf(id: string, checks: CheckResult[]): ExerciseResult {
  return {
    id,
    section: "8.9",
    title: { en: `Title of ${id}`, zh: `习题 ${id} 的标题` },
    file: `${id}/file.ts`,
    status: worst(checks.map(({ status }) => status)),
    points: total(checks.map(({ points }) => points)),
    maxPoints: checks.reduce((sum, { maxPoints }) => sum + maxPoints, 0),
    durationMs: 12,
    checks,
  };
}

function resultOf(exercises: ExerciseResult[]): Result {
  return {
    schema: "mneme-result/1",
    seed: 7,
    isolation: "permissions",
    notHeld: NOT_HELD.permissions,
    durationMs: 34,
    points: total(exercises.map(({ points }) => points)),
    maxPoints: exercises.reduce((sum, { maxPoints }) => sum + maxPoints, 0),
    exercises,
  };
}

/** One exercise for each status, with two checks each. */
const everyStatus = resultOf(
  STATUSES.map((status, i) =>
    exerciseOf(`8-${i}`, [
      checkOf(status, `8-${i}.1`),
      checkOf("passed", `8-${i}.2`),
    ])
  ),
);

/** All that a report may have to say of the real exercises: every check, with one status and each misconception in turn. */
const realResults: Result[] = await Promise.all(
  STATUSES.map(async (status) =>
    resultOf(
      await Promise.all(catalog.map(async (exercise) => {
        const { checks } = await loadHidden(exercise);
        const mistakes = await loadMisconceptions(exercise);
        const length = Math.max(checks.length, mistakes.length);
        return {
          ...exerciseOf(
            exercise.id,
            Array.from({ length }, (_, i) => {
              const { id, name, property } = checks[i % checks.length];
              const mistake = mistakes[i % mistakes.length];
              const failed = status === "failed";
              return checkOf(status, id, {
                name,
                ...failed && {
                  message: wrongAnswer(property),
                  counterexample: sample(),
                  diagnosis: { id: mistake.id, text: mistake.text },
                },
              });
            }),
          ),
          title: exercise.title,
          file: `${exercise.folder}/${exercise.file}`,
        };
      })),
    )
  ),
);

function wrongAnswer(property: Text): Text {
  return describeFailure({
    kind: "mismatch",
    mismatch: { kind: "value", path: ".states[0]" },
    call: { fn: "f", args: [] },
  }, property);
}

function sample(): Counterexample {
  const row = [0.1 + 0.2, -1e300, NaN, 7];
  return { call: "settle", arguments: [[row, row], 3], answer: { a: row } };
}

for (const language of LANGUAGES) {
  const words = WORDS[language];

  Deno.test(`textReport() stays within 80 columns when it reports the real exercises in ${language}`, () => {
    for (const result of [...realResults, everyStatus]) {
      const lines = report(result, language).split("\n");
      assert(lines.length > catalog.length);
      for (const line of lines) assert(stringWidth(line) <= 80, line);
    }
  });

  Deno.test(`textReport() gives every line of the summary one width when titles are in ${language}`, () => {
    for (const result of [...realResults, everyStatus]) {
      const lines = report(result, language).split("\n");
      for (const { id, status, title } of result.exercises) {
        const line = lines.find((each) => each.startsWith(`${id} `))!;
        const state = `${SIGNS[status]} ${words.status[status]}`;
        const before = line.slice(0, line.lastIndexOf(state));
        assertStringIncludes(before, title[language]);
        assertEquals([stringWidth(before), stringWidth(line)], [62, 80], line);
      }
    }
  });

  Deno.test(`textReport() puts names and points of checks in columns when they are in ${language}`, () => {
    for (const result of realResults) {
      for (const exercise of result.exercises) {
        if (exercise.status === "passed") continue;
        const lines = report(resultOf([exercise]), language).split("\n");
        const alone = lines.filter((line) =>
          exercise.checks.some(({ id }) => line.startsWith(`  ${id} `))
        );
        const columns = alone.map((line) => {
          const id = line.trim().split(" ")[0];
          const { name, status } = exercise.checks.find((check) =>
            check.id === id
          )!;
          const state = `${SIGNS[status]} ${words.status[status]}`;
          return [
            stringWidth(line.slice(0, line.indexOf(name[language], 3))),
            stringWidth(line.slice(0, line.lastIndexOf(state))),
            stringWidth(line),
          ];
        });
        for (const each of columns) {
          assertEquals(each, [columns[0][0], 62, 80], exercise.id);
        }
      }
    }
  });

  Deno.test(`textReport() names every status and every sum when it speaks ${language}`, () => {
    const text = report(everyStatus, language);
    for (const status of STATUSES) {
      assertStringIncludes(text, `${SIGNS[status]} ${words.status[status]}`);
    }
    assertStringIncludes(text, "–/4");
    assertStringIncludes(text, ` ${words.seed} 7 `);
    assertStringIncludes(text, `${words.isolation} permissions`);
    const unbroken = text.replaceAll(/\s+/g, "");
    for (const limit of NOT_HELD.permissions) {
      assertStringIncludes(unbroken, limit[language].replaceAll(/\s+/g, ""));
    }
  });

  Deno.test(`textReport() says what was tried, what came and what it looks like when a check failed in ${language}`, () => {
    const failed = checkOf("failed", "8-1.1", {
      counterexample: { call: "f", arguments: [[1, -0]], answer: NaN },
      diagnosis: { id: "x", text: { en: "Off by one.", zh: "差一。" } },
    });
    const text = report(resultOf([exerciseOf("8-1", [failed])]), language);
    assertStringIncludes(text, `      ${failed.message![language]}\n`);
    assertStringIncludes(text, `      ${words.tried}f([1, 0])\n`);
    assertStringIncludes(text, `      ${words.answered}NaN\n`);
    const diagnosis = failed.diagnosis!.text[language];
    assertStringIncludes(text, `      ${words.looksLike}${diagnosis}\n`);
  });
}

Deno.test("textReport() explains the exercise that needs attention last when others are begun", () => {
  const text = report(
    resultOf([
      exerciseOf("8-1", [checkOf("passed", "8-1.1")]),
      exerciseOf("8-2", [checkOf("failed", "8-2.1")]),
      exerciseOf("8-3", [checkOf("passed", "8-3.1")]),
      exerciseOf("8-4", [checkOf("error", "8-4.1")]),
      exerciseOf("8-5", [checkOf("todo", "8-5.1")]),
    ]),
    "en",
  );
  const explained = [...text.matchAll(/^(\S+) Title of \1 /gm)]
    .map((match) => match[1]);
  assertEquals(explained, ["8-4", "8-2"]);
  assertEquals(text.trimEnd().split("\n").slice(-3), [
    "4/10 points",
    "Next: exercises/8-2/file.ts",
    "Stuck? deno task hint 8-2",
  ]);
});

Deno.test("textReport() leads to no file when all is solved", () => {
  const solved = resultOf([exerciseOf("8-1", [checkOf("passed")])]);
  for (const language of LANGUAGES) {
    const text = report(solved, language);
    assert(text.endsWith(`${WORDS[language].allDone}\n`), text);
    assertEquals(text.includes("file.ts"), false);
  }
});

Deno.test("textReport() says it once when all checks fail for one reason", () => {
  const message = { en: "Syntax error in line 3", zh: "第 3 行语法错误" };
  const checks = ["8-1.1", "8-1.2"].map((id) =>
    checkOf("error", id, { message })
  );
  const result = resultOf([exerciseOf("8-1", checks)]);
  for (const language of LANGUAGES) {
    const text = report(result, language);
    assertEquals(text.split(message[language]).length, 2, text);
  }
});

// deno-lint-ignore no-control-regex
const ANSI = /\x1b\[\d+m/g;

Deno.test("textReport() writes no escape sequence when the layout has no color", () => {
  for (const result of [...realResults, everyStatus]) {
    for (const language of LANGUAGES) {
      assertEquals(report(result, language).includes("\x1b"), false);
    }
  }
});

Deno.test("textReport() differs in nothing but color when the layout has color", () => {
  const layout = { width: 80, color: true };
  for (const result of [...realResults, everyStatus]) {
    for (const language of LANGUAGES) {
      const colored = report(result, language, { layout });
      const black = report(result, language);
      assert(colored.length > black.length);
      assertEquals(colored.replaceAll(ANSI, ""), black);
      // Each line ends as it began, so that a pager shows it as it is.
      for (const line of colored.split("\n")) {
        const codes = line.match(ANSI) ?? [];
        assertEquals(codes.length % 2, 0, line);
        assert(codes.every((code, i) => i % 2 === 0 || code === "\x1b[0m"));
      }
    }
  }
});

Deno.test("textReport() keeps the path whole when the submission's is long", () => {
  const submission = `/home/teacher/${"class/".repeat(12)}student`;
  const path = `${submission}/8-0/file.ts`;
  const failed = resultOf([exerciseOf("8-0", [checkOf("failed")])]);
  const lines = report(failed, "en", { submission }).split("\n");
  const wide = lines.filter((line) => stringWidth(line) > 80);
  assertEquals(wide, [`  ${path}`, `Next: ${path}`]);
});

Deno.test("textReport() leads to the file when the user stands in the submission or ends it with a slash", () => {
  const failed = resultOf([exerciseOf("8-0", [checkOf("failed")])]);
  const next = (submission: string) =>
    /Next: (.*)/.exec(report(failed, "en", { submission }))![1];
  assertEquals(next(""), "8-0/file.ts");
  assertEquals(next("class/ada/"), "class/ada/8-0/file.ts");
});

const HOSTILE = [
  "\x1b[2J\x1b[1;1H\x1b[32m✓ passed 6/6\x1b[0m",
  "oops\n8-1   What a memory cell costs   ✓ passed       6/6\n",
  "\r\n::error::forged\r::add-mask::x",
  `${"x".repeat(25)} ::error::forged ${"y ".repeat(40)} ::stop-commands::z`,
  "##[error]forged and ##vso[task.complete result=Succeeded;]",
  "\u202eesrever\u2066 \u2028 \x9b31m \x07 \x00",
  "z".repeat(100_000),
  `能${"量".repeat(50_000)}`,
];

/** Every place where a student's program can put words of its own. */
function hostileFailures(text: string): Failure[] {
  const call = { fn: "energy", args: [[1]], answer: { [text]: [text] } };
  const threw = {
    kind: "threw",
    name: text,
    message: text,
    line: 3,
    column: 5,
  } as const;
  return [
    { kind: "trouble", trouble: threw, call: { fn: "energy", args: [] } },
    { kind: "load", trouble: threw, code: text },
    {
      kind: "load",
      trouble: { ...threw, message: `SyntaxError: ${text}`, line: 1 },
      code: text,
    },
    {
      kind: "load",
      trouble: {
        ...threw,
        message: "not in import map",
        line: 1,
        column: 1,
      },
      code: `"${text}"`,
    },
    {
      kind: "mismatch",
      mismatch: { kind: "fields", path: "", missing: [], extra: [text] },
      call,
    },
    {
      kind: "mismatch",
      mismatch: { kind: "type", path: "", expected: "list", got: text },
      call: { ...call, answer: new Foreign(text) },
    },
    { kind: "export", fn: "energy", got: text },
  ];
}

for (const text of HOSTILE) {
  const told = JSON.stringify(text).slice(0, 40);
  Deno.test(`textReport() stays the grader's own when a program says ${told}`, () => {
    const property = { en: "E(s) = -½ sᵀWs", zh: "E(s) = -½ sᵀWs" };
    for (const failure of hostileFailures(text)) {
      const check = checkOf("failed", "8-0.1", {
        message: describeFailure(failure, property),
        counterexample: "call" in failure
          ? {
            call: failure.call.fn,
            arguments: failure.call.args,
            answer: failure.call.answer,
          }
          : null,
      });
      const result = resultOf([exerciseOf("8-0", [check])]);
      for (const language of LANGUAGES) {
        const told = report(result, language);
        const lines = told.split("\n");
        const honest = resultOf([exerciseOf("8-0", [checkOf("failed")])]);
        const own = report(honest, language).split("\n");
        // deno-lint-ignore no-control-regex
        assertMatch(told, /^[^\x00-\x09\x0b-\x1f\x7f-\x9f\p{Bidi_C}]*$/u);
        // What was said is in the indented lines of the check alone.
        assertEquals(
          lines.filter((line) => !line.startsWith("      ")),
          own.filter((line) => !line.startsWith("      "))
            .map((line) => line.replaceAll("8-9.1", "8-0.1")),
        );
        assert(lines.length < own.length + 40, `${lines.length} lines`);
        for (const line of lines) {
          assert(stringWidth(line) <= 80, line);
          assert(!/^\s*::|##\[|##vso\[/.test(line), line);
        }
      }
    }
  });
}

Deno.test("wrapped() cuts a word when it is longer than a line", () => {
  for (const tail of ["", " ", " and more", "  能量"]) {
    const text = `${"x".repeat(205)}${tail}`;
    for (const width of [20, 80]) {
      const lines = wrapped(text, 6, { width, color: false }).split("\n");
      for (const line of lines) {
        assert(stringWidth(line) <= width, line);
        assert(line.startsWith("      "), line);
      }
      assertEquals(
        lines.map((line) => line.slice(6)).join("").replaceAll(" ", ""),
        text.replaceAll(" ", ""),
      );
    }
  }
});

Deno.test("wrapped() begins no line with a closing mark when the text is Chinese", () => {
  const text = "能量不会上升，但不一定下降；网络仍会停下来（见第二节）。"
    .repeat(5);
  for (let width = 20; width < 60; width++) {
    const lines = wrapped(text, 2, { width, color: false }).split("\n");
    assertEquals(lines.map((line) => line.slice(2)).join(""), text);
    for (const line of lines) {
      assert(stringWidth(line) <= width, `${width}: ${line}`);
      assert(!/^\s*[，。；：！？、）》]/.test(line), `${width}: ${line}`);
    }
  }
});

Deno.test("valueText() writes a value as one would write it when it is any value", () => {
  const cases: [unknown, string][] = [
    [[1, -0, [2.5]], "[1, 0, [2.5]]"],
    [{ states: [1], b: {} }, "{ states: [1], b: {  } }"],
    [NaN, "NaN"],
    [-Infinity, "-Infinity"],
    [undefined, "undefined"],
    [null, "null"],
    ['a"b\n', '"a\\"b"'],
    [() => 1, "[function]"],
    [new Foreign("Map"), "[Map]"],
  ];
  for (const [value, text] of cases) assertEquals(valueText(value), text);
});

Deno.test("valueText() shows the first items and the count when a list is long", () => {
  const text = valueText(Array.from({ length: 1000 }, (_, i) => i));
  assertMatch(text, /^\[0, 1, 2, .*, … \(1000\)\]$/);
  assert(text.length < 150);
});

const schema = JSON.parse(
  await Deno.readTextFile(join(ROOT, "docs/mneme-result.schema.json")),
);
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const valid = ajv.compile(schema);

/** Fails unless the text is JSON of the schema. */
function assertValid(text: string): void {
  assert(valid(JSON.parse(text)), ajv.errorsText(valid.errors));
}

Deno.test("jsonReport() keeps to the schema when checks have every status", () => {
  assertValid(jsonReport(everyStatus));
  for (const result of realResults) assertValid(jsonReport(result));
  for (const isolation of FORMS) {
    const notHeld = NOT_HELD[isolation];
    assertValid(jsonReport({ ...everyStatus, isolation, notHeld }));
  }
});

Deno.test("jsonReport() tells the whole result when nothing in it is beyond JSON", () => {
  assertEquals(JSON.parse(jsonReport(everyStatus)), everyStatus);
});

Deno.test("jsonReport() writes words when numbers and values are beyond JSON", () => {
  const counterexample = {
    call: "f",
    arguments: [[NaN, Infinity, -Infinity, -0], () => 1],
    answer: { a: undefined, b: new Foreign("Map"), c: [null, "NaN", 2 ** 53] },
  };
  const text = jsonReport(resultOf([
    exerciseOf("8-1", [checkOf("failed", "8-1.1", { counterexample })]),
  ]));
  assertValid(text);
  assertEquals(JSON.parse(text).exercises[0].checks[0].counterexample, {
    call: "f",
    arguments: [["NaN", "Infinity", "-Infinity", 0], "[function]"],
    answer: { a: "[undefined]", b: "[Map]", c: [null, "NaN", 2 ** 53] },
  });
});

Deno.test("jsonReport() says undefined when that was the answer", () => {
  const counterexample = { call: "f", arguments: [], answer: undefined };
  const text = jsonReport(resultOf([
    exerciseOf("8-1", [checkOf("failed", "8-1.1", { counterexample })]),
  ]));
  assertEquals(
    JSON.parse(text).exercises[0].checks[0].counterexample.answer,
    "[undefined]",
  );
});

for (const text of HOSTILE) {
  const told = JSON.stringify(text).slice(0, 40);
  Deno.test(`jsonReport() stays one JSON object when a program says ${told}`, () => {
    const answer = { [text]: [text], toJSON: text, __proto__: null };
    const counterexample = { call: "f", arguments: [text], answer };
    const result = resultOf([
      exerciseOf("8-1", [checkOf("failed", "8-1.1", { counterexample })]),
    ]);
    const json = jsonReport(result);
    assertValid(json);
    const read = JSON.parse(json).exercises[0].checks[0].counterexample;
    assertEquals(read.arguments, [text]);
    assertEquals(read.answer[text], [text]);
    // Line by line it holds nothing that a terminal or a build server obeys.
    for (const line of json.split("\n")) {
      // deno-lint-ignore no-control-regex
      assert(!/[\x00-\x1f]/.test(line), line);
      assert(!/^\s*::/.test(line), line);
    }
  });
}

Deno.test("every report shows the fingerprint when the seed is secret", async () => {
  const secret = {
    ...everyStatus,
    seed: null,
    seedFingerprint: "0123456789ab",
  };
  assertValid(jsonReport(secret));
  for (const language of ["en", "zh"] as const) {
    for (const format of ["text", "html"] as const) {
      const options = { language, submission: "x", toFile: true };
      const shown = await render(format, secret, options);
      assertStringIncludes(shown, WORDS[language].secretSeed("0123456789ab"));
    }
  }
});

/** What the schema must refuse: a name and how it spoils a result. */
const INVALID: [name: string, spoil: (result: Result) => unknown][] = [
  ["another version", (result) => ({ ...result, schema: "mneme-result/2" })],
  ["no seed", ({ seed: _, ...result }) => result],
  ["a seed in words", (result) => ({ ...result, seed: "7" })],
  ["a secret seed that is not named", (result) => ({ ...result, seed: null })],
  [
    "a seed beside a secret one",
    (result) => ({ ...result, seedFingerprint: "0123456789ab" }),
  ],
  ["another field", (result) => ({ ...result, secret: 42 })],
  ["another form", (result) => ({ ...result, isolation: "none" })],
  ["an unknown status", (result) => withCheck(result, { status: "skipped" })],
  ["points for a failure", (result) => withCheck(result, { points: 2 })],
  [
    "no message for a failure",
    (result) => withCheck(result, { message: null }),
  ],
  [
    "a message in one language",
    (result) => withCheck(result, { message: { en: "no" } }),
  ],
  [
    "a diagnosis without its text",
    (result) => withCheck(result, { diagnosis: { id: "x" } }),
  ],
  [
    "ungraded with points",
    (result) => withCheck(result, { status: "ungraded", points: 0 }),
  ],
];

function withCheck(result: Result, fields: Record<string, unknown>): unknown {
  const [exercise] = result.exercises;
  const checks = [{ ...exercise.checks[0], ...fields }];
  return { ...result, exercises: [{ ...exercise, checks }] };
}

for (const [name, spoil] of INVALID) {
  Deno.test(`mneme-result.schema.json refuses a result when it has ${name}`, () => {
    const result = resultOf([exerciseOf("8-1", [checkOf("failed")])]);
    assertValid(jsonReport(result));
    assertEquals(valid(spoil(result)), false);
  });
}
