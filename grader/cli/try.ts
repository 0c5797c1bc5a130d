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
  const imports = await temporaryImportMap();
  try {
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "--no-lock",
        "--no-config",
        `--import-map=${imports}`,
        file,
      ],
      cwd: ROOT,
      // Set by an editor or a shell, it makes Deno add a stack trace of its own.
      env: { RUST_BACKTRACE: "0" },
    }).spawn().status;
    return code === 0 ? 0 : 1;
  } finally {
    await Deno.remove(imports);
  }
}

/**
 * The project's imports with full paths, for a run without its configuration:
 * `test.exclude` there keeps unsolved exercises out of the project's own tests.
 */
export async function temporaryImportMap(): Promise<string> {
  const { imports, links = [] } = await readConfig(ROOT);
  const targets: Record<string, string> = {};
  for (const [name, target] of Object.entries(imports)) {
    targets[name] = target.startsWith("./") ? join(ROOT, target) : target;
  }
  for (const link of links) {
    const { name } = await readConfig(join(ROOT, link));
    targets[name] = join(ROOT, link, "mod.ts");
  }
  const path = await Deno.makeTempFile({ prefix: "mneme-", suffix: ".json" });
  await Deno.writeTextFile(
    path,
    JSON.stringify({ imports: targets }),
  );
  return path;
}

interface Config {
  name: string;
  imports: Record<string, string>;
  links?: string[];
}

async function readConfig(folder: string): Promise<Config> {
  return JSON.parse(await Deno.readTextFile(join(folder, "deno.json")));
}
