import type { Attack } from "../attack.ts";

type Row = [id: string, what: string, code: string];

/** What comes instead of energy's number. */
const NUMBERS: Row[] = [
  ["nan", "NaN", "NaN"],
  ["infinity", "Infinity", "Infinity"],
  ["minus-infinity", "-Infinity", "-Infinity"],
  ["bigint", "a BigInt", "3n"],
  ["string", "a string that looks like a number", '"3"'],
  ["boxed", "a Number object", "new Number(3)"],
  ["boxed-list", "a list of one number", "[3]"],
  ["undefined", "undefined", "undefined"],
  ["null", "null", "null"],
  ["boolean", "true", "true"],
  ["symbol", "a symbol", 'Symbol("3")'],
  ["function", "a function", "() => 3"],
  ["date", "a Date", "new Date(3)"],
  [
    "value-of",
    "an object with valueOf",
    "{ valueOf: () => 3, toString: () => '3', toJSON: () => 3, [Symbol.toPrimitive]: () => 3 }",
  ],
  [
    "proxy",
    "a proxy that agrees with everything",
    "new Proxy(() => 3, { get: (_, name) => name === 'then' ? undefined : 3, has: () => true, ownKeys: () => [], apply: () => 3 })",
  ],
  [
    "proxy-array",
    "a proxy of an array whose length changes",
    "new Proxy([3], { get: (target: any, name) => name === 'length' ? Math.floor(performance.now()) % 7 : target[name] })",
  ],
  [
    "throwing-proxy",
    "a proxy that throws at every touch",
    "new Proxy({}, { get(_, name) { if (name === 'then') return undefined; throw new Error('touched'); }, ownKeys() { throw new Error('touched'); } })",
  ],
  [
    "revoked",
    "a revoked proxy",
    "(() => { const { proxy, revoke } = Proxy.revocable([3], {}); revoke(); return proxy; })()",
  ],
  [
    "getter",
    "an object whose getters never end",
    "Object.defineProperty({}, 'value', { enumerable: true, get() { for (;;); } })",
  ],
  [
    "cyclic",
    "a list that holds itself",
    "(() => { const list: unknown[] = []; list.push(list); return list; })()",
  ],
  [
    "growing",
    "an object that is deeper the further one looks",
    "(() => { const make = (): unknown => Object.defineProperty({}, 'inner', { enumerable: true, get: make }); return make(); })()",
  ],
  ["sparse", "an array with four billion holes", "new Array(4294967295)"],
  [
    "map",
    "a Map",
    "new Map([[3, 3]])",
  ],
  ["regexp", "a regular expression", "/3/"],
  ["error", "an error", "new Error('3')"],
  ["weak", "a WeakRef", "new WeakRef({})"],
  ["window", "globalThis", "globalThis"],
  ["deno", "Deno", "Deno"],
  ["module", "an object of the module's", "import('data:text/javascript,')"],
  [
    "matrix",
    "a matrix that is none",
    "{ klass: 'Matrix', rows: 4e9, columns: 4e9, get: () => 3 }",
  ],
  [
    "prototype",
    "an object with __proto__",
    `JSON.parse('{"__proto__":{"valueOf":3},"constructor":3,"then":3,"toJSON":3,"length":3}')`,
  ],
  [
    "tag",
    "an object with a name of its own",
    "{ [Symbol.toStringTag]: '\\n::error::\\u001b[2J constructor' }",
  ],
  [
    "tag-constructor",
    "a foreign thing called constructor",
    "{ [Symbol.toStringTag]: '__proto__' }",
  ],
  ["wire", "the form of a value on the wire", '{ $: "NaN", v: [3], ok: 3 }'],
  [
    "thenable-never",
    "a thenable that never calls back",
    "{ then() {} }",
  ],
  [
    "thenable-twice",
    "a thenable that calls back often",
    "{ then(resolve: any, reject: any) { resolve(0); reject(new Error('no')); resolve(3); resolve(0); } }",
  ],
  [
    "thenable-endless",
    "a thenable of thenables without end",
    "(() => { const make = (): any => ({ then(resolve: any) { resolve(make()); } }); return make(); })()",
  ],
  [
    "thenable-throws",
    "a thenable that throws",
    "{ get then() { throw new Error('then'); } }",
  ],
];

