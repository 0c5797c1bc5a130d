/**
 * The command line of the experiments, read and checked.
 *
 * @module
 */
import { join } from "node:path";
import { nearestIds } from "../grader/nearest.ts";
import { fromUser, ROOT } from "../grader/paths.ts";
import {
  type Arguments,
  integer,
  oneOf,
  readArguments,
  UsageError,
} from "../grader/cli/usage.ts";
import type { Experiment } from "./experiment.ts";
import { EXPERIMENTS } from "./registry.ts";

/** What the command line asks for. */
export interface Command {
  names: string[];
  flags: Arguments["flags"];
  seed: number;
  task: string | undefined;
  backend: "auto" | "wasm" | "cpu";
  data: string | null;
  output: string | undefined;
}

/** Every seed gives other random numbers up to this one. */
const LARGEST_SEED = 2 ** 32 - 1;

/** Reads a command line. */
export async function readCommand(args: string[]): Promise<Command> {
  const { names, options, flags } = await readArguments(args, {
    options: ["seed", "task", "data", "output", "lang", "backend"],
    flags: ["short", "fresh", "record", "table", "help"],
  });
  return {
    names,
    flags,
    seed: integer("seed", options.seed, [0, LARGEST_SEED]) ?? 1,
    task: options.task,
    backend: oneOf("backend", options.backend, ["auto", "wasm", "cpu"]) ??
      "auto",
    data: dataFolder(options.data),
    output: options.output === undefined ? undefined : fromUser(options.output),
  };
}

/** The one experiment that is named. */
export function requireName(names: readonly string[]): string {
  const known = EXPERIMENTS.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownExperiment(unknown, known);
  if (names.length === 1) return names[0];
  throw new UsageError({
    en:
      `deno task experiment runs one experiment at a time: ${names.length} are named`,
    zh: `deno task experiment 一次运行一个实验：现在给出了 ${names.length} 个`,
  });
}

/** The task to run: the one asked for, else the first; null if the experiment has none. */
export function chooseTask(
  { name, tasks }: Experiment,
  asked: string | undefined,
): string | null {
  if (tasks) return oneOf("task", asked, tasks) ?? tasks[0];
  if (asked === undefined) return null;
  throw new UsageError({
    en: `${name} has no tasks to choose from: leave out --task ${asked}`,
    zh: `${name} 没有可选的任务：请去掉 --task ${asked}`,
  });
}

/** Where a run's files go. */
export function outputFolder(
  command: Command,
  name: string,
  task: string | null,
): string {
  const { output, seed, flags } = command;
  if (output !== undefined) return output;
  const run = `seed-${seed}${flags.short ? "-short" : ""}`;
  return fromUser(join("experiments-output", name, task ?? "", run));
}

function unknownExperiment(name: string, known: string[]): UsageError {
  const near = nearestIds(name, known);
  const shown = near.length > 0 ? near : known;
  return new UsageError({
    en: `There is no experiment ${name}: did you mean ${shown.join(", ")}?`,
    zh: `没有实验 ${name}：是不是 ${shown.join("、")}？`,
  });
}

/** The folder of the public data: the one asked for, which must be there, else the one beside the project, if it is. */
function dataFolder(asked: string | undefined): string | null {
  const folder = asked === undefined
    ? join(ROOT, "../shared/data")
    : fromUser(asked);
  if (isFolder(folder)) return folder;
  if (asked === undefined) return null;
  throw new UsageError({
    en: `--data must be a folder: there is none at ${asked}`,
    zh: `--data 必须是一个文件夹：${asked} 处没有`,
  });
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
