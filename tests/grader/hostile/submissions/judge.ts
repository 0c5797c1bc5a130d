import { type Attack, RAW } from "../attack.ts";

/** Frames that no runner sends, for the call with this id. */
const FRAMES: [id: string, what: string, frame: string][] = [
  ["empty", "an empty line", ""],
  ["null", "null", "null"],
  ["list", "a list", "[]"],
  ["number", "a number", "3"],
  ["cut", "half an answer", '{"id":2,"ok":'],
  ["no-id", "an answer without an id", '{"ok":3,"args":[]}'],
  ["text-id", "an id that is text", '{"id":"2","ok":3,"args":[]}'],
  ["huge-id", "an id beyond all numbers", '{"id":1e999,"ok":3,"args":[]}'],
  ["nothing", "an answer with nothing in it", '{"id":2}'],
  ["extra", "a field too many", '{"id":2,"ok":3,"args":[],"points":6}'],
  ["proto", "__proto__", '{"id":2,"__proto__":{"ok":3},"args":[]}'],
  ["args-object", "arguments that are no list", '{"id":2,"ok":3,"args":{}}'],
  ["callback", "a callback nobody passed", '{"id":2,"callback":0,"args":[]}'],
  [
    "callback-minus",
    "a callback with a negative number",
    '{"id":2,"callback":-1,"args":[]}',
  ],
  [
    "callback-name",
    "a callback with the name of a method",
    '{"id":2,"callback":"push","args":[]}',
  ],
  ["error-null", "an error that is null", '{"id":2,"error":null}'],
  [
    "error-numbers",
    "an error of numbers",
    '{"id":2,"error":{"name":1,"message":2,"line":0,"column":0}}',
  ],
  [
    "unknown-tag",
    "an unknown tag",
    '{"id":2,"ok":{"$":"Map","v":[]},"args":[]}',
  ],
  [
    "function-tag",
    "a function on the wire",
    '{"id":2,"ok":{"$":"function","v":0},"args":[]}',
  ],
  [
    "tag-extra",
    "a tag with a field too many",
    '{"id":2,"ok":{"$":"NaN","v":[]},"args":[]}',
  ],
  [
    "duplicate",
    "an object with a name twice",
    '{"id":2,"ok":{"$":"object","v":[["a",1],["a",2]]},"args":[]}',
  ],
  [
    "untagged",
    "an object without a tag",
    '{"id":2,"ok":{"valueOf":3},"args":[]}',
  ],
];

const frames = FRAMES.map(([id, what, frame]): Attack => ({
  id: `frame-${id}`,
  what: `${what} for an answer`,
  code: `${RAW} const frame = ${
    JSON.stringify(frame)
  }; export function energy() { raw(frame + "\\n"); for (;;); }`,
  expect: ["error"],
}));

/** Lists of exports that no runner sends. */
const EXPORTS: [id: string, what: string, ok: string][] = [
  ["objects", "names that are objects", '[[{"$":"object","v":[]},"function"]]'],
  ["lists", "names that are lists", "[[[[]],[]]]"],
  ["no-pairs", "things that are no pairs", '[1,"a",null,[],{"$":"NaN"}]'],
  ["object", "no list", '{"$":"object","v":[["energy","function"]]}'],
  [
    "escapes",
    "kinds that command the terminal",
    '[["energy","\\n::error::\\u001b[2J"]]',
  ],
  ["constructor", "a kind called constructor", '[["energy","constructor"]]'],
  ["too-many", "a function that is not there", '[["energy","function"]]'],
];

const exports = EXPORTS.map(([id, what, ok]): Attack => ({
  id: `exports-${id}`,
  what: `a forged list of exports with ${what}`,
  code: `${RAW} raw('{"id":1,"ok":' + ${
    JSON.stringify(ok)
  } + '}\\n'); for (;;);`,
  // What is not exported is missing; what is, does not answer.
  expect: ["missing", "timeout"],
  points: 0,
  alone: true,
}));

const cycle = (id: string, what: string, answer: string): Attack => ({
  id: `cycle-${id}`,
  what,
  code: `export function synchronousCycle(): any { return ${answer}; }`,
  wins: "8-6.5",
  expect: ["failed"],
});

/** Submissions that aim at the code that judges them. */
export const attacks: Attack[] = [
  ...frames,
  ...exports,
  cycle(
    "enormous",
    "a network so large that no matrix of its size can be made",
    "{ weights: [[0]], biases: [0], states: new Array(100_000).fill(1) }",
  ),
  cycle(
    "large",
    "a network whose matrix would fill the grader's memory",
    "{ weights: [[0]], biases: [0], states: new Array(30_000).fill(1) }",
  ),
  cycle(
    "ragged",
    "a matrix with rows of different lengths",
    "{ weights: [[0, 1, 2], []], biases: [0, 0], states: [1, -1] }",
  ),
  cycle(
    "no-rows",
    "a matrix without rows",
    "{ weights: [], biases: [], states: [] }",
  ),
  cycle(
    "wide",
    "a matrix that is too wide",
    "{ weights: [[0, 1, 2]], biases: [0], states: [1] }",
  ),
  cycle(
    "numbers",
    "numbers for the rows",
    "{ weights: [0, 0], biases: [0, 0], states: [1, -1] }",
  ),
  cycle(
    "nulls",
    "null for everything",
    "{ weights: null, biases: null, states: null }",
  ),
  cycle(
    "null-rows",
    "null for the rows",
    "{ weights: [null, null], biases: [0, 0], states: [1, -1] }",
  ),
  cycle(
    "objects",
    "objects for the numbers",
    "{ weights: [[{}, {}], [{}, {}]], biases: [{}, {}], states: [{}, {}] }",
  ),
  cycle("function", "a function", "() => 1"),
  cycle(
    "strings",
    "strings as long as lists",
    "{ weights: '12', biases: '12', states: '12' }",
  ),
];
