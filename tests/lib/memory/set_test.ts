import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { setInsert, setRead, setWrite } from "@mneme/mneme/memory";
import { dotScores, softAttention } from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix, matrices, permuteColumns, SEEDS } from "../support.ts";

// row 37: set: members (0), (1), sharpness ln 3, query 1: weights 1/4, 3/4, read 3/4; the member 1 twice gives 1/7, 3/7, 3/7 and 6/7: duplicates count (by hand)
Deno.test("setRead() is softmax attention to the members, and counts duplicates", () => {
  const query = columnVector([1]);
  const sharpness = Math.log(3);
  assertMatrix(setRead(fromRows([[0, 1]]), query, { sharpness }), [[3 / 4]]);
  assertMatrix(setRead(fromRows([[0, 1, 1]]), query, { sharpness }), [[6 / 7]]);
});

// row 37: set: its read is the same in every order of the slots
Deno.test("setRead() does not care in which order the members lie", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [slots, queries] = [draw(3, 7), draw(3, 5)];
    const order = seededRandom(seed).permutation(7);
    assertMatrix(
      setRead(permuteColumns(slots, order), queries, { sharpness: 3 }),
      setRead(slots, queries, { sharpness: 3 }),
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("setRead() at sharpness 1 is soft attention with the dot score", () => {
  const draw = matrices(7);
  const [slots, queries] = [draw(3, 7), draw(3, 5)];
  assertMatrix(
    setRead(slots, queries),
    softAttention(slots, queries, { score: dotScores }).output,
  );
});

Deno.test("setRead() is the mean at sharpness 0, the best match at 1e4", () => {
  const slots = fromRows([[3, -1, 4]]);
  assertMatrix(setRead(slots, columnVector([1]), { sharpness: 0 }), [[2]]);
  assertMatrix(setRead(slots, columnVector([1]), { sharpness: 1e4 }), [[4]]);
  assertMatrix(setRead(slots, columnVector([-1]), { sharpness: 1e4 }), [[-1]]);
});

Deno.test("setInsert() appends a member", () => {
  const slots = fromRows([[1, 2], [3, 5]]);
  const next = setInsert(slots, columnVector([7, 11]));
  assertEquals(next.to2DArray(), [[1, 2, 7], [3, 5, 11]]);
  assertEquals(slots.to2DArray(), [[1, 2], [3, 5]]);
});

Deno.test("setWrite() moves members by gate times weight", () => {
  const slots = fromRows([[0, 1]]);
  const item = columnVector([1]);
  const options = { sharpness: Math.log(3), gate: 0.5 };
  assertMatrix(setWrite(slots, item, options), [[1 / 8, 1]]);
});

Deno.test("setWrite() merges what setInsert() would count twice", () => {
  const slots = fromRule(3, 3, (i, j) => i === j ? 1 : 0);
  const item = slots.getColumnVector(1);
  assertMatrix(setWrite(slots, item, { sharpness: 1e4 }), slots);
  assertEquals(setInsert(slots, item).columns, 4);
});

Deno.test("setWrite() with its gate at 0 changes nothing", () => {
  const slots = matrices(3)(3, 5);
  const before = slots.to2DArray();
  assertMatrix(setWrite(slots, matrices(5)(3, 1), { gate: 0 }), slots);
  setWrite(slots, matrices(5)(3, 1));
  assertEquals(slots.to2DArray(), before);
});

Deno.test("setWrite() of one member with its gate open is the item", () => {
  const item = columnVector([7, 11]);
  const after = setWrite(columnVector([3, 5]), item);
  after.to1DArray().forEach((entry, d) =>
    assertAlmostEquals(entry, item.get(d, 0))
  );
});

Deno.test("setRead() and its fellows throw when shapes or numbers are wrong", () => {
  const slots = fromRows([[1, 2, 3], [4, 5, 6]]);
  const item = columnVector([1]);
  for (const use of [setRead, setInsert, setWrite]) {
    assertThrows(() => use(slots, item), ShapeError, "D must be one size");
  }
  const right = columnVector([1, 2]);
  assertThrows(
    () => setRead(slots, right, { sharpness: -1 }),
    RangeError,
    "Cannot read a set as the sharpness must be a finite number of at least 0: -1",
  );
  assertThrows(
    () => setWrite(slots, right, { gate: 2 }),
    RangeError,
    "Cannot write to a set as the gate must be a finite number of at least 0 and of at most 1: 2",
  );
  assertThrows(
    () => setInsert(slots, columnVector([NaN, 1])),
    RangeError,
    "Cannot insert into a set as every entry of item must be finite: entry (0, 0) is NaN",
  );
});
