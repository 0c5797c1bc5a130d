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
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  hebbianWeights,
  hopfieldNetwork,
  overlap,
  recall,
  updateSynchronously,
} from "@mneme/mneme/associative";
import { EXACT, SEEDS } from "../support.ts";

// row 31: wᵢⱼ = (1/N) Σ xᵢxⱼ for three patterns, by hand
Deno.test("hebbianWeights() averages products and zeroes the diagonal, by hand", () => {
  const patterns = fromRows([[1, 1, -1], [1, -1, -1], [-1, 1, 1], [1, 1, 1]]);
  const third = 1 / 3;
  assertEquals(hebbianWeights(patterns).to2DArray(), [
    [0, third, -third, third],
    [third, 0, -1, -third],
    [-third, -1, 0, third],
    [third, -third, third, 0],
  ]);
});

Deno.test("hebbianWeights() is what hopfieldNetwork() takes, for any patterns", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const patterns = fromRule(11, 7, () => random.uniform() < 0.5 ? -1 : 1);
    assertEquals(hopfieldNetwork(hebbianWeights(patterns)).size, 11);
  }
});

Deno.test("hebbianWeights() does not know the patterns' order or signs", () => {
  const patterns = fromRows([[1, 1], [1, -1], [-1, 1]]);
  const other = fromRows([[-1, 1], [1, 1], [-1, -1]]);
  assertEquals(hebbianWeights(patterns), hebbianWeights(other));
});

// row 31: with the diagonal, M = 100, P = 1000 "stores" 97.4 % as fixed points; zeroed 0 % (computed with numpy)
Deno.test("hebbianWeights() avoids the trap of the diagonal: with it nearly every pattern is a fixed point, without it none", () => {
  const random = seededRandom(7);
  const [M, N] = [100, 1000]; // ten patterns to a neuron, far above capacity
  const patterns = fromRule(M, N, () => random.uniform() < 0.5 ? -1 : 1);
  const weights = hebbianWeights(patterns);
  const network = hopfieldNetwork(weights);
  let [withDiagonal, without] = [0, 0];
  for (let n = 0; n < N; n++) {
    const pattern = patterns.getColumnVector(n);
    const fields = weights.mmul(pattern); // the notes' wᵢᵢ = 1 would add sᵢ
    const stable = fields.to1DArray()
      .every((h, i) => (h + pattern.get(i, 0) >= 0) === pattern.get(i, 0) > 0);
    if (stable) withDiagonal++;
    if (overlap(updateSynchronously(network, pattern), pattern) === 1) {
      without++;
    }
  }
  assertAlmostEquals(withDiagonal / N, 0.974, 0.03);
  assertEquals(without, 0);
});

Deno.test("hebbianWeights() recalls as well when scaled by M instead of N, if there are no biases", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const patterns = fromRule(31, 4, () => random.uniform() < 0.5 ? -1 : 1);
    const weights = hebbianWeights(patterns);
    const scaled = weights.clone().mul(8); // a power of two: no rounding
    const cue = fromRule(31, 1, () => random.uniform() < 0.5 ? -1 : 1);
    assertEquals(
      recall(hopfieldNetwork(scaled), cue),
      recall(hopfieldNetwork(weights), cue),
      `seed ${seed}`,
    );
  }
});

Deno.test("hebbianWeights() throws with the entry when a pattern is not ±1", () => {
  assertThrows(
    () => hebbianWeights(fromRows([[1, -1], [1, 0.5]])),
    RangeError,
    "Cannot store patterns as every entry must be +1 or -1: entry (1, 1) is 0.5",
  );
});

Deno.test("hebbianWeights() does not mutate the patterns", () => {
  const patterns = fromRows([[1, -1], [1, 1]]);
  hebbianWeights(patterns).set(0, 1, 99);
  assertEquals(patterns.to2DArray(), [[1, -1], [1, 1]]);
});

Deno.test("overlap() counts agreements less disagreements", () => {
  const states = columnVector([1, -1, 1, 1, -1]);
  assertEquals(overlap(states, states), 1);
  assertEquals(overlap(states, columnVector([-1, 1, -1, -1, 1])), -1);
  assertAlmostEquals(
    overlap(states, columnVector([1, -1, 1, 1, 1])),
    3 / 5,
    EXACT,
  );
  assert(overlap(columnVector([1]), columnVector([-1])) === -1);
});

Deno.test("overlap() throws when sizes or entries are not legal", () => {
  assertThrows(
    () => overlap(columnVector([1, 1]), columnVector([1, 1, 1])),
    ShapeError,
    "Cannot compare states with a pattern as M must be one size: states (Mx1) is 2x1, pattern (Mx1) is 3x1",
  );
  assertThrows(
    () => overlap(columnVector([1, 1]), columnVector([1, 0])),
    RangeError,
    "entry 1 is 0",
  );
});
