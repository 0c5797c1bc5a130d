// The judge is node:assert, or an `if`: what is tested does not judge itself.
// Every fact here holds for jsr:@std/assert too, on which these tests also run.
import judge from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertInstanceOf,
  AssertionError,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
  equal,
} from "@std/assert";

/** The message of the AssertionError that a call throws, without colors. */
function failure(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    judge.ok(error instanceof AssertionError, `threw ${error}`);
    return stripVTControlCharacters(error.message);
  }
  throw new Error("Cannot read a message as the assertion must fail: it held");
}

async function asyncFailure(fn: () => Promise<unknown>): Promise<string> {
  const error = await fn().then(() => undefined, (reason) => reason);
  return failure(() => {
    if (error) throw error;
  });
}

class Point {
  #x: number;
  constructor(x: number) {
    this.#x = x;
  }
  get x(): number {
    return this.#x;
  }
}

class Place {
  constructor(public x: number) {}
}

class Spot {
  constructor(public x: number) {}
}

function ring(value: number): Record<string, unknown> {
  const start: Record<string, unknown> = { value };
  start.next = { back: start };
  return start;
}

const EQUAL: Record<string, [unknown, unknown]> = {
  "0 meets -0": [0, -0],
  "0 meets -0 in a nested list": [{ a: [0] }, { a: [-0] }],
  "0 meets -0 in a typed array": [
    Float64Array.of(0, 3),
    Float64Array.of(-0, 3),
  ],
  "0 meets -0 in a set": [new Set([0]), new Set([-0])],
  "NaN meets NaN": [[NaN], [NaN]],
  "NaN meets NaN in a typed array": [
    Float64Array.of(NaN),
    Float64Array.of(NaN),
  ],
  "an object without a prototype meets a plain one": [
    Object.assign(Object.create(null), { a: 1 }),
    { a: 1 },
  ],
  "keys come in another order": [{ a: 1, b: 2 }, { b: 2, a: 1 }],
  "elements of a set come in another order": [
    new Set([1, 2, 3]),
    new Set([3, 1, 2]),
  ],
  "elements of a set are objects": [
    new Set([{ a: 1 }, { a: 2 }]),
    new Set([{ a: 2 }, { a: 1 }]),
  ],
  "entries of a map come in another order": [
    new Map([["a", [1]], ["b", [2]]]),
    new Map([["b", [2]], ["a", [1]]]),
  ],
  "keys of a map are objects": [
    new Map([[{ a: 1 }, "x"]]),
    new Map([[{ a: 1 }, "x"]]),
  ],
  "instances of one class have the same fields": [new Place(3), new Place(3)],
  "instances of one class have the same getters": [new Point(3), new Point(3)],
  "dates are one time": [new Date(5), new Date(5)],
  "dates are both invalid": [new Date(NaN), new Date(NaN)],
  "regular expressions are alike": [/a+/g, /a+/g],
  "addresses are alike": [new URL("https://a.test"), new URL("https://a.test")],
  "cycles are alike": [ring(3), ring(3)],
  "symbols are keys": [{ [Symbol.for("k")]: 1 }, { [Symbol.for("k")]: 1 }],
  "buffers hold the same bytes": [
    Uint8Array.of(1, 2).buffer,
    Uint8Array.of(1, 2).buffer,
  ],
};

