/**
 * Archives written by hand, so that they can also be such as no honest program
 * writes.
 *
 * @module
 */

import { crc32 } from "node:zlib";

/** A member of an archive: its path, and its text or raw bytes. */
export type Content = Record<string, string | Uint8Array>;

const utf8 = new TextEncoder();

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? utf8.encode(content) : content;
}

/** How a member of a zip departs from an honest one. */
export interface ZipLie {
  /** The Unix mode. */
  mode?: number;
  /** The size that is claimed. */
  size?: number;
}

/** A zip archive, its members stored as they are. */
export function zip(
  content: Content,
  lies: Record<string, ZipLie> = {},
): Uint8Array<ArrayBuffer> {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(content)) {
    const { mode = 0o100644, size } = lies[path] ?? {};
    const name = utf8.encode(path);
    const data = bytesOf(text);
    const fields = [
      [20, 2],
      [0x0800, 2], // names in UTF-8
      [0, 2], // stored
      [0, 4],
      [crc32(data), 4],
      [data.length, 4],
      [size ?? data.length, 4],
      [name.length, 2],
      [0, 2],
    ];
    const head = joined([number(0x04034b50, 4), numbers(fields), name, data]);
    local.push(head);
    central.push(joined([
      number(0x02014b50, 4),
      number(0x031e, 2), // made on Unix
      numbers(fields),
      numbers([[0, 2], [0, 2], [0, 2], [(mode << 16) >>> 0, 4], [offset, 4]]),
      name,
    ]));
    offset += head.length;
  }
  const directory = joined(central);
  return joined([
    ...local,
    directory,
    number(0x06054b50, 4),
    numbers([[0, 2], [0, 2], [central.length, 2], [central.length, 2]]),
    numbers([[directory.length, 4], [offset, 4], [0, 2]]),
  ]);
}

/** A tar archive; a member's type is a file's unless said otherwise. */
export function tar(
  content: Content,
  types: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (const [path, text] of Object.entries(content)) {
    const data = bytesOf(text);
    const name = utf8.encode(path);
    if (name.length > 100) {
      // GNU's way: the name is a member of its own.
      parts.push(tarHeader("././@LongLink", name.length, "L"), padded(name));
    }
    parts.push(
      tarHeader(path.slice(0, 100), data.length, types[path] ?? "0"),
      padded(data),
    );
  }
  return joined([...parts, new Uint8Array(1024)]);
}

/** Bytes packed by gzip. */
export async function gzip(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function tarHeader(name: string, size: number, type: string): Uint8Array {
  const header = new Uint8Array(512);
  const put = (text: string, at: number) => header.set(utf8.encode(text), at);
  put(name, 0);
  put("0000644\0", 100);
  put(`${size.toString(8).padStart(11, "0")}\0`, 124);
  put("        ", 148);
  put(type, 156);
  put("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

function padded(data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(data.length / 512) * 512);
  whole.set(data);
  return whole;
}

function number(value: number, bytes: number): Uint8Array {
  return Uint8Array.from(
    { length: bytes },
    (_, i) => Math.floor(value / 256 ** i) % 256,
  );
}

function numbers(fields: number[][]): Uint8Array {
  return joined(fields.map(([value, bytes]) => number(value, bytes)));
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
