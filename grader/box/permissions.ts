import {
  boxVariables,
  DENO,
  denoArguments,
  FINAL,
  type Launcher,
  temporaryDenoDir,
} from "./launcher.ts";
import { watchMemory } from "./memory_watch.ts";

/** Boxes held by Deno's zero permissions, with the parent's watch on memory: for machines without the kernel's help. */
export function permissionsLauncher(): Launcher {
  return {
    form: "permissions",
    command: (entry) => {
      const { path, remove } = temporaryDenoDir();
      return {
        program: DENO,
        args: denoArguments(FINAL, entry),
        env: boxVariables(path),
        cwd: path,
        dispose: remove,
      };
    },
    watch: watchMemory,
  };
}
