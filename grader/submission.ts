import { join } from "node:path";
import type { Exercise } from "./catalog.ts";
import type { Failure } from "./failure.ts";

/** The largest file that is taken, in bytes. */
export const MAXIMUM_FILE = 1_000_000;

/** A student's file, or why it is not taken. */
export type Submission =
  | { file: string; code: string }
  | { file: string; failure: Failure };

/**
 * Reads a student's file as text, never as a program.
 *
 * It is looked for in the exercise's folder, then in the submission itself, as
 * where files were uploaded one by one. A symbolic link is not followed: it
 * could lead to somebody else's solution.
 *
 * @param folder The submission.
 * @param exercise Which exercise.
 */
export async function readSubmission(
  folder: string,
  exercise: Exercise,
): Promise<Submission> {
  const nested = `${exercise.folder}/${exercise.file}`;
  const outer = await kindOfEntry(join(folder, exercise.folder));
  if (outer === "link") return refuse(nested, LINK);
  const flat = await kindOfEntry(join(folder, exercise.file)) !== "none";
  const inner = await kindOfEntry(join(folder, nested)) !== "none";
  const file = !inner && flat ? exercise.file : nested;
  return await readFile(folder, file);
}

async function readFile(folder: string, file: string): Promise<Submission> {
  const path = join(folder, file);
  const kind = await kindOfEntry(path);
  if (kind !== "file") {
    const why = kind === "none" ? "missing" : kind === "link" ? kind : "other";
    return refuseFile(file, why);
  }
  const { size } = await Deno.stat(path);
  if (size > MAXIMUM_FILE) return refuse(file, TOO_LARGE);
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    return refuse(file, UNREADABLE(error instanceof Error ? error.name : ""));
  }
  return takeFile(file, bytes);
}

/** A student's file from its bytes. */
export function takeFile(file: string, bytes: Uint8Array): Submission {
  if (bytes.length > MAXIMUM_FILE) return refuse(file, TOO_LARGE);
  try {
    // A byte order mark is dropped by the decoder.
    return {
      file,
      code: new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    };
  } catch {
    return refuse(file, NOT_UTF8);
  }
}

/** A file that is not there, or that is a link, a device or the like. */
export function refuseFile(
  file: string,
  why: "missing" | "link" | "other",
): Submission {
  switch (why) {
    case "missing":
      return refuse(file, MISSING, "missing");
    case "link":
      return refuse(file, LINK);
    case "other":
      return refuse(file, NOT_A_FILE);
  }
}

type Saying = (file: string) => { en: string; zh: string };

function refuse(
  file: string,
  saying: Saying,
  status: "missing" | "error" = "error",
): Submission {
  return { file, failure: { kind: "file", status, text: saying(file) } };
}

const MISSING: Saying = (file) => ({
  en: `There is no ${file} in the submission`,
  zh: `提交中没有 ${file}`,
});
const LINK: Saying = (file) => ({
  en: `${file} is reached through a symbolic link: hand in the file itself`,
  zh: `${file} 经过符号链接：请提交文件本身`,
});
const NOT_A_FILE: Saying = (file) => ({
  en: `${file} must be a file`,
  zh: `${file} 必须是普通文件`,
});
const TOO_LARGE: Saying = (file) => ({
  en: `${file} must be at most 1 MB`,
  zh: `${file} 不能超过 1 MB`,
});
const NOT_UTF8: Saying = (file) => ({
  en: `${file} must be text in UTF-8: save it in that encoding`,
  zh: `${file} 必须是 UTF-8 编码的文本：请以该编码保存`,
});
const UNREADABLE = (reason: string): Saying => (file) => ({
  en: `${file} cannot be read (${reason})`,
  zh: `${file} 无法读取（${reason}）`,
});

async function kindOfEntry(
  path: string,
): Promise<"file" | "folder" | "link" | "other" | "none"> {
  try {
    const { isFile, isDirectory, isSymlink } = await Deno.lstat(path);
    if (isSymlink) return "link";
    return isFile ? "file" : isDirectory ? "folder" : "other";
  } catch {
    return "none";
  }
}
