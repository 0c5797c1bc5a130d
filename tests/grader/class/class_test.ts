/**
 * Grading a class as a teacher meets it: real processes, and everything that
 * can go wrong.
 *
 * @module
 */

import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { readCatalog } from "../../../grader/catalog.ts";
import { ROOT } from "../../../grader/paths.ts";
import { secretSeed } from "../../../grader/seed.ts";
import { processesWith } from "../hostile/harness.ts";
import { zip } from "./archives.ts";
import {
  ended,
  type Ending,
  inProject,
  parseCsv,
  readFiles,
  run,
  start,
  writeFiles,
} from "./support.ts";

const [{ folder: LSTM, file: LSTM_FILE }] = await readCatalog();
const LSTM_PATH = `${LSTM}/${LSTM_FILE}`;
const SOLUTION = await Deno.readTextFile(join(ROOT, "solutions", LSTM_PATH));
const WRONG = SOLUTION.replace("return 3 *", "return 4 *");
/** Wrong once, on an input that chance has drawn, so that none smaller takes its place. */
const WRONG_ONCE = SOLUTION.replace(
  "return 3 * blockCount(inputSize, hiddenSize);",
  "return ++calls === 30 ? -1 : 3 * blockCount(inputSize, hiddenSize);",
) + "\nlet calls = 0;\n";
const ENDLESS = SOLUTION.replace("return 3 *", "for (;;);\n  return 3 *");

/** Grades exercise 8-1 of a class, given by its files. */
type GradeClass = (
  args: string[],
  options?: Parameters<typeof start>[2],
) => Promise<Ending>;

/** A class in a project of its own. */
interface Scene {
  folder: string;
  project: string;
  submissions: string;
  output: string;
  args: string[];
  gradeClass: GradeClass;
}

async function inClass(
  files: Record<string, string | Uint8Array>,
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  await inProject(async (folder, project) => {
    const submissions = join(folder, "class");
    const output = join(folder, "out");
    await Deno.mkdir(submissions);
    await writeFiles(submissions, files);
    const args = ["grade:class", submissions, "8-1", "--output", output];
    await work({
      folder,
      project,
      submissions,
      output,
      args,
      gradeClass: (more, options) => run(project, [...args, ...more], options),
    });
  });
}

const CLASS = {
  [`anna/${LSTM_PATH}`]: SOLUTION,
  [`bert/${LSTM_PATH}`]: WRONG,
  [`carl/${LSTM_PATH}`]: SOLUTION,
};

async function pointsOf(output: string): Promise<Record<string, string>> {
  const text = await Deno.readTextFile(join(output, "gradebook.csv"));
  return Object.fromEntries(
    parseCsv(text).map(({ name, points }) => [name, points]),
  );
}

/** Waits until a process has printed something, and goes on reading. */
async function printed(
  process: Deno.ChildProcess,
  wanted: RegExp,
): Promise<() => Promise<string>> {
  let text = "";
  const seen = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (
      const part of process.stdout.pipeThrough(new TextDecoderStream())
    ) {
      text += part;
      if (wanted.test(text)) seen.resolve();
    }
    seen.resolve();
  })();
  await seen.promise;
  return async () => {
    await reading;
    return text;
  };
}

Deno.test("gradeClassCommand() writes gradebook, summary and reports when asked in either language", () =>
  inClass(CLASS, async ({ output, gradeClass }) => {
    const { code, stdout } = await gradeClass(["--seed", "7"]);
    assertEquals(code, 0);
    assertMatch(stdout, /^1\/3 {2}\d\/6 {2}\w+$/m);
    assertEquals(await pointsOf(output), { anna: "6", bert: "5", carl: "6" });
    const names = Object.keys(await readFiles(output)).sort();
    assertEquals(names, [
      "gradebook.csv",
      "journal.jsonl",
      ...["anna", "bert", "carl"].flatMap((name) =>
        ["html", "json", "txt"].map((ending) => `reports/${name}.${ending}`)
      ),
      "summary.txt",
    ]);
    assertStringIncludes(stdout, "mean 5.7, median 6, from 5 to 6 of 6");
    assertStringIncludes(stdout, "      1/3  8-1.2");
    assertStringIncludes(stdout, "         1  8-1   The GRU is counted like");
    const again = await gradeClass(["--lang", "zh"]);
    assertEquals(again.code, 0);
    assertStringIncludes(again.stdout, "3 份中已有 3 份评完");
    assertStringIncludes(again.stdout, "平均 5.7");
    assertStringIncludes(
      await Deno.readTextFile(join(output, "reports/bert.txt")),
      "未通过",
    );
  }));