const UNEQUAL: Record<string, [unknown, unknown]> = {
  "numbers differ": [1, 2],
  "a number meets its text": [1, "1"],
  "a number meets a bigint": [1, 1n],
  "null meets undefined": [null, undefined],
  "an undefined value meets a missing key": [{ a: undefined }, {}],
  "undefined values have other keys": [{ a: undefined }, { b: undefined }],
  "lists differ in length": [[1, 2], [1, 2, 3]],
  "lists differ in order": [[1, 2], [2, 1]],
  "a list meets an object with its keys": [[1], { 0: 1 }],
  "instances of other classes have the same fields": [
    new Place(3),
    new Spot(3),
  ],
  "an instance meets a plain object": [new Place(3), { x: 3 }],
  "instances of one class differ in a getter": [new Point(3), new Point(5)],
  "typed arrays differ in kind": [Float64Array.of(3), Float32Array.of(3)],
  "typed arrays differ in an entry": [Float64Array.of(3), Float64Array.of(5)],
  "typed arrays differ in length": [Float64Array.of(3), Float64Array.of(3, 5)],
  "sets differ": [new Set([1, 2]), new Set([1, 3])],
  "sets differ in an object": [new Set([{ a: 1 }]), new Set([{ a: 2 }])],
  "maps differ in a value": [new Map([["a", 1]]), new Map([["a", 2]])],
  "maps differ in a key": [new Map([["a", 1]]), new Map([["b", 1]])],
  "a set meets a map": [new Set(), new Map()],
  "dates differ": [new Date(5), new Date(7)],
  "a date is invalid": [new Date(NaN), new Date(7)],
  "regular expressions differ in flags": [/a/g, /a/i],
  "cycles differ": [ring(3), ring(5)],
  "symbols differ": [{ [Symbol("k")]: 1 }, { [Symbol("k")]: 1 }],
  "buffers differ": [Uint8Array.of(1).buffer, Uint8Array.of(2).buffer],
  "functions differ": [() => 1, () => 1],
};

for (const [when, [a, b]] of Object.entries(EQUAL)) {
  Deno.test(`equal() holds when ${when}`, () => {
    judge.equal(equal(a, b), true);
    judge.equal(equal(b, a), true);
    assertEquals(a, b);
    judge.throws(() => assertNotEquals(a, b), AssertionError);
  });
}

for (const [when, [a, b]] of Object.entries(UNEQUAL)) {
  Deno.test(`equal() does not hold when ${when}`, () => {
    judge.equal(equal(a, b), false);
    judge.equal(equal(b, a), false);
    assertNotEquals(a, b);
    judge.throws(() => assertEquals(a, b), AssertionError);
  });
}

Deno.test("equal() does not mutate what it compares", () => {
  const set = new Set([{ a: 1 }, { a: 2 }]);
  equal(set, new Set([{ a: 2 }, { a: 1 }]));
  judge.deepEqual([...set], [{ a: 1 }, { a: 2 }]);
});

Deno.test("assertEquals() shows both values when numbers differ", () => {
  judge.equal(
    failure(() => assertEquals(1, 2)),
    "Values are not equal.\n\n\n    [Diff] Actual / Expected\n\n\n-   1\n+   2\n",
  );
});

Deno.test("assertEquals() puts the caller's words first when there are some", () => {
  judge.equal(
    failure(() => assertEquals(1, 2, "scores")).split("\n")[0],
    "Values are not equal: scores",
  );
});

Deno.test("assertEquals() marks the changed lines only when lists differ", () => {
  judge.equal(
    failure(() => assertEquals({ b: [1, 2, 3], a: 5 }, { a: 5, b: [1, 7, 3] })),
    "Values are not equal.\n\n\n    [Diff] Actual / Expected\n\n\n" +
      "    {\n      a: 5,\n      b: [\n        1,\n-       2,\n+       7,\n" +
      "        3,\n      ],\n    }\n",
  );
});

Deno.test("assertEquals() finds what is common when lines are missing", () => {
  const changes = (actual: number[], expected: number[]) =>
    failure(() => assertEquals(actual, expected)).split("\n")
      .filter((line) => /^[-+]/.test(line));
  judge.deepEqual(changes([1, 2, 3, 5, 7], [1, 3, 5, 7, 11]), [
    "-     2,",
    "+     11,",
  ]);
  judge.deepEqual(changes([1, 3, 5, 7, 11], [1, 2, 3, 5, 7]), [
    "+     2,",
    "-     11,",
  ]);
});

Deno.test("assertEquals() shows every line when long lists have nothing in common", () => {
  const numbers = (start: number) =>
    Array.from({ length: 1_009 }, (_, i) => start + i);
  const lines = failure(() => assertEquals(numbers(0), numbers(5_000)))
    .split("\n");
  judge.equal(lines.filter((line) => line.startsWith("-")).length, 1_009);
  judge.equal(lines.filter((line) => line.startsWith("+")).length, 1_009);
});

Deno.test("assertEquals() shows strings without quotes and line by line when both are strings", () => {
  judge.equal(
    failure(() => assertEquals("one\ntwo", "one\nthree")),
    "Values are not equal.\n\n\n    [Diff] Actual / Expected\n\n\n" +
      "    one\\n\n-   two\n+   three\n\n",
  );
});

