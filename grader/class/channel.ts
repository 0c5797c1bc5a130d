import { readValue, writeValue } from "./values.ts";

/** One end of the talk between two processes of the grader: a value on each line. */
export class Channel<Heard, Said> {
  readonly #reader: ReadableStreamDefaultReader<Heard>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  /** Settled when the other process has gone, also while nobody listens. */
  readonly ended: Promise<void>;

  constructor(
    input: ReadableStream<Uint8Array<ArrayBuffer>>,
    output: WritableStream<Uint8Array>,
  ) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#reader = input.pipeThrough(new TextDecoderStream())
      .pipeThrough(valuesOfLines<Heard>(resolve)).getReader();
    this.#writer = output.getWriter();
    this.ended = promise;
  }

  /** What the other process says next; undefined when it has gone. */
  async next(): Promise<Heard | undefined> {
    return (await this.#reader.read()).value;
  }

  /** Says something; to a process that has gone, in vain. */
  async say(value: Said): Promise<void> {
    const line = new TextEncoder().encode(`${writeValue(value)}\n`);
    await this.#writer.write(line).catch(() => {});
  }

  /** Says no more. */
  async close(): Promise<void> {
    await this.#writer.close().catch(() => {});
  }
}

/** What is left behind the last line's end is of a process that was cut off, and nothing. */
function valuesOfLines<Value>(
  ended: () => void,
): TransformStream<string, Value> {
  let rest = "";
  return new TransformStream({
    transform(text, controller) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) controller.enqueue(readValue(line) as Value);
    },
    flush: ended,
  });
}
