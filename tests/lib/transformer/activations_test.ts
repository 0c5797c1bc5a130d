import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { fromRows, fromRule } from "@mneme/mneme/core";
import { gelu, relu } from "@mneme/mneme/transformer";
import { EXACT } from "../support.ts";

// row 75: relu(x) = max(0, x) (Vaswani et al. 2017, eq. 2)
Deno.test("relu() keeps what is positive", () => {
  const y = relu(fromRows([[-1e4, -0.5, 0], [0.5, 2, 1e4]]));
  assertEquals(y.to2DArray(), [[0, 0, 0], [0.5, 2, 1e4]]);
});

// row 75: gelu(1) = Φ(1) = 0.841344746068543, gelu(-1) = Φ(1) - 1 (tables of the normal distribution)
Deno.test("gelu() is x Φ(x)", () => {
  const y = gelu(fromRows([[-1, 0, 1]]));
  assertAlmostEquals(y.get(0, 0), 0.841344746068543 - 1, EXACT);
  assertEquals(y.get(0, 1), 0);
  assertAlmostEquals(y.get(0, 2), 0.841344746068543, EXACT);
});

Deno.test("gelu() in its forms differs by less than 5e-4, and gelu(x) - gelu(-x) = x", () => {
  const x = fromRule(1, 401, (_, j) => (j - 200) / 20);
  const exact = gelu(x);
  const close = gelu(x, { approximation: "tanh" });
  let worst = 0;
  for (let j = 0; j < x.columns; j++) {
    worst = Math.max(worst, Math.abs(exact.get(0, j) - close.get(0, j)));
    for (const y of [exact, close]) {
      assertAlmostEquals(
        y.get(0, j) - y.get(0, 400 - j),
        x.get(0, j),
        EXACT,
        `x = ${x.get(0, j)}`,
      );
    }
  }
  assert(worst > 1e-4 && worst < 5e-4, `${worst}`);
});

Deno.test("gelu() by tanh at 1, by hand", () => {
  const y = gelu(fromRows([[1]]), { approximation: "tanh" });
  const expected = (1 + Math.tanh(Math.sqrt(2 / Math.PI) * 1.044715)) / 2;
  assertAlmostEquals(y.get(0, 0), expected, EXACT);
});

Deno.test("gelu() keeps its digits far below 0 and is finite at ±1e4", () => {
  const y = gelu(fromRows([[-10, -1e4, 1e4]]));
  // Φ(-10) = 7.619853024160527e-24
  assertAlmostEquals(y.get(0, 0) / -7.619853024160527e-23, 1, 1e-11);
  assertEquals([Math.abs(y.get(0, 1)), y.get(0, 2)], [0, 1e4]);
});

Deno.test("the activations throw when a number is not finite or the form is unknown", () => {
  assertThrows(
    () => relu(fromRows([[0, NaN]])),
    RangeError,
    "Cannot rectify a matrix as every entry of matrix must be finite: entry (0, 1) is NaN",
  );
  const options = { approximation: "erf" } as unknown as {
    approximation: "tanh";
  };
  assertThrows(
    () => gelu(fromRows([[0]]), options),
    RangeError,
    'Cannot apply GELU as approximation must be "none" or "tanh": erf',
  );
});

Deno.test("the activations do not mutate their inputs", () => {
  const x = fromRows([[-1, 2]]);
  relu(x);
  gelu(x);
  assertEquals(x.to2DArray(), [[-1, 2]]);
});
