import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Launcher } from "../../../grader/box/launcher.ts";
import { abortable } from "../../../grader/start/abortable.ts";
import { digestOf, Judge, readFile } from "../../../grader/start/judging.ts";
import { keysOf } from "../../../grader/start/keys.ts";
import { Saves } from "../../../grader/start/saves.ts";
import { findingsOf } from "../../../grader/start/type_check.ts";
import { examplesOf } from "../../../grader/start/visible.ts";
import { exerciseAt, isSilent, watch } from "../../../grader/start/watch.ts";
import type { Text } from "../../../grader/text.ts";
import { catalog, passed } from "./support.ts";

const [one, two] = catalog;

Deno.test("keysOf() tells keys apart when a terminal sends several at once", () => {
  assertEquals(keysOf("nq\x1b[A\x1bOB\x1b[5~\r\x7f"), [
    ...["n", "q", "up", "down", "page up", "enter", "backspace"],
  ]);
  assertEquals(keysOf("\x1b"), ["escape"]);
  assertEquals(keysOf("\x03"), ["ctrl-c"]);
  assertEquals(keysOf("能量👍"), ["能", "量", "👍"]);
});

Deno.test("keysOf() leaves out sequences that mean nothing here", () => {
  assertEquals(keysOf("\x1b[200~a\x1b[201~\x1b[1;5C\x00\x1b[I"), ["a"]);
});

Deno.test("findingsOf() finds places and messages when deno check found something", () => {
  const findings = findingsOf(`Check file:///a/b.ts
TS2322 [ERROR]: Type 'string' is not assignable to type 'number'.
  return "a";
  ~~~~~~
    at file:///a/b.ts:20:3

TS2345 [ERROR]: Argument of type 'number[]' is not assignable.
  Types are not the same.
f([1]);
  ~~~
    at file:///a/b.ts:31:14

Found 2 errors.
`);
  assertEquals(findings.map(({ line, column }) => [line, column]), [
    [20, 3],
    [31, 14],
  ]);
  assertStringIncludes(findings[0].message, "(TS2322)");
  assertStringIncludes(findings[1].message, "Argument of type 'number[]'");
  assertEquals(
    findingsOf("error: The module's source could not be parsed"),
    [],
  );
});

Deno.test("examplesOf() makes a check of each example when some fail", () => {
  const error = (message: string) =>
    `  ---\n  ${JSON.stringify({ message, severity: "fail" })}\n  ...\n`;
  const checks = examplesOf(
    `TAP version 14
# ./examples_test.ts
ok 1 - 8-1.1 counts four blocks
not ok 2 - 8-1.2 counts three
${error("AssertionError: Values are not equal.\n\n-   1\n+   135\n  at x")}` +
      `not ok 3 - 8-1.3 stacks\n${
        error("TodoError: Task 8-1.3 is still to do")
      }1..3\n`,
  );
  assertEquals(
    checks.map(({ id, name, status }) => [id, name.en, status]),
    [
      ["8-1.1", "counts four blocks", "passed"],
      ["8-1.2", "counts three", "failed"],
      ["8-1.3", "stacks", "todo"],
    ],
  );
  assertEquals(
    checks[1].message?.en,
    "AssertionError: Values are not equal. got: 1 expected: 135",
  );
});

Deno.test("exerciseAt() knows an exercise's own file and no other", () => {
  const at = (path: string) => exerciseAt(path, catalog)?.id;
  const own = `${one.folder}/${one.file}`;
  assertEquals(at(`/private/tmp/exercises/${own}`), one.id);
  assertEquals(at(`C:\\x\\${own.replace("/", "\\")}`), one.id);
  for (const path of ["README.md", `${one.file}.bak`, `${one.file}~`]) {
    assertEquals(at(`/e/${one.folder}/${path}`), undefined);
  }
  assertEquals(at(`/e/${two.folder}/${one.file}`), undefined);
});

Deno.test("isSilent() is true of file systems that others write to", () => {
  for (const kind of ["v9fs", "nfs", "nfs4", "cifs", "smb2", "fuseblk"]) {
    assert(isSilent(kind), kind);
  }
  for (const kind of ["ext2/ext3", "btrfs", "tmpfs", "overlayfs", "xfs"]) {
    assert(!isSilent(kind), kind);
  }
});

