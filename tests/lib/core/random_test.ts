import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { normalMatrix, seededRandom, ShapeError } from "@mneme/mneme/core";
import { SEEDS } from "../support.ts";

Deno.test("seededRandom() repeats itself for a seed and differs between seeds", () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return [random.uniform(), random.normal(), random.integer(1000)];
  };
  assertEquals(draw(7), draw(7));
  assert(draw(7)[0] !== draw(8)[0]);
});

Deno.test("uniform() stays in [0, 1) with mean 1/2 and variance 1/12", () => {
  const random = seededRandom(3);
  const numbers = Array.from({ length: 20_000 }, () => random.uniform());
  assert(numbers.every((u) => u >= 0 && u < 1));
  const mean = numbers.reduce((a, b) => a + b) / numbers.length;
  const variance = numbers.reduce((sum, u) => sum + (u - mean) ** 2, 0) /
    numbers.length;
  assertAlmostEquals(mean, 1 / 2, 0.01);
  assertAlmostEquals(variance, 1 / 12, 0.002);
});

Deno.test("normal() has mean 0 and variance 1", () => {
  const random = seededRandom(5);
  const numbers = Array.from({ length: 20_000 }, () => random.normal());
  const mean = numbers.reduce((a, b) => a + b) / numbers.length;
  const square = numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length;
  assertAlmostEquals(mean, 0, 0.03);
  assertAlmostEquals(square, 1, 0.05);
});

Deno.test("integer() reaches every value below the bound and no other", () => {
  const random = seededRandom(11);
  const seen = new Set(Array.from({ length: 500 }, () => random.integer(5)));
  assertEquals([...seen].sort(), [0, 1, 2, 3, 4]);
});

Deno.test("permutation() names each index once", () => {
  for (const seed of SEEDS) {
    const order = seededRandom(seed).permutation(13);
    const sorted = [...order].sort((a, b) => a - b);
    assertEquals(sorted, Array.from({ length: 13 }, (_, i) => i), `${seed}`);
  }
  assertEquals(seededRandom(2).permutation(0), []);
});

Deno.test("permutation() gives all orders of three about equally often", () => {
  const random = seededRandom(13);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = random.permutation(3).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  for (const count of counts.values()) assertAlmostEquals(count, 1000, 150);
});

Deno.test("seededRandom() throws when the seed is not finite", () => {
  assertThrows(() => seededRandom(NaN), RangeError, "must be finite: NaN");
});

Deno.test("normalMatrix() has the size asked for", () => {
  const matrix = normalMatrix(2, 3, seededRandom(7));
  assertEquals([matrix.rows, matrix.columns], [2, 3]);
  assertThrows(() => normalMatrix(0, 3, seededRandom(7)), ShapeError, "0x3");
});
