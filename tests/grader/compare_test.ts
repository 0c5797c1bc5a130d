import { assertEquals } from "@std/assert";
import { Foreign } from "../../grader/box/decode.ts";
import { disagreement, identical, kindOf } from "../../grader/compare.ts";

/** Got, expected, and the words for their kinds. */
const TYPES: [got: unknown, expected: unknown, is: string, must: string][] = [
  [3, [3], "number", "list"],
  [[3], 3, "list", "number"],
  [{ 0: 3, length: 1 }, [3], "object", "list"],
  [[], {}, "list", "object"],
  [3, { states: [] }, "number", "object"],
  ["3", 3, "string", "number"],
  [true, 1, "boolean", "number"],
  [null, 0, "null", "number"],
  [null, [], "null", "list"],
  [null, {}, "null", "object"],
  [undefined, 0, "undefined", "number"],
  [new Foreign("bigint"), 3, "bigint", "number"],
  [new Foreign("Map"), {}, "Map", "object"],
  [new Foreign("Set"), [], "Set", "list"],
];

for (const [got, expected, is, must] of TYPES) {
  Deno.test(`disagreement() names both types when ${must} is expected and ${is} came`, () => {
    const type = { kind: "type", expected: must, got: is } as const;
    assertEquals(disagreement(got, expected), { ...type, path: "" });
    assertEquals(disagreement([[0, got]], [[0, expected]]), {
      ...type,
      path: "[0][1]",
    });
    assertEquals(disagreement({ a: got }, { a: expected }), {
      ...type,
      path: ".a",
    });
  });
}

Deno.test("disagreement() returns null when answers are equal", () => {
  for (const value of [0, 2.5, -1e4, Infinity, -Infinity, "both", true, null]) {
    assertEquals(disagreement(value, value), null);
    assertEquals(disagreement([value], [value], "exact"), null);
    assertEquals(disagreement({ value }, { value }), null);
  }
  assertEquals(disagreement([], []), null);
  assertEquals(disagreement({}, {}), null);
});

Deno.test("disagreement() takes an object without a prototype when the fields are right", () => {
  const got = Object.assign(Object.create(null), { b: [2], a: 1 });
  assertEquals(disagreement(got, { a: 1, b: [2] }), null);
});

Deno.test("disagreement() names both lengths when a list is too short or too long", () => {
  assertEquals(disagreement([1, 2], [1, 2, 3]), {
    kind: "length",
    path: "",
    expected: 3,
    got: 2,
  });
  assertEquals(disagreement([[1], [2, 3]], [[1], [2]]), {
    kind: "length",
    path: "[1]",
    expected: 1,
    got: 2,
  });
  assertEquals(disagreement([0], []), {
    kind: "length",
    path: "",
    expected: 0,
    got: 1,
  });
});

Deno.test("disagreement() asks for the length before any item when both are wrong", () => {
  assertEquals(disagreement([NaN, "x"], [1, 2, 3])?.kind, "length");
});

Deno.test("disagreement() asks for the fields before any value when both are wrong", () => {
  assertEquals(disagreement({ states: NaN }, { states: 1, energies: 2 }), {
    kind: "fields",
    path: "",
    missing: ["energies"],
    extra: [],
  });
});

Deno.test("disagreement() names missing and extra fields when a name is misspelled", () => {
  assertEquals(disagreement([{ state: 1, b: 2 }], [{ states: 1, b: 2 }]), {
    kind: "fields",
    path: "[0]",
    missing: ["states"],
    extra: ["state"],
  });
});

Deno.test("disagreement() calls a field missing when it is only inherited", () => {
  assertEquals(disagreement({}, { constructor: 1 }), {
    kind: "fields",
    path: "",
    missing: ["constructor"],
    extra: [],
  });
});

Deno.test("disagreement() goes by what is expected when the answer is NaN, foreign or deep", () => {
  // The answer offers more than is asked: its inside is never looked at.
  assertEquals(disagreement([[NaN]], 3)?.kind, "type");
  assertEquals(disagreement([new Foreign("Map")], [[1]])?.kind, "type");
  assertEquals(disagreement({ a: { b: NaN } }, { a: 1 })?.kind, "type");
});

Deno.test("disagreement() returns the first difference when there are several", () => {
  assertEquals(disagreement([1, 5, NaN], [1, 2, 3]), {
    kind: "value",
    path: "[1]",
  });
  assertEquals(
    disagreement({ energies: [0], states: ["x"] }, {
      states: [1],
      energies: [2],
    }),
    { kind: "type", path: ".states[0]", expected: "number", got: "string" },
  );
});

