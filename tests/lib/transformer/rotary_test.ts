import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  ShapeError,
} from "@mneme/mneme/core";
import {
  positionShift,
  rotaryCache,
  rotatePositions,
} from "@mneme/mneme/transformer";
import { inner } from "../gradients.ts";
import {
  assertMatrix,
  EXACT,
  matrices,
  permuteColumns,
  SEEDS,
} from "../support.ts";

// row 72: (1, 0) at position p becomes (cos p, sin p), the second pair turns by p/100 at R = 4 (Su et al. 2021, eqs. 15 and 34)
Deno.test("rotatePositions() turns each pair by its own angle, by hand", () => {
  const inputs = fromRule(4, 3, (d) => d % 2 === 0 ? 1 : 0);
  const turned = rotatePositions(inputs, rotaryCache(4, 3));
  assertMatrix(turned.getColumnVector(2), [
    [Math.cos(2)],
    [Math.sin(2)],
    [Math.cos(0.02)],
    [Math.sin(0.02)],
  ]);
});

Deno.test("rotatePositions() in halves is neighbors after a permutation of the features", () => {
  const order = [0, 3, 1, 4, 2, 5]; // neighbors of the i-th pair: i and i + 3
  const cache = rotaryCache(6, 5);
  for (const seed of SEEDS) {
    const inputs = matrices(seed)(6, 5);
    const permuted = permuteColumns(inputs.transpose(), order).transpose();
    const halves = rotatePositions(inputs, cache, { pairs: "halves" });
    assertMatrix(
      permuteColumns(halves.transpose(), order).transpose(),
      rotatePositions(permuted, cache),
      { message: `seed ${seed}` },
    );
  }
});

// row 72: (R_m q)ᵀ(R_n k) = qᵀR_{n-m}k: the score depends on n - m only (Su et al. 2021, eq. 16)
Deno.test("rotatePositions() gives scores that know the distance and not the place", () => {
  for (const seed of SEEDS) {
    for (const pairs of ["neighbors", "halves"] as const) {
      const matrix = matrices(seed);
      const [query, key] = [matrix(6, 1), matrix(6, 1)];
      const cache = rotaryCache(6, 40);
      const score = (m: number, n: number) =>
        inner(
          rotatePositions(query, cache, { positions: [m], pairs }),
          rotatePositions(key, cache, { positions: [n], pairs }),
        );
      const message = `seed ${seed}, ${pairs}`;
      assertAlmostEquals(score(2, 7), score(31, 36), 1e-11, message);
      assertAlmostEquals(score(5, 5), inner(query, key), EXACT, message);
    }
  }
});

Deno.test("rotatePositions() is the transposed shift of sinusoidal positions", () => {
  const input = matrices(3)(6, 1);
  const turned = rotatePositions(input, rotaryCache(6, 8), { positions: [7] });
  assertMatrix(turned, positionShift(6, 7).transpose().mmul(input));
});

Deno.test("rotatePositions() leaves the features past the cache's alone", () => {
  const inputs = matrices(5)(7, 3);
  const turned = rotatePositions(inputs, rotaryCache(4, 3));
  assertEquals(turned.subMatrix(4, 6, 0, 2), inputs.subMatrix(4, 6, 0, 2));
  assertEquals(turned.getColumn(0), inputs.getColumn(0)); // position 0
  assertMatrix(
    turned.subMatrix(0, 3, 0, 2),
    rotatePositions(inputs.subMatrix(0, 3, 0, 2), rotaryCache(4, 3)),
  );
});

Deno.test("rotatePositions() keeps lengths, also of entries of ±1e4", () => {
  const input = columnVector([1e4, -1e4, 1e4, 1e4]);
  const turned = rotatePositions(input, rotaryCache(4, 8), { positions: [7] });
  assertAlmostEquals(inner(turned, turned) / inner(input, input), 1, EXACT);
});

Deno.test("rotatePositions() throws when cache, positions or pairs do not fit", () => {
  const inputs = matrices(7)(6, 3);
  const cache = rotaryCache(6, 5);
  const wrong = fromRows([[1, 1, 1]]);
  assertThrows(
    () => rotatePositions(inputs, { ...cache, sines: wrong }),
    ShapeError,
    "Cannot turn items by their positions as R/2 must be one size: inputs (DxN) is 6x3, cosines (R/2xP) is 3x5, sines (R/2xP) is 1x3",
  );
  assertThrows(
    () => rotatePositions(inputs, rotaryCache(8, 5)),
    RangeError,
    "at most D = 6 features must turn: the cache has 4 pairs",
  );
  assertThrows(
    () => rotatePositions(inputs, cache, { positions: [0, 1] }),
    RangeError,
    "each of N = 3 items must have a position: there are 2",
  );
  for (const p of [5, -1, 0.5]) {
    assertThrows(
      () => rotatePositions(inputs, cache, { positions: [0, 1, p] }),
      RangeError,
      `a position must be an integer from 0 to 4: ${p}`,
    );
  }
  const options = { pairs: "odd" } as unknown as { pairs: "halves" };
  assertThrows(
    () => rotatePositions(inputs, cache, options),
    RangeError,
    "odd",
  );
  assertThrows(
    () => rotaryCache(3, 5),
    RangeError,
    "Cannot make a rotary cache as the dimension must be even: 3",
  );
});

Deno.test("rotatePositions() does not mutate inputs or cache", () => {
  const inputs = matrices(11)(6, 3);
  const cache = rotaryCache(4, 3);
  const before = JSON.stringify([inputs, cache]);
  rotatePositions(inputs, cache);
  assertEquals(JSON.stringify([inputs, cache]), before);
});