Deno.test("gradeClassCommand() judges the others when a submission cannot be read", () =>
  inClass({
    ...CLASS,
    "broken.zip": zip(CLASS).slice(0, 300),
    "evil.zip": zip({ "../../anna.ts": "x" }),
    "notes.txt": "",
    "Anna.zip": zip({ [LSTM_FILE]: SOLUTION }),
    ".DS_Store": "",
  }, async ({ submissions, output, gradeClass }) => {
    await Deno.symlink(join(submissions, "anna"), join(submissions, "zlink"));
    await Deno.mkdir(join(submissions, "empty"));
    const { code, stdout } = await gradeClass([]);
    assertEquals(code, 3, "the link is nobody's submission and is ungraded");
    assertEquals(await pointsOf(output), {
      "Anna.zip": "6",
      anna: "6",
      bert: "5",
      broken: "0",
      carl: "6",
      empty: "0",
      evil: "0",
      zlink: "",
    });
    for (
      const said of [
        "broken: The archive is damaged",
        'evil: The archive holds a path that leads out of it: "../../anna.ts"',
        "zlink: zlink cannot be read",
        "each graded by itself: Anna.zip, anna",
        "left out: notes.txt",
      ]
    ) assertStringIncludes(stdout.replace(/\n +/g, " "), said);
  }));

/** What is asked, and what the one line says. */
const REFUSED: [
  what: string,
  args: (scene: Scene) => string[],
  said: RegExp,
][] = [
  ["no folder is named", () => ["grade:class"], /needs the folder with the/],
  [
    "no output is named",
    ({ submissions }) => ["grade:class", submissions],
    /--output DIR$/m,
  ],
  [
    "the folder does not exist",
    ({ output }) => ["grade:class", "nowhere", "--output", output],
    /nowhere must be a folder with the submissions: it does not exist/,
  ],
  [
    "the folder is a file",
    ({ output }) => ["grade:class", "deno.json", "--output", output],
    /it is a file/,
  ],
  [
    "the output lies among the submissions",
    ({ submissions }) => [
      "grade:class",
      submissions,
      "--output",
      join(submissions, "out"),
    ],
    /must lie outside/,
  ],
  [
    "the output holds something else",
    ({ submissions, project }) => [
      "grade:class",
      submissions,
      "--output",
      project,
    ],
    /must be empty or hold a grading that is to go on/,
  ],
  [
    "the exercise does not exist",
    ({ args }) => [...args, "8-7"],
    /no exercise 8-7/,
  ],
  [
    "there is nothing to regrade",
    ({ args }) => [...args, "--regrade"],
    /nothing to regrade/,
  ],
  ["an option is unknown", ({ args }) => [...args, "--fast"], /--regrade$/m],
];

Deno.test("gradeClassCommand() says in one line what is wrong when used wrongly", () =>
  inClass(CLASS, async (scene) => {
    for (const [what, args, said] of REFUSED) {
      const { code, stdout, stderr } = await run(
        scene.project,
        args(scene),
      );
      assertEquals([code, stdout], [2, ""], what);
      assertMatch(stderr.trimEnd(), said, what);
      assertEquals(stderr.trimEnd().split("\n").length, 1, what);
    }
  }));

Deno.test("gradeClassCommand() says so when the class's folder is empty", () =>
  inClass({ "readme.txt": "", ".hidden/x": "" }, async ({ gradeClass }) => {
    const { code, stderr } = await gradeClass([]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "There is no submission in");
  }));

