/**
 * Builds what the box holds, grader/box/final/: the runner, todo() and
 * ml-matrix, each in one file, and the import map that is the list of what a
 * student may import; and lib's copy of ml-matrix. `--check` compares instead
 * of writing.
 *
 * @module
 */

import { builtinModules } from "node:module";

const ROOT = new URL("../", import.meta.url);

/** The built files by their path in the project. */
export async function buildBox(): Promise<Map<string, string>> {
  const licences = await matrixLicences();
  const box = "grader/box/final";
  return new Map([
    [`${box}/runner.js`, await bundle("grader/box/runner/runner.ts")],
    [`${box}/lib/todo.js`, await bundle("exercises/todo.ts")],
    [`${box}/lib/ml-matrix.js`, licences + await bundleMatrix("--minify")],
    [`${box}/map.json`, importMap()],
    [
      `${box}/probe.js`,
      await Deno.readTextFile(new URL("grader/box/probe.js", ROOT)),
    ],
    // With its names, since people print matrices.
    ["lib/core/ml_matrix.js", licences + await bundleMatrix()],
  ]);
}

/** `node:` modules are mapped to nothing: zero permissions hold without it, but an import outside the list should say so. */
function importMap(): string {
  const imports: Record<string, string> = {
    "#todo": "./lib/todo.js",
    "ml-matrix": "./lib/ml-matrix.js",
    "npm:ml-matrix": "./lib/ml-matrix.js",
    "npm:ml-matrix@^6.15": "./lib/ml-matrix.js",
    "npm:ml-matrix@6": "./lib/ml-matrix.js",
  };
  for (const name of [...builtinModules].sort()) {
    const bare = name.replace(/^node:/, "");
    imports[`node:${bare}`] = `./lib/not-allowed/node:${bare}`;
  }
  return JSON.stringify({ imports }, null, 2) + "\n";
}

/** The licences of ml-matrix and of what it depends on, as one comment. */
async function matrixLicences(): Promise<string> {
  const { npmPackages } = JSON.parse(
    await deno("info", "--json", "npm:ml-matrix@^6.15"),
  ) as { npmPackages: Record<string, NpmPackage> };
  const found = new Map<string, NpmPackage>();
  const visit = (id: string) => {
    if (found.has(id)) return;
    found.set(id, npmPackages[id]);
    npmPackages[id].dependencies.forEach(visit);
  };
  visit(Object.keys(npmPackages).find((id) => id.startsWith("ml-matrix@"))!);
  const texts = await Promise.all(
    [...found].sort().map(async ([id, { localPath }]) =>
      `${id}\n\n${(await Deno.readTextFile(`${localPath}/LICENSE`)).trim()}\n`
    ),
  );
  return `/*!\nThis file contains the packages below, bundled.\n\n${
    texts.join("\n")
  }*/\n`;
}

interface NpmPackage {
  dependencies: string[];
  localPath: string;
}

async function bundleMatrix(...flags: string[]): Promise<string> {
  const entry = await Deno.makeTempFile({
    dir: ROOT.pathname,
    prefix: ".box-",
    suffix: ".ts",
  });
  try {
    await Deno.writeTextFile(entry, 'export * from "ml-matrix";\n');
    const text = await bundle(entry, ...flags);
    // Where this machine keeps its packages is nobody's business.
    // And the bundler renames the class whose name people see when they print.
    return text.replaceAll(/\b_Matrix\b/g, "Matrix").replaceAll(
      /[^\s"]*\/(ml-matrix)\/[\d.]+\/(matrix\.m?js)/g,
      "$1/$2",
    );
  } finally {
    await Deno.remove(entry);
  }
}

function bundle(entry: string, ...flags: string[]): Promise<string> {
  return deno("bundle", "--quiet", "--platform", "deno", ...flags, entry);
}

async function deno(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
  }).output();
  if (!success) {
    throw new Error(
      `Cannot run deno ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`,
    );
  }
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const stale: string[] = [];
  for (const [name, text] of await buildBox()) {
    const file = new URL(name, ROOT);
    const current = await Deno.readTextFile(file).catch(() => undefined);
    if (current === text) continue;
    stale.push(name);
    if (check) continue;
    await Deno.mkdir(new URL(".", file), { recursive: true });
    await Deno.writeTextFile(file, text);
  }
  if (check && stale.length > 0) {
    console.error(
      `What is built from packages is not what its sources give (${
        stale.join(", ")
      }): run deno task build:box and commit`,
    );
    Deno.exit(1);
  }
  console.log(
    stale.length === 0
      ? "ok: the box is up to date"
      : `wrote ${stale.join(", ")}`,
  );
}
