import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { fromRows, fromRule, singularValues } from "@mneme/mneme/core";
import { principalComponents } from "@mneme/mneme/seq2seq";
import { assertMatrix, matrices, SEEDS } from "../support.ts";

/** Singular values come by iteration. */
const ITERATED = { tolerance: 1e-10 };

// row 42: (±3, 0), (0, ±1) about (5, 7): variances 18/4 and 2/4, so shares .9 and .1, by hand
Deno.test("principalComponents() finds the direction of the largest variance", () => {
  const items = fromRows([[8, 2, 5, 5], [7, 7, 8, 6]]);
  const found = principalComponents(items, 2);
  assertMatrix(found.mean, [[5], [7]]);
  assertMatrix(found.directions, [[1, 0], [0, 1]], ITERATED);
  assertMatrix(found.coordinates, [[3, -3, 0, 0], [0, 0, 1, -1]], ITERATED);
  found.explained.forEach((share, k) => {
    assertAlmostEquals(share, [0.9, 0.1][k], ITERATED.tolerance);
  });
});

// row 42: the coordinates' covariance is diagonal and the shares of all components sum to 1
Deno.test("principalComponents() has coordinates without correlation, whose variances are explained", () => {
  for (const seed of SEEDS) {
    for (const [rows, columns] of [[3, 11], [7, 5]]) {
      const items = matrices(seed)(rows, columns);
      const count = Math.min(rows, columns);
      const { directions, coordinates, explained } = principalComponents(
        items,
        count,
      );
      const message = `seed ${seed}, ${rows}x${columns}`;
      const gram = directions.transpose().mmul(directions);
      assertMatrix(gram, fromRule(count, count, (i, j) => i === j ? 1 : 0), {
        ...ITERATED,
        message,
      });
      const squares = coordinates.mmul(coordinates.transpose());
      const total = squares.trace();
      const expected = fromRule(
        count,
        count,
        (i, j) => i === j ? total * explained[i] : 0,
      );
      assertMatrix(squares, expected, { tolerance: 1e-8, message });
      const sum = explained.reduce((a, b) => a + b);
      assertAlmostEquals(sum, 1, ITERATED.tolerance, message);
      assert(
        explained.every((e, k) => k === 0 || e <= explained[k - 1]),
        message,
      );
    }
  }
});

Deno.test("principalComponents() gives the items back when all components are kept", () => {
  for (const seed of SEEDS) {
    const items = matrices(seed)(3, 11);
    const { mean, directions, coordinates } = principalComponents(items, 3);
    const back = directions.mmul(coordinates);
    const centered = fromRule(
      3,
      11,
      (d, n) => items.get(d, n) - mean.get(d, 0),
    );
    assertMatrix(back, centered, { ...ITERATED, message: `seed ${seed}` });
  }
});

Deno.test("singularValues() takes wide and tall matrices apart", () => {
  for (const [rows, columns] of [[3, 5], [5, 3], [1, 7], [7, 1]]) {
    const matrix = matrices(rows)(rows, columns);
    const { left, values, right } = singularValues(matrix);
    const scaled = fromRule(
      rows,
      values.length,
      (i, r) => left.get(i, r) * values[r],
    );
    assertEquals(values.length, Math.min(rows, columns));
    assertMatrix(scaled.mmul(right.transpose()), matrix, ITERATED);
  }
});

Deno.test("principalComponents() throws when the items do not vary or there are too few", () => {
  assertThrows(
    () => principalComponents(fromRows([[0.1, 0.1, 0.1], [1e4, 1e4, 1e4]]), 1),
    RangeError,
    "Cannot find principal components as the items must vary: all 3 are equal",
  );
  const items = matrices(3)(3, 5);
  assertThrows(
    () => principalComponents(items, 4),
    RangeError,
    "their number must be at most 3, the smaller size of the items: 4",
  );
  assertThrows(
    () => principalComponents(items, 0),
    RangeError,
    "their number must be an integer of at least 1: 0",
  );
  assertThrows(
    () => principalComponents(fromRows([[1, Infinity]]), 1),
    RangeError,
    "every entry of items must be finite",
  );
});

Deno.test("principalComponents() does not mutate the items", () => {
  const items = matrices(5)(3, 5);
  const before = items.to2DArray();
  principalComponents(items, 2);
  assertEquals(items.to2DArray(), before);
});
