import { join } from "node:path";
import { ROOT } from "../paths.ts";
import type { Text } from "../text.ts";
import {
  type Change,
  changed,
  NO_PROGRESS,
  parseProgress,
  type Progress,
  progressText,
} from "./progress.ts";

/** Where it is kept. */
export const PROGRESS_FILE: string = join(ROOT, ".mneme-progress.toml");

/** What is kept, and what went wrong on the way, said once. */
export interface Kept {
  progress: Progress;
  trouble?: Text;
}

/**
 * The file of what is kept. Another command may change it at the same time, so
 * every change is made to what the file holds then, and the file is renamed
 * into place: it is there whole or as it was.
 */
export class ProgressFile {
  #last: Kept = { progress: NO_PROGRESS };
  #queue: Promise<unknown> = Promise.resolve();

  constructor(readonly path: string = PROGRESS_FILE) {}

  /** Reads it; a file that cannot be understood is set aside. */
  read(): Promise<Kept> {
    return this.#inTurn(async () => this.#last = await this.#load());
  }

  /** Makes a change. Where nothing can be written, it holds until the end of the process. */
  change(change: Change): Promise<Kept> {
    return this.#inTurn(async () => {
      const { progress, trouble } = await this.#load();
      this.#last = { progress: changed(progress, change) };
      const failed = await this.#write(this.#last.progress);
      return { ...this.#last, trouble: trouble ?? failed };
    });
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #load(): Promise<Kept> {
    let text: string;
    try {
      text = await Deno.readTextFile(this.path);
    } catch (error) {
      // Deleted by its owner, who begins anew; anything else is no reason to forget.
      return error instanceof Deno.errors.NotFound && !this.#unwritable
        ? { progress: NO_PROGRESS }
        : { progress: this.#last.progress };
    }
    try {
      return { progress: parseProgress(text) };
    } catch {
      const aside = `${this.path}.bak`;
      await Deno.rename(this.path, aside).catch(() => {});
      return { progress: NO_PROGRESS, trouble: setAside(aside) };
    }
  }

  #unwritable = false;

  async #write(progress: Progress): Promise<Text | undefined> {
    const draft = `${this.path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
    try {
      await Deno.writeTextFile(draft, progressText(progress));
      await Deno.rename(draft, this.path);
      this.#unwritable = false;
    } catch (error) {
      await Deno.remove(draft).catch(() => {});
      if (this.#unwritable) return undefined;
      this.#unwritable = true;
      return unwritable(this.path, error);
    }
  }
}

function setAside(aside: string): Text {
  return {
    en: `What was kept could not be read and is now ${aside}: you begin anew`,
    zh: `无法读取学习进度，原文件已改名为 ${aside}，现在重新开始`,
  };
}

function unwritable(path: string, error: unknown): Text {
  const reason = error instanceof Error ? error.name : `${error}`;
  return {
    en:
      `${path} cannot be written (${reason}): your place is kept until you quit`,
    zh: `无法写入 ${path}（${reason}）：学习进度只保留到退出为止`,
  };
}
