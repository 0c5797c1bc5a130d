import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { join } from "node:path";
import { nextHint } from "../../../grader/start/hints.ts";
import {
  type Change,
  changed,
  hintsTaken,
  NO_PROGRESS,
  parseProgress,
  type Progress,
  progressText,
  recordOf,
  standing,
} from "../../../grader/start/progress.ts";
import { ProgressFile } from "../../../grader/start/progress_file.ts";
import { catalog, passed, resultOf, solvedProgress } from "./support.ts";

const [one, two] = catalog;
const HINT: Change = { kind: "hint", id: "8-1", task: "8-1.2", level: 2 };

Deno.test("parseProgress() reads what progressText() wrote", () => {
  const progress = [
    HINT,
    { kind: "current", id: "8-1" },
    { kind: "language", language: "zh" },
    {
      kind: "result",
      id: "8-1",
      result: recordOf(resultOf(one, ["passed", "failed"]), "abc")!,
    },
  ].reduce((before, change) => changed(before, change as Change), NO_PROGRESS);
  const text = progressText(progress);
  assertEquals(parseProgress(text), progress);
  assertStringIncludes(text, "Delete it to begin anew");
  assertStringIncludes(text, "删除它即可重新开始");
  assertEquals(parseProgress(progressText(NO_PROGRESS)), NO_PROGRESS);
});

Deno.test("parseProgress() refuses what is none of ours", () => {
  const texts = [
    "not toml",
    "current = 7",
    'language = "fr"',
    '[exercises.8-1.hints]\n"8-1.1" = 9',
    '[exercises.8-1.result]\nstatus = "won"',
  ];
  for (const text of texts) assertThrows(() => parseProgress(text));
});

Deno.test("changed() keeps full marks and the highest hint when worse follows", () => {
  let progress = solvedProgress(one.id);
  const record = recordOf(resultOf(one, ["failed"]), "g")!;
  progress = changed(progress, { kind: "result", id: one.id, result: record });
  progress = changed(progress, HINT);
  progress = changed(progress, { ...HINT, level: 1 } as Change);
  const { solved, result, hints } = progress.exercises[one.id];
  assertEquals([solved, result?.points, hints], [true, 0, { "8-1.2": 2 }]);
  assertEquals(hintsTaken(progress, one.id), 2);
  assertEquals(nextHint(progress, one.id, "8-1.2").level, 3);
  assertEquals(nextHint(progress, two.id, "8-2.1").level, 1);
});

Deno.test("standing() adds the points of the last results", () => {
  const { points, solved, exercises } = standing(
    solvedProgress(one.id, two.id),
    catalog,
  );
  assertEquals(
    [points, solved, exercises],
    [passed(one).points! + passed(two).points!, 2, catalog.length],
  );
});

/** Does something with a file in a folder of its own. */
async function withFile(
  work: (file: ProgressFile, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-progress-" });
  try {
    await work(new ProgressFile(join(folder, "progress.toml")), folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("ProgressFile.change() loses nothing when two of them change it in turn", async () => {
  await withFile(async (file, folder) => {
    const other = new ProgressFile(file.path);
    assertEquals(await file.read(), { progress: NO_PROGRESS });
    await file.change({ kind: "current", id: "8-1" });
    await other.change(HINT);
    const { progress } = await file.change({
      kind: "language",
      language: "zh",
    });
    const whole: Progress = {
      current: "8-1",
      language: "zh",
      exercises: { "8-1": { solved: false, hints: { "8-1.2": 2 } } },
    };
    assertEquals(progress, whole);
    assertEquals(await other.read(), { progress: whole });
    const names = await Array.fromAsync(Deno.readDir(folder));
    assertEquals(names.map(({ name }) => name), ["progress.toml"]);
  });
});

Deno.test("ProgressFile.change() begins anew when the file was deleted", async () => {
  await withFile(async (file) => {
    await file.change(HINT);
    await Deno.remove(file.path);
    const { progress } = await file.change({ kind: "current", id: "8-2" });
    assertEquals(progress, { current: "8-2", exercises: {} });
  });
});

Deno.test("ProgressFile.read() sets a file aside that cannot be understood, and says so", async () => {
  await withFile(async (file) => {
    await Deno.writeTextFile(file.path, "half a li");
    const { progress, trouble } = await file.read();
    assertEquals(progress, NO_PROGRESS);
    assertStringIncludes(trouble!.en, ".bak");
    assertStringIncludes(trouble!.zh, ".bak");
    assertEquals(await Deno.readTextFile(`${file.path}.bak`), "half a li");
    assertEquals(await file.read(), { progress: NO_PROGRESS });
  });
});

Deno.test("ProgressFile.change() holds until the end and says so once when nothing can be written", async () => {
  await withFile(async (_file, folder) => {
    const file = new ProgressFile(join(folder, "nowhere", "progress.toml"));
    const first = await file.change(HINT);
    assertStringIncludes(first.trouble!.en, "cannot be written");
    const second = await file.change({ kind: "current", id: "8-1" });
    assert(second.trouble === undefined);
    assertEquals(second.progress.exercises["8-1"].hints, { "8-1.2": 2 });
  });
});
