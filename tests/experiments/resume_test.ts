import { assert, assertEquals, assertMatch } from "@std/assert";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./toy_main.ts", import.meta.url));

/** Steps of each of the toy's two trainings; some seconds' worth. */
const STEPS = "1000";

/** Starts the toy in a process of its own, a checkpoint at least every 150 ms. */
function start(output: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-check",
      "--lock=deno.dev.lock",
      "-A",
      MAIN,
      output,
      STEPS,
      "150",
    ],
    cwd: dirname(dirname(dirname(MAIN))),
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

async function finish(output: string): Promise<{ code: number; said: string }> {
  const { code, stderr } = await start(output).output();
  return { code, said: new TextDecoder().decode(stderr) };
}

/** A run's record without what the clock says. */
async function resultOf(output: string): Promise<unknown> {
  const record = JSON.parse(
    await Deno.readTextFile(join(output, "record.json")),
    (key, value) => /seconds$/i.test(key) ? undefined : value,
  );
  const texts = await Promise.all(
    ["first.csv", "second.csv", "slope.txt"].map((name) =>
      Deno.readTextFile(join(output, name))
    ),
  );
  return { record, texts };
}

/** How often a run is killed before it may end. */
const KILLS = 3;

Deno.test("runExperiment() ends with the same result when it was killed with -9 at random moments", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [whole, killed] = [join(folder, "whole"), join(folder, "killed")];
    assertEquals((await finish(whole)).code, 0);
    const checkpoints = join(killed, "checkpoints");
    const delays: number[] = [];
    let interrupted = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const process = start(killed);
      await process.stderr.cancel();
      // From when it has something to lose: what comes before is but start-up.
      const since = await newest(checkpoints);
      const status = process.status;
      let ended = false;
      status.then(() => ended = true);
      while (!ended && await newest(checkpoints) === since) await pause(5);
      const delay = Math.random() * 300;
      delays.push(Math.round(delay));
      await pause(delay);
      if (ended) break;
      process.kill("SIGKILL");
      await status;
      interrupted++;
    }
    assert(interrupted > 0, "no run was interrupted");
    const { code, said } = await finish(killed);
    assertEquals([code, said], [0, ""], `killed after ${delays} ms`);
    assertEquals(
      await resultOf(killed),
      await resultOf(whole),
      `killed after ${delays} ms`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function newest(folder: string): Promise<number> {
  let time = 0;
  try {
    for await (const { name } of Deno.readDir(folder)) {
      const { mtime } = await Deno.stat(join(folder, name));
      time = Math.max(time, mtime?.getTime() ?? 0);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return time;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A file system of so few bytes that no checkpoint fits, or null where none may be mounted. */
async function mountTiny(): Promise<string | null> {
  const folder = await Deno.makeTempDir();
  const { success } = await new Deno.Command("mount", {
    args: ["-t", "tmpfs", "-o", "size=4k", "tmpfs", folder],
    stderr: "null",
  }).output().catch(() => ({ success: false }));
  if (success) return folder;
  await Deno.remove(folder);
  return null;
}

const tiny = await mountTiny();
addEventListener("unload", () => {
  if (tiny === null) return;
  new Deno.Command("umount", { args: [tiny] }).outputSync();
  Deno.removeSync(tiny);
});

Deno.test({
  name: "runExperiment() ends with one line and status 3 when the disk is full",
  // A file system of its own can be mounted by root alone.
  ignore: tiny === null,
  async fn() {
    // What is left is less than a checkpoint.
    await Deno.writeFile(join(tiny!, "ballast"), new Uint8Array(4096));
    const { code, said } = await finish(join(tiny!, "output"));
    assertEquals(code, 3);
    assertMatch(
      said,
      /^Cannot write .* as the disk must take it: .*space.*\n$/,
    );
    const left = [...Deno.readDirSync(tiny!)].map(({ name }) => name).sort();
    assertEquals(left.filter((name) => name.endsWith(".part")), []);
  },
});
