import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../../grader/paths.ts";

/** The code blocks of a document whose text holds a mark, in their order. */
async function blocks(document: string, mark: string): Promise<string[]> {
  const text = await Deno.readTextFile(join(ROOT, "docs", document));
  return [...text.matchAll(/```\w+\n([^]*?)```/g)].map(([, code]) => code)
    .filter((code) => code.includes(mark));
}

/** Runs a script of a document with the Deno that is running, in place of the one that npx would fetch. */
async function run(
  script: string,
  file: string,
  env: Record<string, string>,
): Promise<string> {
  const { version } = Deno;
  const pinned = `deno@${version.deno}`;
  assert(script.includes(pinned), `the script does not name ${pinned}`);
  const local = script.replaceAll(
    /npx -y (?:--prefer-offline )?deno@\S+/g,
    `"${Deno.execPath()}"`,
  );
  await Deno.writeTextFile(file, local);
  const { success, stdout, stderr } = await new Deno.Command("bash", {
    args: [file],
    env,
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

async function withScratch(work: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "mneme-teacher-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function has(program: string): Promise<boolean> {
  return await new Deno.Command(program, { args: ["--version"] }).output()
    .then(({ success }) => success, () => false);
}

const hasBash = Deno.build.os !== "windows";
const needed = await has("node") ? "" : " (needs node)";

const LSTM = "8_1_lstm_parameters/lstm_parameters.ts";
const HOPFIELD = "8_6_hopfield_energy/hopfield_energy.ts";
/** Wrong once, on an input that chance has drawn. */
const WRONG_ONCE = (await Deno.readTextFile(join(ROOT, "solutions", LSTM)))
  .replace(
    "return 3 * blockCount(inputSize, hiddenSize);",
    "return ++calls === 30 ? -1 : 3 * blockCount(inputSize, hiddenSize);",
  ) + "\nlet calls = 0;\n";

/** A test of results.json, as much as is looked at. */
interface Scored {
  tags: string[];
  score: number;
  output: string;
}

/** What Gradescope would show of a submission by these users, as its container is laid out. */
async function gradescopeTests(
  folder: string,
  script: string,
  users: { id: number; name: string }[],
): Promise<Scored[]> {
  await Deno.mkdir(join(folder, "source"), { recursive: true });
  await Deno.symlink(ROOT, join(folder, "source", "mneme"));
  await Deno.mkdir(join(folder, "results"));
  await Deno.mkdir(join(folder, "submission"));
  await Deno.writeTextFile(
    join(folder, "submission_metadata.json"),
    JSON.stringify({ id: 123456, users, previous_submissions: [] }),
  );
  // Uploaded one by one, as students do there.
  await Deno.copyFile(
    join(ROOT, "solutions", HOPFIELD),
    join(folder, "submission", "hopfield_energy.ts"),
  );
  await Deno.writeTextFile(
    join(folder, "submission", "lstm_parameters.ts"),
    WRONG_ONCE,
  );
  await run(script, join(folder, "run_autograder"), {
    MNEME_SEED: "a secret of this class only",
  });
  const results = await Deno.readTextFile(
    join(folder, "results", "results.json"),
  );
  return JSON.parse(results).tests;
}

for (const document of ["teacher.md", "teacher.zh.md"]) {
  Deno.test({
    name:
      `run_autograder of ${document} gives each student inputs of their own when laid out as Gradescope does${needed}`,
    ignore: !hasBash || needed !== "",
    fn: () =>
      withScratch(async (folder) => {
        const [script] = await blocks(document, "# run_autograder");
        const inputs: string[] = [];
        for (
          const [place, users] of [
            ["first", [{ id: 12, name: "Anna" }, { id: 7, name: "Bert" }]],
            ["second", [{ id: 8, name: "Anna" }]],
            // The first two once more, named in another order.
            ["third", [{ id: 7, name: "Bert" }, { id: 12, name: "Anna" }]],
          ] as const
        ) {
          const tests = await gradescopeTests(join(folder, place), script, [
            ...users,
          ]);
          const scores = tests.filter(({ tags }) => tags.includes("8-6"))
            .map(({ score }) => score);
          assertEquals(scores, [1, 1, 1, 1, 1, 1]);
          const failed = tests.filter(({ tags, score }) =>
            tags.includes("8-1") && score === 0
          );
          assertEquals(failed.length, 1);
          inputs.push(failed[0].output);
        }
        assertNotEquals(inputs[0], inputs[1]);
        assertEquals(inputs[0], inputs[2]);
      }),
  });

  Deno.test({
    name:
      `the workflow of ${document} gives the reporter its object when laid out as GitHub does`,
    ignore: !hasBash,
    fn: () =>
      withScratch(async (folder) => {
        const [workflow] = await blocks(document, "# .github/workflows/");
        const step = /- id: mneme\n\s+run: \|\n((?: {10}.*\n)+)/.exec(workflow);
        const script = step![1].replaceAll(/^ {10}/gm, "");
        await Deno.symlink(ROOT, join(folder, "mneme"));
        await Deno.mkdir(join(folder, "submission"));
        await Deno.symlink(
          join(ROOT, "solutions"),
          join(folder, "submission", "exercises"),
        );
        const output = join(folder, "output");
        await run(script, join(folder, "step.sh"), {
          GITHUB_WORKSPACE: folder,
          GITHUB_REPOSITORY: "class/anna",
          GITHUB_OUTPUT: output,
        });
        const [, encoded] = /^result=(\S+)\n$/.exec(
          await Deno.readTextFile(output),
        )!;
        const object = JSON.parse(
          new TextDecoder().decode(Uint8Array.fromBase64(encoded)),
        );
        assertEquals([object.version, object.status], [1, "pass"]);
        assert(
          workflow.includes("MNEME_RESULTS: ${{ steps.mneme.outputs.result }}"),
        );
      }),
  });
}

Deno.test("setup.sh of both documents parses when bash reads it", async () => {
  for (const document of ["teacher.md", "teacher.zh.md"]) {
    const [script] = await blocks(document, "# setup.sh");
    const { success } = await new Deno.Command("bash", {
      args: ["-n", "-c", script],
    }).output();
    assert(success, document);
  }
});
