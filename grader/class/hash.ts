import { join } from "node:path";
import type { Exercise } from "../catalog.ts";
import { EXERCISES } from "../catalog.ts";
import { ROOT } from "../paths.ts";

/** SHA-256 in hexadecimal. */
export async function sha256(
  content: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

// How results are written down decides no mark, and neither does how a class is walked through.
const NO_CHECKS = /^grader\/(class|cli|report|stubs)\//;

/**
 * A hash of everything that decides marks: the checks and known mistakes, what
 * they are built on, the box, and the versions of Deno and of the packages.
 */
export async function hashChecks(
  exercises: readonly Exercise[],
): Promise<string> {
  const paths = [
    ...await listFiles("grader/"),
    ...await listFiles("lib/"),
    "mod.ts",
    "deno.lock",
  ].filter((path) => !NO_CHECKS.test(path)).sort();
  const sums = [Deno.version.deno];
  for (const path of paths) {
    sums.push(path, await sha256(await Deno.readFile(join(ROOT, path))));
  }
  for (const { folder } of exercises) {
    const path = join(EXERCISES, folder, "exercise.toml");
    sums.push(folder, await sha256(await Deno.readFile(path)));
  }
  return (await sha256(JSON.stringify(sums))).slice(0, 16);
}

async function listFiles(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, folder))) {
    if (isDirectory) paths.push(...await listFiles(`${folder}${name}/`));
    else paths.push(folder + name);
  }
  return paths;
}
