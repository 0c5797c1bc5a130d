import { type Attack, RAW } from "../attack.ts";

type Row = [id: string, what: string, expect: Attack["expect"], code: string];

const WHOLE: Row[] = [
  [
    "parser-brackets",
    "twenty thousand nested brackets",
    ["error"],
    "export const energy = " + "[".repeat(20_000) + "]".repeat(20_000) + ";",
  ],
  [
    "parser-types",
    "a type twenty thousand deep",
    ["error"],
    "type T = " + "Array<".repeat(20_000) + "1" + ">".repeat(20_000) + ";",
  ],
  [
    "parser-blocks",
    "thirty thousand nested blocks",
    ["error"],
    "{".repeat(30_000) + "}".repeat(30_000),
  ],
  [
    "parser-operators",
    "a sum of two hundred thousand numbers",
    ["error", "missing", "timeout"],
    "export const x = " + "1+".repeat(200_000) + "1;",
  ],
  ["loop", "a loop while it is loaded", ["timeout"], "for (;;);"],
  ["exit", "an exit while it is loaded", ["error"], "Deno.exit(0);"],
  [
    "fake-and-exit",
    "a list of exports and an exit",
    ["error", "missing"],
    `${RAW} raw('{"id":1,"ok":[["energy","function"]]}\\n'); Deno.exit(0);`,
  ],
  [
    "never",
    "a top-level await that never settles",
    ["timeout", "error"],
    "await new Promise(() => {}); export {};",
  ],
  [
    "throws",
    "an error while it is loaded",
    ["error"],
    "throw Object.defineProperty(new Error(), 'message', { get() { throw 1; } });",
  ],
  ["syntax", "a syntax error", ["error"], "export function energy( {"],
  ["empty", "an empty file", ["missing"], ""],
  ["binary", "zero bytes", ["error"], "\0".repeat(1000)],
  [
    "evil-syntax",
    "a syntax error with commands in its line",
    ["error"],
    "export const x = `\u001b[2J\r::error::x` `\u2028 ](",
  ],
  [
    "too-large",
    "a file over 1 MB",
    ["error"],
    "//" + "x".repeat(1_000_001) + "\n",
  ],
  [
    "data",
    "exports that are no functions",
    // A class is a function by typeof, and throws when it is called.
    ["missing", "error"],
    "export const energy = 3, updateNeuron = [1], energyChange = {}, settle = null, synchronousCycle = class {}; (energy as any);",
  ],
  [
    "then-never",
    "a module that is a thenable and never ready",
    ["timeout"],
    "export function then() {}",
  ],
  [
    "then-other",
    "a module that is a thenable of another",
    ["missing"],
    "export function then(resolve: any) { resolve({ energy: 3 }); }",
  ],
  [
    "then-proxy",
    "a module that is a thenable of a proxy",
    ["error", "missing"],
    "export function then(resolve: any) { resolve(new Proxy({}, { ownKeys() { throw 1; } })); }",
  ],
  [
    "memory",
    "all the memory while it is loaded",
    ["error", "timeout"],
    "const kept: unknown[] = []; for (;;) kept.push(new Array(1000).fill(1.5));",
  ],
];

/** Submissions that attack while they are loaded. */
export const attacks: Attack[] = WHOLE.map(
  ([id, what, expect, code]): Attack => ({
    id,
    what,
    code,
    expect,
    points: 0,
    alone: true,
  }),
);
