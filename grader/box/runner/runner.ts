/**
 * The inside of the box: it loads the student's module, calls its functions,
 * and says what they answered. It knows no expected value and keeps no secret.
 *
 * Requests are read with a blocking read, so that a student's timers never run
 * between two calls and the grader's functions can be called synchronously.
 *
 * @module
 */

import { type Callback, encode, Unsendable } from "../wire.ts";

// Taken now, before the student's module can replace them.
const { parse, stringify } = JSON;
const { keys: ownKeys } = Object;
const { apply } = Reflect;
const { createObjectURL } = URL;
const PlainBlob = Blob;
const readSync = Deno.stdin.readSync.bind(Deno.stdin);
const writeSync = Deno.stdout.writeSync.bind(Deno.stdout);
const toBytes = TextEncoder.prototype.encode.bind(new TextEncoder());
const toText = TextDecoder.prototype.decode.bind(new TextDecoder());
const exit = Deno.exit.bind(Deno);
const blobPosition = /blob:[^\s)]*?:(\d+):(\d+)/;
const matchPosition = RegExp.prototype.exec.bind(blobPosition);

interface Request {
  id: number;
  op: "load" | "call" | "return";
  code: string;
  fn: string;
  args: unknown[];
  value: unknown;
}

let pending = 0;
let exported: Record<string, unknown> = {};

function send(fields: string): void {
  const bytes = toBytes(`{"id":${pending},${fields}}\n`);
  for (let sent = 0; sent < bytes.length;) {
    sent += writeSync(bytes.subarray(sent));
  }
}

const chunk = new Uint8Array(65536);
let unread = "";

function receive(): Request {
  let end = unread.indexOf("\n");
  while (end === -1) {
    const size = readSync(chunk);
    if (size === null) exit(0);
    unread += toText(chunk.subarray(0, size!), { stream: true });
    end = unread.indexOf("\n");
  }
  const line = unread.slice(0, end);
  unread = unread.slice(end + 1);
  return parse(line);
}

/** The grader's arguments, whose encoding can be trusted. */
// deno-lint-ignore no-explicit-any
function decode(value: any): unknown {
  if (value === null || typeof value !== "object") return value;
  if (value.$ === undefined) {
    for (let i = 0; i < value.length; i++) value[i] = decode(value[i]);
    return value;
  }
  switch (value.$) {
    case "object": {
      const object: Record<string, unknown> = {};
      for (let i = 0; i < value.v.length; i++) {
        object[value.v[i][0]] = decode(value.v[i][1]);
      }
      return object;
    }
    case "function":
      return (...inputs: unknown[]) => callBack(value.v, inputs);
    case "undefined":
      return undefined;
    default:
      return +value.$;
  }
}

/** Calls a function of the grader's: writes the question and waits for the answer. */
function callBack(callee: number, inputs: unknown[]): unknown {
  send(`"callback":${callee},"args":${encode(inputs)}`);
  return decode(receive().value);
}

function describe(error: unknown): string {
  let name = "Error", message = "", line = 0, column = 0;
  try {
    if (typeof error === "object" && error !== null) {
      const { name: ownName, message: ownMessage, stack } = error as Error;
      name = `${ownName}`;
      message = `${ownMessage}`;
      const position = matchPosition(`${stack}`) ?? matchPosition(message);
      if (position) [line, column] = [+position[1], +position[2]];
    } else {
      name = typeof error;
      message = `${error as string}`;
    }
  } catch {
    // An error may be made so that looking at it throws: it has no message then.
  }
  return `"error":{"name":${stringify(name.slice(0, 100))},"message":${
    stringify(message.slice(0, 2000))
  },"line":${line},"column":${column}}`;
}

function report(error: unknown): void {
  let todo = "";
  try {
    const { name, task } = error as { name: unknown; task: unknown };
    if (name === "TodoError") todo = `${task}`.slice(0, 40);
  } catch {
    // As in describe().
  }
  send(todo === "" ? describe(error) : `"todo":${stringify(todo)}`);
}

async function load(code: string): Promise<void> {
  const url = createObjectURL(
    new PlainBlob([code], { type: "application/typescript" }),
  );
  exported = await import(url);
  const names = ownKeys(exported);
  const kinds: [string, string][] = [];
  for (let i = 0; i < names.length; i++) {
    kinds[i] = [names[i], typeof exported[names[i]]];
  }
  send(`"ok":${encode(kinds)}`);
}

async function call(name: string, sent: unknown): Promise<void> {
  const args = decode(sent) as unknown[];
  const answer = await apply(exported[name] as Callback, undefined, args);
  let text: string;
  try {
    // A callback among the arguments cannot be changed, and goes back as foreign.
    text = `"ok":${encode(answer)},"args":${encode(args)}`;
  } catch (error) {
    if (!(error instanceof Unsendable)) throw error;
    text = `"refused":"${error.reason}"`;
  }
  send(text);
}

async function serve(): Promise<void> {
  for (;;) {
    const request = receive();
    pending = request.id;
    try {
      if (request.op === "load") await load(request.code);
      else await call(request.fn, request.args);
    } catch (error) {
      report(error);
    }
    pending = 0;
  }
}

// Standard output belongs to the protocol, and what a student prints while
// hidden inputs are tried is for nobody's eyes: `deno task try` shows it.
for (const method of ownKeys(console)) {
  const known = console as unknown as Record<string, unknown>;
  if (typeof known[method] === "function") known[method] = () => {};
}

// What goes wrong beside a call is not the call's answer.
addEventListener("unhandledrejection", (event) => event.preventDefault());
addEventListener("error", (event) => event.preventDefault());

// The event loop is empty while a call is under way: its promise can never settle.
addEventListener("beforeunload", (event) => {
  if (pending === 0) return;
  event.preventDefault();
  send(`"unsettled":true`);
  pending = 0;
  serve();
});

send(`"ok":"ready"`);
serve();
