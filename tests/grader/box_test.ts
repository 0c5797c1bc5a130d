import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Box, BoxError, type Outcome } from "../../grader/box/box.ts";
import {
  decode,
  type Foreign,
  ProtocolError,
} from "../../grader/box/decode.ts";
import type { Launcher } from "../../grader/box/launcher.ts";
import { permissionsLauncher } from "../../grader/box/permissions.ts";
import { encode, LIMITS, Unsendable } from "../../grader/box/wire.ts";

// The memory watch asks another program, and may be waiting for it when a box is gone.
const launcher: Launcher = { ...permissionsLauncher(), watch: undefined };

// Generous: the machine may be busy, and only timeouts wait for so long.
const LIMIT = 10_000;

/** Starts a box with a module in it, and lets `body` call its functions. */
async function withModule(
  code: string,
  body: (box: Box, loaded: Outcome) => Promise<void>,
): Promise<void> {
  const box = await Box.start(launcher);
  try {
    await body(box, await box.load(code, LIMIT));
  } finally {
    await box.close();
  }
}

/** What the function `f` of a module comes to. */
async function outcomeOf(
  code: string,
  args: unknown[] = [],
  limit = LIMIT,
): Promise<Outcome> {
  let outcome: Outcome | undefined;
  await withModule(code, async (box, loaded) => {
    assertEquals(loaded.kind, "answer");
    outcome = await box.call("f", args, limit);
  });
  return outcome!;
}

async function answerOf(code: string, ...args: unknown[]): Promise<unknown> {
  const outcome = await outcomeOf(code, args);
  assert(outcome.kind === "answer", JSON.stringify(outcome));
  return outcome.value;
}

Deno.test("Box.load() answers names and kinds when a module exports something", async () => {
  await withModule(
    "export const a = 1; export function f() {} export default class {}",
    (_box, loaded) => {
      assert(loaded.kind === "answer");
      assertEquals(
        (loaded.value as [string, string][]).sort(),
        [["a", "number"], ["default", "function"], ["f", "function"]],
      );
      return Promise.resolve();
    },
  );
});

Deno.test("Box.load() says where when a module has a syntax error", async () => {
  await withModule("const a = 1;\nexport function (", (_box, loaded) => {
    assert(loaded.kind === "threw");
    assertEquals(loaded.line, 2);
    return Promise.resolve();
  });
});

Deno.test("Box.call() answers again and again when it is asked", async () => {
  await withModule("export const f = (x: number) => 2 * x;", async (box) => {
    for (let i = 0; i < 50; i++) {
      assertEquals(await box.call("f", [i], LIMIT), {
        kind: "answer",
        value: 2 * i,
        args: [i],
      });
    }
  });
});

Deno.test("Box.call() returns the arguments as they were left when one is changed", async () => {
  const outcome = await outcomeOf(
    "export function f(list: number[]) { list.push(3); }",
    [[1, 2]],
  );
  assertEquals(outcome, {
    kind: "answer",
    value: undefined,
    args: [[1, 2, 3]],
  });
});

Deno.test("Box.call() calls functions back synchronously when some are among the arguments", async () => {
  const seen: unknown[] = [];
  const answer = await answerOf(
    "export function f(a: (x: number) => number, b: () => number) { let sum = 0; for (let i = 0; i < 20; i++) sum += a(i); return [sum, b()]; }",
    (x: number) => {
      seen.push(x);
      return 10 * x;
    },
    () => NaN,
  );
  assertEquals(answer, [1900, NaN]);
  assertEquals(seen.length, 20);
});

Deno.test("Box.call() is a protocol error when a callback gets what it does not take", async () => {
  const outcome = await outcomeOf(
    "export function f(a: (x: unknown) => number) { return a(null); }",
    [(list: number[]) => list.length],
  );
  assertEquals(outcome.kind, "protocol");
});

Deno.test("Box.call() tells a todo() from an exception", async () => {
  const todo = await outcomeOf(
    'import { todo } from "#todo"; export const f = () => todo("8-6.1");',
  );
  assertEquals(todo, { kind: "todo" });
  const threw = await outcomeOf(
    "\n\nexport function f() {\n  throw new RangeError('no');\n}",
  );
  assert(threw.kind === "threw");
  assertEquals([threw.name, threw.message, threw.line], [
    "RangeError",
    "no",
    4,
  ]);
});

