import { assert, assertEquals } from "@std/assert";
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

const hasBash = Deno.build.os !== "windows";

for (const document of ["teacher.md", "teacher.zh.md"]) {
  Deno.test({
    name:
      `run_autograder of ${document} leaves a results.json when laid out as Gradescope does`,
    ignore: !hasBash,
    fn: () =>
      withScratch(async (folder) => {
        const [script] = await blocks(document, "# run_autograder");
        await Deno.mkdir(join(folder, "source"));
        await Deno.symlink(ROOT, join(folder, "source", "mneme"));
        await Deno.mkdir(join(folder, "results"));
        await Deno.mkdir(join(folder, "submission"));
        // uploaded one by one, as students do there
        await Deno.copyFile(
          join(ROOT, "solutions/8_6_hopfield_energy/hopfield_energy.ts"),
          join(folder, "submission", "hopfield_energy.ts"),
        );
        await run(script, join(folder, "run_autograder"), {});
        const { tests } = JSON.parse(
          await Deno.readTextFile(join(folder, "results", "results.json")),
        );
        const scores = tests.filter(({ tags }: { tags: string[] }) =>
          tags.includes("8-6")
        ).map(({ score }: { score: number }) => score);
        assertEquals(scores, [1, 1, 1, 1, 1, 1]);
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
