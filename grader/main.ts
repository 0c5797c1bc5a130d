/**
 * The command line: `deno task start`, `grade`, `grade:class`, `try`, `list`, `hint`, `reset`, `doctor`.
 *
 * @module
 */

import { type Commands, runCommand } from "./cli/run.ts";
import type { JudgingSource } from "./start/judging.ts";

/** The hidden checks, loaded when they are needed. */
const HIDDEN: JudgingSource = {
  practice: false,
  open: async () => await (await import("./start/hidden.ts")).openHidden(),
  mistake: async (exercise, id) =>
    await (await import("./start/hidden.ts")).mistakeText(exercise, id),
};

const COMMANDS: Commands = {
  start: async () => (await import("./cli/start.ts")).startCommand(HIDDEN),
  grade: async () => (await import("./cli/grade.ts")).gradeCommand,
  "grade:class": async () =>
    (await import("./cli/grade_class.ts")).gradeClassCommand,
  try: async () => (await import("./cli/try.ts")).tryCommand,
  list: async () => (await import("./cli/list.ts")).listCommand,
  hint: async () => (await import("./cli/hint.ts")).hintCommand(HIDDEN),
  reset: async () => (await import("./cli/reset.ts")).resetCommand,
  doctor: async () => (await import("./cli/doctor.ts")).doctorCommand,
};

/** Runs a command and returns its exit status: 2 for wrong usage, 3 if the grader failed. */
export function main(args: string[]): Promise<number> {
  return runCommand(COMMANDS, args);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