Deno.test("Box.call() notices a promise that can never settle, and goes on", async () => {
  await withModule(
    "export const f = () => new Promise(() => {}); export const g = async () => 7;",
    async (box) => {
      assertEquals(await box.call("f", [], LIMIT), {
        kind: "timeout",
        cause: "unsettled",
      });
      const outcome = await box.call("g", [], LIMIT);
      assert(outcome.kind === "answer");
      assertEquals(outcome.value, 7);
    },
  );
});

Deno.test("Box.call() stops the process when the limit is over", async () => {
  const outcome = await outcomeOf("export function f() { for (;;); }", [], 100);
  assertEquals(outcome, { kind: "timeout", cause: "limit" });
});

Deno.test("Box.call() stops a box that does not read when there is more to say than a pipe holds", async () => {
  const code = `
export function f() {
  Deno.stdout.writeSync(new TextEncoder().encode('{"id":2,"ok":1,"args":[]}\\n'));
  for (;;);
}`;
  await withModule(code, async (box) => {
    assertEquals((await box.call("f", [], LIMIT)).kind, "answer");
    const large = new Array(300_000).fill(1);
    assertEquals(await box.call("f", [large], 200), {
      kind: "timeout",
      cause: "limit",
    });
  });
});

Deno.test("Box.call() refuses an answer when it is too deep or too large", async () => {
  assertEquals(
    await outcomeOf(
      "export function f() { const a: unknown[] = []; a.push(a); return a; }",
    ),
    { kind: "refused", reason: "depth" },
  );
  assertEquals(
    await outcomeOf("export const f = () => 'x'.repeat(8_000_000);"),
    { kind: "refused", reason: "size" },
  );
});

Deno.test("Box.call() is a protocol error when a line is over 8 MB", async () => {
  const outcome = await outcomeOf(
    "export function f() { const x = new Uint8Array(2 ** 20).fill(120); for (;;) Deno.stdout.writeSync(x); }",
  );
  assertEquals(outcome, { kind: "protocol", detail: "a line over 8 MB" });
});

Deno.test("Box.call() stops the process when standard error is flooded", async () => {
  const outcome = await outcomeOf(
    "export function f() { const x = new Uint8Array(2 ** 16).fill(120); for (;;) Deno.stderr.writeSync(x); }",
  );
  assert(outcome.kind === "died");
  assertEquals(outcome.cause, "flood");
});

Deno.test("Box.call() says how the process died when it ends by itself", async () => {
  assertEquals(await outcomeOf("export const f = () => Deno.exit(7);"), {
    kind: "died",
    cause: "exit",
    detail: "exit code 7",
  });
});

Deno.test("Box.call() brings every value through when a box returns its argument", async () => {
  const values = [
    ...[0, -0, NaN, Infinity, -Infinity, 1e-320, 0.1, 2 ** 53],
    ...["", "\u2028\ud800\u0000", true, false, null, undefined],
    ...[[], [[]], [undefined, [NaN]]],
    ...[{}, { a: { b: [-0] } }, JSON.parse('{"__proto__":1,"$":2,"v":[]}')],
  ];
  await withModule("export const f = (x: unknown) => x;", async (box) => {
    for (const value of values) {
      const outcome = await box.call("f", [value], LIMIT);
      assert(outcome.kind === "answer");
      assertSame(outcome.value, value);
      assertSame(outcome.args, [value]);
    }
  });
});

Deno.test("Box.call() brings typed arrays, matrices and foreign things through when they are answers", async () => {
  const answer = await answerOf(`
import { Matrix } from "ml-matrix";
export const f = () => [new Float32Array([1, NaN]), new Matrix([[1, -0]]), 1n, Symbol(), () => 1, new Map(), new BigInt64Array(1)];`);
  assertSame((answer as unknown[]).slice(0, 2), [[1, NaN], [[1, -0]]]);
  const types = (answer as Foreign[]).slice(2).map(({ type }) => type);
  assertEquals(types, [
    "bigint",
    "symbol",
    "function",
    "Map",
    "BigInt64Array",
  ]);
});

Deno.test("Box.start() fails and cleans up when there is no such program", async () => {
  let opened = 0;
  const missing: Launcher = {
    form: "permissions",
    command: () => {
      opened += 1;
      return {
        program: "/nowhere/deno",
        args: [],
        env: {},
        cwd: "/",
        dispose: () => opened -= 1,
      };
    },
  };
  await assertRejects(() => Box.start(missing), BoxError);
  assertEquals(opened, 0);
});

Deno.test("Box.start() fails when the process does not get ready", async () => {
  const silent: Launcher = {
    form: "permissions",
    command: () => ({
      ...launcher.command(),
      args: ["eval", "console.log('ready')"],
    }),
  };
  await assertRejects(() => Box.start(silent), BoxError);
});

