import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  ShapeError,
} from "@mneme/mneme/core";
import {
  columnStatistics,
  layerNorm,
  layerNormGradient,
  rmsNorm,
} from "@mneme/mneme/transformer";
import { assertGradient, inner } from "../gradients.ts";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";

const EPSILON_0 = { epsilon: 0 };

const ones = (size: number) => fromRule(size, 1, () => 1);
const mean = (xs: number[]) => xs.reduce((a, b) => a + b) / xs.length;

// row 73: (2, 4, 9): μ = 5, σ² = (9 + 1 + 16)/3, so (-3, -1, 4) / √(26/3), times γ, plus β, by hand
Deno.test("layerNorm() takes the mean and the deviation out, by hand", () => {
  const y = layerNorm(
    columnVector([2, 4, 9]),
    { scale: columnVector([1, 2, 3]), shift: columnVector([10, 20, 30]) },
    EPSILON_0,
  );
  const deviation = Math.sqrt(26 / 3);
  assertMatrix(y, [
    [10 - 3 / deviation],
    [20 - 2 / deviation],
    [30 + 12 / deviation],
  ]);
});

// row 73: every normalized column has mean 0 and variance 1 (Ba et al. 2016, eqs. 3 and 4)
Deno.test("layerNorm() gives each column mean 0 and variance 1, whatever its shift and scale", () => {
  for (const seed of SEEDS) {
    const inputs = matrices(seed)(7, 5);
    const y = layerNorm(inputs, { scale: ones(7) }, EPSILON_0);
    const moved = fromRule(7, 5, (d, n) => 3 * inputs.get(d, n) - 100);
    for (let n = 0; n < 5; n++) {
      const column = y.getColumn(n);
      const message = `seed ${seed}, column ${n}`;
      assertAlmostEquals(mean(column), 0, EXACT, message);
      assertAlmostEquals(mean(column.map((x) => x * x)), 1, EXACT, message);
    }
    assertMatrix(layerNorm(moved, { scale: ones(7) }, EPSILON_0), y, {
      tolerance: 1e-11, // the shift of 100 costs two digits
      message: `seed ${seed}`,
    });
  }
});

Deno.test("layerNorm() adds ε to the variance and not to the deviation", () => {
  const y = layerNorm(columnVector([1, 5]), { scale: ones(2) }, { epsilon: 5 });
  assertMatrix(y, [[-2 / 3], [2 / 3]]); // √(4 + 5) = 3
});

Deno.test("layerNorm() of a constant column is the shift, with ε and without", () => {
  const parameters = { scale: ones(3), shift: columnVector([7, 8, 9]) };
  for (const epsilon of [0, 1e-5]) {
    const y = layerNorm(columnVector([4, 4, 4]), parameters, { epsilon });
    assertEquals(y.getColumn(0), [7, 8, 9]);
  }
});

Deno.test("layerNorm() survives entries of ±1e4, and one feature", () => {
  const y = layerNorm(columnVector([1e4, -1e4]), { scale: ones(2) });
  assertMatrix(y, [[1], [-1]]);
  assertEquals(layerNorm(columnVector([5]), { scale: ones(1) }).get(0, 0), 0);
});

Deno.test("columnStatistics() gives mean and inverse deviation of each column", () => {
  const { mean, inverseDeviation } = columnStatistics(
    fromRows([[1, 0], [5, 0], [6, 0]]),
    { epsilon: 4 / 9 },
  );
  // variance (9 + 1 + 4)/3 = 14/3, plus 4/9 is 46/9; a constant column has √(9/4)
  assertMatrix(mean, [[4, 0]]);
  assertMatrix(inverseDeviation, [[3 / Math.sqrt(46), 1.5]]);
});

// row 73: (3, 4) has mean square 25/2, by hand (Zhang and Sennrich 2019, eq. 4)
Deno.test("rmsNorm() divides by the root mean square and keeps the direction", () => {
  const y = rmsNorm(
    columnVector([3, 4]),
    { scale: columnVector([1, 2]) },
    EPSILON_0,
  );
  assertMatrix(y, [[3 / Math.sqrt(12.5)], [8 / Math.sqrt(12.5)]]);
  assertEquals(
    rmsNorm(columnVector([0, 0]), { scale: ones(2) }, EPSILON_0).getColumn(0),
    [0, 0],
  );
});

