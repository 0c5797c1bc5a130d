/**
 * Watches the folder of the exercises, not their files: an editor that renames
 * a new file into place leaves a watched file without events.
 *
 * @module
 */

import { join } from "node:path";
import type { Exercise } from "../catalog.ts";
import type { Text } from "../text.ts";
import { POLLING } from "./notices.ts";

/** What to watch and whom to tell. */
export interface WatchOptions {
  /** The folder of the exercises. */
  folder: string;
  exercises: readonly Exercise[];
  /** True to look again and again, whatever the machine can do. */
  poll: boolean;
  /** Told the id of an exercise whose file changed. */
  changed: (id: string) => void;
  /** Told why files are looked at again and again. */
  polling: (reason: Text) => void;
}

/** Watches until the signal comes. */
export async function watch(
  options: WatchOptions,
  signal: AbortSignal,
): Promise<void> {
  const { folder, poll, polling } = options;
  const silent = poll ? undefined : await silentFileSystem(folder);
  if (poll) polling(POLLING.asked);
  else if (silent !== undefined) polling(POLLING.fileSystem(silent));
  else {
    try {
      await listen(options, signal);
    } catch (error) {
      polling(POLLING.failed(error instanceof Error ? error.name : `${error}`));
    }
  }
  if (!signal.aborted) await lookAgainAndAgain(options, signal);
}

async function listen(
  { folder, exercises, changed }: WatchOptions,
  signal: AbortSignal,
): Promise<void> {
  const watcher = Deno.watchFs(folder, { recursive: true });
  signal.addEventListener("abort", () => watcher.close());
  for await (const { kind, paths } of watcher) {
    // Reading is no change, and the grader itself reads.
    if (kind === "access") continue;
    for (const path of paths) {
      const exercise = exerciseAt(path, exercises);
      if (exercise) changed(exercise.id);
    }
  }
}

/** Whose file it is, by the end of the path: a watcher may call the folder by another name. */
export function exerciseAt(
  path: string,
  exercises: readonly Exercise[],
): Exercise | undefined {
  const end = path.split(/[\\/]/).slice(-2).join("/");
  return exercises.find(({ folder, file }) => end === `${folder}/${file}`);
}

// Changes made on the other side, by Windows or by another machine, send no
// event here; a probe written from this side would, and prove nothing.
const SILENT =
  /^(v9fs|9p|nfs.*|cifs|smb.*|fuse.*|vboxsf|vmhgfs|prl_fs|drvfs|afs|ceph)$/;

/** The kind of file system if it is one that sends no events of changes made elsewhere. */
async function silentFileSystem(folder: string): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  try {
    const { stdout } = await new Deno.Command("stat", {
      args: ["--file-system", "--format", "%T", folder],
      stdin: "null",
      stderr: "null",
    }).output();
    const kind = new TextDecoder().decode(stdout).trim();
    return isSilent(kind) ? kind : undefined;
  } catch {
    return undefined;
  }
}

/** True of file systems that send no events of changes made elsewhere, as `stat` calls them. */
export function isSilent(kind: string): boolean {
  return SILENT.test(kind);
}

const INTERVAL = 300;

async function lookAgainAndAgain(
  { folder, exercises, changed }: WatchOptions,
  signal: AbortSignal,
): Promise<void> {
  const look = () =>
    Promise.all(
      exercises.map((exercise) =>
        stateOf(join(folder, exercise.folder, exercise.file))
      ),
    );
  let before = await look();
  while (!signal.aborted) {
    await pause(INTERVAL, signal);
    const now = await look();
    exercises.forEach(({ id }, i) => {
      if (now[i] !== before[i] && !signal.aborted) changed(id);
    });
    before = now;
  }
}

async function stateOf(path: string): Promise<string> {
  try {
    const { mtime, size, ino } = await Deno.stat(path);
    return `${mtime?.getTime()} ${size} ${ino}`;
  } catch {
    return "none";
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
  return promise;
}