Deno.test("assertEquals() writes a tab as \\t when strings differ in it", () => {
  assertStringIncludes(
    failure(() => assertEquals("a\tb", "a b")),
    "-   a\\tb\n+   a b\n",
  );
});

Deno.test("assertNotEquals() names both values when they are equal", () => {
  judge.equal(
    failure(() => assertNotEquals(3, 3)),
    "Expected actual: 3 not to be: 3.",
  );
  judge.equal(
    failure(() => assertNotEquals("a", "a", "names")),
    'Expected actual: "a" not to be: "a": names',
  );
});

Deno.test("assertAlmostEquals() allows 1e-7 of the expected value when no tolerance is given", () => {
  assertAlmostEquals(1e9 + 99, 1e9);
  assertAlmostEquals(-1 - 0.9e-7, -1);
  judge.throws(() => assertAlmostEquals(1e9 + 101, 1e9), AssertionError);
  judge.throws(() => assertAlmostEquals(1e-8, 1e-9), AssertionError);
});

Deno.test("assertAlmostEquals() allows nothing when 0 is expected", () => {
  assertAlmostEquals(0, 0);
  assertAlmostEquals(-0, 0);
  judge.throws(() => assertAlmostEquals(1e-300, 0), AssertionError);
});

Deno.test("assertAlmostEquals() takes the tolerance as absolute when it is given", () => {
  assertAlmostEquals(0.01, 0.02, 0.1);
  assertAlmostEquals(1e-12, 0, 1e-12);
  judge.throws(() => assertAlmostEquals(0.1 + 0.2, 0.3, 1e-17), AssertionError);
});

Deno.test("assertAlmostEquals() holds only for the same value when one is not finite", () => {
  assertAlmostEquals(Infinity, Infinity);
  assertAlmostEquals(NaN, NaN);
  for (
    const [actual, expected] of [
      [Infinity, -Infinity],
      [1, Infinity],
      [Infinity, 1],
      [NaN, 1],
      [1, NaN],
    ]
  ) {
    judge.throws(() => assertAlmostEquals(actual, expected), AssertionError);
  }
});

Deno.test("assertAlmostEquals() names value, difference and tolerance when it fails", () => {
  judge.equal(
    failure(() => assertAlmostEquals(2, 1)),
    'Expected actual: "2" to be close to "1": delta "1" is greater than "1e-7".',
  );
  judge.equal(
    failure(() => assertAlmostEquals(0.5, 0.25, 0.125, "weight")),
    'Expected actual: "5e-1" to be close to "2.5e-1": ' +
      'delta "2.5e-1" is greater than "1.25e-1": weight',
  );
  judge.equal(
    failure(() => assertAlmostEquals(Infinity, 1, 3)),
    'Expected actual: "Infinity" to be close to "1": ' +
      'delta "Infinity" is greater than "3".',
  );
});

Deno.test("assert() has the caller's message when the value is falsy", () => {
  assert("a");
  judge.equal(failure(() => assert(0)), "");
  judge.equal(failure(() => assert(null, "no key")), "no key");
});

Deno.test("assertStringIncludes() names both strings when one is not in the other", () => {
  assertStringIncludes("attention", "tent");
  judge.equal(
    failure(() => assertStringIncludes("key", "value")),
    'Expected actual: "key" to contain: "value".',
  );
  judge.equal(
    failure(() => assertStringIncludes("key", "value", "names")),
    'Expected actual: "key" to contain: "value": names',
  );
});

Deno.test("assertMatch() names string and pattern when they do not match", () => {
  assertMatch("8-6.1", /^\d-\d/);
  judge.equal(
    failure(() => assertMatch("key", /^v/u)),
    'Expected actual: "key" to match: "/^v/u".',
  );
});

Deno.test("assertInstanceOf() names both classes when they differ", () => {
  assertInstanceOf(new TypeError(), Error);
  const messages: [unknown, string][] = [
    [new Spot(3), ' but was "Spot".'],
    [null, ' but was "null".'],
    [undefined, ' but was "undefined".'],
    [3, ' but was "number".'],
    [Place, " but was not an instanced object."],
    [Object.create(null), ' but was "Object".'],
  ];
  for (const [value, found] of messages) {
    judge.equal(
      failure(() => assertInstanceOf(value, Place)),
      `Expected object to be an instance of "Place"${found}`,
    );
  }
});

