import type { Attack } from "../attack.ts";

/** Odd but honest: full marks, whatever noise they make. */
export const attacks: Attack[] = ([
  [
    "negative-zero",
    "-0 for 0",
    "export function energyChange(weights: number[][], biases: number[], states: number[], index: number) { const field = _field(weights, biases, states, index); const change = -((field >= 0 ? 1 : -1) - states[index]) * field; return change === 0 ? -0 : change; }",
    "8-6.3",
  ],
  [
    "typed-array",
    "a typed array for a list",
    "export function updateNeuron(weights: number[][], biases: number[], states: number[], index: number) { return Int8Array.from(_update(weights, biases, states, index)); }",
    "8-6.2",
  ],
  [
    "promise",
    "a promise of the answer",
    "export async function energy(weights: number[][], biases: number[], states: number[]) { await new Promise((resolve) => setTimeout(resolve, 1)); return _energy(weights, biases, states); }",
  ],
  [
    "thenable",
    "a thenable of the answer",
    "export function energy(weights: number[][], biases: number[], states: number[]) { return { then(resolve: any) { resolve(_energy(weights, biases, states)); } }; }",
  ],
  [
    "matrix",
    "ml-matrix for a list of rows",
    'import { Matrix } from "npm:ml-matrix"; export function synchronousCycle() { return { weights: new Matrix([[0, 1], [1, 0]]), biases: new Float32Array(2), states: [1, -1] }; }',
    "8-6.5",
  ],
  [
    "class",
    "an object of a class",
    "class Cycle { weights = [[0, 1], [1, 0]]; biases = [0, 0]; states = [1, -1]; } export const synchronousCycle = () => new Cycle();",
    "8-6.5",
  ],
  [
    "null-prototype",
    "an object without a prototype",
    "export const synchronousCycle = () => Object.assign(Object.create(null), { weights: [[0, 1], [1, 0]], biases: [0, 0], states: [1, -1] });",
    "8-6.5",
  ],
  [
    "console",
    "a patched console and a lot of output",
    "console.log = () => { throw new Error('no'); }; console.error('x'.repeat(10_000)); export function energy(weights: number[][], biases: number[], states: number[]) { console.info('called', weights); console.warn(states); return _energy(weights, biases, states); }",
  ],
  [
    "stderr",
    "a little on standard error",
    "export function energy(weights: number[][], biases: number[], states: number[]) { Deno.stderr.writeSync(new TextEncoder().encode('called\\n')); return _energy(weights, biases, states); }",
  ],
  [
    "timers",
    "timers and rejections beside right answers",
    "setInterval(() => {}, 5); setTimeout(() => { throw new Error('late'); }, 1); export async function energy(weights: number[][], biases: number[], states: number[]) { Promise.reject(new Error('beside')); await new Promise((resolve) => setTimeout(resolve, 2)); return _energy(weights, biases, states); }",
  ],
  [
    "polyfills",
    "prototypes with polyfills",
    "(Array.prototype as any).last = function () { return this[this.length - 1]; }; (Object.prototype as any).size = function () { return 1; }; (Number.prototype as any).toJSON = () => 'n'; export function energy(weights: number[][], biases: number[], states: number[]) { return _energy(weights, biases, states); }",
  ],
  [
    "patched",
    "patched globals with right answers",
    "Object.is = () => false; Array.isArray = (() => false) as any; JSON.stringify = () => 'x'; Math.abs = () => NaN; Number.isFinite = () => false; Promise.prototype.then = null as any; export function energy(weights: number[][], biases: number[], states: number[]) { return _energy(weights, biases, states); }",
  ],
  [
    "extras",
    "a default export and exports of every kind",
    "export default class {} export const answer = 42, list = [1], nothing = undefined, big = 1n, sign = Symbol(); export let then_ = 1; export function energy(weights: number[][], biases: number[], states: number[]) { return _energy(weights, biases, states); }",
  ],
  [
    "crlf",
    "a byte order mark and the line ends of Windows",
    "\ufeff// one\r\n// two\r\nexport function energy(weights: number[][], biases: number[], states: number[]) {\r\n  return _energy(weights, biases, states);\r\n}\r\n",
  ],
] as [string, string, string, Attack["wins"]?][]).map((
  [id, what, code, wins],
): Attack => ({ id, what, code, wins, expect: ["passed"], points: 6 }));
