/**
 * The gate that tries to publish the package, in a copy.
 *
 * `deno publish` heeds no `--lock`: it would find TensorFlow.js missing in
 * deno.lock, which is kept small because `deno task` downloads all it names.
 *
 * Run: deno task check:publish
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ROOT } from "./project_files.ts";

const root = fileURLToPath(ROOT);

async function run(command: string, args: string[], cwd: string) {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args,
    cwd,
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, output: decode(stdout) + decode(stderr) };
}

/** Copies the package's files and makes the long lock file the only one. */
async function copyPackage(target: string): Promise<void> {
  const path = new URL("deno.json", ROOT);
  const { lock: _lock, ...config } = JSON.parse(await Deno.readTextFile(path));
  const { code, output } = await run("cp", [
    ...["-r", ...config.publish.include, "std", "exercises", target],
  ], root);
  if (code !== 0) throw new Error(`Cannot copy the package: ${output}`);
  await Deno.copyFile(
    new URL("deno.dev.lock", ROOT),
    `${target}/deno.lock`,
  );
  await Deno.writeTextFile(`${target}/deno.json`, JSON.stringify(config));
}

const copy = await Deno.makeTempDir({ prefix: "mneme-publish-" });
try {
  await copyPackage(copy);
  const { code, output } = await run(Deno.execPath(), [
    ...["publish", "--dry-run", "--allow-dirty", "--quiet"],
  ], copy);
  if (code !== 0) console.error(output);
  else console.log("ok    the package can be published");
  Deno.exitCode = code;
} finally {
  await Deno.remove(copy, { recursive: true });
}