Deno.test("assertInstanceOf() names the class once when two have one name", () => {
  const other = { Place: class Place {} };
  judge.equal(
    failure(() => assertInstanceOf(new other.Place(), Place, "where")),
    'Expected object to be an instance of "Place": where',
  );
});

Deno.test("assertInstanceOf() narrows the type when it holds", () => {
  const value: unknown = new Place(3);
  assertInstanceOf(value, Place);
  judge.equal(value.x, 3);
});

const fail = (error: unknown) => () => {
  throw error;
};

Deno.test("assertThrows() returns what was thrown when it is expected", () => {
  const error = new RangeError("seed must be finite");
  judge.equal(assertThrows(fail(error)), error);
  judge.equal(assertThrows(fail(error), RangeError), error);
  judge.equal(assertThrows(fail(error), Error, "be finite"), error);
  judge.equal(assertThrows(fail("text")), "text");
  const typed: RangeError = assertThrows(fail(error), RangeError);
  judge.equal(typed, error);
});

Deno.test("assertThrows() says what is wrong when it fails", () => {
  const error = new RangeError("no seed");
  const messages: [() => unknown, string][] = [
    [() => assertThrows(() => 3), "Expected function to throw."],
    [() => assertThrows(() => 3, "sure"), "Expected function to throw: sure"],
    [
      () => assertThrows(() => 3, Error, "x", "sure"),
      "Expected function to throw: sure",
    ],
    [
      () => assertThrows(fail(error), TypeError),
      'Expected error to be instance of "TypeError", but was "RangeError".',
    ],
    [
      () => assertThrows(fail(error), RangeError, '"k"'),
      'Expected error message to include "\\"k\\"", but got "no seed".',
    ],
    [
      () => assertThrows(fail(error), RangeError, "k", "sure"),
      'Expected error message to include "k", but got "no seed": sure',
    ],
    [() => assertThrows(fail(3), Error), "A non-Error object was thrown."],
  ];
  for (const [call, message] of messages) judge.equal(failure(call), message);
});

Deno.test("assertThrows() ignores colors when it looks into the message", () => {
  const error = new Error("\x1b[31mred\x1b[39m alert");
  judge.equal(assertThrows(fail(error), Error, "red alert"), error);
});

Deno.test("assertRejects() resolves to the reason when it is expected", async () => {
  const error = new RangeError("no seed");
  const reject = () => Promise.reject(error);
  judge.equal(await assertRejects(reject), error);
  judge.equal(await assertRejects(reject, Error, "seed"), error);
  const typed: RangeError = await assertRejects(reject, RangeError);
  judge.equal(typed, error);
});

Deno.test("assertRejects() says what is wrong when it fails", async () => {
  const reject = () => Promise.reject(new RangeError("no seed"));
  const messages: [() => Promise<unknown>, string][] = [
    [
      () => assertRejects(() => Promise.resolve(3)),
      "Expected function to reject.",
    ],
    [
      () => assertRejects(() => Promise.resolve(3), "sure"),
      "Expected function to reject: sure",
    ],
    [
      () => assertRejects(fail(new Error("at once")) as () => Promise<never>),
      "Function throws when expected to reject.",
    ],
    [
      () => assertRejects(() => 3 as unknown as Promise<number>, Error),
      "Function throws when expected to reject.",
    ],
    [
      () => assertRejects(() => Promise.reject(3), Error),
      "A non-Error object was rejected.",
    ],
    [
      () => assertRejects(reject, TypeError),
      'Expected error to be instance of "TypeError", but was "RangeError".',
    ],
    [
      () => assertRejects(reject, RangeError, "k", "sure"),
      'Expected error message to include "k", but got "no seed": sure',
    ],
  ];
  for (const [call, message] of messages) {
    judge.equal(await asyncFailure(call), message);
  }
});

Deno.test("AssertionError() is an Error with its own name when it is made", () => {
  const error = new AssertionError("weights");
  judge.ok(error instanceof Error);
  judge.equal(String(error), "AssertionError: weights");
});
