import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  dotScores,
  keyValueAttention,
  localMonotonicAttention,
  localPredictiveAttention,
  predictedPositions,
  windowMask,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";

Deno.test("windowMask() keeps what lies within the half width, centers between items included", () => {
  const mask = windowMask(5, [0, 2, 3.5], 1);
  assertEquals(mask.transpose().to2DArray(), [
    [1, 1, 0, 0, 0],
    [0, 1, 1, 1, 0],
    [0, 0, 0, 1, 1],
  ]);
});

// row 56: local/hard in the table, local-m: p_t = t, so query 2 sees items 1, 2 and 3 with D = 1
Deno.test("localMonotonicAttention() is attention under the window around the query's own place", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const memory = { keys: draw(3, 7), values: draw(2, 7) };
    const queries = draw(3, 5);
    const options = { halfWidth: 1, score: dotScores };
    const { weights, positions } = localMonotonicAttention(
      memory,
      queries,
      options,
    );
    assertEquals(positions, [0, 1, 2, 3, 4]);
    const exponentials = [1, 2, 3].map((n) =>
      Math.exp(dotScores(memory.keys, queries).get(n, 2))
    );
    const total = exponentials.reduce((a, b) => a + b);
    assertMatrix(
      weights.subMatrix(0, 6, 2, 2),
      [0, ...exponentials, 0, 0, 0].map((e) => [e / total]),
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("localMonotonicAttention() is global when the window holds everything, and reads 0 beyond the last item", () => {
  const draw = matrices(83);
  const memory = { keys: draw(3, 2), values: draw(2, 2) };
  const queries = draw(3, 5);
  const wide = localMonotonicAttention(memory, queries, { halfWidth: 99 });
  assertMatrix(wide.output, keyValueAttention(memory, queries).output);
  const narrow = localMonotonicAttention(memory, queries, { halfWidth: 1 });
  assertEquals(narrow.weights.getColumn(4), [0, 0]);
  assertEquals(narrow.output.getColumn(4), [0, 0]);
});

Deno.test("localMonotonicAttention() joins the window with a mask", () => {
  const inputs = fromRows([[0, 0, 0]]);
  const { weights } = localMonotonicAttention(
    { keys: inputs, values: inputs },
    fromRows([[1]]),
    { halfWidth: 1, mask: columnVector([0, 1, 1]) },
  );
  assertEquals(weights.to1DArray(), [0, 1, 0]);
});

// row 56: local-p: p_t = S σ(vᵀ tanh(W_p h)), here 8 σ(2 tanh(0.5)), between 0 and S
Deno.test("predictedPositions() is S σ(vᵀ tanh(Wh)), by hand", () => {
  const [position] = predictedPositions(columnVector([1, 1]), {
    positionWeights: fromRows([[0.2, 0.3]]),
    positionVector: columnVector([2]),
  }, 8);
  assertAlmostEquals(position, 8 / (1 + Math.exp(-2 * Math.tanh(0.5))), EXACT);
});

Deno.test("localPredictiveAttention() multiplies softmax over the window by a Gaussian of σ = D/2", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const memory = { keys: draw(3, 11), values: draw(2, 11) };
    const queries = draw(3, 5);
    const parameters = {
      positionWeights: draw(7, 3),
      positionVector: draw(7, 1),
    };
    const D = 3;
    const { weights, output, positions } = localPredictiveAttention(
      memory,
      queries,
      parameters,
      { halfWidth: D },
    );
    const message = `seed ${seed}`;
    const scores = dotScores(memory.keys, queries).div(Math.sqrt(3));
    const expected = fromRule(11, 5, (n, m) => {
      const p = positions[m];
      if (Math.abs(n - p) > D) return 0;
      let total = 0;
      for (let j = 0; j < 11; j++) {
        if (Math.abs(j - p) <= D) total += Math.exp(scores.get(j, m));
      }
      const variance = (D / 2) ** 2;
      return Math.exp(scores.get(n, m)) / total *
        Math.exp(-((n - p) ** 2) / (2 * variance));
    });
    assertMatrix(weights, expected, { message });
    assertMatrix(output, memory.values.mmul(expected), { message });
    for (let m = 0; m < 5; m++) {
      assert(weights.getColumn(m).reduce((a, b) => a + b) <= 1, message);
    }
  }
});

Deno.test("local attention throws when the width or a shape is wrong", () => {
  const memory = {
    keys: fromRule(3, 5, () => 0),
    values: fromRule(2, 5, () => 0),
  };
  assertThrows(
    () =>
      localMonotonicAttention(memory, fromRule(3, 2, () => 0), {
        halfWidth: 0,
      }),
    RangeError,
    "Cannot mask what lies outside of a window as the half width must be a finite number greater than 0: 0",
  );
  assertThrows(
    () => windowMask(5, [NaN], 1),
    RangeError,
    "a position must be a finite number: NaN",
  );
  assertThrows(
    () =>
      localPredictiveAttention(memory, fromRule(3, 2, () => 0), {
        positionWeights: fromRule(7, 3, () => 0),
        positionVector: fromRule(5, 1, () => 0),
      }, { halfWidth: 1 }),
    ShapeError,
    "Cannot predict positions as H must be one size: queries (DqxM) is 3x2, positionWeights (HxDq) is 7x3, positionVector (Hx1) is 5x1",
  );
  assertThrows(
    () =>
      localMonotonicAttention(memory, fromRule(3, 2, () => 0), {
        halfWidth: 1,
        mask: fromRule(7, 2, () => 1),
      }),
    ShapeError,
    "Cannot combine masks as N must be one size",
  );
});

Deno.test("local attention does not mutate memory, queries or parameters", () => {
  const draw = matrices(89);
  const memory = { keys: draw(3, 5), values: draw(2, 5) };
  const queries = draw(3, 2);
  const parameters = {
    positionWeights: draw(7, 3),
    positionVector: draw(7, 1),
  };
  const before = JSON.stringify([memory, queries, parameters]);
  localPredictiveAttention(memory, queries, parameters, { halfWidth: 2 });
  assertEquals(JSON.stringify([memory, queries, parameters]), before);
});
