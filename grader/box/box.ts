/**
 * One box: a throw-away process that runs a student's module and answers
 * calls. It is started, loaded once, called, and always killed.
 *
 * What went wrong comes back as data, since a student's program going wrong is
 * an ordinary event here; exceptions mean that the grader itself failed.
 *
 * @module
 */

import { setAlarm } from "./alarm.ts";
import { decode, ProtocolError } from "./decode.ts";
import type { Launcher } from "./launcher.ts";
import { drain, LineReader } from "./pipe.ts";
import { type Callback, encode } from "./wire.ts";

/** What became of a request. */
export type Outcome =
  /** The function's answer, and its arguments as it left them. */
  | { kind: "answer"; value: unknown; args: unknown[] }
  /** It reached a todo(). */
  | { kind: "todo" }
  /** It threw. Line and column are the student's file's, 0 if unknown. */
  | {
    kind: "threw";
    name: string;
    message: string;
    line: number;
    column: number;
  }
  /** It took too long, or returned a promise that can never settle. */
  | { kind: "timeout"; cause: "limit" | "unsettled" }
  /** The answer was too deep, as a cycle is, or too large. */
  | { kind: "refused"; reason: "depth" | "size" }
  /** The process ended: by itself, or stopped for its memory or its output. */
  | { kind: "died"; cause: "exit" | "memory" | "flood"; detail: string }
  /** It wrote something to the pipe that is not an answer. */
  | { kind: "protocol"; detail: string };

/** The box could not be started: nobody's fault but the machine's. */
export class BoxError extends Error {
  override readonly name = "BoxError";
}

/** The name and `typeof` of everything a module exports. */
export type Exports = Map<string, string>;

/** A running box. */
export class Box {
  #process: Deno.ChildProcess;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #lines: LineReader;
  #lastId = 0;
  #killed: "memory" | "flood" | "timeout" | undefined;
  #dispose: () => void;
  #drained: Promise<void>;

  private constructor(launcher: Launcher) {
    const { program, args, env, cwd, dispose } = launcher.command();
    try {
      this.#process = new Deno.Command(program, {
        args,
        env,
        cwd,
        clearEnv: true,
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
    } catch (error) {
      dispose();
      throw error;
    }
    const stopWatching = launcher.watch?.(
      this.#process.pid,
      () => this.#kill("memory"),
    );
    this.#dispose = () => {
      stopWatching?.();
      dispose();
    };
    this.#writer = this.#process.stdin.getWriter();
    this.#lines = new LineReader(this.#process.stdout);
    this.#drained = drain(this.#process.stderr, () => this.#kill("flood"))
      .catch(() => {});
  }

  /**
   * Starts a box and waits until it is ready.
   *
   * @throws {BoxError} If it does not get ready, however often tried (twice).
   */
  static async start(launcher: Launcher): Promise<Box> {
    for (let attempt = 1;; attempt++) {
      let box: Box | undefined;
      let outcome: Outcome | undefined;
      try {
        box = new Box(launcher);
        outcome = await box.#within(START_LIMIT, []);
        if (outcome.kind === "answer" && outcome.value === "ready") return box;
      } catch (error) {
        outcome = { kind: "died", cause: "exit", detail: `${error}` };
      }
      await box?.close();
      if (attempt === 2) {
        throw new BoxError(
          `Cannot start a box (${launcher.form}) as its process must answer: ${
            describeOutcome(outcome)
          }`,
        );
      }
    }
  }

  /** Loads the student's module. On success `value` is a list of [name, typeof] pairs. */
  load(code: string, limit: number): Promise<Outcome> {
    return this.#request(
      `"op":"load","code":${JSON.stringify(code)}`,
      limit,
      [],
    );
  }

  /** Calls an exported function. Functions among the arguments are called back synchronously. */
  call(fn: string, args: readonly unknown[], limit: number): Promise<Outcome> {
    const callbacks: Callback[] = [];
    const text = encode(args, (callback) => callbacks.push(callback) - 1);
    return this.#request(
      `"op":"call","fn":${JSON.stringify(fn)},"args":${text}`,
      limit,
      callbacks,
    );
  }

  /** Kills the process and waits until it is gone. */
  async close(): Promise<void> {
    this.#kill("timeout");
    await this.#process.status;
    await this.#drained;
    await this.#lines.close();
    await this.#writer.close().catch(() => {});
    this.#dispose();
  }

  #request(
    fields: string,
    limit: number,
    callbacks: Callback[],
  ): Promise<Outcome> {
    this.#lastId += 1;
    return this.#within(
      limit,
      callbacks,
      `{"id":${this.#lastId},${fields}}\n`,
    );
  }

  /** Asks and waits for the answer; past the limit the process is killed. */
  async #within(
    limit: number,
    callbacks: Callback[],
    question?: string,
  ): Promise<Outcome> {
    // A box that has answered before it was asked may not read either: writing takes time too.
    const cancel = setAlarm(limit, () => this.#kill("timeout"));
    try {
      if (question !== undefined) await this.#write(question);
      return await this.#response(callbacks);
    } finally {
      cancel();
    }
  }

  // Writing to a box that has died fails; reading from it then says how it died.
  async #write(line: string): Promise<void> {
    await this.#writer.write(new TextEncoder().encode(line)).catch(() => {});
  }

  /** Waits for the answer to the last request. */
  async #response(callbacks: Callback[]): Promise<Outcome> {
    try {
      for (;;) {
        const line = await this.#lines.next();
        if (line === null) return await this.#death();
        const frame = parseFrame(line, this.#lastId);
        if (!("callback" in frame)) return frame;
        const callback = callbacks[frame.callback];
        if (!callback) throw new ProtocolError("a callback nobody passed in");
        const value = answerOf(callback, frame.args);
        await this.#write(
          `{"id":${this.#lastId},"op":"return","value":${value}}\n`,
        );
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#kill("flood");
      return { kind: "protocol", detail: error.message };
    }
  }

  async #death(): Promise<Outcome> {
    const { code, signal } = await this.#process.status;
    if (this.#killed === "timeout") return { kind: "timeout", cause: "limit" };
    return {
      kind: "died",
      cause: this.#killed ?? "exit",
      detail: signal ?? `exit code ${code}`,
    };
  }

  #kill(cause: "memory" | "flood" | "timeout"): void {
    this.#killed ??= cause;
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has already ended.
    }
  }
}

