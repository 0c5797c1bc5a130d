import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Form, Launcher } from "../../grader/box/launcher.ts";
import { NOT_HELD } from "../../grader/box/not_held.ts";
import { readCatalog } from "../../grader/catalog.ts";
import { grade } from "../../grader/grade.ts";
import { ROOT } from "../../grader/paths.ts";
import type { Result } from "../../grader/result.ts";
import { tryForm } from "./hostile/harness.ts";

const FOLDER = "8_6_hopfield_energy";
const FILE = "hopfield_energy.ts";

const forms: Record<Form, Launcher | string> = {
  bubblewrap: await tryForm("bubblewrap"),
  limits: await tryForm("limits"),
  permissions: await tryForm("permissions"),
};

/** A test that is ignored, with the reason in its name, where the machine has not that form. */
function testIn(
  form: Form,
  name: string,
  fn: () => Promise<void>,
): void {
  const opened = forms[form];
  const reason = typeof opened === "string" ? ` (${opened})` : "";
  Deno.test({
    name: `${name} when in ${form}${reason}`,
    ignore: typeof opened === "string",
    fn,
  });
}

/** The arguments of `deno` for the command line of the grader, as `deno task grade` runs it. */
function grading(submission: string, ...options: string[]): string[] {
  return [
    "run",
    "--no-prompt",
    ...["--allow-read", "--allow-write", "--allow-run", "--allow-env"],
    join(ROOT, "grader/main.ts"),
    "grade",
    "8-6",
    ...["--format", "json", "--submission", submission],
    ...options,
  ];
}

async function run(
  args: string[],
  env: Record<string, string> = {},
  program = Deno.execPath(),
): Promise<{ code: number; result: Result | null; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    env: { LC_ALL: "C", ...env },
    cwd: ROOT,
  }).output();
  const text = new TextDecoder().decode(stdout);
  return {
    code,
    result: text === "" ? null : JSON.parse(text),
    stderr: new TextDecoder().decode(stderr),
  };
}

/** A temporary folder that is gone afterwards. */
async function inFolder(body: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "isolation-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function writeSubmission(folder: string, code: string): Promise<string> {
  const submission = join(folder, "submission");
  await Deno.mkdir(join(submission, FOLDER), { recursive: true });
  await Deno.writeTextFile(join(submission, FOLDER, FILE), code);
  return submission;
}

/** A folder for PATH in which there is Deno and nothing else. */
async function pathOfDenoAlone(folder: string): Promise<string> {
  const path = join(folder, "bin");
  await Deno.mkdir(path);
  await Deno.symlink(Deno.execPath(), join(path, "deno"));
  return path;
}

Deno.test("grade exits with 3 and names the package when bubblewrap is asked for and missing", async () => {
  await inFolder(async (folder) => {
    const { code, result, stderr } = await run(
      grading("solutions", "--isolation", "bubblewrap"),
      { PATH: await pathOfDenoAlone(folder) },
    );
    assertEquals([code, result], [3, null]);
    assertStringIncludes(
      stderr,
      Deno.build.os === "linux" ? "install bash" : "Linux",
    );
    if (Deno.build.os === "linux") assertStringIncludes(stderr, "bubblewrap");
  });
});

Deno.test("grade gives full marks in the permissions form when PATH holds nothing but Deno", async () => {
  await inFolder(async (folder) => {
    const { code, result } = await run(grading("solutions"), {
      PATH: await pathOfDenoAlone(folder),
    });
    assertEquals(code, 0);
    assertEquals(result?.isolation, "permissions");
    assertEquals(
      JSON.stringify(result?.notHeld),
      JSON.stringify(NOT_HELD.permissions),
    );
    assertEquals([result?.points, result?.maxPoints], [6, 6]);
  });
});

for (const form of ["bubblewrap", "limits"] as const) {
  testIn(
    form,
    "grade leaves no box behind when it is killed",
    () => afterKilling(form, async (box) => assertEquals(await left(box), [])),
  );

  testIn(
    form,
    "a box cannot write to a descriptor that the grader inherited",
    async () => assertEquals(await writtenByBox(form), ""),
  );
}

// Without these the tests above would prove nothing; NOT_HELD says it.
testIn(
  "permissions",
  "a box can write to a descriptor that the grader inherited",
  async () => assertStringIncludes(await writtenByBox("permissions"), "pwned"),
);

testIn(
  "permissions",
  "grade leaves a looping box behind when it is killed",
  () =>
    afterKilling("permissions", async (box) => {
      try {
        assertEquals((await left(box, 10)).length, box.length);
      } finally {
        for (const { pid } of box) Deno.kill(pid, "SIGKILL");
      }
    }),
);

/** Kills a grader while its box is in a loop, and hands over the box's processes. */
async function afterKilling(
  form: Form,
  body: (box: Process[]) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const code = "export function energy() { for (;;); }";
    const submission = await writeSubmission(folder, code);
    const grader = new Deno.Command(Deno.execPath(), {
      args: grading(submission, "--isolation", form, "--timeout", "120000"),
      // What a killed grader cannot remove goes with the folder.
      env: { TMPDIR: folder },
      cwd: ROOT,
      stdout: "null",
      stderr: "null",
    }).spawn();
    let box: Process[];
    try {
      box = await loopingBox(grader.pid);
    } finally {
      grader.kill("SIGKILL");
      await grader.status;
    }
    await body(box);
  });
}

interface Process {
  pid: number;
  parent: number;
  command: string;
}

