/**
 * The gate that holds who may import whom.
 *
 * Run: deno run --allow-read tools/check_layers.ts
 *
 * @module
 */
import { type ProjectFile, readProject, report } from "./project_files.ts";
import { findImports, type Import } from "./source_text.ts";

/** The folders of lib that each of them is built on; `layers` stands on all. */
export const LIB_ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  attention: ["core"],
  saliency: ["core"],
  kernel_regression: ["core", "attention"],
  recurrent: ["core"],
  self_attention: ["core", "attention"],
  seq2seq: ["core", "attention", "recurrent"],
  transformer: ["core", "attention", "self_attention"],
  associative: ["core", "attention"],
  memory: ["core", "attention", "recurrent"],
  analysis: ["core", "attention", "self_attention", "recurrent", "associative"],
};

/** Where programs live; whatever else is at the root is not scanned. */
const SCANNED = [
  "lib",
  "exercises",
  "solutions",
  "grader",
  "experiments",
  "playground",
  "tools",
  "bench",
  "tests",
  "std",
  "mod.ts",
];

/** What an import leads to: a file of the project or something from outside. */
type Target = { path: string } | { outside: string };

/** Why a file may not import something, or null if it may. */
type Rule = (
  from: string,
  target: Target,
  typeOnly: boolean,
) => string | null;

const RULES: Readonly<Record<string, Rule>> = {
  "mod.ts": (_from, target) =>
    "path" in target && /^lib\/(?!layers\/)\w+\/mod\.ts$/.test(target.path)
      ? null
      : "mod.ts exports lib/*/mod.ts, without layers, which are slow to load",
  lib: judgeLib,
  exercises: judgeExercise,
  solutions: judgeExercise,
  grader: allowPaths(/^(grader\/|lib\/|mod\.ts$)/, "grader imports lib only"),
  experiments: allowPaths(
    /^(experiments\/|lib\/layers\/|mod\.ts$|grader\/(text|paths|nearest|cli\/usage|class\/progress|report\/layout|report\/figures\/chart)\.ts$)/,
    "experiments import mod.ts and lib/layers, and of the grader how it speaks",
  ),
  playground: allowPaths(
    /^(playground\/|lib\/layers\/|mod\.ts$)/,
    "playground imports mod.ts and lib/layers",
  ),
  std: allowPaths(/^std\//, "std imports nothing of ours"),
};

/**
 * The violations of the arrows, one line each.
 *
 * @param files Sources with their paths.
 */
export function findViolations(files: readonly ProjectFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    findImports(text).flatMap((each) => {
      // The grader keeps the stubs as they were, to put them back.
      const from = path.replace(/^grader\/stubs\//, "exercises/");
      const reason = judge(from, each);
      return reason === null
        ? []
        : [`${path}:${each.line}: ${reason}: ${each.specifier ?? "computed"}`];
    })
  );
}

/**
 * A cycle among folders, as the folders on the way.
 *
 * @param arrows The folders that each folder imports.
 * @returns The cycle, its first folder repeated at the end; null without one.
 */
export function findCycle(
  arrows: Readonly<Record<string, readonly string[]>>,
): string[] | null {
  const walk = (way: string[]): string[] | null => {
    const folder = way[way.length - 1];
    const first = way.indexOf(folder);
    if (first < way.length - 1) return way.slice(first);
    for (const next of arrows[folder] ?? []) {
      const cycle = walk([...way, next]);
      if (cycle) return cycle;
    }
    return null;
  };
  return Object.keys(arrows).map((folder) => walk([folder]))
    .find((cycle) => cycle !== null) ?? null;
}

function judge(from: string, { specifier, typeOnly }: Import): string | null {
  const area = from.split("/")[0];
  if (specifier === null) {
    return ["lib", "exercises", "solutions", "std", "mod.ts"].includes(area)
      ? "an import must name its module"
      : null;
  }
  const target = resolve(from, specifier);
  const reason = RULES[area]?.(from, target, typeOnly) ?? null;
  if (reason) return reason;
  if ("outside" in target) {
    const mayLoadLayers = /^(lib\/layers|tests|bench)\//.test(from);
    return target.outside.startsWith("@tensorflow/") && !mayLoadLayers
      ? "only lib/layers names TensorFlow.js"
      : null;
  }
  for (const [folder, remedy] of [["tests", "nothing"], ["std", "no path"]]) {
    if (target.path.startsWith(`${folder}/`) && area !== folder) {
      return `${remedy} leads into ${folder}/`;
    }
  }
  return null;
}

function judgeLib(from: string, target: Target): string | null {
  const folder = from.split("/")[1];
  const arrows = folder === "layers"
    ? [...Object.keys(LIB_ARROWS), "layers"]
    : LIB_ARROWS[folder];
  if (!arrows) return `lib/${folder} must have a row in LIB_ARROWS`;
  if ("outside" in target) {
    const { outside } = target;
    if (outside === "ml-matrix") {
      return from === "lib/core/matrix.ts"
        ? null
        : "only lib/core/matrix.ts names ml-matrix";
    }
    return outside.startsWith("@tensorflow/")
      ? null // The rule for all folders follows.
      : "lib loads no other package than ml-matrix and, in layers, TensorFlow.js";
  }
  const [area, other] = target.path.split("/");
  if (area !== "lib") return "lib imports lib only";
  return other === folder || arrows.includes(other)
    ? null
    : `lib/${folder} is not built on lib/${other}`;
}

/** A stub and its solution run in a box that has nothing but #todo and ml-matrix. */
function judgeExercise(
  from: string,
  target: Target,
  typeOnly: boolean,
): string | null {
  const [area, folder, name] = from.split("/");
  if (from === "exercises/todo.ts") return "exercises/todo.ts imports nothing";
  const isExamples = name === "examples_test.ts";
  if ("outside" in target) {
    const allowed = isExamples ? ["ml-matrix", "@std/assert"] : ["ml-matrix"];
    return allowed.includes(target.outside) || typeOnly
      ? null
      : `${area} import ${["#todo", ...allowed].join(", ")} and types only`;
  }
  if (target.path === "exercises/todo.ts") return null;
  const isOwn = target.path.startsWith(`${area}/${folder}/`);
  return isOwn && (typeOnly || isExamples)
    ? null
    : `${area} import nothing of ours but #todo`;
}

function allowPaths(allowed: RegExp, reason: string): Rule {
  return (_from, target) =>
    "outside" in target || allowed.test(target.path) ? null : reason;
}

function resolve(from: string, specifier: string): Target {
  if (specifier === "#todo") return { path: "exercises/todo.ts" };
  if (/^\.{0,2}\//.test(specifier)) {
    return { path: new URL(specifier, `file:///${from}`).pathname.slice(1) };
  }
  const own = /^@mneme\/mneme(?:\/(?<folder>.+))?$/.exec(specifier);
  if (own) {
    const folder = own.groups?.folder;
    return { path: folder ? `lib/${folder}/mod.ts` : "mod.ts" };
  }
  const name = /^(?:(?:npm|jsr):\/?)?(?<name>(?:@[^/]+\/)?[^/@]+)/
    .exec(specifier)?.groups?.name;
  return { outside: name ?? specifier };
}

if (import.meta.main) {
  const files = await readProject([".ts", ".js"], SCANNED);
  const cycle = findCycle(LIB_ARROWS);
  report(
    [
      ...cycle ? [`LIB_ARROWS has a cycle: ${cycle.join(" -> ")}`] : [],
      ...findViolations(files),
    ],
    `the imports of ${files.length} files follow the arrows`,
  );
}