Deno.test("disagreement() says that an item is undefined when the list has a hole", () => {
  assertEquals(disagreement(new Array(1), [1]), {
    kind: "type",
    path: "[0]",
    expected: "number",
    got: "undefined",
  });
});

Deno.test("disagreement() never agrees when the answer or the expected value is NaN", () => {
  for (const agreement of ["close", "exact"] as const) {
    assertEquals(disagreement([0, NaN], [0, 0], agreement), {
      kind: "nan",
      path: "[1]",
    });
    assertEquals(disagreement(NaN, NaN, agreement)?.kind, "nan");
    assertEquals(disagreement(NaN, Infinity, agreement)?.kind, "nan");
    assertEquals(disagreement(0, NaN, agreement)?.kind, "value");
  }
});

Deno.test("disagreement() takes -0 for 0 when numbers are compared", () => {
  for (const agreement of ["close", "exact"] as const) {
    assertEquals(disagreement([-0], [0], agreement), null);
    assertEquals(disagreement([0], [-0], agreement), null);
  }
});

const wrong = { kind: "value", path: "" } as const;

Deno.test("disagreement() allows 1e-9 absolutely when |expected| is at most 1", () => {
  assertEquals(disagreement(1e-9, 0), null);
  assertEquals(disagreement(-1e-9, 0), null);
  assertEquals(disagreement(1e-9 * (1 + Number.EPSILON), 0), wrong);
  assertEquals(disagreement(5e-10, 1e-12), null);
  assertEquals(disagreement(2e-9, 1e-12), wrong);
  assertEquals(disagreement(1 - 9e-10, 1), null);
  assertEquals(disagreement(1 - 1.1e-9, 1), wrong);
});

Deno.test("disagreement() allows 1e-9 of |expected| when that is larger than 1", () => {
  // 1e-9 · 2^30 is 1.0737…
  for (const expected of [2 ** 30, -(2 ** 30)]) {
    for (const sign of [1, -1]) {
      assertEquals(disagreement(expected + sign * 1.0737, expected), null);
      assertEquals(disagreement(expected + sign * 1.0738, expected), wrong);
    }
  }
});

Deno.test("disagreement() goes by the expected size when the answer is far larger", () => {
  assertEquals(disagreement(1e300, 1), wrong);
  assertEquals(disagreement(Infinity, 1e300), wrong);
});

Deno.test("disagreement() takes no other number for an infinity when one is expected", () => {
  for (const agreement of ["close", "exact"] as const) {
    assertEquals(disagreement(5, Infinity, agreement), wrong);
    assertEquals(disagreement(Infinity, -Infinity, agreement), wrong);
  }
});

Deno.test("disagreement() allows no tolerance when numbers must agree exactly", () => {
  assertEquals(disagreement(0.1 + 0.2, 0.3), null);
  assertEquals(disagreement(0.1 + 0.2, 0.3, "exact"), wrong);
  assertEquals(disagreement(2 ** 53, 2 ** 53, "exact"), null);
  assertEquals(disagreement(2 ** 53 - 1, 2 ** 53, "exact"), wrong);
  assertEquals(disagreement({ a: [1 + 1e-12] }, { a: [1] }, "exact"), {
    kind: "value",
    path: ".a[0]",
  });
});

Deno.test("disagreement() compares words and truth values when no number is expected", () => {
  assertEquals(disagreement("both", "turing-machine"), wrong);
  assertEquals(disagreement(false, true), wrong);
});

Deno.test("identical() is true when values are the same to the last bit", () => {
  const values = [
    0,
    NaN,
    Infinity,
    "x",
    null,
    undefined,
    [1, [2, NaN]],
    { a: [1], b: { c: undefined } },
  ];
  for (const value of values) {
    assertEquals(identical(value, structuredClone(value)), true);
  }
  assertEquals(identical(new Foreign("Map"), new Foreign("Map")), true);
});

Deno.test("identical() takes -0 for 0 when they stand in one place", () => {
  assertEquals(identical([0], [-0]), true);
});

Deno.test("identical() is false when anything differs", () => {
  const pairs: [unknown, unknown][] = [
    [0.1 + 0.2, 0.3],
    [[1, 2], [1]],
    [[1], [1, undefined]],
    [[1], { 0: 1, length: 1 }],
    [{ 0: 1 }, [1]],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: undefined }, { b: undefined }],
    [{ a: [1] }, { a: [2] }],
    [null, undefined],
    [null, {}],
    [{}, null],
    ["1", 1],
    [new Foreign("Map"), {}],
    [{}, new Foreign("Map")],
  ];
  for (const [a, b] of pairs) {
    assertEquals(identical(a, b), false, `${kindOf(a)} and ${kindOf(b)}`);
  }
});
