import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryImportMap } from "../grader/cli/try.ts";
import { readCatalog } from "../grader/catalog.ts";
import { type Comparison, deno } from "./compare.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** `deno task list` against `deno eval 0`. */
export function list(): Comparison {
  return {
    name: "deno task list / deno eval 0",
    aim: 3,
    ours: () => deno(["task", "--quiet", "list"], ROOT),
    peer: () => deno(["eval", "0"], ROOT),
  };
}

/** A program that imports all of lib against an empty one. */
export async function load(): Promise<Comparison> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-bench-" });
  const [ours, empty] = ["ours.ts", "empty.ts"].map((name) =>
    join(folder, name)
  );
  await Deno.writeTextFile(
    ours,
    `import "${new URL("../mod.ts", import.meta.url)}";`,
  );
  await Deno.writeTextFile(empty, "");
  return {
    name: "import of mod.ts / an empty module",
    aim: 3,
    ours: () => deno(["run", ours]),
    peer: () => deno(["run", empty]),
  };
}

/** Grading all solutions against running their visible examples by `deno test`. */
export async function grade(): Promise<Comparison> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-bench-" });
  const imports = await temporaryImportMap();
  const tests: string[] = [];
  for (const { folder: name, file } of await readCatalog()) {
    await Deno.mkdir(join(folder, name));
    const test = join(folder, name, "examples_test.ts");
    await Deno.copyFile(
      join(ROOT, "solutions", name, file),
      join(folder, name, file),
    );
    await Deno.copyFile(
      join(ROOT, "exercises", name, "examples_test.ts"),
      test,
    );
    tests.push(test);
  }
  return {
    name: "deno task grade of solutions / deno test",
    aim: 3,
    ours: () =>
      deno(["task", "--quiet", "grade", "--submission", "solutions"], ROOT),
    peer: () =>
      deno(
        [
          "test",
          "--no-check",
          "--no-lock",
          "--no-config",
          `--import-map=${imports}`,
          ...tests,
        ],
        ROOT,
      ),
  };
}
