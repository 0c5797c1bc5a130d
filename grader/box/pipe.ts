import { ProtocolError } from "./decode.ts";

/** The longest line a box may send, in bytes. */
export const MAXIMUM_LINE = 8 * 1024 * 1024;

/** The most a box may write to standard error before it is stopped, in bytes. */
export const MAXIMUM_STDERR = 256 * 1024;

/** Lines from a box's standard output, one to each request. */
export class LineReader {
  #reader: ReadableStreamBYOBReader;
  #decoder = new TextDecoder("utf-8", { fatal: true });
  // One for all lines: a fresh one for each costs more than all else about it.
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(65_536);

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader({ mode: "byob" });
  }

  /**
   * The next line without its end, or null when the box has closed its output.
   *
   * @throws {ProtocolError} If the line is too long or not UTF-8, or more follows it: nobody asked for more.
   */
  async next(): Promise<string | null> {
    for (let size = 0;;) {
      if (size > MAXIMUM_LINE) throw new ProtocolError("a line over 8 MB");
      const read = await this.#read(size);
      if (read === 0) return null;
      const end = this.#buffer.subarray(0, size + read).indexOf(NEWLINE, size);
      size += read;
      if (end === -1) continue;
      // In the words for one that comes a moment later: which it is, is chance.
      if (end + 1 < size) {
        throw new ProtocolError("a response nobody asked for");
      }
      return this.#text(end);
    }
  }

  /** Reads no further; without it each box would leave a descriptor open. */
  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => {});
  }

  /** Reads on behind what is there, and says how much; 0 at the end. */
  async #read(size: number): Promise<number> {
    if (size === this.#buffer.length) this.#buffer = doubled(this.#buffer);
    const { value } = await this.#reader.read(this.#buffer.subarray(size));
    if (value === undefined || value.length === 0) return 0;
    this.#buffer = new Uint8Array(value.buffer);
    return value.length;
  }

  #text(end: number): string {
    try {
      return this.#decoder.decode(this.#buffer.subarray(0, end));
    } catch {
      throw new ProtocolError("not UTF-8");
    }
  }
}

const NEWLINE = 10;

function doubled(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * bytes.length);
  larger.set(bytes);
  return larger;
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
