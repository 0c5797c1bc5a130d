import type { Launcher } from "../box/launcher.ts";

/** A launcher that knows which of its boxes are under way. */
export interface TrackedLauncher {
  launcher: Launcher;
  /** Ends them all. */
  endAll: () => void;
}

/** Keeps account of a launcher's boxes. */
export function tracked(launcher: Launcher): TrackedLauncher {
  const processes = new Set<number>();
  const leftovers = new Set<() => void>();
  return {
    launcher: {
      form: launcher.form,
      command(entry) {
        const command = launcher.command(entry);
        leftovers.add(command.dispose);
        return {
          ...command,
          dispose() {
            leftovers.delete(command.dispose);
            command.dispose();
          },
        };
      },
      watch(pid, exceeded) {
        processes.add(pid);
        const stop = launcher.watch?.(pid, exceeded);
        return () => {
          processes.delete(pid);
          stop?.();
        };
      },
    },
    endAll() {
      processes.forEach(kill);
      for (const dispose of leftovers) dispose();
    },
  };
}

function kill(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}
