import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { chooseLauncher } from "../../grader/box/isolation.ts";
import { readCatalog } from "../../grader/catalog.ts";
import { grade } from "../../grader/grade.ts";
import { ROOT } from "../../grader/paths.ts";
import type { ExerciseResult } from "../../grader/result.ts";
import {
  MAXIMUM_FILE,
  readSubmission,
  type Submission,
} from "../../grader/submission.ts";

const exercise = (await readCatalog()).find(({ id }) => id === "8-6")!;
const { folder: FOLDER, file: FILE } = exercise;
const NESTED = `${FOLDER}/${FILE}`;
const SOLUTION = join(ROOT, "solutions", NESTED);

/** Does something with a new folder, and removes it. */
async function inFolder<Value>(
  work: (folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-submission-" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Reads the submission that `prepare` lays out. */
function read(
  prepare: (folder: string) => Promise<unknown>,
): Promise<Submission> {
  return inFolder(async (folder) => {
    await prepare(folder);
    return await readSubmission(folder, exercise);
  });
}

/** Lays out one file in the exercise's folder. */
function nested(content: string | Uint8Array) {
  return async (folder: string) => {
    await Deno.mkdir(join(folder, FOLDER));
    await put(join(folder, NESTED), content);
  };
}

function put(path: string, content: string | Uint8Array): Promise<void> {
  return Deno.writeFile(
    path,
    typeof content === "string" ? new TextEncoder().encode(content) : content,
  );
}

/** Fails unless the submission was refused with that status and in these words. */
function assertRefused(
  submission: Submission,
  status: "missing" | "error",
  [en, zh]: [string, string],
  file = NESTED,
): void {
  assert("failure" in submission, `it was taken: ${submission.file}`);
  const { failure } = submission;
  assert(failure.kind === "file");
  assertEquals([submission.file, failure.status], [file, status]);
  for (const [text, words] of [[failure.text.en, en], [failure.text.zh, zh]]) {
    assertStringIncludes(text, words);
    assertStringIncludes(text, file);
  }
}

const LINK: [string, string] = ["symbolic link", "符号链接"];
const NOT_A_FILE: [string, string] = ["must be a file", "必须是普通文件"];

Deno.test("readSubmission() takes the file when it lies in its folder", async () => {
  assertEquals(await read(nested("export {};\n")), {
    file: NESTED,
    code: "export {};\n",
  });
});

Deno.test("readSubmission() takes the file when it lies in the submission itself", async () => {
  const flat = (folder: string) => put(join(folder, FILE), "flat");
  assertEquals(await read(flat), { file: FILE, code: "flat" });
});

Deno.test("readSubmission() prefers the exercise's folder when the file is there twice", async () => {
  const both = async (folder: string) => {
    await put(join(folder, FILE), "flat");
    await nested("nested")(folder);
  };
  assertEquals(await read(both), { file: NESTED, code: "nested" });
});

Deno.test("readSubmission() takes the file beside it when the exercise's folder is empty", async () => {
  const both = async (folder: string) => {
    await put(join(folder, FILE), "flat");
    await Deno.mkdir(join(folder, FOLDER));
  };
  assertEquals(await read(both), { file: FILE, code: "flat" });
});

Deno.test("readSubmission() says that the file is missing when there is none", async () => {
  const words: [string, string] = ["There is no", "提交中没有"];
  assertRefused(await read(() => Promise.resolve()), "missing", words);
  const empty = (folder: string) => Deno.mkdir(join(folder, FOLDER));
  assertRefused(await read(empty), "missing", words);
  const another = async (folder: string) => {
    await Deno.mkdir(join(folder, FOLDER));
    await put(join(folder, FOLDER, "solution.ts"), "");
  };
  assertRefused(await read(another), "missing", words);
  const fileForFolder = (folder: string) => put(join(folder, FOLDER), "");
  assertRefused(await read(fileForFolder), "missing", words);
});

Deno.test("readSubmission() refuses a symbolic link when it leads to a solution", async () => {
  const linked = async (folder: string) => {
    await Deno.mkdir(join(folder, FOLDER));
    await Deno.symlink(SOLUTION, join(folder, NESTED));
  };
  assertRefused(await read(linked), "error", LINK);
  const flat = (folder: string) => Deno.symlink(SOLUTION, join(folder, FILE));
  assertRefused(await read(flat), "error", LINK, FILE);
});

Deno.test("readSubmission() refuses a symbolic link when it leads nowhere", async () => {
  const dangling = async (folder: string) => {
    await Deno.mkdir(join(folder, FOLDER));
    await Deno.symlink(join(folder, "nowhere"), join(folder, NESTED));
  };
  assertRefused(await read(dangling), "error", LINK);
});

Deno.test("readSubmission() refuses the folder when it is a symbolic link", async () => {
  const linked = (folder: string) =>
    Deno.symlink(join(ROOT, "solutions", FOLDER), join(folder, FOLDER));
  assertRefused(await read(linked), "error", LINK);
  const besideFlat = async (folder: string) => {
    await linked(folder);
    await put(join(folder, FILE), "flat");
  };
  assertRefused(await read(besideFlat), "error", LINK);
});

Deno.test("readSubmission() refuses a folder when it has the file's name", async () => {
  const folderForFile = (folder: string) =>
    Deno.mkdir(join(folder, NESTED), { recursive: true });
  assertRefused(await read(folderForFile), "error", NOT_A_FILE);
});

Deno.test("readSubmission() refuses a pipe without waiting for it when it has the file's name", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, FOLDER));
    const path = join(folder, NESTED);
    const { success } = await new Deno.Command("mkfifo", { args: [path] })
      .output();
    assert(success, "mkfifo failed");
    let timer: ReturnType<typeof setTimeout> | undefined;
    const submission = await Promise.race([
      readSubmission(folder, exercise),
      new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), 5000);
      }),
    ]);
    clearTimeout(timer);
    // Lets go whoever waits for the other end.
    if (!submission) await Deno.writeTextFile(path, "");
    assert(submission, "it waits for the pipe");
    assertRefused(submission, "error", NOT_A_FILE);
  });
});

