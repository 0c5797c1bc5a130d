import { assertEquals, assertThrows } from "@std/assert";
import {
  MEMORY_ADDRESSING,
  MEMORY_KINDS,
  MEMORY_OPERATIONS,
  MEMORY_STRUCTURES,
} from "@mneme/mneme/memory";

// row 19: two of its three pairs: LSTM cell ↔ register, external memory ↔ RAM (§8.4, 类比)
// row 20: the three rows of the draft's table 8.1, and which world addresses how
Deno.test("MEMORY_KINDS has the three rows of the book's table", () => {
  assertEquals(
    MEMORY_KINDS.map(({ computer, brain, network }) => [
      computer,
      brain,
      network,
    ]),
    [
      ["register", "short-term memory", "state"],
      ["RAM", "working memory", "external memory"],
      ["disk", "long-term memory", "parameters"],
    ],
  );
  assertEquals(MEMORY_ADDRESSING, {
    computer: "random",
    brain: "content",
    network: "content",
  });
});

// row 38: three operations are shared, three are the memory network's, four the Turing machine's (exercise 8-5)
Deno.test("MEMORY_OPERATIONS shares three of ten", () => {
  const models = Object.values(MEMORY_OPERATIONS);
  const count = (model: string) => models.filter((m) => m === model).length;
  assertEquals(
    [count("both"), count("memory-network"), count("turing-machine")],
    [3, 3, 4],
  );
});

// row 37: only set and tree read any item at any time; only the tree's discrete read costs log N (exercise 8-4)
Deno.test("MEMORY_STRUCTURES tells content from order", () => {
  const structures = Object.entries(MEMORY_STRUCTURES);
  const random = structures.filter(([, { randomAccess }]) => randomAccess);
  assertEquals(random.map(([name]) => name), ["set", "tree"]);
  assertEquals(structures.map(([, each]) => each.discreteRead), [
    "N",
    "log N",
    "1",
    "1",
  ]);
  assertEquals(structures.map(([, each]) => each.softRead), [
    "N",
    "N",
    "N",
    "N",
  ]);
});

Deno.test("MEMORY_KINDS and the other tables are frozen", () => {
  for (
    const table of [
      MEMORY_ADDRESSING,
      MEMORY_KINDS,
      MEMORY_KINDS[0],
      MEMORY_OPERATIONS,
      MEMORY_STRUCTURES,
      MEMORY_STRUCTURES.set,
    ]
  ) {
    assertThrows(() => Object.assign(table, { extra: 1 }), TypeError);
  }
});
