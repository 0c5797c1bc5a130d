import { basename, dirname, join } from "node:path";
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
  if (isFolder) throw unwritable(path, "it is a folder");
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

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "its folder does not exist";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  return error instanceof Error ? error.message.split("\n")[0] : `${error}`;
}

function unwritable(path: string, reason: string): UsageError {
  return new UsageError({
    en:
      `Cannot write --output ${path} (${reason}): name a file in a folder that you may write to`,
    zh: `无法写入 --output ${path}（${reason}）：请指定可写文件夹中的文件`,
  });
}
