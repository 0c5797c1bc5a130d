import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { fromRule } from "@mneme/mneme/core";
import { positionShift, sinusoidalPositions } from "@mneme/mneme/transformer";
import { inner } from "../gradients.ts";
import { assertMatrix, EXACT } from "../support.ts";

/** Angles of some hundreds lose two digits. */
const ANGLES = { tolerance: 1e-11 };

// row 72: PE(p)₂ⱼ = sin(p/10000^(2j/D)), PE(p)₂ⱼ₊₁ = cos(p/10000^(2j/D)) (Vaswani et al. 2017, §3.5), at p = 3, D = 4
Deno.test("sinusoidalPositions() has sines in even rows and cosines in odd ones", () => {
  const positions = sinusoidalPositions(4, 5);
  assertMatrix(positions.getColumnVector(3), [
    [Math.sin(3)],
    [Math.cos(3)],
    [Math.sin(0.03)],
    [Math.cos(0.03)],
  ]);
  assertEquals([positions.rows, positions.columns], [4, 5]);
});

// row 72: PE(p + k) = R_k PE(p) for every p, by the addition theorems
Deno.test("positionShift() moves every position alike", () => {
  for (const dimension of [2, 6, 10]) {
    for (const offset of [0, 1, 7, -3, 0.5, 100]) {
      const shift = positionShift(dimension, offset);
      const moved = shift.mmul(sinusoidalPositions(dimension, 11));
      const later = sinusoidalPositions(dimension, 11, { first: offset });
      const message = `dimension ${dimension}, offset ${offset}`;
      assertMatrix(moved, later, { ...ANGLES, message });
      const identity = fromRule(
        dimension,
        dimension,
        (i, j) => i === j ? 1 : 0,
      );
      assertMatrix(shift.transpose().mmul(shift), identity, { message });
    }
  }
});

// row 72: PE(p)ᵀPE(p + k) = Σⱼ cos(k ωⱼ), the same at every p
Deno.test("sinusoidalPositions() has inner products that depend on the distance only", () => {
  const positions = sinusoidalPositions(6, 13);
  const at = (p: number) => positions.getColumnVector(p);
  for (let k = 0; k < 7; k++) {
    const expected = [0, 1, 2]
      .reduce((sum, j) => sum + Math.cos(k / 10000 ** (j / 3)), 0);
    for (let p = 0; p + k < 13; p++) {
      assertAlmostEquals(
        inner(at(p), at(p + k)),
        expected,
        EXACT,
        `${p}, ${k}`,
      );
    }
  }
});

Deno.test("sinusoidalPositions() tells 1000 positions apart", () => {
  const positions = sinusoidalPositions(16, 1000);
  const seen = new Set(
    Array.from({ length: 1000 }, (_, n) => positions.getColumn(n).join()),
  );
  assert(seen.size === 1000);
});

Deno.test("sinusoidalPositions() takes another base and another first position", () => {
  const positions = sinusoidalPositions(4, 1, { base: 100, first: 2 });
  assertEquals(positions.get(2, 0), Math.sin(2 / 10));
});

Deno.test("sinusoidalPositions() and positionShift() throw when a number is wrong", () => {
  assertThrows(
    () => sinusoidalPositions(5, 3),
    RangeError,
    "Cannot encode positions as the dimension must be even: 5",
  );
  assertThrows(
    () => sinusoidalPositions(0, 3),
    RangeError,
    "the dimension must be an integer of at least 2: 0",
  );
  assertThrows(
    () => sinusoidalPositions(4, 0),
    RangeError,
    "the length must be an integer of at least 1: 0",
  );
  for (const base of [0, -1]) {
    assertThrows(
      () => positionShift(4, 1, { base }),
      RangeError,
      `Cannot shift positions as the base must be above 0: ${base}`,
    );
  }
  assertThrows(() => sinusoidalPositions(4, 3, { first: NaN }), RangeError);
  assertThrows(
    () => positionShift(4, Infinity),
    RangeError,
    "the offset must be a finite number: Infinity",
  );
});
