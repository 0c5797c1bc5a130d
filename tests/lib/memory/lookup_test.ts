import { assertEquals, assertThrows } from "@std/assert";
import {
  contentAddress,
  contentAddressedRead,
  randomAccessRead,
} from "@mneme/mneme/memory";
import {
  columnVector,
  fromRows,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { matrices, permuteColumns, SEEDS } from "../support.ts";

// row 19: 53 slots of 11 random entries: two known entries find each, wherever it lies; its address finds it only where it lay (definition of CAM and RAM, §8.4)
// row 20: the same, as the difference between random and content addressing
Deno.test("contentAddressedRead() finds what randomAccessRead() loses when the slots move", () => {
  for (const seed of SEEDS) {
    const memory = matrices(seed)(11, 53);
    const order = seededRandom(seed).permutation(53);
    const moved = permuteColumns(memory, order);
    const known = columnVector(
      Array.from({ length: 11 }, (_, d) => d < 2 ? 1 : 0),
    );
    let kept = 0;
    for (let n = 0; n < 53; n++) {
      const item = memory.getColumnVector(n);
      const half = columnVector(
        item.to1DArray().map((entry, d) => d < 2 ? entry : 99),
      );
      assertEquals(
        contentAddressedRead(moved, half, { known }),
        item,
        `seed ${seed}`,
      );
      const atAddress = randomAccessRead(moved, n);
      if (atAddress.get(0, 0) === item.get(0, 0)) kept++;
      assertEquals(atAddress.get(0, 0) === item.get(0, 0), order[n] === n);
    }
    assertEquals(kept < 10, true, `seed ${seed}`);
  }
});

Deno.test("contentAddress() bears noise that leaves no other slot nearer", () => {
  const memory = fromRows([[1, -1, 1], [1, 1, -1], [-1, 1, 1]]);
  assertEquals(contentAddress(memory, columnVector([0.2, 0.9, 0.4])), 1);
});

Deno.test("contentAddress() gives the first of equally near slots", () => {
  assertEquals(contentAddress(fromRows([[3, 5, 5]]), columnVector([4])), 0);
  assertEquals(contentAddress(fromRows([[9, 5, 5]]), columnVector([4])), 1);
});

Deno.test("contentAddress() of one slot is 0, whatever the cue", () => {
  assertEquals(
    contentAddress(columnVector([1, 2]), columnVector([-1e4, 7])),
    0,
  );
});

Deno.test("randomAccessRead() gives a copy", () => {
  const memory = fromRows([[3, 5]]);
  randomAccessRead(memory, 1).set(0, 0, 9);
  assertEquals(memory.to2DArray(), [[3, 5]]);
});

Deno.test("randomAccessRead() throws when there is no such address", () => {
  for (const address of [-1, 2, 0.5, NaN]) {
    assertThrows(
      () => randomAccessRead(fromRows([[3, 5]]), address),
      RangeError,
      `Cannot read at an address as the address must be an integer from 0 to 1: ${address}`,
    );
  }
});

Deno.test("contentAddress() throws when nothing is known or D differs", () => {
  const memory = fromRows([[1, 2, 3], [4, 5, 6]]);
  assertThrows(
    () =>
      contentAddress(memory, columnVector([1, 2]), {
        known: columnVector([0, 0]),
      }),
    RangeError,
    "Cannot find a slot by its content as at least one entry of the cue must be known: none of 2 is",
  );
  assertThrows(
    () => contentAddressedRead(memory, columnVector([1, 2, 3])),
    ShapeError,
    "Cannot find a slot by its content as D must be one size: memory (DxN) is 2x3, cue (Dx1) is 3x1",
  );
  assertThrows(
    () => contentAddress(memory, columnVector([NaN, 2])),
    RangeError,
    "every entry of cue must be finite: entry (0, 0) is NaN",
  );
});
