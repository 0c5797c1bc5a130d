/**
 * Ctrl-C: the first lets what is under way finish, the second ends all at once.
 *
 * @module
 */

import type { Launcher } from "../box/launcher.ts";

const SIGNALS: Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

// On a terminal `deno task` passes a Ctrl-C on that has already come by itself.
const ONE_KEYSTROKE = 300;

/** Tells when to stop. */
export interface StopSign extends Disposable {
  requested: () => boolean;
}

/** Listens to Ctrl-C. */
export function listenToStop(
  { first, second }: { first: () => void; second: () => void },
): StopSign {
  let since: number | undefined;
  const listener = () => {
    if (since === undefined) {
      since = performance.now();
      first();
    } else if (performance.now() - since > ONE_KEYSTROKE) second();
  };
  for (const signal of SIGNALS) Deno.addSignalListener(signal, listener);
  return {
    requested: () => since !== undefined,
    [Symbol.dispose]() {
      for (const signal of SIGNALS) Deno.removeSignalListener(signal, listener);
    },
  };
}

/** A launcher whose boxes a Ctrl-C does not reach: they would die, and the student would be the one to pay. */
export interface DetachedLauncher {
  launcher: Launcher;
  /** Ends all boxes. */
  killAll: () => void;
}

/** Puts a launcher's boxes into process groups of their own. */
export function detached(launcher: Launcher): DetachedLauncher {
  const processes = new Set<number>();
  return {
    launcher: {
      form: launcher.form,
      command: (entry) => ({ ...launcher.command(entry), detached: true }),
      watch(pid, exceeded) {
        processes.add(pid);
        const stop = launcher.watch?.(pid, exceeded);
        return () => {
          processes.delete(pid);
          stop?.();
        };
      },
    },
    killAll() {
      for (const pid of processes) {
        try {
          Deno.kill(pid, "SIGKILL");
        } catch {
          // It has just ended by itself.
        }
      }
    },
  };
}
