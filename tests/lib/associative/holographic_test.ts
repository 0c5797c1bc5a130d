import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  normalMatrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  bindHolographically,
  boundKeys,
  type ComplexMatrix,
  phasorKeys,
  unbindHolographically,
} from "@mneme/mneme/associative";
import { assertMatrix, SEEDS } from "../support.ts";

function column({ real, imaginary }: ComplexMatrix, n: number): ComplexMatrix {
  return {
    real: real.getColumnVector(n),
    imaginary: imaginary.getColumnVector(n),
  };
}

Deno.test("bindHolographically() multiplies complex numbers and adds items, by hand", () => {
  const keys = { real: fromRows([[1, 0]]), imaginary: fromRows([[2, 1]]) };
  const values = { real: fromRows([[3, 5]]), imaginary: fromRows([[4, 6]]) };
  // (1 + 2i)(3 + 4i) = -5 + 10i, i(5 + 6i) = -6 + 5i
  const trace = bindHolographically(keys, values);
  assertEquals([trace.real.get(0, 0), trace.imaginary.get(0, 0)], [-11, 15]);
});

Deno.test("unbindHolographically() gives a single item back whole, from any number of copies", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const key = phasorKeys(7, 1, random);
    const value = {
      real: normalMatrix(7, 1, random),
      imaginary: normalMatrix(7, 1, random),
    };
    for (const copies of [1, 3]) {
      const permutations = Array.from(
        { length: copies },
        () => random.permutation(7),
      );
      const traces = bindHolographically(key, value, { permutations });
      assertEquals([traces.real.rows, traces.real.columns], [7, copies]);
      const found = unbindHolographically(traces, key, { permutations });
      assertMatrix(found.real, value.real, { message: `seed ${seed}` });
      assertMatrix(found.imaginary, value.imaginary);
    }
  }
});

// row 33: redundant copies (Danihelka et al. 2016): the noise of N items in S copies has (N-1)/S times the values' variance
Deno.test("unbindHolographically() finds an item among others, the better the more copies", () => {
  const random = seededRandom(5);
  const [D, N] = [1009, 7];
  const keys = phasorKeys(D, N, random);
  const values = {
    real: normalMatrix(D, N, random),
    imaginary: normalMatrix(D, N, random),
  };
  for (const copies of [1, 3, 11]) {
    const permutations = Array.from(
      { length: copies },
      () => random.permutation(D),
    );
    const traces = bindHolographically(keys, values, { permutations });
    const found = unbindHolographically(traces, column(keys, 2), {
      permutations,
    });
    const noise = found.real.sub(values.real.getColumnVector(2)).norm() ** 2 /
      D;
    const ratio = noise / ((N - 1) / copies);
    assert(Math.abs(ratio - 1) < 0.15, `${copies} copies: ${ratio}`);
  }
});

Deno.test("boundKeys() brings a modulus above 1 to 1 and keeps the angle", () => {
  const { real, imaginary } = boundKeys({
    real: fromRows([[-3, 0.3, 0, 1e4]]),
    imaginary: fromRows([[4, 0.4, 0, 0]]),
  });
  assertMatrix(real, [[-0.6, 0.3, 0, 1]]);
  assertMatrix(imaginary, [[0.8, 0.4, 0, 0]]);
});

Deno.test("holographic binding throws when input does not fit, and does not mutate", () => {
  const key = phasorKeys(2, 1, seededRandom(1));
  const value = { real: columnVector([1, 2]), imaginary: columnVector([3, 4]) };
  assertThrows(
    () => bindHolographically(key, phasorKeys(3, 1, seededRandom(1))),
    ShapeError,
    "Cannot bind keys to values as D must be one size: keys.real (DxN) is 2x1",
  );
  assertThrows(
    () => bindHolographically(key, value, { permutations: [[0, 0]] }),
    RangeError,
    "Cannot bind keys to values as each copy's permutation must name 0 to 1 once each, in at least one copy: copy 0 has 0, 0",
  );
  assertThrows(
    () => bindHolographically(key, value, { permutations: [] }),
    RangeError,
    "there is none",
  );
  const traces = bindHolographically(key, value);
  assertThrows(
    () =>
      unbindHolographically(traces, key, { permutations: [[0, 1], [1, 0]] }),
    ShapeError,
    "a size written as 2 must be 2: traces.real (Dx2) is 2x1",
  );
  assertThrows(
    () =>
      boundKeys({ real: columnVector([NaN]), imaginary: columnVector([0]) }),
    RangeError,
    "every entry of real must be finite: entry (0, 0) is NaN",
  );
  unbindHolographically(traces, key).real.set(0, 0, 99);
  assertEquals(value.real.to1DArray(), [1, 2]);
  assertEquals(key, phasorKeys(2, 1, seededRandom(1)));
});
