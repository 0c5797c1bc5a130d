import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  biasedScores,
  dotScores,
  scaledDotScores,
  scaledScores,
  softAttention,
  softCappedScores,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix, matrices, SEEDS } from "../support.ts";

// row 5: the scaled dot score is the dot score times 1/√D
Deno.test("scaledScores() of the dot score with 1/√D is the scaled dot score", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [keys, queries] = [draw(7, 5), draw(7, 3)];
    assertMatrix(
      scaledScores(dotScores, 1 / Math.sqrt(7))(keys, queries),
      scaledDotScores(keys, queries),
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("scaledScores() gives the mean at 0 and hard attention for a large factor", () => {
  const inputs = fromRows([[1, 2, 6]]);
  const attend = (factor: number) =>
    softAttention(inputs, columnVector([1]), {
      score: scaledScores(dotScores, factor),
    }).output;
  assertMatrix(attend(0), [[3]]);
  assertMatrix(attend(1e4), [[6]]);
});

Deno.test("softCappedScores() is c tanh(s / c): small scores stay, large ones stop, the order is kept", () => {
  const score = softCappedScores(dotScores, 5);
  const scores = score(fromRows([[1e-4, 2, 3, 1e4, -1e4]]), fromRows([[1]]));
  assertMatrix(scores, [
    [1e-4],
    [5 * Math.tanh(0.4)],
    [5 * Math.tanh(0.6)],
    [5],
    [-5],
  ], { tolerance: 1e-9 }); // tanh(x) = x - x³/3
});

Deno.test("softCappedScores() bounds the ratio of two weights by exp(2c)", () => {
  const { weights } = softAttention(fromRows([[-1e4, 1e4]]), fromRows([[1]]), {
    score: softCappedScores(dotScores, 2),
  });
  assert(weights.get(1, 0) / weights.get(0, 0) <= Math.exp(4) * (1 + 1e-12));
});

Deno.test("softCappedScores() before a bias of -∞ hides the item, after it would not", () => {
  const bias = columnVector([0, -Infinity]);
  const inputs = fromRows([[3, 5]]);
  const attend = (score: typeof dotScores) =>
    softAttention(inputs, columnVector([1]), { score }).weights.get(1, 0);
  assertEquals(attend(biasedScores(softCappedScores(dotScores, 1), bias)), 0);
  assert(attend(softCappedScores(biasedScores(dotScores, bias), 1)) > 0.1);
});

Deno.test("biasedScores() adds a number for each key and query", () => {
  const score = biasedScores(dotScores, fromRows([[10, 20], [30, 40]]));
  const scores = score(fromRows([[1, 2]]), fromRows([[3, 5]]));
  assertEquals(scores.to2DArray(), [[13, 25], [36, 50]]);
});

Deno.test("the shaped scores throw when the number or the bias is wrong", () => {
  assertThrows(
    () => scaledScores(dotScores, NaN),
    RangeError,
    "Cannot scale scores as the factor must be a finite number: NaN",
  );
  assertThrows(
    () => softCappedScores(dotScores, 0),
    RangeError,
    "Cannot soft-cap scores as the cap must be a finite number greater than 0: 0",
  );
  assertThrows(
    () => biasedScores(dotScores, columnVector([0, Infinity])),
    RangeError,
    "Cannot bias scores as every bias must be finite or -Infinity: Infinity",
  );
  assertThrows(
    () =>
      biasedScores(dotScores, fromRule(3, 2, () => 0))(
        fromRule(1, 5, () => 0),
        fromRule(1, 2, () => 0),
      ),
    ShapeError,
    "Cannot bias scores as N must be one size: scores (NxM) is 5x2, bias (NxM) is 3x2",
  );
});

Deno.test("the shaped scores do not mutate the scores they are given", () => {
  const scores = fromRows([[1, 2]]);
  const given = () => scores;
  const zeros = fromRule(1, 2, () => 7);
  scaledScores(given, 3)(scores, scores);
  softCappedScores(given, 3)(scores, scores);
  biasedScores(given, zeros)(scores, scores);
  assertEquals(scores.to2DArray(), [[1, 2]]);
});
