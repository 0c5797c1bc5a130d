import { assertEquals, assertThrows } from "@std/assert";
import {
  dotScores,
  groupedQueryAttention,
  keyValueAttention,
  type KeyValueMemory,
} from "@mneme/mneme/attention";
import { fromRule, type Matrix, ShapeError } from "@mneme/mneme/core";
import { matrices, SEEDS } from "../../support.ts";

function draws(seed: number, groups: number, heads: number): {
  memories: KeyValueMemory[];
  queries: Matrix[];
} {
  const draw = matrices(seed);
  return {
    memories: Array.from(
      { length: groups },
      () => ({ keys: draw(3, 5), values: draw(2, 5) }),
    ),
    queries: Array.from({ length: heads }, () => draw(3, 7)),
  };
}

Deno.test("groupedQueryAttention() gives head i the memory ⌊iG/H⌋", () => {
  for (const seed of SEEDS) {
    const { memories, queries } = draws(seed, 2, 6);
    const heads = groupedQueryAttention(memories, queries);
    heads.forEach((head, i) =>
      assertEquals(
        head,
        keyValueAttention(memories[i < 3 ? 0 : 1], queries[i]),
        `seed ${seed}`,
      )
    );
  }
});

// row 9: one memory for each head is multi-head attention, one for all the book's several queries to one memory
Deno.test("groupedQueryAttention() with G = H repeats nothing, with G = 1 everything", () => {
  const { memories, queries } = draws(5, 3, 3);
  groupedQueryAttention(memories, queries).forEach((head, i) =>
    assertEquals(head, keyValueAttention(memories[i], queries[i]))
  );
  groupedQueryAttention([memories[0]], queries).forEach((head, i) =>
    assertEquals(head, keyValueAttention(memories[0], queries[i]))
  );
});

Deno.test("groupedQueryAttention() takes options for all heads or for each", () => {
  const { memories, queries } = draws(7, 1, 2);
  const mask = fromRule(5, 7, (n) => n < 2 ? 1 : 0);
  const [masked, plain] = groupedQueryAttention(memories, queries, [
    { mask, score: dotScores },
    {},
  ]);
  assertEquals(
    masked,
    keyValueAttention(memories[0], queries[0], { mask, score: dotScores }),
  );
  assertEquals(plain, keyValueAttention(memories[0], queries[1]));
  groupedQueryAttention(memories, queries, { mask }).forEach((head, i) =>
    assertEquals(head, keyValueAttention(memories[0], queries[i], { mask }))
  );
});

Deno.test("groupedQueryAttention() throws when H is no multiple of G, heads are missing, or options are too few", () => {
  const { memories, queries } = draws(11, 2, 5);
  assertThrows(
    () => groupedQueryAttention(memories, queries),
    RangeError,
    "Cannot attend by groups as the number of query heads must be a multiple of the number of memories: 5 and 2",
  );
  assertThrows(
    () => groupedQueryAttention([], queries),
    RangeError,
    "Cannot attend by groups as the number of memories must be an integer of at least 1: 0",
  );
  assertThrows(
    () => groupedQueryAttention(memories, queries.slice(0, 2), [{}]),
    RangeError,
    "Cannot attend by groups as the options must be one for all heads or one for each: 1 for 2 heads",
  );
  assertThrows(
    () =>
      groupedQueryAttention(memories, [fromRule(2, 7, () => 0), queries[0]]),
    ShapeError,
    "D must be one size",
  );
});

Deno.test("groupedQueryAttention() does not mutate memories or queries", () => {
  const { memories, queries } = draws(13, 1, 2);
  const before = JSON.stringify([memories, queries]);
  groupedQueryAttention(memories, queries);
  assertEquals(JSON.stringify([memories, queries]), before);
});
