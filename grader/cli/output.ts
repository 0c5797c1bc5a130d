import { basename, dirname, join } from "node:path";
import type { Text } from "../text.ts";
import { UsageError } from "./usage.ts";

/** A file that is there whole or as it was before: written under another name and renamed. */
export interface Output {
  /** Writes the text and gives it the file's name. */
  commit(text: string): Promise<void>;
  /** Removes the unfinished file, if there is one. */
  discard(): Promise<void>;
}

/**
 * Opens a file for a report before the work begins, so that no work is lost to
 * a mistyped path.
 *
 * @throws {UsageError} If the file cannot be written.
 */
export async function openOutput(path: string): Promise<Output> {
  const draft = join(
    dirname(path),
    `.${basename(path)}.${crypto.randomUUID().slice(0, 8)}.tmp`,
  );
  const isFolder = await Deno.stat(path).then(
    ({ isDirectory }) => isDirectory,
    () => false,
  );
  if (isFolder || /[\\/]$/.test(path)) {
    throw unwritable(path, { en: "it is a folder", zh: "它是文件夹" });
  }
  try {
    await Deno.writeTextFile(draft, "", { createNew: true });
  } catch (error) {
    throw unwritable(path, reasonOf(error));
  }
  const discard = async () => {
    await Deno.remove(draft).catch(() => {});
  };
  return {
    discard,
    async commit(text) {
      try {
        await Deno.writeTextFile(draft, text);
        await Deno.rename(draft, path);
      } catch (error) {
        await discard();
        throw unwritable(path, reasonOf(error));
      }
    },
  };
}

function reasonOf(error: unknown): Text {
  if (error instanceof Deno.errors.NotFound) {
    return { en: "its folder does not exist", zh: "它所在的文件夹不存在" };
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return { en: "permission denied", zh: "没有权限" };
  }
  const message = error instanceof Error ? error.message : `${error}`;
  const [line] = message.split("\n");
  return { en: line, zh: line };
}

function unwritable(path: string, reason: Text): UsageError {
  return new UsageError({
    en:
      `Cannot write --output ${path} (${reason.en}): name a file in a folder that you may write to`,
    zh: `无法写入 --output ${path}（${reason.zh}）：请指定可写文件夹中的文件`,
  });
}