async function processes(): Promise<Process[]> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-axww", "-o", "pid=,ppid=,stat=,command="],
  }).output();
  return new TextDecoder().decode(stdout).split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+([^Z]\S*)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, , command]) => ({
      pid: Number(pid),
      parent: Number(parent),
      command,
    }));
}

/** The processes of a grader's box, once the same have been there for a while. */
async function loopingBox(grader: number): Promise<Process[]> {
  let before = "";
  for (let attempt = 0; attempt < 100; attempt++) {
    const all = await processes();
    const family = new Set([grader]);
    for (let size = 0; size < family.size;) {
      size = family.size;
      for (const { pid, parent } of all) {
        if (family.has(parent)) family.add(pid);
      }
    }
    const box = all.filter(({ pid, command }) =>
      pid !== grader && family.has(pid) && command.includes("runner.js")
    );
    const now = box.map(({ pid }) => pid).join();
    if (now !== "" && now === before) return box;
    before = now;
    await sleep(400);
  }
  throw new Error("no box was started");
}

/** Those of a box's processes that are still alive after a while. */
async function left(box: Process[], attempts = 100): Promise<Process[]> {
  let alive = box;
  for (let i = 0; i < attempts && alive.length > 0; i++) {
    await sleep(50);
    const all = await processes();
    alive = box.filter(({ pid, command }) =>
      all.some((other) => other.pid === pid && other.command === command)
    );
  }
  return alive;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const WRITES_EVERYWHERE = `
const net = (process as any).getBuiltinModule("net");
const fs = (process as any).getBuiltinModule("fs");
export async function energy() {
  for (let fd = 3; fd < 64; fd++) {
    try { fs.writeSync(fd, "pwned"); } catch {}
    try { const socket = new net.Socket({ fd, writable: true }); socket.on("error", () => {}); socket.write("pwned"); } catch {}
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  return 0;
}`;

/** What came out of a file and a pipe that the grader had inherited as 8 and 9. */
async function writtenByBox(form: Form): Promise<string> {
  let written = "";
  await inFolder(async (folder) => {
    const submission = await writeSubmission(folder, WRITES_EVERYWHERE);
    const file = join(folder, "file"), pipe = join(folder, "pipe");
    const script =
      'exec 8>"$1" 9> >(cat > "$2"); shift 2; "$@"; status=$?; exec 8>&- 9>&-; wait; exit $status';
    const { code, result, stderr } = await run(
      [
        ...["-c", script, "bash", file, pipe, Deno.execPath()],
        ...grading(submission, "--isolation", form),
      ],
      {},
      "bash",
    );
    assertEquals(code, 0, stderr);
    assert(result?.points === 0);
    await sleep(100);
    written = await Deno.readTextFile(file) + await Deno.readTextFile(pipe);
  });
  return written;
}

testIn(
  "bubblewrap",
  "grade gives the same marks and mends the code cache when it is damaged,",
  async () => {
    await inFolder(async (cache) => {
      const gradeOnce = async () => {
        const { code, result } = await run(
          grading("solutions", "--isolation", "bubblewrap"),
          { MNEME_CACHE: cache },
        );
        assertEquals([code, result?.points], [0, 6]);
      };
      await gradeOnce();
      const [folder] = [...Deno.readDirSync(join(cache, "mneme"))];
      const code = join(cache, "mneme", folder.name, "code");
      assert(filesIn(code).length > 0);
      const damaged = new Map<string, Uint8Array>();
      for (const path of filesIn(code)) {
        const bytes = Deno.readFileSync(path);
        for (let i = 0; i < bytes.length; i += 7) bytes[i] ^= 0xff;
        Deno.writeFileSync(path, bytes);
        damaged.set(path, bytes);
      }
      await gradeOnce();
      for (const path of filesIn(code)) {
        const bytes = damaged.get(path);
        assert(bytes === undefined || !equal(bytes, Deno.readFileSync(path)));
      }
      await gradeOnce();
    });
  },
);

function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory) return filesIn(path);
    return entry.isFile && Deno.statSync(path).size > 0 ? [path] : [];
  });
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

Deno.test("grade() is ungraded with no points when no box starts", async () => {
  const exercises = (await readCatalog()).filter(({ id }) => id === "8-6");
  const result = await grade({
    exercises,
    submission: join(ROOT, "solutions"),
    launcher: {
      form: "limits",
      command: () => ({
        program: "/nowhere/box",
        args: [],
        env: {},
        cwd: "/",
        dispose: () => {},
      }),
    },
    seed: 7,
    jobs: 1,
    timeout: 500,
  });
  const [{ status, points, checks }] = result.exercises;
  assertEquals([status, points, result.points], ["ungraded", null, null]);
  assert(checks.every((check) => check.points === null));
});

testIn(
  "limits",
  "grade exits with 3 and an empty mark when boxes fail after the probe has worked,",
  async () => {
    await inFolder(async (folder) => {
      const prlimit = await which("prlimit");
      const fake = join(folder, "prlimit");
      await Deno.writeTextFile(
        fake,
        `#!/bin/sh\ncase "$*" in *runner.js*) exit 1;; esac\nexec ${prlimit} "$@"\n`,
        { mode: 0o755 },
      );
      const { code, result } = await run(
        grading("solutions", "--isolation", "limits"),
        { PATH: `${folder}:${Deno.env.get("PATH")}` },
      );
      assertEquals(code, 3);
      assertEquals(result?.points, null);
      assertEquals(result?.exercises[0].status, "ungraded");
    });
  },
);

async function which(program: string): Promise<string> {
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", 'command -v "$0"', program],
  }).output();
  return new TextDecoder().decode(stdout).trim();
}
