/**
 * The parts of a class's grading, each by itself.
 *
 * @module
 */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { Foreign } from "../../../grader/box/decode.ts";
import type { Exercise } from "../../../grader/catalog.ts";
import { changeOf, changesTable } from "../../../grader/class/changes.ts";
import { keyOf, readClass } from "../../../grader/class/entries.ts";
import { readEntry, rootOf } from "../../../grader/class/files.ts";
import { gradebook } from "../../../grader/class/gradebook.ts";
import { type Done, Journal } from "../../../grader/class/journal.ts";
import { showProgress, timeLeft } from "../../../grader/class/progress.ts";
import { fileName } from "../../../grader/class/publish.ts";
import { summaryText } from "../../../grader/class/summary.ts";
import { Counter } from "../../../grader/class/tally.ts";
import { readValue, writeValue } from "../../../grader/class/values.ts";
import type { CheckResult, Status } from "../../../grader/result.ts";
import { zip } from "./archives.ts";
import { parseCsv, writeFiles } from "./support.ts";

const EXERCISES = [
  { id: "8-1", folder: "8_1_a", file: "a.ts" },
  { id: "8-2", folder: "8_2_b", file: "b.ts" },
] as Exercise[];

async function inFolder(work: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "mneme-class-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("rootOf() finds the exercises wherever they lie", () => {
  const roots: [string[], string][] = [
    [[], ""],
    [["8_1_a/a.ts"], ""],
    [["a.ts", "work/8_1_a/a.ts"], ""],
    [["work/a.ts", "work/b.ts"], "work"],
    [["x/y/8_2_b", "x/y/8_2_b/b.ts"], "x/y"],
    [["s/8_1_a/a.ts", "exercises/8_1_a/a.ts"], "exercises"],
    [["m/grader/stubs/8_1_a/a.ts", "m/exercises/8_1_a/a.ts"], "m/exercises"],
    [["b/8_1_a", "a/8_2_b"], "a"],
  ];
  for (const [paths, root] of roots) {
    assertEquals(rootOf(paths, EXERCISES), root);
    assertEquals(rootOf(paths.toReversed(), EXERCISES), root);
  }
});

Deno.test("readEntry() reads the same from a folder and a zip", () =>
  inFolder(async (folder) => {
    const files = { "in/8_1_a/a.ts": "\ufeffone\r\n", "in/b.ts": "two" };
    await writeFiles(join(folder, "anna"), files);
    await writeFiles(folder, { "bert.zip": zip(files) });
    const { entries } = await readClass(folder);
    const [anna, bert] = await Promise.all(
      entries.map((entry) => readEntry(entry, EXERCISES)),
    );
    assertEquals(anna, bert);
    assertEquals(anna.files.get("8-1"), {
      file: "8_1_a/a.ts",
      code: "one\r\n",
    });
    assertEquals(anna.files.get("8-2"), { file: "b.ts", code: "two" });
    await Deno.writeTextFile(join(folder, "anna/in/b.ts"), "three");
    const changed = await readEntry(entries[0], EXERCISES);
    assert(changed.content !== anna.content);
  }));

Deno.test("readEntry() refuses a link, in a folder and in a zip", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "anna/8_1_a"), { recursive: true });
    await Deno.symlink("/etc/passwd", join(folder, "anna/8_1_a/a.ts"));
    const lies = { "8_1_a/a.ts": { mode: 0o120777 } };
    await writeFiles(folder, {
      "bert.zip": zip({ "8_1_a/a.ts": "/etc/passwd" }, lies),
      "carl.zip": zip({ "8_1_a": "/etc" }, { "8_1_a": { mode: 0o120777 } }),
    });
    for (const entry of (await readClass(folder)).entries) {
      const found = (await readEntry(entry, EXERCISES)).files.get("8-1")!;
      assert("failure" in found && found.failure.kind === "file", entry.name);
      assertStringIncludes(found.failure.text.en, "symbolic link");
    }
  }));

Deno.test("readClass() gives every student a name of their own", () =>
  inFolder(async (folder) => {
    await writeFiles(folder, {
      "Zoe\u0308/x": "",
      "Zo\u00eb.zip": "",
      "anna/x": "",
      "ANNA.tar.gz": "",
      "anna.tgz": "",
      "line\nbreak/x": "",
      ".git/x": "",
      "Thumbs.db": "",
      "marks.csv": "",
    });
    const { entries, ignored } = await readClass(folder);
    const names = entries.map(({ name }) => name);
    assertEquals(new Set(names.map(keyOf)).size, names.length);
    assertEquals(names.sort(), [
      "ANNA.tar.gz",
      "Zo\u00eb",
      "Zo\u00eb.zip",
      "anna",
      "anna.tgz",
      "line break",
    ]);
    assertEquals(ignored, ["marks.csv"]);
    const anna = entries.find(({ name }) => name === "anna")!;
    assertEquals(anna.twins.toSorted(), ["ANNA.tar.gz", "anna.tgz"]);
  }));

