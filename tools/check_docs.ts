/**
 * The gate that holds documents and code together: docstrings of everything
 * public, the Deno version, the headings of both languages, links, and files
 * that are short enough to read.
 *
 * Run: deno run --allow-read --allow-run tools/check_docs.ts
 *
 * @module
 */
import { type DocOutput, findDocViolations } from "./doc_comments.ts";
import {
  findHeadingViolations,
  findLengthViolations,
  findLinkViolations,
  findVersionViolations,
} from "./documents.ts";
import {
  type ProjectFile,
  readProject,
  report,
  ROOT,
} from "./project_files.ts";

/** The docstrings of everything that a module exports. */
async function readDoc(module: string): Promise<DocOutput> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", module],
    cwd: ROOT,
  }).output();
  if (!success) {
    throw new Error(
      `Cannot read the docstrings as deno doc must succeed: ${
        new TextDecoder().decode(stderr)
      }`,
    );
  }
  return JSON.parse(
    new TextDecoder().decode(stdout).replaceAll(ROOT.href, ""),
  );
}

/** The symbols of ours: lib/layers exports TensorFlow.js too, whose docstrings are its own. */
function ownSymbols({ nodes }: DocOutput): DocOutput {
  const own = Object.entries(nodes).map(([module, { symbols }]) => {
    const ours = symbols.filter(({ declarations }) =>
      declarations.every(({ kind, location }) =>
        kind !== "namespace" && location.filename.includes("lib/layers/")
      )
    );
    return [module, { symbols: ours }];
  });
  return { nodes: Object.fromEntries(own) };
}

async function readOptional(path: string): Promise<ProjectFile[]> {
  try {
    return [{ path, text: await Deno.readTextFile(new URL(path, ROOT)) }];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(new URL(path, ROOT));
    return true;
  } catch {
    return false;
  }
}

/** The root, each exercise by its settings, for the stub alone does not make one, and each experiment. */
async function bilingualFolders(): Promise<string[]> {
  const settings = await readProject(["/exercise.toml"], ["exercises"]);
  const experiments = await readProject(["/experiment.ts"], ["experiments"]);
  const paths = [...settings, ...experiments].map(({ path }) => path)
    .filter((path) => path !== "experiments/experiment.ts");
  return ["", ...paths.map((path) => path.replace(/[^/]+$/, ""))];
}

async function main(): Promise<void> {
  const documents = await readProject([".md"]);
  const sources = await readProject([".ts"]);
  const [pin] = await readOptional(".tool-versions");
  const script = await readOptional(".ci/run");
  report(
    [
      ...findDocViolations(await readDoc("mod.ts")),
      ...findDocViolations(ownSymbols(await readDoc("lib/layers/mod.ts"))),
      ...findVersionViolations(pin?.text ?? "", [...documents, ...script]),
      ...findHeadingViolations(documents, await bilingualFolders()),
      ...findLinkViolations(documents, exists),
      ...findLengthViolations(sources),
    ],
    `docstrings, ${documents.length} documents and the length of ${sources.length} files`,
  );
}

if (import.meta.main) await main();
