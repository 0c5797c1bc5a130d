import { Buffer } from "node:buffer";
import { crc32, inflateRawSync } from "node:zlib";
import yauzl from "yauzl";
import { MAXIMUM_FILE } from "../submission.ts";
import {
  ArchiveError,
  corrupt,
  MAXIMUM_MEMBERS,
  type Member,
  type Members,
  safePath,
  tooLarge,
  unsafe,
  type Wanted,
} from "./archive.ts";

/** As much of yauzl, which has no types of its own, as is needed. */
interface ZipFile {
  eachEntry(): AsyncIterable<ZipEntry>;
  openReadStreamPromise(
    entry: ZipEntry,
    options: { decodeFileData: false },
  ): Promise<AsyncIterable<Uint8Array>>;
}

interface ZipEntry {
  fileName: string;
  externalFileAttributes: number;
  uncompressedSize: number;
  crc32: number;
  compressionMethod: number;
  isEncrypted(): boolean;
}

/** Reads a zip archive; a size or checksum that is not what it says is an error. */
export async function readZip(
  bytes: Uint8Array<ArrayBuffer>,
  wanted: Wanted,
): Promise<Members> {
  const members: Members = new Map();
  let count = 0;
  try {
    const zip: ZipFile = await yauzl.fromBufferPromise(
      Buffer.from(bytes.buffer),
    );
    for await (const entry of zip.eachEntry()) {
      count += 1;
      if (count > MAXIMUM_MEMBERS) throw tooLarge();
      const path = safePath(entry.fileName);
      if (entry.fileName.endsWith("/") || !wanted(path)) continue;
      members.set(path, await memberOf(zip, entry));
    }
  } catch (error) {
    // yauzl looks at every name itself, before anybody else sees it.
    const message = error instanceof Error ? error.message : "";
    throw /(?:relative|absolute) path: /.test(message)
      ? unsafe(message.slice(message.indexOf(": ") + 2))
      : error;
  }
  return members;
}

const KIND_BITS = 0o170000;
const LINK = 0o120000;
// 0 where the archive was made on a system without such modes.
const HARMLESS = [0, 0o100000];

async function memberOf(zip: ZipFile, entry: ZipEntry): Promise<Member> {
  const kind = entry.externalFileAttributes >>> 16 & KIND_BITS;
  if (kind === LINK) return "link";
  if (!HARMLESS.includes(kind)) return "other";
  if (entry.isEncrypted()) {
    throw new ArchiveError({
      en: "The archive is locked with a password: hand it in without one",
      zh: "压缩包设有密码：请去掉密码后重新提交",
    });
  }
  // Not unpacked, but so long that whoever reads it sees that it is too large.
  if (entry.uncompressedSize > MAXIMUM_FILE) {
    return new Uint8Array(MAXIMUM_FILE + 1);
  }
  const packed: Uint8Array[] = [];
  const stream = await zip.openReadStreamPromise(entry, {
    decodeFileData: false,
  });
  for await (const part of stream) packed.push(part);
  const content = unpack(entry.compressionMethod, Buffer.concat(packed));
  if (content.length !== entry.uncompressedSize) {
    throw corrupt("a size is wrong");
  }
  if (crc32(content) !== entry.crc32) throw corrupt("a checksum is wrong");
  return content;
}

/** Unpacks at once and here: a stream that fails for a size that lies fails where nobody can catch it. */
function unpack(method: number, packed: Uint8Array): Uint8Array {
  switch (method) {
    case 0:
      return new Uint8Array(packed);
    case 8:
      return new Uint8Array(
        inflateRawSync(packed, { maxOutputLength: MAXIMUM_FILE + 1 }),
      );
    default:
      throw corrupt(`it is packed by method ${method}`);
  }
}
