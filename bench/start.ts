import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Exercise, readCatalog } from "../grader/catalog.ts";
import { temporaryImportMap } from "../grader/cli/try.ts";
import { type Comparison, deno } from "./compare.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/**
 * From a save to the verdict of `deno task start` that follows it, with the
 * watching and the wait for a quiet disk, against `deno test --no-check` of the
 * same file's visible examples. Each runs in a copy of the project.
 */
export async function start(): Promise<Comparison[]> {
  const imports = await temporaryImportMap();
  return (await readCatalog()).map((exercise) =>
    saveToVerdict(exercise, imports)
  );
}

function saveToVerdict(exercise: Exercise, imports: string): Comparison {
  let watching: Promise<Watching> | undefined;
  const begun = () => watching ??= Watching.begin(exercise);
  return {
    name: `${exercise.id}: save to verdict / deno test --no-check`,
    aim: 1.5,
    ours: async () => await (await begun()).save(),
    rest: async () => await (await begun()).typed(),
    peer: async () => {
      const { root } = await begun();
      await deno([
        "test",
        ...["--no-check", "--no-lock", "--no-config"],
        `--import-map=${imports}`,
        join(root, "exercises", exercise.folder, "examples_test.ts"),
      ], root);
    },
    close: async () => await (await begun()).close(),
  };
}

/** `deno task start` in plain lines, in a copy of the project, with a solution. */
class Watching {
  #said = "";
  #reader: ReadableStreamDefaultReader<string>;
  #saves = 0;

  private constructor(
    readonly root: string,
    readonly file: string,
    readonly code: string,
    readonly process: Deno.ChildProcess,
  ) {
    this.#reader = process.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
  }

  static async begin({ id, folder, file }: Exercise): Promise<Watching> {
    const root = await copyProject();
    const path = join(root, "exercises", folder, file);
    const code = await Deno.readTextFile(
      join(root, "solutions", folder, file),
    );
    const process = new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "start", id, "--plain", "--lang", "en"],
      cwd: root,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const watching = new Watching(root, path, code, process);
    await watching.#until("Progress ");
    // The watcher begins beside the first run.
    await new Promise((next) => setTimeout(next, 1000));
    return watching;
  }

  /** Saves a file that differs from the last one, and waits for its verdict. */
  async save(): Promise<void> {
    this.#saves += 1;
    // A finding of the type check says when that is done: it is silent otherwise.
    const text = `${this.code}\nconst save: string = ${this.#saves};\n`;
    await Deno.writeTextFile(this.file, text);
    await this.#until("Progress ");
  }

  typed(): Promise<void> {
    return this.#until("(TS2322)");
  }

  async close(): Promise<void> {
    await this.process.stdin.close();
    await this.process.status;
    await this.#reader.cancel();
    await Deno.remove(this.root, { recursive: true });
  }

  async #until(text: string): Promise<void> {
    while (!this.#said.includes(text)) {
      const { value } = await this.#reader.read();
      if (value === undefined) throw new Error("deno task start has ended");
      this.#said += value;
    }
    this.#said = this.#said.slice(this.#said.indexOf(text) + text.length);
  }
}

async function copyProject(): Promise<string> {
  const root = await Deno.makeTempDir({ prefix: "mneme-bench-" });
  for (const name of ["grader", "exercises", "solutions", "std", "lib"]) {
    await copyFolder(join(ROOT, name), join(root, name));
  }
  for (const name of ["deno.json", "deno.lock", "mod.ts"]) {
    await Deno.copyFile(join(ROOT, name), join(root, name));
  }
  return root;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const copy = isDirectory ? copyFolder : Deno.copyFile;
    await copy(join(from, name), join(to, name));
  }
}
