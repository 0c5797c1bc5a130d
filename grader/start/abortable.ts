import type { Launcher } from "../box/launcher.ts";

/** Boxes that a signal kills, and none is started after it: a grading under way then ends at once, with a result that nobody reads. */
export function abortable(launcher: Launcher, signal: AbortSignal): Launcher {
  return {
    form: launcher.form,
    command(entry) {
      signal.throwIfAborted();
      return launcher.command(entry);
    },
    watch(pid, kill) {
      const stopWatching = launcher.watch?.(pid, kill);
      signal.addEventListener("abort", kill);
      return () => {
        signal.removeEventListener("abort", kill);
        stopWatching?.();
      };
    },
  };
}
