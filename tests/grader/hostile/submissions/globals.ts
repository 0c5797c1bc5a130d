import { type Attack, WRONG } from "../attack.ts";

const PATCHES: [id: string, what: string, patch: string][] = [
  ["object-is", "Object.is", "Object.is = () => true;"],
  [
    "every",
    "Array.prototype.every, some and includes",
    "Array.prototype.every = () => true as any; Array.prototype.some = () => false; Array.prototype.includes = () => true;",
  ],
  [
    "stringify",
    "JSON.stringify and JSON.parse",
    "JSON.stringify = () => '3'; JSON.parse = () => ({ id: 2, ok: 3 });",
  ],
  [
    "math",
    "Math",
    "Math.abs = () => 0; Math.max = () => Infinity; Math.min = () => 0;",
  ],
  [
    "number",
    "Number.isFinite, isNaN and isInteger",
    "Number.isFinite = () => true; Number.isNaN = () => false; Number.isInteger = () => true; globalThis.isNaN = () => false;",
  ],
  [
    "map",
    "Map and Set",
    "Map.prototype.get = () => 'function'; Map.prototype.has = () => true; Set.prototype.has = () => true;",
  ],
  [
    "iterator",
    "the iterators of arrays",
    "Array.prototype[Symbol.iterator] = function* () { yield 3; } as any; Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true });",
  ],
  [
    "then",
    "Promise.prototype.then",
    "Promise.prototype.then = function (resolve: any) { resolve?.(3); return this; } as any;",
  ],
  [
    "push",
    "Array.prototype.push, map and join",
    "Array.prototype.push = () => 0; Array.prototype.map = () => [3] as any; Array.prototype.join = () => '3';",
  ],
  [
    "to-json",
    "toJSON of numbers, arrays and objects",
    "(Number.prototype as any).toJSON = (Array.prototype as any).toJSON = (Object.prototype as any).toJSON = () => 3;",
  ],
  [
    "pollution",
    "Object.prototype by pollution",
    "for (const name of ['ok', 'args', 'id', 'value', 'v', '$', 'klass', 'error', 'todo']) (Object.prototype as any)[name] = 3;",
  ],
  [
    "setters",
    "Object.prototype with setters",
    "for (const name of ['ok', 'args', 'value', '0', '1']) Object.defineProperty(Object.prototype, name, { set() {}, get() { return 3; } });",
  ],
  [
    "encoder",
    "TextEncoder and TextDecoder",
    "TextEncoder.prototype.encode = () => new Uint8Array([51, 10]); TextDecoder.prototype.decode = () => '3';",
  ],
  [
    "stdin",
    "Deno.stdin and Deno.stdout",
    "Deno.stdin.readSync = () => 0; Deno.stdout.writeSync = (bytes) => bytes.length; Deno.exit = (() => {}) as any;",
  ],
  [
    "string",
    "String.prototype",
    "String.prototype.slice = () => '3'; String.prototype.indexOf = () => 0; String.prototype.replace = () => '3';",
  ],
  [
    "function",
    "Function.prototype.call and apply",
    "Function.prototype.call = () => 3; Function.prototype.apply = () => 3; Function.prototype.bind = function () { return this; };",
  ],
  [
    "reflect",
    "Reflect",
    "Reflect.apply = () => 3 as any; Reflect.ownKeys = () => [];",
  ],
  [
    "keys",
    "Object.keys and hasOwn",
    "Object.keys = () => []; Object.hasOwn = () => true; Object.entries = () => [];",
  ],
  [
    "performance",
    "the clock",
    "performance.now = () => 0; Date.now = () => 0; globalThis.setTimeout = (() => 0) as any;",
  ],
  [
    "deleted",
    "globals by deleting them",
    "for (const name of ['JSON', 'Promise', 'Array', 'Object', 'Blob', 'URL', 'console', 'TextEncoder', 'Deno']) delete (globalThis as any)[name];",
  ],
  [
    "frozen",
    "globals by freezing them",
    "for (const each of [Object, Array, JSON, Promise, Array.prototype, Object.prototype, Error.prototype]) Object.freeze(each);",
  ],
  [
    "symbol-species",
    "Symbol.species and Symbol.hasInstance",
    "Object.defineProperty(Array, Symbol.species, { value: function () { return [3]; } }); Object.defineProperty(Object, Symbol.hasInstance, { value: () => true });",
  ],
  [
    "typed-arrays",
    "typed arrays",
    "Uint8Array.prototype.subarray = function () { return this; }; Uint8Array.prototype.slice = function () { return this; }; ArrayBuffer.isView = (() => true) as any;",
  ],
];

/** Patches that the runner does not survive, to the harm of the submission alone. */
const BREAKING = ["pollution", "setters", "string", "typed-arrays"];

/** Submissions with a wrong energy, in which a global that a careless judge would ask says otherwise. */
export const attacks: Attack[] = PATCHES.map(([id, what, patch]) => ({
  id,
  what: `a patch of ${what}`,
  code: `${patch}\n${WRONG}`,
  ...BREAKING.includes(id)
    ? { expect: ["failed", "error"], harmsItself: true }
    : { expect: ["failed"] },
}));
