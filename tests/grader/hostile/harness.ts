/**
 * Judges hostile submissions as a teacher's machine would, and looks at what
 * they left behind.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { openForm } from "../../../grader/box/isolation.ts";
import type { Form, Launcher } from "../../../grader/box/launcher.ts";
import { type Exercise, readCatalog } from "../../../grader/catalog.ts";
import { grade } from "../../../grader/grade.ts";
import { Machine } from "../../../grader/machine.ts";
import { ROOT } from "../../../grader/paths.ts";
import { jsonReport } from "../../../grader/report/json.ts";
import { textReport } from "../../../grader/report/text.ts";
import type { Result } from "../../../grader/result.ts";
import { type Attack, honestRest } from "./attack.ts";

/** The limit for a call; honest ones take a millisecond, but the machine may be busy. */
const TIMEOUT = 500;

/** The longest that a judgment may take, whatever the submission does. */
const PATIENCE = 60_000;

const ALL_CHECKS = 6;

/** What no submission may learn: it stands in a file and in the environment. */
const SECRET = `secret-${crypto.randomUUID()}`;

/** A launcher, or why this machine has none of that form. */
export async function tryForm(form: Form): Promise<Launcher | string> {
  const opened = await openForm(form);
  return "form" in opened ? opened : opened.en;
}

const exercise: Exercise = (await readCatalog()).find(({ id }) =>
  id === "8-6"
)!;

/** Submissions that are judged side by side share it, as those of a class do: a timeout that fell beside another box is repeated alone. */
const machine = new Machine();

/** Grades one file for exercise 8-6, written by `write` to the path that it is given. */
export async function judgeFile(
  launcher: Launcher,
  write: (path: string) => Promise<void>,
  timeout = TIMEOUT,
): Promise<Result> {
  const submission = await Deno.makeTempDir({ prefix: "hostile-" });
  try {
    const path = join(submission, exercise.folder, exercise.file);
    await Deno.mkdir(dirname(path));
    await write(path);
    return await grade({
      exercises: [exercise],
      submission,
      launcher,
      seed: 7,
      jobs: 1,
      timeout,
      machine,
    });
  } finally {
    await Deno.remove(submission, { recursive: true });
  }
}

/** Grades an attack and asserts that it has earned what it deserves, learnt nothing and left nothing. */
export async function assertJudgedHonestly(
  launcher: Launcher,
  attack: Attack,
): Promise<void> {
  const mark = `mark-${crypto.randomUUID()}`;
  const folder = await Deno.makeTempDir({ prefix: "hostile-" });
  const planted = join(folder, "planted.json");
  const target = join(folder, "target");
  await Deno.writeTextFile(planted, JSON.stringify(SECRET));
  Deno.env.set("MNEME_PLANTED", SECRET);
  using knocks = countKnocks();
  const code = sourceOf(attack)
    .replaceAll("{{root}}", ROOT)
    .replaceAll("{{planted}}", planted)
    .replaceAll("{{target}}", target)
    .replaceAll("{{port}}", `${knocks.port}`);
  try {
    const started = performance.now();
    const judged = judgeFile(
      marked(launcher, mark),
      (path) => Deno.writeTextFile(path, code),
      attack.timeout,
    );
    if (attack.memory !== undefined) {
      const peak = await peakMemory(mark, judged);
      assert(peak <= attack.memory, `it had ${peak} bytes`);
    }
    const result = await judged;
    assert(performance.now() - started < PATIENCE, "it took too long");
    assertHonest(result, attack);
    assertSilent(result);
    assertEquals(await Deno.readTextFile(planted), JSON.stringify(SECRET));
    assertEquals(
      [...Deno.readDirSync(folder)].map(({ name }) => name),
      ["planted.json"],
    );
    assertEquals(knocks.count(), 0, "it reached the network");
    assertEquals(await processesWith(mark), [], "a process is left");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function sourceOf({ code, alone, wins = "8-6.1" }: Attack): string {
  return alone ? code : `${code}\n${honestRest(wins)}`;
}

function assertHonest(
  { points, maxPoints, exercises: [{ status, checks }] }: Result,
  { expect, wins = "8-6.1", alone, harmsItself, points: earned = 5 }: Attack,
): void {
  const found = JSON.stringify(checks.map(({ id, status, message }) => [
    id,
    status,
    message?.en.slice(0, 300),
  ]));
  assertEquals(maxPoints, ALL_CHECKS);
  if (harmsItself) assert(points !== null && points <= earned, found);
  else assertEquals(points, earned, found);
  assert(
    harmsItself || expect.includes(status),
    `${status}, not ${expect}: ${found}`,
  );
  const won = checks.find(({ id }) => id === wins)!;
  if (!alone) assert(expect.includes(won.status), found);
  for (const check of checks) {
    assertEquals(check.status === "passed" ? 1 : 0, check.points, found);
  }
}

/** Nothing stolen in a report, and nothing that commands a terminal. */
function assertSilent(result: Result): void {
  const json = jsonReport(result);
  JSON.parse(json);
  for (const stolen of [SECRET, "STOLEN ", "DONE ", "root:x:0"]) {
    assert(!json.includes(stolen), json.slice(0, 5000));
  }
  assert(json.length < 2_000_000, `a report of ${json.length} characters`);
  for (const language of ["en", "zh"] as const) {
    const text = textReport(result, {
      language,
      layout: { width: 80, color: false },
      submission: "x",
    });
    // deno-lint-ignore no-control-regex -- these are what must not come through
    assert(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(text), text);
    assert(!/^::/m.test(text), text);
  }
}

/** The same launcher, whose processes carry a mark in their arguments. */
function marked(launcher: Launcher, mark: string): Launcher {
  return {
    form: launcher.form,
    watch: launcher.watch,
    command: (entry) => {
      const command = launcher.command(entry);
      return { ...command, args: [...command.args, mark] };
    },
  };
}

/** The command lines in which a text stands, of processes that are still there after a moment. */
export async function processesWith(
  text: string,
  patience = 2000,
): Promise<string[]> {
  const deadline = performance.now() + patience;
  for (;;) {
    const found = await processLines("pid=,stat=,command=", text);
    if (found.length === 0 || performance.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The most memory that processes with a mark had at once while some work was under way, in bytes. */
async function peakMemory(
  mark: string,
  work: Promise<unknown>,
): Promise<number> {
  let peak = 0;
  let working = true;
  const done = work.catch(() => {}).then(() => working = false);
  while (working) {
    const lines = await processLines("rss=,command=", mark);
    const kibibytes = lines.map((line) => parseInt(line));
    peak = Math.max(peak, 1024 * kibibytes.reduce((a, b) => a + b, 0));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await done;
  return peak;
}

async function processLines(
  columns: string,
  text: string,
): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-axww", "-o", columns],
  }).output();
  return new TextDecoder().decode(stdout).split("\n")
    .filter((line) => line.includes(text));
}

/** A port of this machine, and how often somebody connected. */
function countKnocks(): Disposable & { port: number; count: () => number } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let count = 0;
  (async () => {
    for await (const connection of listener) {
      count += 1;
      connection.close();
    }
  })().catch(() => {});
  return {
    port: listener.addr.port,
    count: () => count,
    [Symbol.dispose]: () => listener.close(),
  };
}
