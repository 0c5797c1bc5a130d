/**
 * The command line of the students' copy: as the teacher's, without anything
 * that knows the answers.
 *
 * @module
 */

import { type Commands, runCommand } from "./cli/run.ts";
import { VISIBLE } from "./start/visible.ts";

const COMMANDS: Commands = {
  grade: async () => (await import("./cli/practice.ts")).practiceCommand,
  try: async () => (await import("./cli/try.ts")).tryCommand,
  list: async () => (await import("./cli/list.ts")).listCommand,
  hint: async () => (await import("./cli/hint.ts")).hintCommand(VISIBLE),
  start: async () => (await import("./cli/start.ts")).startCommand(VISIBLE),
  reset: async () => (await import("./cli/reset.ts")).resetCommand,
  doctor: async () => (await import("./cli/doctor.ts")).doctorCommand,
};

if (import.meta.main) {
  const helpOf = (command: string) =>
    command === "grade" ? "practice" : command;
  Deno.exit(await runCommand(COMMANDS, Deno.args, helpOf));
}
