/**
 * What grading a class costs: `deno task bench:class`.
 *
 * Processor time is read where every box is the grader's own child, in the
 * limits form: in namespaces a killed box takes its account with it.
 *
 * @module
 */

import { join } from "node:path";
import { ROOT } from "../grader/paths.ts";

/** What a run of a command took, in seconds. */
interface Cost {
  wall: number;
  processor: number;
}

const SUBMISSIONS = 40;
const MANY = 1500;
/** After how many the memory is looked at. */
const MARKS = [100, 500, 1000, MANY];

/** The resident memory of the grader, of the process that leads and those that judge, when that many are done, in megabytes. */
async function memoryOver(
  folder: string,
  output: string,
  marks: readonly number[],
): Promise<Map<number, number>> {
  const process = new Deno.Command(Deno.execPath(), {
    args: graderArguments(folder, output, ["8-1"]),
    cwd: ROOT,
    stdout: "piped",
  }).spawn();
  const found = new Map<number, number>();
  let text = "";
  for await (
    const part of process.stdout.pipeThrough(new TextDecoderStream())
  ) {
    text += part;
    for (const mark of marks) {
      if (found.has(mark) || !new RegExp(`^ *${mark}/`, "m").test(text)) {
        continue;
      }
      found.set(mark, await memoryOf(process.pid));
    }
  }
  await process.status;
  return found;
}

/** The resident memory of a process and its children, what they share counted for each, in megabytes. */
async function memoryOf(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-o", "rss=", "--pid", `${pid}`, "--ppid", `${pid}`],
  }).output();
  const kibibytes = new TextDecoder().decode(stdout).trim().split(/\s+/)
    .reduce((sum, each) => sum + Number(each), 0);
  return Math.round(kibibytes / 1024);
}

function graderArguments(folder: string, output: string, rest: string[]) {
  return [
    ...["run", "--no-prompt", "--allow-read", "--allow-write"],
    ...["--allow-run", "--allow-env", "grader/main.ts", "grade:class"],
    ...[folder, "--output", output, "--seed", "7", ...rest],
  ];
}

/** Runs Deno under bash's own clock. */
async function costOf(args: string[]): Promise<Cost> {
  const { stderr } = await new Deno.Command("bash", {
    args: [
      "-c",
      'TIMEFORMAT="clock %R %U %S"; time "$@" >/dev/null 2>&1',
      "bench",
      Deno.execPath(),
      ...args,
    ],
    cwd: ROOT,
    stdout: "null",
    stderr: "piped",
  }).output();
  const [wall, user, system] = new TextDecoder().decode(stderr)
    .match(/clock (.*)/)![1].split(" ").map(Number);
  return { wall, processor: user + system };
}

/** A class of students who hand in the solutions, each with a mistake of some kind now and then. */
async function makeClass(folder: string, students: number): Promise<void> {
  await Deno.mkdir(folder);
  for (let i = 0; i < students; i++) {
    const name = `student ${`${i}`.padStart(4, "0")}`;
    for await (const { name: inner } of Deno.readDir(join(ROOT, "solutions"))) {
      const target = join(folder, name, inner);
      await Deno.mkdir(target, { recursive: true });
      for await (const file of Deno.readDir(join(ROOT, "solutions", inner))) {
        const code = await Deno.readTextFile(
          join(ROOT, "solutions", inner, file.name),
        );
        await Deno.writeTextFile(
          join(target, file.name),
          i % 3 === 0 ? code.replace("+ 1);", ");") : code,
        );
      }
    }
  }
}

const folder = await Deno.makeTempDir({ prefix: "mneme-bench-" });
try {
  const few = join(folder, "few");
  await makeClass(few, SUBMISSIONS);
  const ours = await costOf(
    graderArguments(few, join(folder, "out"), ["--isolation", "limits"]),
  );
  const empty = join(folder, "empty.ts");
  await Deno.writeTextFile(empty, "");
  let bare = 0;
  for (let i = 0; i < 6; i++) {
    bare +=
      (await costOf(["run", "--no-config", "--no-lock", empty])).processor;
  }
  const each = ours.processor / SUBMISSIONS;
  const cores = navigator.hardwareConcurrency;
  const busy = ours.processor / ours.wall / cores;
  console.log(
    `processor time per submission of six exercises: ${
      each.toFixed(2)
    } s; six bare deno runs: ${bare.toFixed(2)} s; x${
      (each / bare).toFixed(2)
    } (aim: at most x4)`,
  );
  console.log(
    `${cores} cores busy: ${(100 * busy).toFixed(0)}% (aim: above 85%)`,
  );
  const many = join(folder, "many");
  await makeClass(many, MANY);
  const memory = await memoryOver(many, join(folder, "out many"), MARKS);
  for (const [done, megabytes] of memory) {
    console.log(
      `memory of the grader after ${done} submissions: ${megabytes} MB`,
    );
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
