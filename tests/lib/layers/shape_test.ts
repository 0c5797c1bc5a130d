import { assertEquals, assertThrows } from "@std/assert";
import { ShapeError } from "@mneme/mneme/core";
import { bindTensors, type ShapedTensor } from "@mneme/mneme/layers";

/** A shape, as of a tensor or of a layer's input. */
function shaped(...shape: (number | null)[]): ShapedTensor[0] {
  return { shape };
}

Deno.test("bindTensors() gives the size of each letter", () => {
  assertEquals(
    bindTensors("look", {
      keys: [shaped(2, 5, 3), "B", "N", 3],
      values: [shaped(2, 5, 7), "B", "N", "Dv"],
    }),
    { B: 2, N: 5, Dv: 7 },
  );
});

Deno.test("bindTensors() lets leading axes be any, if they are the same in all tensors", () => {
  const bind = (a: number[], b: number[]) =>
    bindTensors("look", {
      a: [shaped(...a), "...", "M", "D"],
      b: [shaped(...b), "...", "N", "D"],
    });
  assertEquals(bind([3, 5], [7, 5]).N, 7);
  assertEquals(bind([2, 11, 3, 5], [2, 11, 7, 5])["..."], 2);
  assertThrows(
    () => bind([2, 3, 5], [3, 7, 5]),
    ShapeError,
    "Cannot look as ... must be one size: a [...,M,D] is [2,3,5], b [...,N,D] is [3,7,5]",
  );
  assertThrows(
    () => bind([2, 3, 5], [7, 5]),
    ShapeError,
    "... must be one size",
  );
  assertThrows(
    () => bind([5], [7, 5]),
    ShapeError,
    "a must have at least 2 axes",
  );
});

Deno.test("bindTensors() leaves open what is null", () => {
  assertEquals(
    bindTensors("look", {
      a: [shaped(null, 5), "B", "D"],
      b: [shaped(2, null), "B", "D"],
    }),
    { B: 2, D: 5 },
  );
});

Deno.test("bindTensors() names every shape when sizes or axes differ", () => {
  assertThrows(
    () =>
      bindTensors("look", {
        a: [shaped(null, 5), "B", "D"],
        b: [shaped(2, 3), "B", "D"],
      }),
    ShapeError,
    "Cannot look as D must be one size: a [B,D] is [?,5], b [B,D] is [2,3]",
  );
  assertThrows(
    () => bindTensors("look", { a: [shaped(2, 3), "B", 4] }),
    ShapeError,
    "a size written as 4 must be 4: a [B,4] is [2,3]",
  );
  assertThrows(
    () => bindTensors("look", { a: [shaped(2, 3, 5), "B", "D"] }),
    ShapeError,
    "Cannot look as a must have 2 axes: a [B,D] is [2,3,5]",
  );
});