Deno.test("rmsNorm() is layerNorm() where the mean is 0", () => {
  for (const seed of SEEDS) {
    const drawn = matrices(seed)(7, 5);
    const means = Array.from({ length: 5 }, (_, n) => mean(drawn.getColumn(n)));
    const centered = fromRule(7, 5, (d, n) => drawn.get(d, n) - means[n]);
    const scale = matrices(seed + 1)(7, 1);
    assertMatrix(rmsNorm(centered, { scale }), layerNorm(centered, { scale }), {
      message: `seed ${seed}`,
    });
  }
});

// row 73: the gradient by hand, against central differences
Deno.test("layerNormGradient() equals central differences", () => {
  for (const seed of SEEDS) {
    const matrix = matrices(seed);
    const [inputs, upstream] = [matrix(7, 5), matrix(7, 5)];
    const [scale, shift] = [matrix(7, 1), matrix(7, 1)];
    for (const epsilon of [1e-5, 0.1]) {
      const found = layerNormGradient(inputs, { scale, shift }, upstream, {
        epsilon,
      });
      const loss = (x: Matrix, scale: Matrix, shift: Matrix) =>
        inner(layerNorm(x, { scale, shift }, { epsilon }), upstream);
      const message = `seed ${seed}, epsilon ${epsilon}`;
      assertGradient(
        found.inputs,
        inputs,
        (x) => loss(x, scale, shift),
        message,
      );
      assertGradient(
        found.scale,
        scale,
        (g) => loss(inputs, g, shift),
        message,
      );
      assertGradient(
        found.shift,
        shift,
        (b) => loss(inputs, scale, b),
        message,
      );
    }
  }
});

Deno.test("layerNormGradient() has columns that sum to 0 and, but for ε, meet the inputs at a right angle", () => {
  for (const seed of SEEDS) {
    const matrix = matrices(seed);
    const [inputs, upstream, scale] = [
      matrix(7, 5),
      matrix(7, 5),
      matrix(7, 1),
    ];
    const found = layerNormGradient(inputs, { scale }, upstream, EPSILON_0);
    for (let n = 0; n < 5; n++) {
      const column = found.inputs.getColumnVector(n);
      const message = `seed ${seed}, column ${n}`;
      assert(Math.abs(inner(column, ones(7))) < EXACT, message);
      assert(
        Math.abs(inner(column, inputs.getColumnVector(n))) < EXACT,
        message,
      );
    }
  }
});

Deno.test("the norms throw when shapes, ε or numbers are wrong", () => {
  const inputs = matrices(3)(7, 5);
  assertThrows(
    () => layerNorm(inputs, { scale: ones(5) }),
    ShapeError,
    "Cannot normalize items as D must be one size: inputs (DxN) is 7x5, scale (Dx1) is 5x1",
  );
  assertThrows(
    () => layerNormGradient(inputs, { scale: ones(7) }, inputs.transpose()),
    ShapeError,
    "Cannot differentiate layer normalization as D must be one size",
  );
  assertThrows(() => rmsNorm(inputs, { scale: ones(5) }), ShapeError, "D must");
  for (const epsilon of [-1, NaN, Infinity]) {
    assertThrows(
      () => layerNorm(inputs, { scale: ones(7) }, { epsilon }),
      RangeError,
      `Cannot normalize items as epsilon must be a finite number of at least 0: ${epsilon}`,
    );
    assertThrows(
      () => rmsNorm(inputs, { scale: ones(7) }, { epsilon }),
      RangeError,
      "epsilon must be",
    );
  }
  assertThrows(
    () => columnStatistics(columnVector([1, Infinity])),
    RangeError,
    "Cannot take the statistics of items as every entry of inputs must be finite: entry (1, 0) is Infinity",
  );
});

Deno.test("the norms do not mutate inputs or parameters", () => {
  const matrix = matrices(5);
  const all = {
    inputs: matrix(7, 5),
    scale: matrix(7, 1),
    shift: matrix(7, 1),
  };
  const upstream = matrix(7, 5);
  const before = JSON.stringify([all, upstream]);
  layerNorm(all.inputs, all);
  rmsNorm(all.inputs, all);
  layerNormGradient(all.inputs, all, upstream);
  assertEquals(JSON.stringify([all, upstream]), before);
});