Deno.test("gradeClassCommand() mixes nothing in when the journal is another grading's", () =>
  inClass(CLASS, async ({ folder, project, output, gradeClass }) => {
    assertEquals((await gradeClass(["--seed", "7"])).code, 0);
    const before = await readFiles(output);
    const refusals: [string, Parameters<GradeClass>][] = [
      ["another seed", [["--seed", "8"]]],
      ["another --timeout (2000)", [["--timeout", "3000"]]],
      ["another seed", [[], { env: { MNEME_SEED: "x" } }]],
      ["other exercises (8-1)", [["8-2"]]],
    ];
    for (const [said, asked] of refusals) {
      const { code, stderr } = await gradeClass(...asked);
      assertEquals(code, 2);
      assertStringIncludes(stderr, said);
    }
    const others = join(folder, "others");
    await writeFiles(others, { [`dora/${LSTM_PATH}`]: SOLUTION });
    const { code, stderr } = await run(project, [
      "grade:class",
      others,
      ...["8-1", "--output", output],
    ]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "of other submissions");
    assertEquals(await readFiles(output), before);
  }));

Deno.test("gradeClassCommand() grades again only who has handed in anew, and drops who has left", () =>
  inClass(CLASS, async ({ submissions, output, gradeClass }) => {
    assertEquals((await gradeClass([])).code, 0);
    await writeFiles(submissions, { [`bert/${LSTM_PATH}`]: SOLUTION });
    await Deno.remove(join(submissions, "carl"), { recursive: true });
    const { stdout } = await gradeClass([]);
    assertMatch(stdout, /^1 of 2 are already graded.*\n2\/2 {2}6\/6 {2}bert$/m);
    assertEquals(await pointsOf(output), { anna: "6", bert: "6" });
    assert(!Object.keys(await readFiles(output)).join().includes("carl"));
  }));

Deno.test("gradeClassCommand() shows who changes and by which check when regrading with changed checks", () =>
  inClass(CLASS, async ({ project, output, gradeClass }) => {
    assertEquals((await gradeClass(["--seed", "7"])).code, 0);
    const path = join(project, "grader/hidden", `${LSTM}.ts`);
    const checks = await Deno.readTextFile(path);
    const changed = checks.replace(
      "recurrent.gruParameterCount(inputSize, hiddenSize)",
      "4 * recurrent.gruParameterCount(inputSize, hiddenSize) / 3",
    );
    assertNotEquals(changed, checks);
    await Deno.writeTextFile(path, changed);
    const refused = await gradeClass([]);
    assertEquals(refused.code, 2);
    assertStringIncludes(refused.stderr, "other checks");
    const { code, stdout } = await gradeClass(["--regrade"]);
    assertEquals(code, 0);
    assertStringIncludes(stdout, "seed 7");
    assertStringIncludes(stdout, "  - 8-1.2: 3 students\n");
    assertStringIncludes(stdout, "anna: 6 → 5 (8-1.2 passed → failed)");
    assertStringIncludes(stdout, "bert: 5 → 6 (8-1.2 failed → passed)");
    const table = await Deno.readTextFile(join(output, "changes.csv"));
    assertStringIncludes(table, "anna,6,5,8-1.2,passed,failed,1,0,no\r\n");
    // Without a change of the checks nobody changes.
    assertStringIncludes(
      (await gradeClass(["--regrade"])).stdout,
      "nobody's marks change",
    );
  }));

Deno.test("gradeClassCommand() drops a line that is not whole and says so when the journal was cut off", () =>
  inClass(CLASS, async ({ output, gradeClass }) => {
    assertEquals((await gradeClass(["--seed", "7"])).code, 0);
    const whole = await readFiles(output);
    const path = join(output, "journal.jsonl");
    const journal = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, journal.slice(0, -100));
    const { code, stdout } = await gradeClass([]);
    assertEquals(code, 0);
    assertStringIncludes(stdout, "has a line that is not whole");
    assertStringIncludes(stdout, "2 of 3 are already graded");
    const { "journal.jsonl": _, ...files } = await readFiles(output);
    delete whole["journal.jsonl"];
    assertEquals(files, whole);
    await Deno.writeTextFile(path, "something else\n");
    const refused = await gradeClass([]);
    assertEquals(refused.code, 2);
    assertStringIncludes(refused.stderr, "is not a journal");
  }));