Deno.test("fileName() gives names that every file system takes", async () => {
  for (
    const name of ["张伟", "anna", 'O\'Neil "Neo"', "a/b", "CON", ".x", "x."]
  ) {
    const file = await fileName(name);
    assert(!/[\\/:*?"<>|]|^\.|^con(\.|$)/i.test(`${file}`), file);
  }
  assertEquals(await fileName("张伟"), "张伟");
  assert(await fileName("a?") !== await fileName("a*"));
  const long = await fileName("张".repeat(80));
  assert(new TextEncoder().encode(long).length < 150);
});

Deno.test("readValue() gives back what writeValue() was given", () => {
  const values = [
    [NaN, Infinity, -Infinity, 0.1, 1e300, null, undefined, true, "文\n"],
    { answer: undefined, nested: { list: [[], {}] } },
    { $: "NaN", v: 1 },
    JSON.parse('{ "__proto__": 1, "$": { "$": 2 } }'),
    new Foreign("Map"),
  ];
  for (const value of values) {
    const text = writeValue(value);
    assert(!text.includes("\n"));
    assertEquals(writeValue(readValue(text)), text);
  }
  assertEquals(readValue(writeValue(values.slice(0, 2))), values.slice(0, 2));
  assertEquals(readValue(writeValue(() => 1)), new Foreign("function"));
  const tagged = readValue(writeValue({ $: "NaN" })) as { $: string };
  assertEquals(tagged.$, "NaN");
});

function checkOf(id: string, status: Status, diagnosis?: string): CheckResult {
  const points = status === "ungraded" ? null : status === "passed" ? 3 : 0;
  return {
    id,
    name: { en: `name ${id}`, zh: `名称 ${id}` },
    status,
    points,
    maxPoints: 3,
    message: null,
    counterexample: null,
    diagnosis: diagnosis === undefined
      ? null
      : { id: diagnosis, text: { en: `you ${diagnosis}`, zh: diagnosis } },
  };
}

function doneOf(name: string, checks: CheckResult[], content = "c"): Done {
  const points = checks.some((check) => check.points === null)
    ? null
    : checks.reduce((sum, check) => sum + check.points!, 0);
  const maxPoints = 3 * checks.length;
  const status = checks.find(({ status }) => status !== "passed")?.status ??
    "passed";
  return {
    name,
    handedIn: name,
    content,
    problem: null,
    result: {
      schema: "mneme-result/1",
      seed: 7,
      isolation: "limits",
      notHeld: [],
      durationMs: 5,
      points,
      maxPoints,
      exercises: [{
        id: "8-1",
        section: "8.1",
        title: { en: "A title", zh: "标题" },
        file: "a.ts",
        status,
        points,
        maxPoints,
        durationMs: 5,
        checks,
      }],
    },
  };
}

const CLASS = [
  doneOf("=anna", [checkOf("8-1.1", "passed"), checkOf("8-1.2", "passed")]),
  doneOf('b "c", d', [
    checkOf("8-1.1", "failed", "forgot"),
    checkOf("8-1.2", "failed", "forgot"),
  ]),
  doneOf("张伟", [
    checkOf("8-1.1", "todo"),
    checkOf("8-1.2", "failed", "swapped"),
  ]),
  doneOf("zoe", [checkOf("8-1.1", "ungraded"), checkOf("8-1.2", "ungraded")]),
];

Deno.test("Journal goes on from what is whole, and the last record of a name counts", () =>
  inFolder(async (folder) => {
    const path = join(folder, "journal.jsonl");
    const settings = {
      journal: "mneme-class/1" as const,
      checks: "x",
      seed: 7,
      secret: null,
      exercises: ["8-1"],
      timeout: 2000,
      regrade: false,
    };
    const first = await Journal.open(path);
    assertEquals(first.settings, undefined);
    await first.begin(settings);
    await Promise.all(CLASS.map((done) => first.add(done)));
    await first.add({ ...CLASS[0], content: "anew" });
    await assertRejects(() => Journal.open(path));
    await first.close();

    const text = await Deno.readTextFile(path);
    const lines = text.split("\n");
    // A line in the middle that a disk has spoiled, and one that was cut off.
    lines[2] = lines[2].slice(0, 50);
    await Deno.writeTextFile(path, `${lines.join("\n")}{"name":"x`);
    const second = await Journal.open(path);
    assertEquals(second.dropped, 2);
    assertEquals({ ...second.settings }, settings);
    assertEquals(second.names.sort(), ["=anna", "zoe", "张伟"].sort());
    assertEquals(second.has("=anna", "anew"), true);
    assertEquals(second.has("=anna", "c"), false);
    assertEquals(
      second.has("zoe", "c"),
      false,
      "what is ungraded is tried again",
    );
    assertEquals((await second.read("张伟"))?.result.points, 0);
    assertEquals(await second.read("nobody"), undefined);
    await second.add(CLASS[1]);
    await second.close();

    const third = await Journal.open(path);
    assertEquals(third.dropped, 1);
    assertEquals(third.names.length, 4);
    await third.close();
  }));

Deno.test("Counter and summaryText() count students, checks and mistakes", () => {
  const counter = new Counter();
  for (const done of CLASS) counter.add(done);
  const tally = counter.tally();
  assertEquals(
    tally.checks.map(({ id, failed, tried }) => [id, failed, tried]),
    [
      ["8-1.2", 2, 3],
      ["8-1.1", 1, 2],
    ],
  );
  assertEquals(tally.mistakes.map(({ id, students }) => [id, students]), [
    ["forgot", 1],
    ["swapped", 1],
  ]);
  const facts = {
    seed: "seed 7",
    isolation: ["limits"],
    twins: [["a", "a.zip"]],
    ignored: ["x.txt"],
    changes: undefined,
  };
  const text = summaryText(tally, facts, "en");
  for (
    const line of [
      "Mneme · 4 submissions · seed 7 · isolation limits",
      "  - zoe: could not be judged; the same command tries again",
      "  - handed in under one name, each graded by itself: a, a.zip",
      "        0  2    ████████████████████████████████████████",
      "  mean 2.0, median 0, from 0 to 6 of 6",
      "       2/3  8-1.2",
      "         1  8-1   you forgot",
    ]
  ) assertStringIncludes(text, line);
  assertStringIncludes(summaryText(tally, facts, "zh"), "平均 2.0，中位数 0");
});

Deno.test("gradebook() keeps names in any script and runs no formula", () => {
  const counter = new Counter();
  for (const done of CLASS) counter.add(done);
  const text = gradebook(counter.tally(), "en");
  assert(text.startsWith("\ufeffname,points,max_points,points_8-1,status_8-1"));
  const rows = parseCsv(text);
  assertEquals(rows.map(({ name, points }) => [name, points]), [
    ["'=anna", "6"],
    ['b "c", d', "0"],
    ["张伟", "0"],
    ["zoe", ""],
  ]);
});

Deno.test("changeOf() names the checks by which a student changes", () => {
  const [, , before] = CLASS;
  const after = doneOf("张伟", [
    checkOf("8-1.1", "passed"),
    checkOf("8-1.3", "failed"),
  ]);
  assertEquals(changeOf(before, before), undefined);
  const change = changeOf(before, after)!;
  assertEquals(
    change.checks.map(({ id, before, after }) => [
      id,
      before?.status,
      after?.status,
    ]),
    [
      ["8-1.1", "todo", "passed"],
      ["8-1.2", "failed", undefined],
      ["8-1.3", undefined, "failed"],
    ],
  );
  assertStringIncludes(
    changesTable([change]),
    "张伟,0,3,8-1.1,todo,passed,0,3,no\r\n",
  );
});

Deno.test("showProgress() draws a bar on a terminal and plain lines in a pipe", () => {
  const drawn: string[] = [];
  let now = 0;
  const screen = {
    print: (text: string) => drawn.push(text),
    columns: 60 as number | undefined,
    now: () => now,
  };
  const step = { name: "anna", points: 3, maxPoints: 6 };
  const bar = showProgress(4, 2, "en", screen);
  now = 10_000;
  bar.step(step);
  bar.end();
  assertEquals(drawn.map((text) => text.replace("\r\x1b[2K", "")), [
    "[####################....................] 2/4 · starting",
    "[##########################.........] 3/4 · about 10 s left",
    "",
  ]);
  drawn.length = 0;
  screen.columns = undefined;
  const lines = showProgress(10, 2, "zh", screen);
  lines.step(step);
  lines.step({ ...step, points: null });
  lines.end();
  assertEquals(drawn, [" 3/10  3/6  anna\n", " 4/10  –/6  anna\n"]);
  assertEquals([timeLeft(9000, 0, 4), timeLeft(9000, 3, 2)], [undefined, 6]);
});
