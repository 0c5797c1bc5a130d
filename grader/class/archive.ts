/**
 * What an archive holds of the exercises' files, read into memory: nothing of
 * it is ever written to the disk, so no name in it can lead anywhere.
 *
 * @module
 */

import type { Text } from "../text.ts";

/** An archive that is not taken, and why. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";

  constructor(readonly text: Text) {
    super(text.en);
  }
}

/** A file of an archive, or what stands in its place. */
export type Member = Uint8Array | "link" | "other";

/** The members of an archive by their paths, with slashes. */
export type Members = Map<string, Member>;

/** Which members are kept, by path; the others are not even unpacked. */
export type Wanted = (path: string) => boolean;

/** The largest archive that is taken, and the most that it may unpack to, in bytes. */
export const MAXIMUM_ARCHIVE = 64 * 1024 ** 2;

/** The most members that an archive may have. */
export const MAXIMUM_MEMBERS = 20_000;

/** Reads an archive; which form it has is told by its first bytes, since names lie. */
export async function readArchive(
  bytes: Uint8Array<ArrayBuffer>,
  wanted: Wanted,
): Promise<Members> {
  try {
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      return await (await import("./zip.ts")).readZip(bytes, wanted);
    }
    const { readTar } = await import("./tar.ts");
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return readTar(isGzip ? await unzipped(bytes) : bytes, wanted);
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw corrupt(error instanceof Error ? error.message : `${error}`);
  }
}

/**
 * A member's path as it may be used.
 *
 * @throws {ArchiveError} If it leads out of the archive, which no honest program writes.
 */
export function safePath(name: string): string {
  const parts = name.split(/[/\\]/);
  if (
    parts.includes("..") || parts[0] === "" || /^[A-Za-z]:/.test(name) ||
    name.includes("\0")
  ) throw unsafe(name);
  return parts.filter((part) => part !== "" && part !== ".").join("/");
}

/** Refuses an archive with too much in it. */
export function tooLarge(): ArchiveError {
  const megabytes = MAXIMUM_ARCHIVE / 1024 ** 2;
  return new ArchiveError({
    en:
      `The archive must hold at most ${MAXIMUM_MEMBERS} files and ${megabytes} MB: hand in the exercises only`,
    zh:
      `压缩包最多 ${MAXIMUM_MEMBERS} 个文件、${megabytes} MB：请只提交习题文件`,
  });
}

/** Refuses an archive that cannot be read. */
export function corrupt(reason: string): ArchiveError {
  const [line] = reason.split("\n");
  return new ArchiveError({
    en: `The archive is damaged (${line}): hand it in again`,
    zh: `压缩包已损坏（${line}）：请重新提交`,
  });
}

/** Refuses an archive that would write outside of itself. */
export function unsafe(name: string): ArchiveError {
  const shown = JSON.stringify(name.slice(0, 80));
  return new ArchiveError({
    en: `The archive holds a path that leads out of it: ${shown}`,
    zh: `压缩包中有指向外部的路径：${shown}`,
  });
}

async function unzipped(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Blob([bytes]).stream()
    .pipeThrough(new DecompressionStream("gzip"));
  for await (const part of stream) {
    size += part.length;
    if (size > MAXIMUM_ARCHIVE) throw tooLarge();
    parts.push(part);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