Deno.test("Saves tells once of a burst, and is quiet only after it", async () => {
  const told: string[][] = [];
  const saves = new Saves((ids) => told.push(ids));
  await saves.quiet();
  saves.changed("8-1");
  saves.changed("8-1");
  let quiet = false;
  const waiting = saves.quiet().then(() => quiet = true);
  assertEquals(told, []);
  assert(!quiet);
  await waiting;
  assertEquals(told, [["8-1"]]);
  saves.changed("8-2");
  await saves.quiet();
  assertEquals(told, [["8-1"], ["8-2"]]);
  saves.changed("8-3");
  saves.close();
  await saves.quiet();
  assertEquals(told.length, 2);
});

/** A folder with the file of an exercise, removed at the end. */
async function inFolder(
  work: (folder: string, file: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-watch-" });
  try {
    await Deno.mkdir(join(folder, one.folder));
    const file = join(folder, one.folder, one.file);
    await Deno.writeTextFile(file, "before");
    await work(folder, file);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** How editors save: in place, and by a rename. */
const SAVING: Record<string, (file: string) => Promise<void>> = {
  "writes in place": (file) => Deno.writeTextFile(file, "after"),
  "renames into place": async (file) => {
    await Deno.writeTextFile(`${file}~`, "after it all");
    await Deno.rename(`${file}~`, file);
  },
};

for (const poll of [false, true]) {
  for (const [how, save] of Object.entries(SAVING)) {
    Deno.test(`watch() ${poll ? "by polling " : ""}tells of a save when an editor ${how}`, async () => {
      await inFolder(async (folder, file) => {
        const told = Promise.withResolvers<string>();
        const reasons: Text[] = [];
        const end = new AbortController();
        const watching = watch({
          folder,
          exercises: catalog,
          poll,
          changed: told.resolve,
          polling: (reason) => reasons.push(reason),
        }, end.signal);
        // Watching begins some time after the call: saved until it is seen.
        const timer = setInterval(() => save(file), 500);
        try {
          assertEquals(await told.promise, one.id);
        } finally {
          clearInterval(timer);
          end.abort();
          await watching;
        }
        if (poll) assertStringIncludes(reasons[0].en, "looking every");
      });
    });
  }
}

Deno.test("watch() falls back to polling and says so when watching fails", async () => {
  const end = new AbortController();
  const said = Promise.withResolvers<Text>();
  const watching = watch({
    folder: "/nowhere/at/all",
    exercises: catalog,
    poll: false,
    changed: () => {},
    polling: said.resolve,
  }, end.signal);
  const { en, zh } = await said.promise;
  end.abort();
  await watching;
  assertStringIncludes(en, "watching failed");
  assertStringIncludes(zh, "监视失败");
});

Deno.test("Judge.run() gives no result when another run takes its place", async () => {
  const signals: AbortSignal[] = [];
  const first = Promise.withResolvers<void>();
  const judge = new Judge(
    Promise.resolve({
      async judge(exercise, _submission, { signal }) {
        signals.push(signal);
        if (signals.length === 1) await first.promise;
        return passed(exercise);
      },
    }),
    () => Promise.resolve(),
  );
  const slow = judge.run(one, 1);
  while (signals.length === 0) await new Promise((next) => setTimeout(next));
  const quick = await judge.run(one, 1);
  assert(signals[0].aborted);
  first.resolve();
  assertEquals(await slow, undefined);
  assertEquals(quick?.result.status, "passed");
  assertEquals(quick?.file, digestOf(await readFile(one)));
});

Deno.test("abortable() kills the box under way and starts no other when the signal comes", () => {
  const calls: string[] = [];
  const launcher: Launcher = {
    form: "limits",
    command: () => {
      calls.push("command");
      return { program: "", args: [], env: {}, cwd: "", dispose: () => {} };
    },
    watch: () => () => calls.push("watched no longer"),
  };
  const end = new AbortController();
  const { command, watch, form } = abortable(launcher, end.signal);
  assertEquals(form, "limits");
  command();
  const ended = watch!(1, () => calls.push("killed the first"));
  watch!(2, () => calls.push("killed the second"));
  ended();
  end.abort();
  let refused = false;
  try {
    command();
  } catch {
    refused = true;
  }
  assert(refused);
  assertEquals(calls, ["command", "watched no longer", "killed the second"]);
});
