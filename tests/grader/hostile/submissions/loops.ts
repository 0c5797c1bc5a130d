import type { Attack } from "../attack.ts";

type Row = [id: string, what: string, code: string];

// (module (func (export "spin") (loop (br 0))))
const SPINNING_WASM =
  "0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,8,1,4,115,112,105,110,0,0,10,9,1,7,0,3,64,12,0,11,11";

const LOOPS: Row[] = [
  ["for", "a loop without end", "for (;;);"],
  [
    "caught",
    "a loop that catches everything",
    "for (;;) { try { throw 1; } catch {} finally { continue; } }",
  ],
  ["async", "a loop of awaits", "for (;;) await null;"],
  [
    "microtasks",
    "a storm of promises",
    "const storm = (): any => Promise.resolve().then(storm); await storm();",
  ],
  [
    "timers",
    "timers that start one another",
    "await new Promise(() => { const again = () => setTimeout(again, 0); again(); });",
  ],
  [
    "interval",
    "an interval that keeps a promise waiting",
    "setInterval(() => {}, 1000); await new Promise(() => {});",
  ],
  ["never", "a promise that never settles", "await new Promise(() => {});"],
  [
    "regex",
    "a regular expression that backtracks for years",
    "return /^(a+)+$/.test('a'.repeat(40) + '!') ? 1 : 0;",
  ],
  [
    "wasm",
    "a loop in WebAssembly",
    `(new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([${SPINNING_WASM}]))).exports.spin as any)();`,
  ],
  [
    "atomics",
    "a wait that nobody ends",
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
  ],
  [
    "bigint",
    "a power of a BigInt",
    "return Number((7n ** (7n ** 9n)) % 10n);",
  ],
  [
    "normalize",
    "a built-in function that cannot be interrupted",
    "const text = '\\u0344'.repeat(2 ** 22); for (;;) text.normalize('NFKD');",
  ],
  [
    "join",
    "a built-in function over four billion holes",
    "return new Array(2 ** 32 - 1).indexOf(1 as never);",
  ],
  [
    "sort",
    "a comparison that never ends",
    "return [2, 1].sort(() => { for (;;); })[0];",
  ],
  [
    "iterator",
    "an iterator without end",
    "return Math.max(...(function* () { for (;;) yield 1; })());",
  ],
  [
    "reading",
    "a read from a pipe that stays empty",
    "Deno.stdin.readSync(new Uint8Array(1));",
  ],
  [
    "slow",
    "answers that take nearly all the time there is",
    "for (const end = performance.now() + 350; performance.now() < end;); return 0;",
  ],
];

/** Submissions that do not come to an end. */
export const attacks: Attack[] = LOOPS.map(([id, what, code]): Attack => ({
  id,
  what,
  code: `export async function energy(): Promise<any> { ${code} }`,
  expect: id === "slow"
    ? ["failed", "timeout"]
    : id === "iterator"
    ? ["timeout", "error"]
    : ["timeout"],
})).concat([
  {
    id: "recursion",
    what: "a recursion without end",
    code: "export function energy(): any { return energy() + 1; }",
    expect: ["error"],
  },
  {
    id: "signals",
    what: "a loop that listens to every signal",
    code: `
export function energy() {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGXCPU", "SIGXFSZ"]) {
    try { Deno.addSignalListener(signal as Deno.Signal, () => {}); process.on(signal, () => {}); } catch {}
  }
  for (;;);
}`,
    expect: ["timeout"],
  },
  {
    id: "slow-right",
    what: "right answers that take too long together",
    code: `
export function energy(weights: number[][], biases: number[], states: number[]) {
  for (const end = performance.now() + 250; performance.now() < end;);
  return _energy(weights, biases, states);
}`,
    expect: ["timeout"],
  },
]);
