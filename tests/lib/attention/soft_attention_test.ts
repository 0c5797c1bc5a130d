import { assertEquals, assertThrows } from "@std/assert";
import { dotScores, softAttention } from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix } from "../support.ts";

Deno.test("softAttention() is the expectation of the inputs, by hand", () => {
  const inputs = fromRows([[0, 1], [6, 2]]);
  const query = columnVector([Math.log(3), 0]);
  const { output, weights } = softAttention(inputs, query, {
    score: dotScores,
  });
  assertMatrix(weights, [[1 / 4], [3 / 4]]);
  assertMatrix(output, [[3 / 4], [3]]);
});

Deno.test("softAttention() gives the mean when scores are equal", () => {
  const inputs = fromRows([[1, 2, 6]]);
  assertMatrix(softAttention(inputs, columnVector([0])).output, [[3]]);
});

Deno.test("softAttention() gives the first input when the others are masked", () => {
  const inputs = fromRows([[2, 3, 5]]);
  const mask = columnVector([1, 0, 0]);
  const { output } = softAttention(inputs, columnVector([1e4]), { mask });
  assertEquals(output.to2DArray(), [[2]]);
});

Deno.test("softAttention() throws when the query does not fit", () => {
  assertThrows(
    () => softAttention(fromRule(3, 5, () => 0), columnVector([1, 2])),
    ShapeError,
    "D must be one size: keys (DxN) is 3x5, queries (DxM) is 2x1",
  );
});

Deno.test("softAttention() does not mutate the inputs", () => {
  const inputs = fromRows([[2, 3, 5]]);
  softAttention(inputs, columnVector([7]));
  assertEquals(inputs.to2DArray(), [[2, 3, 5]]);
});
