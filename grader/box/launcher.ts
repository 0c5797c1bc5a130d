/**
 * How a box's process is started, in three forms from strong to weak.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** `bubblewrap`: namespaces and kernel limits. `limits`: kernel limits alone. `permissions`: Deno's zero permissions and the parent's watch. */
export type Form = "bubblewrap" | "limits" | "permissions";

/** From strong to weak. */
export const FORMS: readonly Form[] = ["bubblewrap", "limits", "permissions"];

/** Everything Deno.Command needs for one box, and what to do when it is gone. */
export interface LaunchCommand {
  program: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  dispose: () => void;
}

/** Starts boxes in one form. */
export interface Launcher {
  readonly form: Form;
  /** The command for one box. `entry` is the runner unless a probe takes its place. */
  command(entry?: Entry): LaunchCommand;
  /** Watches a process's memory where the kernel does not; returns what stops watching. */
  watch?(pid: number, exceeded: () => void): () => void;
}

/** What to run in the box: a file of grader/box/final, its arguments, and Deno's flags for it. */
export interface Entry {
  file: string;
  args: string[];
  flags: string[];
}

/** The folder of what a box holds. */
export const FINAL: string = fileURLToPath(new URL("final", import.meta.url));

/** The program that grades and that boxes run. */
export const DENO: string = Deno.execPath();

/** What Deno needs to know from its environment; a box has no other variable. */
export function boxVariables(denoDir: string): Record<string, string> {
  return {
    DENO_DIR: denoDir,
    DENO_NO_UPDATE_CHECK: "1",
    DENO_EMIT_CACHE_MODE: "disable",
    NO_COLOR: "1",
  };
}

/** The arguments of `deno` for a box whose files lie in `folder`. */
export function denoArguments(
  folder: string,
  { file, args, flags }: Entry = { file: "runner.js", args: [], flags: [] },
): string[] {
  return [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-config",
    "--no-lock",
    "--no-npm",
    "--no-remote",
    "--cached-only",
    "--deny-import",
    "--deny-net",
    "--deny-write",
    "--deny-env",
    "--deny-run",
    "--deny-ffi",
    "--deny-sys",
    ...flags,
    // In this option a comma separates paths, and two stand for one.
    `--allow-read=${join(folder, "lib").replaceAll(",", ",,")}`,
    `--import-map=${join(folder, "map.json")}`,
    "--v8-flags=--max-old-space-size=256",
    join(folder, file),
    ...args,
  ];
}

/** A DENO_DIR for one box, so that no box finds what another left. */
export function temporaryDenoDir(): { path: string; remove: () => void } {
  const path = Deno.makeTempDirSync({ prefix: "mneme-box-" });
  return {
    path,
    remove: () => {
      try {
        Deno.removeSync(path, { recursive: true });
      } catch {
        // The system empties its temporary folder some time.
      }
    },
  };
}

/** The first file of that name in the folders of PATH. */
export function findProgram(name: string): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(
    Deno.build.os === "windows" ? ";" : ":",
  );
  return folders.filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        return Deno.statSync(path).isFile;
      } catch {
        return false;
      }
    });
}
