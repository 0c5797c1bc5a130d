import { assert, assertEquals } from "@std/assert";
import { ShapeError } from "@mneme/mneme/core";

Deno.test("ShapeError is a TypeError with a name of its own", () => {
  const error = new ShapeError("N must be one size");
  assert(error instanceof TypeError);
  assertEquals(String(error), "ShapeError: N must be one size");
});
