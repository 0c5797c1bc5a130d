import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { erf, fromRule, normalMatrix, seededRandom } from "@mneme/mneme/core";
import {
  criticalLoad,
  meanFieldRecall,
  oneStepBitError,
  randomPatterns,
  updateDenseNeuron,
} from "@mneme/mneme/associative";
import { EXACT } from "../support.ts";

// row 32: α_c = .137906, m = .96742, bit error 1.63 % (zero-temperature saddle equations of Amit, Gutfreund and Sompolinsky, solved independently)
Deno.test("criticalLoad() is 0.137906 with overlap 0.96742 and 1.63 % of wrong entries", () => {
  const { load, overlap, bitError } = criticalLoad();
  assertAlmostEquals(load, 0.137906, 5e-7);
  assertAlmostEquals(overlap, 0.96742, 5e-6);
  assertAlmostEquals(bitError, 0.0163, 5e-5);
});

Deno.test("meanFieldRecall() solves the three equations that it was eliminated from", () => {
  for (const load of [0.02, 0.05, 0.1, 0.12, 0.1375]) {
    const { overlap: m, bitError } = meanFieldRecall(load);
    assertAlmostEquals(bitError, (1 - m) / 2, EXACT);
    // r = 1/(1 - C)², C = √(2/(παr)) exp(-m²/(2αr)): iterate both from m alone.
    let [c, r] = [0, 1];
    for (let k = 0; k < 200; k++) {
      r = 1 / (1 - c) ** 2;
      c = Math.sqrt(2 / (Math.PI * load * r)) *
        Math.exp(-m * m / (2 * load * r));
    }
    assertAlmostEquals(erf(m / Math.sqrt(2 * load * r)), m, 1e-9, `${load}`);
  }
});

Deno.test("meanFieldRecall() falls with the load, then breaks down at the critical one", () => {
  const overlaps = [1e-6, 0.05, 0.1, 0.13, 0.1379].map((load) =>
    meanFieldRecall(load).overlap
  );
  assert(overlaps.every((m, i) => i === 0 || m <= overlaps[i - 1]));
  assert(overlaps[4] > 0.967);
  const { overlap, bitError } = meanFieldRecall(0.13791);
  assert(overlap === 0 && bitError === 0.5);
  assert(meanFieldRecall(1e4).overlap === 0);
});

// row 32: one-step error ½ erfc(√(M/2P)): α = .105 → .0010, .138 → .0036, .185 → .0100, .37 → .050, .61 → .100 (Hertz et al.'s table, recomputed)
Deno.test("oneStepBitError() follows the published curve", () => {
  for (
    const [patterns, expected] of [
      [105, 0.0010],
      [138, 0.0036],
      [185, 0.0100],
      [370, 0.050],
      [610, 0.100],
    ]
  ) {
    const tolerance = patterns < 370 ? 5e-5 : 5e-4;
    assertAlmostEquals(oneStepBitError(1000, patterns), expected, tolerance);
  }
});

Deno.test("oneStepBitError() at degree 3 is what a dense memory of 61 neurons does", () => {
  const random = seededRandom(11);
  const [M, N] = [61, 300];
  const expected = oneStepBitError(M, N, { degree: 3 });
  let [wrong, total] = [0, 0];
  for (let trial = 0; trial < 8; trial++) {
    const memory = { patterns: randomPatterns(M, N, random), degree: 3 };
    for (let n = 0; n < 40; n++) {
      const i = random.integer(M);
      const pattern = memory.patterns.getColumnVector(n);
      const next = updateDenseNeuron(memory, pattern, i);
      if (next.get(i, 0) !== pattern.get(i, 0)) wrong++;
      total++;
    }
  }
  assertAlmostEquals(expected, 0.0211, 1e-3); // √(3721/1800) standard deviations
  assertAlmostEquals(wrong / total, expected, 0.025);
});

Deno.test("oneStepBitError() at degree 2 is the error of a normal crosstalk, drawn", () => {
  const draws = normalMatrix(40_000, 1, seededRandom(3));
  const level = Math.sqrt(7 / 3); // M = 7, N = 3
  const share = fromRule(
    1,
    1,
    () => draws.to1DArray().filter((g) => g > level).length / 40_000,
  ).get(0, 0);
  assertAlmostEquals(oneStepBitError(7, 3), share, 0.004);
});

Deno.test("meanFieldRecall() and oneStepBitError() throw when a number is out of range", () => {
  assertThrows(
    () => meanFieldRecall(0),
    RangeError,
    "Cannot solve the mean-field equations as the load must be a finite number of at least",
  );
  assertThrows(() => meanFieldRecall(NaN), RangeError, "NaN");
  assertThrows(
    () => oneStepBitError(0, 5),
    RangeError,
    "Cannot compute the error after one step as the number of neurons must be an integer of at least 1: 0",
  );
  assertThrows(
    () => oneStepBitError(5, 5, { degree: 1 }),
    RangeError,
    "the degree must be an integer of at least 2: 1",
  );
});
