import type { BoxCache } from "./cache.ts";
import {
  boxVariables,
  DENO,
  denoArguments,
  type Entry,
  FINAL,
  findProgram,
  type Launcher,
} from "./launcher.ts";
import { withLimits } from "./limits.ts";

/** The program that makes namespaces. */
export const BUBBLEWRAP = "bwrap";

/** Where a box finds its compiled code: a folder of the machine, and whether the box may write there. */
export interface CodeCache {
  path: string;
  writable: boolean;
}

/**
 * A command in namespaces of its own: no network, no other process, and no
 * file but Deno, its shared libraries and the box's own.
 */
export function inNamespaces(
  libraries: string[],
  code: CodeCache | undefined,
  entry?: Entry,
): string[] {
  const readOnly = (path: string, inside = path) => ["--ro-bind", path, inside];
  const device = (path: string) => ["--dev-bind", path, path];
  const cache = code === undefined
    ? ["--tmpfs", "/cache"]
    : [code.writable ? "--bind" : "--ro-bind", code.path, "/cache"];
  return [
    findProgram(BUBBLEWRAP) ?? BUBBLEWRAP,
    ...["--unshare-all", "--die-with-parent", "--new-session"],
    ...["--cap-drop", "ALL", "--hostname", "box"],
    ...libraries.flatMap((path) => readOnly(path)),
    ...readOnly(DENO, "/deno"),
    ...readOnly(FINAL, "/box"),
    ...cache,
    // Without /proc Deno cannot find its own path, and panics.
    ...["--proc", "/proc"],
    ...device("/dev/null"),
    ...device("/dev/urandom"),
    ...["--remount-ro", "/", "--chdir", "/box"],
    "/deno",
    ...denoArguments("/box", entry),
  ];
}

/** Boxes in namespaces, with the kernel's limits: the strongest form. */
export function bubblewrapLauncher(cache: BoxCache): Launcher {
  const code = cache.codeFolder && { path: cache.codeFolder, writable: false };
  return {
    form: "bubblewrap",
    command: (entry) => ({
      ...withLimits(
        inNamespaces(cache.libraries, code || undefined, entry),
        boxVariables("/cache"),
      ),
      env: {},
      cwd: "/",
      dispose: () => {},
    }),
  };
}

/** A box that may write compiled code to `folder`; for the grader's own module only. */
export function warmingCommand(
  libraries: string[],
  folder: string,
): { program: string; args: string[] } {
  return withLimits(
    inNamespaces(libraries, { path: folder, writable: true }),
    boxVariables("/cache"),
    ["--core=0"],
  );
}