Deno.test("Box.close() removes the box's folder when it is over", async () => {
  const folders: string[] = [];
  const watched: Launcher = {
    form: "permissions",
    command: () => {
      const command = launcher.command();
      folders.push(command.cwd);
      return command;
    },
  };
  const box = await Box.start(watched);
  await box.close();
  assertEquals(folders.length, 1);
  assertThrows(() => Deno.statSync(folders[0]), Deno.errors.NotFound);
});

/** Equal to the last bit, with objects compared by their own fields. */
function assertSame(got: unknown, expected: unknown): void {
  assert(same(got, expected), `${encode(got)} is not ${encode(expected)}`);
}

function same(got: unknown, expected: unknown): boolean {
  if (ArrayBuffer.isView(expected)) {
    return same(got, Array.from(expected as Float64Array));
  }
  if (Array.isArray(expected)) {
    return Array.isArray(got) && got.length === expected.length &&
      expected.every((item, i) => same(got[i], item));
  }
  if (typeof expected === "object" && expected !== null) {
    return typeof got === "object" && got !== null && !Array.isArray(got) &&
      Object.keys(got).length === Object.keys(expected).length &&
      Object.entries(expected).every(([name, item]) =>
        Object.hasOwn(got, name) &&
        same((got as Record<string, unknown>)[name], item)
      );
  }
  return Object.is(got, expected);
}

const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double(),
    fc.constantFrom(NaN, Infinity, -Infinity, -0, undefined, null, true),
    fc.string({ unit: "binary" }),
    fc.float64Array(),
    fc.int8Array(),
    fc.uint8ClampedArray(),
    fc.array(tie("value")),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom("$", "v", "__proto__", "toJSON")),
      tie("value"),
    ),
  ),
}));

Deno.test("decode() gives back any value that encode() was given", () => {
  fc.assert(fc.property(anyValue, (value) => {
    assertSame(decode(JSON.parse(encode(value))), value);
  }));
});

Deno.test("decode() never takes a wrong turn when given any JSON", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    try {
      encode(decode(value));
    } catch (error) {
      assert(error instanceof ProtocolError);
    }
  }));
});

for (
  const [what, wire] of [
    ["an unknown tag", { $: "Map", v: [] }],
    ["a tag that is a method's name", { $: "constructor" }],
    ["a tag that is no text", { $: 1, v: [] }],
    ["no tag", { v: [] }],
    ["an empty object", {}],
    ["a field too many", { $: "NaN", v: [] }],
    ["a field too many beside a list", { $: "typed", v: [], w: 1 }],
    ["no list for a typed array", { $: "typed", v: "AAAA" }],
    ["a foreign thing without a type", { $: "foreign", type: 1 }],
    ["a function", { $: "function", v: 0 }],
    ["an entry that is no pair", { $: "object", v: [["a"]] }],
    ["an entry of three", { $: "object", v: [["a", 1, 2]] }],
    ["a name that is no text", { $: "object", v: [[1, 2]] }],
    ["a name that stands twice", { $: "object", v: [["a", 1], ["a", 1]] }],
    ["something wrong inside", [1, [{ $: "object", v: [["a", {}]] }]]],
  ] as [string, unknown][]
) {
  Deno.test(`decode() is a protocol error when it meets ${what}`, () => {
    assertThrows(() => decode(wire), ProtocolError);
  });
}

Deno.test("decode() is a protocol error when lists are too deep", () => {
  const nested = (depth: number) =>
    JSON.parse("[".repeat(depth) + "]".repeat(depth));
  decode(nested(LIMITS.depth));
  assertThrows(() => decode(nested(LIMITS.depth + 10)), ProtocolError);
  assertThrows(() => decode(nested(100_000)), ProtocolError);
});

Deno.test("decode() gives objects no prototype, so that no name is special", () => {
  const object = decode({ $: "object", v: [["__proto__", 1]] }) as object;
  assertEquals(Object.getPrototypeOf(object), null);
  assertEquals(Object.entries(object), [["__proto__", 1]]);
});

Deno.test("encode() is Unsendable when a value is too deep, too long or has too many parts", () => {
  let deep: unknown = 1;
  for (let i = 0; i <= LIMITS.depth; i++) deep = [deep];
  assertThrows(() => encode(deep), Unsendable);
  assertThrows(() => encode("x".repeat(LIMITS.characters + 1)), Unsendable);
  assertThrows(() => encode({ length: 2 ** 32 - 1, ...huge() }), Unsendable);
});

function huge(): Record<string, unknown> {
  return { list: new Array(2 ** 32 - 1) };
}
