import { assertEquals, assertThrows } from "@std/assert";
import { fromRows } from "@mneme/mneme/core";
import { alignedItems, alignmentCost } from "@mneme/mneme/seq2seq";

// row 47: "la Syrie" is translated by the one word "Syria": its column has two entries, all others one (Bahdanau et al. 2015, fig. 3, by the notes S1)
Deno.test("alignedItems() finds two words behind one", () => {
  const weights = fromRows([
    [0.90, 0.05, 0.00],
    [0.05, 0.45, 0.10],
    [0.05, 0.50, 0.00],
    [0.00, 0.00, 0.90],
  ]);
  assertEquals(alignedItems(weights), [[0], [2, 1], [3]]);
});

// row 46: a₃,₂ = 0.7 is column 3 and row 2, so target word 3 comes from source word 2
Deno.test("alignedItems() reads a column for each target word", () => {
  const weights = fromRows([[1, 0.5, 0.3], [0, 0.5, 0.7]]);
  assertEquals(alignedItems(weights, { least: 0.4 }), [[0], [0, 1], [1]]);
});

Deno.test("alignedItems() of spread weights finds nothing, and everything at 0", () => {
  const weights = fromRows(Array(5).fill([0.2]));
  assertEquals(alignedItems(weights), [[]]);
  assertEquals(alignedItems(weights, { least: 0 }), [[0, 1, 2, 3, 4]]);
});

// row 48: 50 · 50 = 2500 weights (the notes S1, 注意力的代价); over characters, c to a word, c² times as many
Deno.test("alignmentCost() counts one weight to a pair", () => {
  assertEquals(alignmentCost(50, 50), 2500);
  assertEquals(alignmentCost(7, 3), 21);
  assertEquals(alignmentCost(1, 1), 1);
  assertEquals(alignmentCost(300, 300), 36 * 2500);
});

Deno.test("alignedItems() and alignmentCost() throw when numbers are wrong", () => {
  assertThrows(
    () => alignedItems(fromRows([[0.5], [0.6]])),
    RangeError,
    "Cannot read an alignment as each column of weights must sum to 1",
  );
  assertThrows(
    () => alignedItems(fromRows([[1]]), { least: 2 }),
    RangeError,
    "the least weight must be a finite number",
  );
  for (const length of [0, 1.5, NaN]) {
    assertThrows(
      () => alignmentCost(length, 3),
      RangeError,
      `the source's length must be an integer of at least 1: ${length}`,
    );
    assertThrows(() => alignmentCost(3, length), RangeError, "the target's");
  }
});

Deno.test("alignedItems() does not mutate the weights", () => {
  const weights = fromRows([[0.3], [0.7]]);
  alignedItems(weights);
  assertEquals(weights.to2DArray(), [[0.3], [0.7]]);
});
