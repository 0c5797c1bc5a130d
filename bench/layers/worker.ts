/** A process that takes training steps of a kind when it is asked to. */
export interface Worker {
  /** Milliseconds of each step. */
  step(work: string, size: number, steps: number): Promise<number[]>;
  close(): Promise<void>;
}

/**
 * Starts a process that answers a line of JSON with a line of JSON.
 *
 * @param command The program and its arguments.
 * @param env Its whole environment beside PATH and HOME.
 */
export function startWorker(
  command: string[],
  env: Record<string, string> = {},
): Worker {
  const process = new Deno.Command(command[0], {
    args: command.slice(1),
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      HOME: Deno.env.get("HOME") ?? "",
      ...env,
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = process.stdin.getWriter();
  const lines = readLines(process.stdout);
  return {
    async step(work, size, steps) {
      const question = JSON.stringify({ work, size, steps });
      await writer.write(new TextEncoder().encode(question + "\n"));
      const { value, done } = await lines.next();
      if (done) throw new Error(`${command[0]} ended before it answered`);
      return JSON.parse(value);
    },
    async close() {
      await writer.close();
      await process.status;
    },
  };
}

async function* readLines(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
