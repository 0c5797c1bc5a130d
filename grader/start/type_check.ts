import { join } from "node:path";
import { type Exercise, EXERCISES } from "../catalog.ts";
import { ROOT } from "../paths.ts";
import { plain } from "../text.ts";
import type { Finding } from "./state.ts";

/**
 * What `deno check` finds in a student's file, in a process of its own. The
 * project's deno.json says what an import leads to; its lock stays as it is.
 *
 * @returns The findings, or null if it could not say: the grader's own verdict tells of a file that does not parse.
 */
export async function checkTypes(
  exercise: Exercise,
  signal: AbortSignal,
): Promise<Finding[] | null> {
  const file = join(EXERCISES, exercise.folder, exercise.file);
  try {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--frozen", file],
      cwd: ROOT,
      env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
      signal,
    }).output();
    if (success) return [];
    const findings = findingsOf(new TextDecoder().decode(stderr));
    return findings.length > 0 ? findings : null;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

// TS2322 [ERROR]: Type 'string' is not assignable to type 'number'.
//   return "a";
//          ~~~
//     at file:///…/lstm_parameters.ts:20:3
const FINDING =
  /^(?<code>TS\d+) \[ERROR\]: (?<message>.*)$[^]*?^ {4}at \S+:(?<line>\d+):(?<column>\d+)$/gm;

/** The findings in what `deno check` prints. */
export function findingsOf(text: string): Finding[] {
  return [...text.matchAll(FINDING)].map(({ groups }) => ({
    line: Number(groups!.line),
    column: Number(groups!.column),
    message: plain(`${groups!.message} (${groups!.code})`),
  }));
}
