import { assertEquals, assertThrows } from "@std/assert";
import { bindShapes, fromRule, ShapeError } from "@mneme/mneme/core";

function zeros(rows: number, columns: number) {
  return fromRule(rows, columns, () => 0);
}

Deno.test("bindShapes() returns the size of each letter", () => {
  const sizes = bindShapes("attend", {
    keys: [zeros(3, 5), "Dk", "N"],
    values: [zeros(2, 5), "Dv", "N"],
  });
  assertEquals(sizes, { Dk: 3, N: 5, Dv: 2 });
});

Deno.test("bindShapes() throws with the letter and every size when a letter is two sizes", () => {
  assertThrows(
    () =>
      bindShapes("attend to keys and values", {
        keys: [zeros(3, 5), "Dk", "N"],
        values: [zeros(2, 4), "Dv", "N"],
        scores: [zeros(5, 7), "N", "M"],
      }),
    ShapeError,
    "Cannot attend to keys and values as N must be one size: keys (DkxN) is 3x5, values (DvxN) is 2x4, scores (NxM) is 5x7",
  );
});

Deno.test("bindShapes() throws when a square matrix is not square", () => {
  assertThrows(
    () => bindShapes("invert", { a: [zeros(2, 3), "M", "M"] }),
    ShapeError,
    "M must be one size: a (MxM) is 2x3",
  );
});

Deno.test("bindShapes() throws when a fixed size differs", () => {
  assertThrows(
    () => bindShapes("read", { query: [zeros(3, 2), "D", 1] }),
    ShapeError,
    "Cannot read as a size written as 1 must be 1: query (Dx1) is 3x2",
  );
});
