/**
 * `deno task start` and `deno task hint` in a pipe, in a copy of the project.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../../../grader/paths.ts";
import { parseProgress } from "../../../grader/start/progress.ts";
import { inClone, task } from "./project.ts";
import { catalog } from "./support.ts";

const exercise = catalog.find(({ id }) => id === "8-1")!;
const PATH = join(exercise.folder, exercise.file);
const [first] = exercise.tasks;

// The candidate is forgotten: three blocks instead of four.
const MISTAKEN = `export const lstmParameterCount = (n: number, m: number) =>
  3 * m * (n + m + 1);
`;

async function write(root: string, code: string): Promise<void> {
  await Deno.writeTextFile(join(root, "exercises", PATH), code);
}

async function progressOf(root: string) {
  const path = join(root, ".mneme-progress.toml");
  return parseProgress(await Deno.readTextFile(path));
}

Deno.test("startCommand() says in plain lines what is to do and ends when its input ends", async () => {
  await inClone(async (root) => {
    for (const language of ["en", "zh"] as const) {
      const { code, stdout, stderr } = await task(root, [
        ...["start", "8-6", "--lang", language],
      ]);
      assertEquals([code, stderr], [0, ""]);
      assertStringIncludes(stdout, "8-6.1");
      assertStringIncludes(stdout, "exercises/8_6_hopfield_energy/");
      assert(!stdout.includes("\x1b"), stdout);
      assertStringIncludes(stdout, language === "en" ? "points" : "分");
    }
    assertEquals((await progressOf(root)).current, "8-6");
  });
});

Deno.test("startCommand() obeys letters when they come line by line", async () => {
  await inClone(async (root) => {
    await write(root, MISTAKEN);
    const { code, stdout, stderr } = await task(root, ["start"], {
      input: "?\nl\n8-2\nx\nn\nt\nq\n",
    });
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout, "Keep this screen open");
    for (const { title } of catalog) assertStringIncludes(stdout, title.en);
    assertStringIncludes(stdout, "Put the stub back");
    const progress = await progressOf(root);
    assertEquals([progress.current, progress.language], ["8-2", "zh"]);
    assertEquals(
      await Deno.readTextFile(join(root, "exercises", PATH)),
      MISTAKEN,
    );
  });
});

Deno.test("startCommand() refuses in one line what it does not know", async () => {
  for (const args of [["8-9"], ["--fast"], ["--lang", "fr"]]) {
    const { code, stdout, stderr } = await task(ROOT, ["start", ...args]);
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^[^\n]+\n$/);
  }
});

Deno.test("hintCommand() names the mistake first and climbs the ladder when asked again", async () => {
  await inClone(async (root) => {
    await write(root, MISTAKEN);
    const unbroken = (text: string) => text.replaceAll(/\s+/g, "");
    for (const [i, hint] of [...first.hints.en, first.hints.en[2]].entries()) {
      const { code, stdout, stderr } = await task(root, ["hint", "8-1"]);
      assertEquals([code, stderr], [0, ""]);
      const said = unbroken(stdout);
      const at = said.indexOf(unbroken(hint));
      assert(at > 0, stdout);
      assert(said.indexOf("Lookslike:") < at, stdout);
      assertMatch(stdout, /^Looks like: /);
      assertEquals(stdout.includes("More:"), i < 2);
      const further = first.hints.en[i + 1];
      if (further) assert(!said.includes(unbroken(further)));
    }
    const { result, hints } = (await progressOf(root)).exercises["8-1"];
    assertEquals([result?.task, result?.status], ["8-1.1", "missing"]);
    assertEquals(hints, { "8-1.1": 3 });
    const { stdout } = await task(root, ["grade", "8-1", "--format", "json"]);
    assert(!stdout.includes("hint"));
  });
});

Deno.test("hintCommand() judges anew when the file is no longer the one of the last result", async () => {
  await inClone(async (root) => {
    const solution = join(ROOT, "solutions", PATH);
    const stub = await task(root, ["hint", "8-1", "--lang", "zh"]);
    assertStringIncludes(stub.stdout, "提示 1/3");
    await write(root, await Deno.readTextFile(solution));
    const solved = await task(root, ["hint", "8-1"]);
    assertEquals(
      solved.stdout,
      "Nothing is wrong: there is nothing to hint at\n",
    );
    await write(root, "export const = 1");
    const broken = await task(root, ["hint", "8-1"]);
    assertStringIncludes(broken.stdout, "Syntax error in line 1");
    assert(!broken.stdout.includes("Hint"));
    assertEquals((await progressOf(root)).exercises["8-1"].hints, {
      "8-1.1": 1,
    });
  });
});
