import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "node:path";
import type { Figure } from "../../../experiments/experiment.ts";
import {
  commandOf,
  reaches,
  reachesMusts,
  type RunRecord,
} from "../../../experiments/record.ts";
import {
  keepRecord,
  readRecords,
  recordName,
} from "../../../experiments/table/records.ts";
import {
  isReached,
  type Row,
  spreadsOf,
  tableText,
} from "../../../experiments/table/table.ts";
import {
  findRecordViolations,
  findStale,
  findUnregistered,
} from "../../../tools/check_experiments.ts";
import { toyExperiment } from "../toy.ts";

const NAME = { en: "exact | share", zh: "准确率" };

function figure(value: number, changes: Partial<Figure> = {}): Figure {
  const target = { kind: "must" as const, atLeast: 0.9 };
  return { id: "exact", name: NAME, value, target, ...changes };
}

function record(
  seed: number,
  figures: Figure[],
  task: string | null = "line",
): RunRecord {
  const run = { experiment: "toy", task, seed, short: false };
  return {
    schema: "mneme-run/1",
    ...run,
    figures,
    trainings: [{ name: "t", steps: 3, seconds: 1, stoppedEarly: false }],
    steps: 3,
    seconds: 100 * seed,
    processorSeconds: 10 * seed,
    leaked: 0,
    backend: "wasm",
    deno: "2.9.6",
    command: commandOf(run),
  };
}

function row(records: RunRecord[], changes: Partial<Row> = {}): Row {
  return {
    entry: { name: "toy", shows: { en: "a line", zh: "一条直线" } },
    experiment: toyExperiment(1),
    records,
    ...changes,
  };
}

const THREE = [0.95, 0.85, 0.97].map((value, i) =>
  record(i + 1, [figure(value)])
);

Deno.test("reaches() holds both bounds, and nothing without a target", () => {
  assertEquals(reaches(figure(0.9)), true);
  assertEquals(reaches(figure(0.89)), false);
  const target = { kind: "aim" as const, atLeast: 1, atMost: 2 };
  assertEquals(
    [0, 1, 2, 3].map((value) => reaches(figure(value, { target }))),
    [
      false,
      true,
      true,
      false,
    ],
  );
  assertEquals(reaches(figure(0, { target: undefined })), null);
});

Deno.test("reachesMusts() fails by what must be reached, not by what is aimed at", () => {
  const aim = { target: { kind: "aim" as const, atLeast: 2 } };
  assertEquals(reachesMusts([figure(0.95), figure(1, aim)]), true);
  assertEquals(reachesMusts([figure(0.95), figure(0.1)]), false);
});

Deno.test("spreadsOf() takes the median and counts the seeds that reach the target", () => {
  const [spread] = spreadsOf(THREE);
  const { median, low, high, reached, seeds } = spread;
  assertEquals([median, low, high, reached, seeds], [0.95, 0.85, 0.97, 2, 3]);
  assertEquals(isReached(spread), true);
  const [even] = spreadsOf(THREE.slice(0, 2));
  assertEquals(even.median, (0.95 + 0.85) / 2);
  assertEquals(isReached(even), false);
});

