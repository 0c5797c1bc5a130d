import { MAXIMUM_FILE } from "../submission.ts";
import {
  corrupt,
  MAXIMUM_MEMBERS,
  type Members,
  safePath,
  tooLarge,
  type Wanted,
} from "./archive.ts";

const BLOCK = 512;

/** Reads a tar archive, in the forms of ustar, pax and GNU tar. */
export function readTar(bytes: Uint8Array, wanted: Wanted): Members {
  const members: Members = new Map();
  let count = 0;
  let longPath: string | undefined;
  for (let offset = 0; offset + BLOCK <= bytes.length;) {
    const header = bytes.subarray(offset, offset + BLOCK);
    if (header.every((byte) => byte === 0)) return members;
    const { name, size, type } = readHeader(header);
    const start = offset + BLOCK;
    if (start + size > bytes.length) throw corrupt("it ends in a file");
    const content = bytes.subarray(start, start + size);
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
    count += 1;
    if (count > MAXIMUM_MEMBERS) throw tooLarge();
    // These two name the member that follows.
    if (type === "x") longPath = paxPath(content) ?? longPath;
    else if (type === "L") longPath = textOf(content);
    if ("xLKg".includes(type)) continue;
    const path = safePath(longPath ?? name);
    longPath = undefined;
    if (type === FOLDER || !wanted(path)) continue;
    members.set(path, memberOf(type, content));
  }
  if (count === 0) throw corrupt("it is no archive");
  // Without the two empty blocks at its end it was cut off, perhaps between two files.
  throw corrupt("its end is missing");
}

const FOLDER = "5";

function memberOf(type: string, content: Uint8Array) {
  if (type === "1" || type === "2") return "link";
  // One byte more than may be taken, so that whoever reads it sees that it is too large.
  return "07".includes(type) ? content.slice(0, MAXIMUM_FILE + 1) : "other";
}

function readHeader(
  header: Uint8Array,
): { name: string; size: number; type: string } {
  const field = (start: number, length: number) =>
    textOf(header.subarray(start, start + length));
  const octal = (start: number, length: number) => {
    const digits = field(start, length).trim();
    if (!/^[0-7]*$/.test(digits)) throw corrupt("a number is none");
    return parseInt(digits || "0", 8);
  };
  if (octal(148, 8) !== checksum(header)) {
    throw corrupt("a checksum is wrong");
  }
  const prefix = field(257, 5) === "ustar" && header[262] === 0
    ? field(345, 155)
    : "";
  return {
    name: prefix === "" ? field(0, 100) : `${prefix}/${field(0, 100)}`,
    size: octal(124, 12),
    // The oldest form has a zero for a file.
    type: field(156, 1) || "0",
  };
}

/** The sum of the header's bytes, its own eight counted as spaces. */
function checksum(header: Uint8Array): number {
  return header.reduce(
    (sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte),
    0,
  );
}

/** The path in a list of "length name=value" lines. */
function paxPath(content: Uint8Array): string | undefined {
  return /^\d+ path=(.*)$/m.exec(new TextDecoder().decode(content))?.[1];
}

/** Text up to the first zero. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}
