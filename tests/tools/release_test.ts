import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { readCatalog } from "../../grader/catalog.ts";
import { UsageError } from "../../grader/cli/usage.ts";
import { ROOT } from "../../grader/paths.ts";
import { findLeaks, readBodies, RUN } from "../../tools/check_release.ts";
import { release } from "../../tools/release.ts";

async function inFolder<Value>(
  work: (folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-release-" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function pathsIn(folder: string, prefix = ""): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      paths.push(...await pathsIn(join(folder, name), `${prefix}${name}/`));
    } else paths.push(prefix + name);
  }
  return paths;
}

/** Runs a task of the copy, with nothing downloaded before. */
async function task(
  copy: string,
  denoDir: string,
  ...args: string[]
): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", ...args],
    cwd: copy,
    env: {
      DENO_DIR: denoDir,
      NO_COLOR: "1",
      LANG: "C.UTF-8",
      LC_ALL: "",
      MNEME_LANG: "",
      INIT_CWD: copy,
    },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, text: text(stdout) + text(stderr) };
}

Deno.test("release() makes a copy that works by itself and knows no answer", () =>
  inFolder(async (folder) => {
    const copy = join(folder, "students");
    assert(await release(copy) > 0);
    for (const path of await pathsIn(copy)) {
      assert(
        !/^(lib|solutions|tests|experiments|docs)\/|hidden|misconceptions/
          .test(path),
        path,
      );
    }
    const lock = await Deno.readTextFile(join(copy, "deno.lock"));
    const denoDir = join(folder, "deno");
    const [{ id, folder: exercise, file }] = await readCatalog();
    const listed = await task(copy, denoDir, "list");
    assertEquals(listed.code, 0, listed.text);
    assertStringIncludes(listed.text, id);

    const tried = await task(copy, denoDir, "try", id);
    assertEquals(tried.code, 1, tried.text);
    assertStringIncludes(tried.text, "is still to do");
    const hint = await task(copy, denoDir, "hint", id);
    assertEquals(hint.code, 0, hint.text);
    const doctor = await task(copy, denoDir, "doctor");
    assertEquals(doctor.code, 0, doctor.text);

    await Deno.copyFile(
      join(ROOT, "solutions", exercise, file),
      join(copy, "exercises", exercise, file),
    );
    const graded = await task(copy, denoDir, "grade");
    assertEquals(graded.code, 0, graded.text);
    assertStringIncludes(graded.text, "Practice");
    assertStringIncludes(graded.text, "✓  7/7 examples");
    assertStringIncludes(graded.text, "○  0/7 examples");
    assert(!/\d\/\d+ points|seed/.test(graded.text), graded.text);
    assertStringIncludes(
      (await task(copy, denoDir, "grade", "--lang", "zh")).text,
      "练习",
    );
    const reset = await task(copy, denoDir, "reset", id, "--yes");
    assertEquals(reset.code, 0, reset.text);
    assertEquals(
      await Deno.readTextFile(join(copy, "exercises", exercise, file)),
      await Deno.readTextFile(join(ROOT, "grader/stubs", exercise, file)),
    );
    // Nothing of this has changed what was handed out.
    assertEquals(await Deno.readTextFile(join(copy, "deno.lock")), lock);
  }));

Deno.test("practiceCommand() says so when a file does not load", () =>
  inFolder(async (copy) => {
    await release(copy);
    const [{ id, folder, file }] = await readCatalog();
    const path = join(copy, "exercises", folder, file);
    await Deno.writeTextFile(path, "export function (");
    const denoDir = Deno.env.get("DENO_DIR") ?? join(copy, ".deno");
    const { code, text } = await task(copy, denoDir, "grade", id);
    assertEquals(code, 0, text);
    assertStringIncludes(text, "does not load");
  }));

Deno.test("release() overwrites nothing when the folder holds something", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "mine.txt"), "mine");
    await assertRejects(() => release(folder), UsageError, "mine.txt");
    assertEquals(await pathsIn(folder), ["mine.txt"]);
    const file = join(folder, "mine.txt");
    await assertRejects(() => release(file), UsageError, "must be a folder");
  }));

const BODY = `function twice(values: number[]): number[] {
  // A comment that nobody counts.
  return values.map((value) => value + value).filter((value) => value > 0);
}`;

Deno.test("findLeaks() finds a body of a solution in another form", async () => {
  const [{ name, body }] = await readBodies([{ path: "s.ts", text: BODY }]);
  assertEquals(name, "twice");
  const secret = { place: "twice in s.ts", body, stubs: ["stub.ts"] };
  const leak = `values.map((value) =>\n value /* x */ + value)
    .filter((v) => true)`;
  const places = [
    { path: "README.md", text: `So: ${leak}` },
    { path: "stub.ts", text: leak },
    { path: "other.ts", text: "values.map((value) => value)" },
  ];
  assertEquals(findLeaks(places, [secret]).length, 1);
  assertStringIncludes(findLeaks(places, [secret])[0], "README.md has in it");
  assertEquals(findLeaks(places.slice(1), [secret]), []);
  assert(body.length > RUN);
});

Deno.test("readBodies() finds functions, methods and arrows in every file", async () => {
  const files = [
    { path: "a.ts", text: "export const f = (x: number) => x + 1;\n" },
    { path: "b.ts", text: BODY },
    {
      path: "c.ts",
      text: "class C { m() { return 1; } get g() { return 2; } }",
    },
  ];
  const found = await readBodies(files);
  assertEquals(found.map(({ path, body }) => [path, body.slice(0, 12)]), [
    ["a.ts", "x+1"],
    ["b.ts", "{returnvalue"],
    ["c.ts", "{return1;}"],
    ["c.ts", "{return2;}"],
  ]);
});
