/** A file of the project; the path is relative to its root, with slashes. */
export interface ProjectFile {
  path: string;
  text: string;
}

/** The project's root, wherever the tool is started from. */
export const ROOT: URL = new URL("../", import.meta.url);

/** Built from packages, so no rule for what people write applies. */
const BUILT = ["grader/box/final", "node_modules"];

/**
 * The project's files with some endings, sorted by path.
 *
 * @param endings For example `.ts`.
 * @param top Folders or files at the root to look into; those that do not exist are skipped. Default: all.
 */
export async function readProject(
  endings: readonly string[],
  top: readonly string[] = [],
): Promise<ProjectFile[]> {
  const paths = (await listFiles(""))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .filter((path) => top.length === 0 || top.includes(path.split("/")[0]))
    .sort();
  return Promise.all(paths.map(async (path) => ({
    path,
    text: await Deno.readTextFile(new URL(path, ROOT)),
  })));
}

async function listFiles(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(new URL(folder, ROOT))) {
    const path = folder + entry.name;
    const isOurs = !BUILT.includes(path) && !entry.name.startsWith(".");
    if (entry.isDirectory && isOurs) paths.push(...await listFiles(`${path}/`));
    else if (entry.isFile) paths.push(path);
  }
  return paths;
}

/** The end of a gate: each violation on a line and exit status 1, or one line that says what holds. */
export function report(violations: readonly string[], held: string): void {
  for (const violation of violations) console.error(violation);
  if (violations.length > 0) Deno.exit(1);
  console.log(`ok: ${held}`);
}
