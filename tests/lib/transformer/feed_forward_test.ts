import { assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { feedForward, gelu } from "@mneme/mneme/transformer";
import { assertMatrix, matrices, permuteColumns, SEEDS } from "../support.ts";

function draw(seed: number) {
  const matrix = matrices(seed);
  return {
    hiddenWeights: matrix(11, 3),
    hiddenBias: matrix(11, 1),
    outputWeights: matrix(3, 11),
    outputBias: matrix(3, 1),
  };
}

// row 75: W₂ relu(W₁x + b₁) + b₂ at x = (1, -2): relu(-1 + 1/2, 3 + 1/2) = (0, 7/2), 2 · 7/2 - 1 = 6, by hand
Deno.test("feedForward() rectifies between two affine maps, by hand", () => {
  const y = feedForward(columnVector([1, -2]), {
    hiddenWeights: fromRows([[1, 1], [1, -1]]),
    hiddenBias: columnVector([0.5, 0.5]),
    outputWeights: fromRows([[100, 2], [0, 1]]),
    outputBias: columnVector([-1, 0]),
  });
  assertEquals(y.getColumn(0), [6, 3.5]);
});

Deno.test("feedForward() treats each item by itself", () => {
  for (const seed of SEEDS) {
    const parameters = draw(seed);
    const inputs = matrices(seed + 1)(3, 7);
    const outputs = feedForward(inputs, parameters);
    const order = seededRandom(seed).permutation(7);
    const message = `seed ${seed}`;
    assertMatrix(
      feedForward(permuteColumns(inputs, order), parameters),
      permuteColumns(outputs, order),
      { message },
    );
    assertMatrix(
      feedForward(inputs.getColumnVector(2), parameters),
      outputs.getColumnVector(2),
      { message },
    );
  }
});

Deno.test("feedForward() takes another activation", () => {
  const identity = fromRows([[1]]);
  const zero = columnVector([0]);
  const parameters = {
    hiddenWeights: identity,
    hiddenBias: zero,
    outputWeights: identity,
    outputBias: zero,
  };
  const x = fromRows([[-1, 1]]);
  assertEquals(feedForward(x, parameters, { activation: gelu }), gelu(x));
});

Deno.test("feedForward() throws when a weight does not fit", () => {
  assertThrows(
    () => feedForward(fromRule(2, 7, () => 0), draw(3)),
    ShapeError,
    "Cannot feed items forward as D must be one size: inputs (DxN) is 2x7, hiddenWeights (HxD) is 11x3",
  );
});

Deno.test("feedForward() does not mutate inputs or parameters", () => {
  const parameters = draw(5);
  const inputs = matrices(7)(3, 7);
  const before = JSON.stringify([parameters, inputs]);
  feedForward(inputs, parameters);
  assertEquals(JSON.stringify([parameters, inputs]), before);
});
