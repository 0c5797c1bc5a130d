import { join } from "node:path";
import { ROOT } from "../../../grader/paths.ts";
import { catalog } from "./support.ts";

/** Does something with a copy of the project as it is handed out: every exercise a stub, nothing done yet. */
export async function inClone(
  work: (root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "mneme-clone-" });
  try {
    for (const name of ["grader", "exercises", "solutions", "std", "lib"]) {
      await copyFolder(join(ROOT, name), join(root, name));
    }
    for (const name of ["deno.json", "deno.lock", "mod.ts"]) {
      await Deno.copyFile(join(ROOT, name), join(root, name));
    }
    for (const { folder, file } of catalog) {
      await Deno.copyFile(
        join(ROOT, "grader", "stubs", folder, file),
        join(root, "exercises", folder, file),
      );
    }
    await work(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const copy = isDirectory ? copyFolder : Deno.copyFile;
    await copy(join(from, name), join(to, name));
  }
}

/** Whoever runs the tests may have chosen a language or colors. */
export const NEUTRAL = {
  LANG: "C.UTF-8",
  LC_ALL: "",
  LC_MESSAGES: "",
  MNEME_LANG: "",
  MNEME_DEBUG: "",
  NO_COLOR: "",
};

/** Runs a task of the copy in a pipe. */
export async function task(
  root: string,
  args: string[],
  { input = "", env = {} }: { input?: string; env?: Record<string, string> } =
    {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    cwd: root,
    env: { ...NEUTRAL, INIT_CWD: root, ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input)).catch(() => {});
  await writer.close().catch(() => {});
  const { code, stdout, stderr } = await process.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