// Generous: a cold machine that starts two boxes at once is not a broken one.
const START_LIMIT = 20_000;

/** A function of the grader's, given arguments that are anything at all. */
function answerOf(callback: Callback, args: unknown[]): string {
  try {
    return encode(callback(...args));
  } catch {
    throw new ProtocolError("a callback was given what it does not take");
  }
}

type Frame = Outcome | { callback: number; args: unknown[] };

/** Reads one line strictly: known fields only, and the id of the last request. */
function parseFrame(line: string, id: number): Frame {
  let frame: unknown;
  try {
    frame = JSON.parse(line);
  } catch {
    throw new ProtocolError("not JSON");
  }
  if (typeof frame !== "object" || frame === null || Array.isArray(frame)) {
    throw new ProtocolError("not a response");
  }
  const fields = frame as Record<string, unknown>;
  if (fields.id !== id) throw new ProtocolError("a response nobody asked for");
  const names = Object.keys(fields).filter((name) => name !== "id").join();
  const { ok, args, error, callback } = fields;
  switch (names) {
    case "ok":
      return { kind: "answer", value: decode(ok), args: [] };
    case "ok,args":
      if (!Array.isArray(args)) break;
      return { kind: "answer", value: decode(ok), args: args.map(decode) };
    case "todo":
      return { kind: "todo" };
    case "unsettled":
      return { kind: "timeout", cause: "unsettled" };
    case "refused":
      return {
        kind: "refused",
        reason: fields.refused === "depth" ? "depth" : "size",
      };
    case "error":
      return parseError(error);
    case "callback,args":
      if (!Number.isInteger(callback) || !Array.isArray(args)) break;
      return { callback: callback as number, args: args.map(decode) };
  }
  throw new ProtocolError("not a response");
}

function parseError(error: unknown): Outcome {
  const { name, message, line, column } = (error ?? {}) as Record<
    string,
    unknown
  >;
  if (
    typeof name !== "string" || typeof message !== "string" ||
    !Number.isInteger(line) || !Number.isInteger(column)
  ) throw new ProtocolError("not a response");
  return {
    kind: "threw",
    name: name.slice(0, 100),
    message: message.slice(0, 2000),
    line: line as number,
    column: column as number,
  };
}

function describeOutcome(outcome: Outcome | undefined): string {
  return outcome?.kind === "died"
    ? outcome.detail
    : outcome?.kind === "threw"
    ? outcome.message
    : outcome?.kind ?? "nothing";
}
