import { ProtocolError } from "./decode.ts";

/** The longest line a box may send, in bytes. */
export const MAXIMUM_LINE = 8 * 1024 * 1024;

/** The most a box may write to standard error before it is stopped, in bytes. */
export const MAXIMUM_STDERR = 256 * 1024;

/** Lines from a box's standard output, one to each request. */
export class LineReader {
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #decoder = new TextDecoder("utf-8", { fatal: true });
  #rest: Uint8Array = new Uint8Array();

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /**
   * The next line without its end, or null when the box has closed its output.
   *
   * @throws {ProtocolError} If the line is too long or not UTF-8, or more follows it: nobody asked for more.
   */
  async next(): Promise<string | null> {
    const parts: Uint8Array[] = [this.#rest];
    let size = this.#rest.length;
    let part: Uint8Array = this.#rest;
    while (part.indexOf(NEWLINE) === -1) {
      if (size > MAXIMUM_LINE) throw new ProtocolError("a line over 8 MB");
      const { done, value } = await this.#reader.read();
      if (done) return null;
      parts.push(part = value);
      size += part.length;
    }
    const bytes = parts.length === 2 && parts[0].length === 0
      ? part
      : joined(parts, size);
    const end = bytes.indexOf(NEWLINE);
    this.#rest = bytes.slice(end + 1);
    // In the words for one that comes a moment later: which it is, is chance.
    if (this.#rest.length > 0) {
      throw new ProtocolError("a response nobody asked for");
    }
    try {
      return this.#decoder.decode(bytes.subarray(0, end));
    } catch {
      throw new ProtocolError("not UTF-8");
    }
  }

  /** Reads no further; without it each box would leave a descriptor open. */
  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => {});
  }
}

const NEWLINE = 10;

function joined(parts: Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** Reads standard error to nowhere, and calls `flooded` when there is too much of it. */
export async function drain(
  stream: ReadableStream<Uint8Array>,
  flooded: () => void,
): Promise<void> {
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > MAXIMUM_STDERR) {
      flooded();
      return;
    }
  }
}