Deno.test("gradeClassCommand() finishes what is under way at Ctrl-C, and goes on later", () =>
  inClass(
    Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`s${i}/${LSTM_PATH}`, SOLUTION]),
    ),
    async ({ project, args, output, gradeClass }) => {
      const process = start(project, [...args, "--seed", "7"]);
      const rest = await printed(process, /^ ?\d+\/30/m);
      process.kill("SIGINT");
      const { code } = await process.status;
      const stdout = await rest();
      await process.stderr.cancel();
      assertEquals(code, 130, stdout);
      assertMatch(stdout, /Stopped: \d+ of 30 are graded and kept/);
      const { code: later, stdout: text } = await gradeClass([]);
      assertEquals(later, 0);
      assertMatch(text, /^\d+ of 30 are already graded/);
      const points = Object.values(await pointsOf(output));
      assertEquals(points, Array(30).fill("6"));
    },
  ));

Deno.test("gradeClassCommand() stops at once at the second Ctrl-C and leaves no box", () =>
  inClass({
    [`anna/${LSTM_PATH}`]: ENDLESS,
    [`bert/${LSTM_PATH}`]: SOLUTION,
  }, async ({ project, args, gradeClass }) => {
    const long = ["--timeout", "600000", "--jobs", "2"];
    const process = start(project, [...args, ...long]);
    const rest = await printed(process, /bert/);
    process.kill("SIGINT");
    // Later than a terminal and `deno task` need to pass one Ctrl-C on twice.
    await new Promise((resolve) => setTimeout(resolve, 500));
    process.kill("SIGINT");
    const { code } = await process.status;
    assertEquals(code, 130);
    assertStringIncludes(await rest(), "Ctrl-C once more stops at once");
    await process.stderr.cancel();
    // Every box names the project's folder in its arguments.
    assertEquals(await processesWith(project), []);
    const quick = ["--timeout", "500", "--regrade"];
    const { stdout: text } = await gradeClass(quick);
    assertMatch(text, /5\/6 {2}anna/);
  }));

Deno.test("gradeClassCommand() leaves ungraded what its judge has died over, and goes on", () =>
  inClass({
    [`anna/${LSTM_PATH}`]: ENDLESS,
    [`bert/${LSTM_PATH}`]: SOLUTION,
  }, async ({ project, args, output }) => {
    const long = ["--timeout", "600000", "--jobs", "2"];
    const process = start(project, [...args, ...long]);
    const rest = await printed(process, /bert/);
    await killJudges(project);
    const { code } = await process.status;
    await Promise.all([rest(), process.stderr.cancel()]);
    assertEquals(code, 3);
    assertEquals(await pointsOf(output), { anna: "", bert: "6" });
    assertStringIncludes(
      await Deno.readTextFile(join(output, "reports/anna.txt")),
      "the process that judged it ended: SIGKILL",
    );
    assertEquals(await processesWith(project), []);
  }));

/** Kills the processes that judge. */
async function killJudges(project: string): Promise<void> {
  const program = join(project, "grader/class/worker.ts");
  const lines = await processesWith(program, 0);
  assert(lines.length > 0);
  for (const line of lines) Deno.kill(parseInt(line), "SIGKILL");
}

Deno.test("gradeClassCommand() leaves no judge and no box when killed with -9", () =>
  inClass({
    [`anna/${LSTM_PATH}`]: ENDLESS,
    [`bert/${LSTM_PATH}`]: SOLUTION,
  }, async ({ project, args }) => {
    const process = start(project, [...args, "--timeout", "600000"]);
    const rest = await printed(process, /bert/);
    process.kill("SIGKILL");
    await Promise.all([rest(), process.stderr.cancel(), process.status]);
    assertEquals(await processesWith(project, 10_000), []);
  }));