Deno.test("tableText() has a line for each figure, with seeds, time and command", () => {
  const text = tableText([row(THREE)], "en");
  assertMatch(text, /^# Experiments\n/);
  assertMatch(text, /^## toy$/m);
  assertMatch(text, /^### toy --task line$/m);
  assert(
    text.includes(
      "| exact \\| share | 0.95 (0.85 to 0.97) |  | must ≥ 0.9 | ✓ 2 of 3 |",
    ),
    text,
  );
  assert(
    text.includes(
      "Seeds 1, 2, 3; each 3.3 min, of which 20 s of processor time: `deno task experiment toy --task line --seed N`.",
    ),
    text,
  );
  const chinese = tableText([row(THREE)], "zh");
  assertEquals(headings(chinese), headings(text));
  assert(chinese.includes("3 个中 2 个"), chinese);
});

Deno.test("tableText() gives one value when all seeds agree, and a count whole", () => {
  const same = [1, 2, 3].map((seed) => record(seed, [figure(216_003)]));
  const text = tableText([row(same)], "en");
  assert(text.includes("| 216003 |  | must ≥ 0.9 | ✓ 3 of 3 |"), text);
});

function headings(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("#"))
    .map((line) => line.split(" ")[0]);
}

Deno.test("tableText() says why a figure was not reached, and where no run is kept", () => {
  const missed = [record(1, [figure(0.1)])];
  const notes = { exact: { en: "too few steps", zh: "步数太少" } };
  const experiment = { ...toyExperiment(1), notes };
  const text = tableText([row(missed, { experiment })], "en");
  assert(text.includes("- exact | share, not reached: too few steps"), text);
  assert(text.includes("✗ 0 of 1"), text);
  const silent = tableText([row(missed)], "en");
  assert(silent.includes("no reason is given yet"), silent);
  assert(tableText([row([])], "en").includes("No run is recorded yet."));
});

Deno.test("readRecords() reads what keepRecord() kept, and refuses what is not a record", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const each of THREE.toReversed()) keepRecord(each, folder);
    assertEquals(await readRecords(folder), THREE);
    assertEquals(recordName(record(4, [], null)), "toy-seed-4.json");
    const stranger = join(folder, "toy-line-seed-9.json");
    await Deno.writeTextFile(stranger, JSON.stringify(THREE[0]));
    await assertRejects(() => readRecords(folder), Error, "its name");
    await Deno.writeTextFile(
      stranger,
      JSON.stringify({ ...THREE[0], short: true }),
    );
    await assertRejects(() => readRecords(folder), Error, "short");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("findRecordViolations() finds seeds that differ, missed figures without a note, notes without a figure", () => {
  assertEquals(findRecordViolations(row(THREE)), []);
  const other = record(4, [figure(0.95, { id: "other" })]);
  assertMatch(
    findRecordViolations(row([...THREE, other]))[0],
    /seed 4 are not those/,
  );
  const loose = record(4, [
    figure(0.95, { target: { kind: "must", atLeast: 0.1 } }),
  ]);
  assertMatch(
    findRecordViolations(row([...THREE, loose]))[0],
    /seed 4 are not those/,
  );
  const missed = [record(1, [figure(0.1)])];
  assertEquals(findRecordViolations(row(missed)), [
    "toy line: exact is missed, and no note says why",
  ]);
  const notes = { exact: NAME, gone: NAME };
  const experiment = { ...toyExperiment(1), notes };
  assertEquals(findRecordViolations(row(missed, { experiment })), [
    "toy: has a note on gone, which no record has",
  ]);
  const stray = record(1, [figure(0.95)], "plane");
  assertMatch(findRecordViolations(row([stray]))[0], /has no task plane/);
});

Deno.test("findUnregistered() finds folders without a name and names without a folder", () => {
  const paths = [
    "experiments/hard_attention/experiment.ts",
    "experiments/experiment.ts",
  ];
  assertEquals(findUnregistered(paths, ["hard-attention"]), []);
  assertEquals(findUnregistered(paths, []), [
    "experiments/hard_attention: is not in the registry",
  ]);
  assertEquals(findUnregistered([], ["luong"]), [
    "experiments/luong: has no experiment.ts",
  ]);
});

Deno.test("findStale() finds a document that the records do not give", () => {
  const expected = new Map([["docs/experiments.md", "new"]]);
  assertEquals(
    findStale(expected, [{ path: "docs/experiments.md", text: "new" }]),
    [],
  );
  assertEquals(
    findStale(expected, [{ path: "docs/experiments.md", text: "old" }]).length,
    1,
  );
  assertEquals(findStale(expected, []).length, 1);
});