Deno.test("readSubmission() refuses a file when it is over 1 MB", async () => {
  assertEquals(MAXIMUM_FILE, 1_000_000);
  const full = await read(nested("/".repeat(MAXIMUM_FILE)));
  assert("code" in full && full.code.length === MAXIMUM_FILE);
  assertRefused(
    await read(nested("/".repeat(MAXIMUM_FILE + 1))),
    "error",
    ["at most 1 MB", "不能超过 1 MB"],
  );
});

Deno.test("readSubmission() refuses a huge file without reading it when it is over 1 MB", async () => {
  const huge = async (folder: string) => {
    await Deno.mkdir(join(folder, FOLDER));
    // A hole: no disk is used, and no memory holds it.
    await Deno.writeTextFile(join(folder, NESTED), "");
    await Deno.truncate(join(folder, NESTED), 2 ** 40);
  };
  assertRefused(await read(huge), "error", ["at most 1 MB", "不能超过 1 MB"]);
});

Deno.test("readSubmission() refuses a file when it is not UTF-8", async () => {
  const files = [
    // "能量" in GB 18030, the encoding of many a Chinese editor.
    new Uint8Array([0x2f, 0x2f, 0xc4, 0xdc, 0xc1, 0xbf]),
    // UTF-16, with its byte order mark.
    new Uint8Array([0xff, 0xfe, 0x2f, 0, 0x2f, 0]),
    // The first half of a character at the end.
    new Uint8Array([0x2f, 0x2f, 0xe8]),
  ];
  for (const bytes of files) {
    assertRefused(await read(nested(bytes)), "error", ["UTF-8", "UTF-8"]);
  }
});

Deno.test("readSubmission() drops the byte order mark when the file begins with one", async () => {
  assertEquals(await read(nested("\ufeff// 能量\r\nexport {};\r\n")), {
    file: NESTED,
    code: "// 能量\r\nexport {};\r\n",
  });
});

const launcher = await chooseLauncher("auto");

/** Grades what `prepare` lays out. */
function graded(
  prepare: (folder: string) => Promise<unknown>,
): Promise<ExerciseResult> {
  return inFolder(async (submission) => {
    await prepare(submission);
    const { exercises } = await grade({
      exercises: [exercise],
      submission,
      launcher,
      seed: 7,
      jobs: 1,
      timeout: 5000,
    });
    return exercises[0];
  });
}

const solution = await Deno.readTextFile(SOLUTION);

Deno.test("grade() gives full marks when the solution has a byte order mark and CRLF", async () => {
  const code = `\ufeff${solution.replaceAll("\n", "\r\n")}`;
  const { status, points, maxPoints } = await graded(nested(code));
  assertEquals([status, points], ["passed", maxPoints]);
});

Deno.test("grade() gives full marks when the solution lies in the submission itself", async () => {
  const { status, points, maxPoints, file } = await graded((folder) =>
    put(join(folder, FILE), solution)
  );
  assertEquals([status, points, file], ["passed", maxPoints, FILE]);
});

Deno.test("grade() gives no mark when the file is a link to the solution", async () => {
  const { status, points, checks } = await graded((folder) =>
    Deno.symlink(SOLUTION, join(folder, FILE))
  );
  assertEquals([status, points], ["error", 0]);
  assertEquals(new Set(checks.map((check) => check.status)).size, 1);
});

Deno.test("grade() says missing for every check when there is no file", async () => {
  const { status, points, checks } = await graded(() => Promise.resolve());
  assertEquals([status, points], ["missing", 0]);
  assert(checks.every((check) => check.status === "missing"));
});
