import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { fromRows, fromRule, ShapeError } from "@mneme/mneme/core";
import {
  fixedPooling,
  maxPooling,
  smoothMaxPooling,
} from "@mneme/mneme/saliency";
import {
  assertMatrix,
  EXACT,
  matrices,
  permuteColumns,
  SEEDS,
} from "../support.ts";

const inputs = fromRows([[1, 9, 2], [8, 3, 4], [5, 5, 5]]);

Deno.test("maxPooling() takes the largest of each feature, the first of equal ones", () => {
  const { output, winners } = maxPooling(inputs);
  assertEquals(output.to1DArray(), [9, 8, 5]);
  assertEquals(winners, [1, 0, 0]);
});

// row 3: max_n x_n is the limit β → ∞ of the smooth maximum (§8.2: max pooling and gating as saliency): at β = 1e4 they agree
Deno.test("smoothMaxPooling() becomes max pooling for large β, the mean at 0, the minimum below", () => {
  assertMatrix(smoothMaxPooling(inputs, 1e4), [[9], [8], [5]]);
  assertMatrix(smoothMaxPooling(inputs, 0), [[4], [5], [5]]);
  assertMatrix(smoothMaxPooling(inputs, -1e4), [[1], [3], [5]]);
});

Deno.test("smoothMaxPooling() weighs each feature by itself, by hand", () => {
  const output = smoothMaxPooling(fromRows([[0, Math.log(3)], [1, 1]]), 1);
  assertAlmostEquals(output.get(0, 0), 0.75 * Math.log(3), EXACT);
  assertAlmostEquals(output.get(1, 0), 1, EXACT);
});

Deno.test("maxPooling() and smoothMaxPooling() do not care about the order of the items, fixedPooling() does", () => {
  for (const seed of SEEDS) {
    const x = matrices(seed)(3, 5);
    const moved = permuteColumns(x, [4, 2, 0, 1, 3]);
    const message = `seed ${seed}`;
    assertEquals(maxPooling(moved).output, maxPooling(x).output, message);
    assertMatrix(smoothMaxPooling(moved, 2), smoothMaxPooling(x, 2), {
      message,
    });
  }
  const weights = fromRows([[1], [0], [2]]);
  assertEquals(fixedPooling(inputs, weights).to1DArray(), [5, 16, 15]);
  assertEquals(
    fixedPooling(permuteColumns(inputs, [2, 1, 0]), weights).to1DArray(),
    [4, 20, 15],
  );
});

Deno.test("maxPooling() and smoothMaxPooling() of one item are the item, ±1e4 included", () => {
  const one = fromRows([[1e4], [-1e4]]);
  assertEquals(maxPooling(one).output, one);
  assertEquals(smoothMaxPooling(one, 3), one);
});

Deno.test("pooling throws when an input is not finite or the weights do not fit", () => {
  assertThrows(
    () => maxPooling(fromRows([[1, NaN]])),
    RangeError,
    "Cannot pool by the maximum as every entry of inputs must be finite: entry (0, 1) is NaN",
  );
  assertThrows(
    () => smoothMaxPooling(inputs, Infinity),
    RangeError,
    "Cannot pool by a smooth maximum as the sharpness must be a finite number: Infinity",
  );
  assertThrows(
    () => fixedPooling(inputs, fromRule(5, 2, () => 0)),
    ShapeError,
    "Cannot pool by fixed weights as N must be one size: inputs (DxN) is 3x3, weights (NxM) is 5x2",
  );
});

Deno.test("pooling does not mutate the inputs", () => {
  const before = inputs.to2DArray();
  maxPooling(inputs);
  smoothMaxPooling(inputs, 7);
  fixedPooling(inputs, fromRule(3, 2, () => 1));
  assertEquals(inputs.to2DArray(), before);
});
