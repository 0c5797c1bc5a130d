import { join } from "node:path";
import { EXERCISES, readCatalog } from "../catalog.ts";
import { ROOT } from "../paths.ts";
import { selectOne } from "./select.ts";
import { readArguments } from "./usage.ts";

/** Runs the visible examples of an exercise by `deno test`, without permissions; it gives no marks. */
export async function tryCommand(args: string[]): Promise<number> {
  const { names } = await readArguments(args, { options: ["lang"], flags: [] });
  const { folder } = selectOne(await readCatalog(), names, "try");
  const file = join(EXERCISES, folder, "examples_test.ts");
  const config = await temporaryConfig();
  try {
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "--no-lock", "--config", config, file],
      cwd: ROOT,
      // Set by an editor or a shell, it makes Deno add a stack trace of its own.
      env: { RUST_BACKTRACE: "0" },
    }).spawn().status;
    return code === 0 ? 0 : 1;
  } finally {
    await Deno.remove(config);
  }
}

/**
 * The project's configuration with full paths and without `test.exclude`, which
 * keeps unsolved exercises out of the project's own tests.
 */
export async function temporaryConfig(): Promise<string> {
  const { imports, links, nodeModulesDir } = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  const full = (path: string) =>
    path.startsWith("./") ? join(ROOT, path) : path;
  const path = await Deno.makeTempFile({ prefix: "mneme-", suffix: ".json" });
  const entries = Object.entries(imports as Record<string, string>);
  await Deno.writeTextFile(
    path,
    JSON.stringify({
      nodeModulesDir,
      links: (links as string[] | undefined)?.map(full),
      imports: Object.fromEntries(
        entries.map(([name, target]) => [name, full(target)]),
      ),
    }),
  );
  return path;
}
