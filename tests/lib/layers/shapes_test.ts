import { assertEquals, assertThrows } from "@std/assert";
import { ShapeError } from "@mneme/mneme/core";
import { bindTensors } from "../../../lib/layers/shapes.ts";

const keys = { shape: [2, 3, 5] };

Deno.test("bindTensors() gives the size of each letter", () => {
  const values = { shape: [2, 3, 7] };
  assertEquals(
    bindTensors("look", {
      keys: [keys, ["B", "N", 5]],
      values: [values, ["B", "N", "E"]],
    }),
    { B: 2, N: 3, E: 7 },
  );
});

Deno.test("bindTensors() overlooks sizes that are not known yet", () => {
  const symbol = { shape: [null, 3, 5] };
  assertEquals(bindTensors("look", { keys: [symbol, ["B", "N", "D"]] }), {
    N: 3,
    D: 5,
  });
});

Deno.test("bindTensors() throws and names every shape when a letter has two sizes", () => {
  assertThrows(
    () =>
      bindTensors("look", {
        keys: [keys, ["B", "N", "D"]],
        values: [{ shape: [null, 4, 7] }, ["B", "N", "E"]],
      }),
    ShapeError,
    "Cannot look as N must be one size: keys [B, N, D] is [2, 3, 5], values [B, N, E] is [any, 4, 7]",
  );
  assertThrows(
    () => bindTensors("look", { keys: [keys, ["B", "N", 11]] }),
    ShapeError,
    "Cannot look as a size written as 11 must be 11: keys [B, N, 11] is [2, 3, 5]",
  );
});

Deno.test("bindTensors() throws when a rank is another", () => {
  assertThrows(
    () => bindTensors("look", { keys: [keys, ["N", "D"]] }),
    ShapeError,
    "Cannot look as keys must have 2 sizes: keys [N, D] is [2, 3, 5]",
  );
});
