/**
 * The visible examples, run as a student runs them: they pass with the
 * solution and fail with the stub.
 *
 * @module
 */

import { join } from "node:path";
import type { Exercise } from "../../grader/catalog.ts";
import { temporaryImportMap } from "../../grader/cli/try.ts";
import { ROOT } from "../../grader/paths.ts";
import type { Material } from "./material.ts";

/** What `deno test` came to. */
export interface TestRun {
  code: number;
  output: string;
}

/** Examples that reject the solution, or of which the stub passes one. */
export function findExampleViolations(
  id: string,
  { solution, stub }: { solution: TestRun; stub: TestRun },
): string[] {
  const passed = /\| (?<count>\d+) passed/;
  const solved = Number(passed.exec(solution.output)?.groups?.count ?? 0);
  const unsolved = passed.exec(stub.output)?.groups?.count;
  return [
    ...solution.code === 0 && solved > 0
      ? []
      : [`${id}: the examples must pass with the solution: ${solution.output}`],
    ...stub.code !== 0 && unsolved === "0" ? [] : [
      `${id}: every example must fail with the stub: ${
        unsolved === undefined ? stub.output : `${unsolved} passed`
      }`,
    ],
  ];
}

/** Runs the examples of all exercises. */
export async function runExamples(materials: Material[]): Promise<string[]> {
  const found = await Promise.all(materials.map(async ({ exercise }) => {
    const [solution, stub] = await Promise.all(
      [true, false].map((isSolved) => runWith(isSolved, exercise)),
    );
    return findExampleViolations(exercise.id, { solution, stub });
  }));
  return found.flat();
}

/** Runs the examples with the solution in the stub's place or the stub, in a folder of their own and with no right but to read it. */
async function runWith(
  isSolved: boolean,
  { folder, file }: Exercise,
): Promise<TestRun> {
  const source = isSolved ? "solutions" : "exercises";
  const copy = await Deno.makeTempDir({ prefix: "mneme-examples-" });
  try {
    const examples = join(copy, "examples_test.ts");
    await Deno.copyFile(join(ROOT, source, folder, file), join(copy, file));
    await Deno.copyFile(
      join(ROOT, "exercises", folder, "examples_test.ts"),
      examples,
    );
    const imports = await temporaryImportMap();
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "--no-prompt",
        "--no-lock",
        "--no-config",
        `--import-map=${imports}`,
        ...isSolved ? [] : ["--no-check"], // types are one as in the other
        `--allow-read=${copy}`,
        examples,
      ],
      cwd: copy,
      env: { NO_COLOR: "1" },
    }).output();
    await Deno.remove(imports);
    const decoder = new TextDecoder();
    return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}
