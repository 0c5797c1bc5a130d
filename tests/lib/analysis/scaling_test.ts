import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  dotProductVariance,
  measuredDotProductVariance,
} from "@mneme/mneme/analysis";
import { seededRandom } from "@mneme/mneme/core";
import { SEEDS } from "../support.ts";

Deno.test("dotProductVariance() is the dimension times the fourth power of sigma", () => {
  assertEquals(dotProductVariance(1, 1), 1);
  assertEquals(dotProductVariance(7, 3), 567);
  assertEquals(dotProductVariance(1024, 1), 1024);
  assertEquals(dotProductVariance(5, 0), 0);
});

Deno.test("measuredDotProductVariance() agrees with it within its own error", () => {
  for (const seed of SEEDS) {
    for (const [d, sigma] of [[1, 1], [4, 1], [13, 0.5], [7, 2]]) {
      const samples = 4000;
      const measured = measuredDotProductVariance(
        d,
        sigma,
        samples,
        seededRandom(seed),
      );
      const relative = measured / dotProductVariance(d, sigma) - 1;
      const error = Math.sqrt((2 + 6 / d) / samples);
      assert(
        Math.abs(relative) < 4 * error,
        `seed ${seed}, d ${d}: ${relative}`,
      );
    }
  }
});

Deno.test("measuredDotProductVariance() is the sample variance of the products drawn, by hand", () => {
  const numbers = [1, 2, 3, 4, 5, 6]; // q and k in turn: products 2, 12, 30
  const random = {
    ...seededRandom(1),
    normal: () => numbers.shift() as number,
  };
  const mean = 44 / 3;
  const expected = ((2 - mean) ** 2 + (12 - mean) ** 2 + (30 - mean) ** 2) / 2;
  const measured = measuredDotProductVariance(1, 1, 3, random);
  assertAlmostEquals(measured, expected, 1e-9);
});

Deno.test("measuredDotProductVariance() is 0 when sigma is", () => {
  assertEquals(measuredDotProductVariance(3, 0, 5, seededRandom(2)), 0);
});

Deno.test("the variances throw when an argument is not legal", () => {
  assertThrows(
    () => dotProductVariance(0, 1),
    RangeError,
    "Cannot compute the variance of a dot product as the dimension must be an integer of at least 1: 0",
  );
  assertThrows(
    () => dotProductVariance(3, -1),
    RangeError,
    "sigma must be finite and at least 0: -1",
  );
  assertThrows(
    () => measuredDotProductVariance(3, 1, 1, seededRandom(2)),
    RangeError,
    "Cannot measure the variance of a dot product as the number of samples must be an integer of at least 2: 1",
  );
  assertThrows(
    () => measuredDotProductVariance(3, NaN, 5, seededRandom(2)),
    RangeError,
    "sigma must be finite and at least 0: NaN",
  );
});
