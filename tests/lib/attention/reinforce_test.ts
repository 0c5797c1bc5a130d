import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  attentionDistribution,
  reinforceGradient,
  sampledAttention,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  seededRandom,
  ShapeError,
  softmaxColumnsGradient,
} from "@mneme/mneme/core";
import { assertGradient, inner } from "../gradients.ts";
import { assertMatrix, matrices, SEEDS } from "../support.ts";

const scores = columnVector([0.3, -0.7, 1.1, 0]);
const rewards = [1, -2, 0.5, 4]; // of the four arms
const distribution = attentionDistribution(scores);

/** Σₙ αₙ times the estimate for choice n: its exact expectation. */
function expectation(baseline: number): Matrix {
  return rewards.reduce(
    (sum, reward, n) =>
      sum.add(
        reinforceGradient(distribution, [n], [reward], { baseline })
          .mul(distribution.get(n, 0)),
      ),
    fromRule(4, 1, () => 0),
  );
}

// row 7: Σ_n α_n R_n ∇ log α_n is the exact gradient, whatever the baseline (Williams 1992), on a bandit of four arms
Deno.test("reinforceGradient() is unbiased: its expectation by enumeration is the exact gradient", () => {
  const exact = softmaxColumnsGradient(distribution, columnVector(rewards));
  for (const baseline of [0, 1.7, -30]) {
    assertMatrix(expectation(baseline), exact);
    assertGradient(
      expectation(baseline),
      scores,
      (at) => inner(attentionDistribution(at), columnVector(rewards)),
    );
  }
});

Deno.test("reinforceGradient() has a mean over draws that approaches the exact gradient", () => {
  const draws = 40_000;
  const { choices } = sampledAttention(
    { keys: scores.transpose(), values: scores.transpose() },
    fromRule(1, draws, () => 1),
    seededRandom(23),
  );
  const estimates = reinforceGradient(
    fromRule(4, draws, (n) => distribution.get(n, 0)),
    choices,
    choices.map((z) => rewards[z]),
  );
  const exact = expectation(0);
  for (let n = 0; n < 4; n++) {
    const row = estimates.getRow(n);
    const mean = row.reduce((a, b) => a + b) / draws;
    const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws;
    const FOUR_SIGMA = 4 * Math.sqrt(variance / draws);
    assert(
      Math.abs(mean - exact.get(n, 0)) <= FOUR_SIGMA,
      `score ${n}, seed 23`,
    );
  }
});

Deno.test("reinforceGradient() varies less with the mean reward as baseline", () => {
  const variance = (baseline: number) =>
    rewards.reduce((sum, reward, n) => {
      const estimate = reinforceGradient(distribution, [n], [reward + 10], {
        baseline,
      }).sub(expectation(0));
      return sum + distribution.get(n, 0) * inner(estimate, estimate);
    }, 0);
  const mean = 10 + inner(distribution, columnVector(rewards));
  assert(variance(mean) < variance(0) / 5);
});

Deno.test("reinforceGradient() is (R - b)(e_z - α), its columns sum to 0", () => {
  for (const seed of SEEDS) {
    const alpha = attentionDistribution(matrices(seed)(5, 3));
    const gradient = reinforceGradient(alpha, [4, 0, 2], [3, 5, 7], {
      baseline: 2,
    });
    assertMatrix(
      gradient,
      fromRule(
        5,
        3,
        (n, m) =>
          [1, 3, 5][m] * ((n === [4, 0, 2][m] ? 1 : 0) - alpha.get(n, m)),
      ),
    );
    for (let m = 0; m < 3; m++) {
      assert(Math.abs(gradient.getColumn(m).reduce((a, b) => a + b)) < 1e-12);
    }
  }
});

Deno.test("reinforceGradient() of the only item is 0", () => {
  assertEquals(reinforceGradient(fromRows([[1]]), [0], [9]).get(0, 0), 0);
});

Deno.test("reinforceGradient() throws on a wrong number of draws, no distribution, no item, no number", () => {
  assertThrows(
    () => reinforceGradient(distribution, [0, 1], [1]),
    ShapeError,
    "Cannot estimate a gradient by REINFORCE as M must be one size: distribution (NxM) is 4x1, choices are 2, rewards are 1",
  );
  assertThrows(
    () => reinforceGradient(columnVector([0.5, 0.4]), [0], [1]),
    RangeError,
    "as each column of distribution must sum to 1",
  );
  assertThrows(
    () => reinforceGradient(distribution, [4], [1]),
    RangeError,
    "a choice must be an integer from 0 to 3: 4",
  );
  assertThrows(
    () => reinforceGradient(distribution, [0], [NaN]),
    RangeError,
    "a reward must be a finite number: NaN",
  );
});

Deno.test("reinforceGradient() does not mutate the distribution", () => {
  const before = distribution.to1DArray();
  reinforceGradient(distribution, [1], [5]);
  assertEquals(distribution.to1DArray(), before);
});
