/**
 * What is worth keeping between runs: which shared libraries Deno needs, and
 * V8's compiled code of the box's own modules, which saves half of a box's
 * start.
 *
 * The folder is named by everything that it depends on, made under another
 * name and renamed, so it is there whole or not at all; a checksum is compared
 * at each start, and a folder that fails it is made anew.
 *
 * @module
 */

import { join } from "node:path";
import { warmingCommand } from "./bubblewrap.ts";
import { DENO, FINAL } from "./launcher.ts";

/** What the strongest form needs to start boxes quickly. */
export interface BoxCache {
  /** The shared libraries of the running Deno, as paths. */
  libraries: string[];
  /** A folder with compiled code, or undefined where none could be kept. */
  codeFolder: string | undefined;
}

interface Manifest {
  libraries: string[];
  checksums: Record<string, string>;
}

/** Opens the cache, or makes it; where nothing can be kept, boxes start without compiled code. */
export async function openBoxCache(): Promise<BoxCache> {
  const home = cacheHome();
  if (home === undefined) return uncached();
  const folder = join(home, `box-${Deno.version.deno}-${await cacheKey()}`);
  const found = await openFolder(folder);
  if (found) return found;
  try {
    return await makeFolder(home, folder);
  } catch {
    return uncached();
  }
}

async function uncached(): Promise<BoxCache> {
  return { libraries: await sharedLibraries(), codeFolder: undefined };
}

/** The folder for caches that this system gives to a user. */
function cacheHome(): string | undefined {
  const named = Deno.env.get("MNEME_CACHE") ?? Deno.env.get("XDG_CACHE_HOME");
  const home = Deno.env.get("HOME");
  const base = named || (home && join(home, ".cache"));
  return base ? join(base, "mneme") : undefined;
}

async function cacheKey(): Promise<string> {
  const { size, mtime } = await Deno.stat(DENO);
  const files = await checksums(FINAL);
  const text = JSON.stringify([DENO, size, mtime, files]);
  return (await sha256(new TextEncoder().encode(text))).slice(0, 16);
}

async function openFolder(folder: string): Promise<BoxCache | undefined> {
  try {
    const manifest: Manifest = JSON.parse(
      await Deno.readTextFile(join(folder, "manifest.json")),
    );
    const codeFolder = join(folder, "code");
    const found = await checksums(codeFolder);
    return JSON.stringify(found) === JSON.stringify(manifest.checksums)
      ? { libraries: manifest.libraries, codeFolder }
      : undefined;
  } catch {
    return undefined;
  }
}

async function makeFolder(home: string, folder: string): Promise<BoxCache> {
  await Deno.mkdir(home, { recursive: true, mode: 0o700 });
  const draft = await Deno.makeTempDir({ dir: home, prefix: "draft-" });
  try {
    const libraries = await sharedLibraries();
    const code = join(draft, "code");
    await Deno.mkdir(code);
    // V8 compiles a module for its cache when it meets it a second time.
    for (let run = 0; run < 2; run++) await warm(libraries, code);
    const manifest: Manifest = { libraries, checksums: await checksums(code) };
    await Deno.writeTextFile(
      join(draft, "manifest.json"),
      JSON.stringify(manifest),
    );
    await Deno.remove(folder, { recursive: true }).catch(() => {});
    await Deno.rename(draft, folder);
    return { libraries, codeFolder: join(folder, "code") };
  } finally {
    // Another grader may have been first; its folder is as good.
    await Deno.remove(draft, { recursive: true }).catch(() => {});
  }
}

const TRUSTED_MODULE =
  'import "#todo"; import { Matrix } from "ml-matrix"; export const rows = () => Matrix.eye(2).to2DArray();';

async function warm(libraries: string[], folder: string): Promise<void> {
  const { program, args } = warmingCommand(libraries, folder);
  const process = new Deno.Command(program, {
    args,
    clearEnv: true,
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = process.stdin.getWriter();
  const requests = [
    { id: 1, op: "load", code: TRUSTED_MODULE },
    { id: 2, op: "call", fn: "rows", args: [] },
  ];
  for (const request of requests) {
    await writer.write(
      new TextEncoder().encode(JSON.stringify(request) + "\n"),
    );
  }
  await writer.close();
  const { success } = await process.status;
  if (!success) throw new Error("the trusted run failed");
}

/** The files that `ldd` names for the running Deno, the loader among them. */
async function sharedLibraries(): Promise<string[]> {
  const { success, stdout } = await new Deno.Command("ldd", {
    args: [DENO],
    stderr: "null",
  }).output();
  if (!success) throw new Error("ldd failed");
  const paths = new TextDecoder().decode(stdout).split("\n")
    .map((line) => /(?:=>\s*)?(\/\S+)\s+\(0x/.exec(line)?.[1]);
  return [...new Set(paths.filter((path) => path !== undefined))];
}

async function checksums(folder: string): Promise<Record<string, string>> {
  const found: [string, string][] = [];
  const visit = async (path: string, name: string) => {
    for await (const entry of Deno.readDir(path)) {
      const inner = join(path, entry.name);
      if (entry.isDirectory) await visit(inner, `${name}${entry.name}/`);
      // Deno puts a link to itself there, which leads nowhere outside the box.
      else if (entry.isFile) {
        found.push([
          name + entry.name,
          await sha256(await Deno.readFile(inner)),
        ]);
      }
    }
  };
  await visit(folder, "");
  return Object.fromEntries(found.sort(([a], [b]) => a < b ? -1 : 1));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