Deno.test("gradeClassCommand() refuses when another grading writes there", () =>
  inClass({
    [`anna/${LSTM_PATH}`]: ENDLESS,
    [`bert/${LSTM_PATH}`]: SOLUTION,
  }, async ({ project, args, gradeClass }) => {
    const process = start(project, [...args, "--timeout", "600000"]);
    const rest = await printed(process, /bert/);
    const { code, stderr } = await gradeClass(["--timeout", "600000"]);
    process.kill("SIGKILL");
    await Promise.all([rest(), process.stderr.cancel(), process.status]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "Another grading writes to");
  }));

const limits = await ended(
  new Deno.Command("bash", {
    args: ["-c", "command -v prlimit && env --ignore-signal=XFSZ true"],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn(),
).catch(() => undefined);
const missing = limits?.code === 0 ? "" : " (needs prlimit and env)";

Deno.test({
  name:
    `gradeClassCommand() stops cleanly and goes on when nothing more can be written${missing}`,
  ignore: missing !== "",
  fn: () =>
    inClass(
      Object.fromEntries(
        Array.from({ length: 8 }, (_, i) => [`s${i}/${LSTM_PATH}`, WRONG]),
      ),
      async ({ output, gradeClass }) => {
        // Files cannot grow beyond this: the journal has room for some of the records.
        const upTo = (bytes: number) => ({
          wrap: [
            ...["env", "--ignore-signal=XFSZ", "prlimit"],
            `--fsize=${bytes}`,
          ],
        });
        const full = await gradeClass(["--seed", "7"], upTo(8000));
        assertEquals(full.code, 3);
        assertStringIncludes(full.stderr, "Cannot write to");
        assertEquals(full.stderr.trimEnd().split("\n").length, 1);
        const kept = full.stdout.match(/^\d\/8/gm)?.length ?? 0;
        assert(kept > 0 && kept < 8, full.stdout);
        // Now the journal fits and a report does not.
        const fuller = await gradeClass([], upTo(40_000));
        assertEquals(fuller.code, 3);
        assertStringIncludes(fuller.stderr, "Cannot write to");
        assert(fuller.stdout.startsWith(`${kept} of 8`), fuller.stdout);
        const { code, stdout } = await gradeClass([]);
        assertEquals(code, 0);
        assert(stdout.startsWith("8 of 8 are already graded"), stdout);
        assertEquals(Object.keys(await pointsOf(output)).length, 8);
      },
    ),
});

Deno.test("gradeClassCommand() gives each student inputs of their own and away no seed when there is a secret", () =>
  inClass(
    Object.fromEntries(
      ["anna", "bert"].map((name) => [`${name}/${LSTM_PATH}`, WRONG_ONCE]),
    ),
    async ({ project, submissions, output, gradeClass }) => {
      const secret = "a secret of this class only";
      const env = { MNEME_SEED: secret };
      assertEquals((await gradeClass([], { env })).code, 0);
      const files = await readFiles(output);
      for (const [path, text] of Object.entries(files)) {
        assert(!text.includes(secret), path);
        for (const name of ["anna", "bert"]) {
          assert(!text.includes(`${secretSeed(secret, name).of("8-1")}`), path);
        }
      }
      const reports = ["anna", "bert"].map((name) =>
        JSON.parse(files[`reports/${name}.json`].replace(/,\s*(?=,)/g, ""))
      );
      const tried = reports.map(({ exercises: [{ checks }] }) =>
        JSON.stringify(checks[1].counterexample)
      );
      assertEquals(reports.map(({ seed }) => seed), [null, null]);
      assertNotEquals(
        reports[0].seedFingerprint,
        reports[1].seedFingerprint,
      );
      assertNotEquals(tried[0], tried[1]);
      // Alone the submission meets the same inputs as in its class.
      const alone = await run(project, [
        "grade",
        "8-1",
        ...["--submission", join(submissions, "anna"), "--format", "json"],
      ], { env });
      const result = JSON.parse(alone.stdout);
      assertEquals(result.seedFingerprint, reports[0].seedFingerprint);
      assertEquals(
        JSON.stringify(result.exercises[0].checks[1].counterexample),
        tried[0],
      );
      const both = await run(project, ["grade", "--seed", "7"], { env });
      assertEquals(both.code, 2);
      assertStringIncludes(both.stderr, "contradict each other");
    },
  ));