/** What is thrown instead of an answer. */
const THROWN: Row[] = [
  ["undefined", "undefined", "undefined"],
  ["null", "null", "null"],
  ["symbol", "a symbol", "Symbol('no')"],
  ["string", "a string", "'8-6.1 passed'"],
  ["huge", "an error with a huge message", "new Error('x'.repeat(50_000_000))"],
  [
    "evil-getters",
    "an error whose getters throw",
    "Object.defineProperties(new Error(), { name: { get() { throw 1; } }, message: { get() { throw 2; } }, stack: { get() { throw 3; } } })",
  ],
  [
    "evil-exit",
    "an error whose getters exit",
    "{ get name() { Deno.exit(0); } }",
  ],
  [
    "proxy",
    "a proxy",
    "new Proxy({}, { get() { throw new Error('again'); }, getPrototypeOf() { throw new Error('again'); } })",
  ],
  [
    "to-string",
    "an object whose text never ends",
    "{ name: { toString() { for (;;); } } }",
  ],
  [
    "position",
    "an error with a false place",
    "{ name: 'Error', message: 'blob:x:-1:99999999999999999999999 blob:x:1e9:1e9', stack: 'blob:x:99999999999999999999:99999999999999999999' }",
  ],
  [
    "unsendable",
    "the runner's own error",
    "Object.assign(new Error('size'), { name: 'Unsendable', reason: 'passed' })",
  ],
];

const returned = NUMBERS.map(([id, what, code]): Attack => ({
  id,
  what: `${what} for a number`,
  code: `export function energy(): any { return ${code}; }`,
  expect: ["failed", "error", "timeout"],
}));

const thrown = THROWN.map(([id, what, code]): Attack => ({
  id: `throws-${id}`,
  what: `${what}, thrown`,
  code: `export function energy() { throw ${code}; }`,
  expect: ["error", "timeout"],
}));

/** Submissions whose answers are no plain numbers and lists. */
export const attacks: Attack[] = [
  ...returned,
  ...thrown,
  {
    id: "holes",
    what: "an array with holes for a list",
    code: `
export function updateNeuron(_w: number[][], _b: number[], states: number[]) {
  const holes: number[] = []; holes.length = states.length; return holes;
}`,
    wins: "8-6.2",
    expect: ["failed"],
  },
  {
    id: "strings-in-list",
    what: "strings for the numbers of a list",
    code: `
export function updateNeuron(weights: number[][], biases: number[], states: number[], index: number) {
  return _update(weights, biases, states, index).map(String);
}`,
    wins: "8-6.2",
    expect: ["failed"],
  },
  {
    id: "object-for-list",
    what: "an object with a length for a list",
    code: `
export function updateNeuron(weights: number[][], biases: number[], states: number[], index: number) {
  return { ..._update(weights, biases, states, index), length: states.length };
}`,
    wins: "8-6.2",
    expect: ["failed"],
  },
  {
    id: "longer-list",
    what: "every possible answer in one list",
    code: `
export function updateNeuron(weights: number[][], biases: number[], states: number[], index: number) {
  return [..._update(weights, biases, states, index), 1, -1];
}`,
    wins: "8-6.2",
    expect: ["failed"],
  },
  {
    id: "random",
    what: "answers by chance",
    code: `
export function updateNeuron(_w: number[][], _b: number[], states: number[]) {
  return states.map(() => Math.random() < 0.5 ? 1 : -1);
}`,
    wins: "8-6.2",
    expect: ["failed"],
  },
  {
    id: "mutation",
    what: "arguments that it changes",
    code: `
export function updateNeuron(weights: number[][], biases: number[], states: number[], index: number) {
  const answer = _update(weights, biases, states, index);
  weights[0][0] = 7; states.length = 0;
  return answer;
}`,
    wins: "8-6.2",
    expect: ["failed"],
  },
  {
    id: "unsteady",
    what: "another answer at every second call",
    code: `
let calls = 0;
export function energyChange(weights: number[][], biases: number[], states: number[], index: number) {
  const field = _field(weights, biases, states, index);
  return ++calls > 43 ? 0.5 : -((field >= 0 ? 1 : -1) - states[index]) * field;
}`,
    wins: "8-6.3",
    expect: ["failed"],
  },
  {
    id: "nan-list",
    what: "NaN in every place",
    code: `
export function synchronousCycle() { return { weights: [[NaN, NaN], [NaN, NaN]], biases: [NaN, NaN], states: [NaN, NaN] }; }`,
    wins: "8-6.5",
    expect: ["failed"],
  },
  {
    id: "infinite-weights",
    what: "a network with infinite weights",
    code: `
export function synchronousCycle() { return { weights: [[0, Infinity], [Infinity, 0]], biases: [0, 0], states: [1, -1] }; }`,
    wins: "8-6.5",
    expect: ["failed"],
  },
  {
    id: "extra-field",
    what: "an answer with a field that claims a verdict",
    code: `
export function synchronousCycle() { return { weights: [[0, 1], [1, 0]], biases: [0, 0], states: [1, 1], passed: true, points: 1 }; }`,
    wins: "8-6.5",
    expect: ["failed"],
  },
];
