import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  normalMatrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { keyValueAttention } from "@mneme/mneme/attention";
import {
  flipEntries,
  modernEnergy,
  randomPatterns,
  retrieveModern,
} from "@mneme/mneme/associative";
import { assertMatrix, SEEDS, softmaxRows, times } from "../support.ts";

Deno.test("retrieveModern() is X softmax(βXᵀs), by hand", () => {
  const patterns = fromRows([[1, -1], [2, 0]]);
  const inverseTemperature = Math.log(3); // scores 1 and 0 for s = (0, ½) … 3 : 1
  const { output, weights } = retrieveModern(patterns, columnVector([0, 0.5]), {
    inverseTemperature,
  });
  assertMatrix(weights, [[0.75], [0.25]]);
  assertMatrix(output, [[0.5], [1.5]]);
});

// row 76: β = 1/√d gives attention exactly (Ramsauer et al. 2021): rows there, softmax(QKᵀ/√d)V with K = V
Deno.test("retrieveModern() at β = 1/√M is attention, in the book's form and in row form", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const patterns = normalMatrix(5, 7, random);
    const states = normalMatrix(5, 3, random);
    const { output, weights } = retrieveModern(patterns, states);
    const attention = keyValueAttention(
      { keys: patterns, values: patterns },
      states,
    );
    assertEquals({ output, weights }, attention, `seed ${seed}`);
    const told = retrieveModern(patterns, states, {
      inverseTemperature: 1 / Math.sqrt(5),
    });
    assertMatrix(told.output, output, { message: `seed ${seed}` });
    const rows = patterns.transpose().to2DArray();
    const scores = times(states.transpose().to2DArray(), patterns.to2DArray());
    const inRows = times(
      softmaxRows(scores.map((row) => row.map((s) => s / Math.sqrt(5)))),
      rows,
    );
    assertMatrix(output.transpose(), inRows, { message: `seed ${seed}` });
  }
});

/** Share of entries whose sign differs from the pattern's after one update at β = 1. */
function bitErrors(patterns: Matrix, cues: Matrix): number {
  const { output } = retrieveModern(patterns, cues, { inverseTemperature: 1 });
  let wrong = 0;
  for (let i = 0; i < cues.rows; i++) {
    for (let k = 0; k < cues.columns; k++) {
      if (Math.sign(output.get(i, k)) !== patterns.get(i, k)) wrong++;
    }
  }
  return wrong / (cues.rows * cues.columns);
}

// row 76: 10 % flips, β = 1, N = 10⁴: d = 64 → 0 bit errors, d = 16 → 10.5 % (computed with numpy)
// row 32: so many patterns that a Hopfield network would need 71,000 neurons
Deno.test("retrieveModern() finds one of 10,000 patterns of 64 entries, but not of 16", () => {
  const random = seededRandom(7);
  const large = randomPatterns(64, 10_000, random);
  const cues = fromRule(64, 20, () => 0);
  for (let k = 0; k < 20; k++) {
    cues.setColumn(k, flipEntries(large.getColumnVector(k), 6, random));
  }
  assertEquals(bitErrors(large, cues), 0);
  const small = randomPatterns(16, 10_000, random);
  const noisy = fromRule(
    16,
    150,
    (i, k) => small.get(i, k) * (random.uniform() < 0.1 ? -1 : 1),
  );
  const error = bitErrors(small, noisy);
  assert(Math.abs(error - 0.105) < 0.02, `${error}`);
});

// row 30: E = -β⁻¹ lse(βXᵀs) + ½ sᵀs + β⁻¹ log N + ½ max ‖x‖² >= 0, lowered by every update
Deno.test("modernEnergy() is at least 0 and no update raises it", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const patterns = normalMatrix(5, 7, random);
    for (const inverseTemperature of [0.1, 1, 10]) {
      let state = normalMatrix(5, 1, random).mul(3);
      let before = modernEnergy(patterns, state, { inverseTemperature });
      for (let step = 0; step < 10; step++) {
        state = retrieveModern(patterns, state, { inverseTemperature }).output;
        const now = modernEnergy(patterns, state, { inverseTemperature });
        assert(now <= before + 1e-12 && now >= -1e-12, `seed ${seed}`);
        before = now;
      }
    }
  }
});

Deno.test("modernEnergy() of one pattern is ½‖s - x‖²", () => {
  const pattern = columnVector([1, -2, 3]);
  const energy = modernEnergy(pattern, columnVector([2, 0, 3]), {
    inverseTemperature: 0.7,
  });
  assert(Math.abs(energy - (1 + 4) / 2) < 1e-12, `${energy}`);
});

Deno.test("retrieveModern() gives the mean as β goes to 0, and the nearest pattern at scores of ±1e4", () => {
  const patterns = fromRows([[1, 3], [2, 6]]);
  const state = columnVector([1, 1]);
  const cold = retrieveModern(patterns, state, { inverseTemperature: 1e4 });
  assertMatrix(cold.output, [[3], [6]]);
  const hot = retrieveModern(patterns, state, { inverseTemperature: 1e-13 });
  assertMatrix(hot.output, [[2], [4]]);
});

Deno.test("retrieveModern() and modernEnergy() throw when input is not legal, and do not mutate", () => {
  const patterns = fromRows([[1, 3], [2, 6]]);
  const state = columnVector([1, 1]);
  assertThrows(
    () => retrieveModern(patterns, columnVector([1, 2, 3])),
    ShapeError,
    "Cannot retrieve a pattern as M must be one size: patterns (MxN) is 2x2, states (MxK) is 3x1",
  );
  assertThrows(
    () => modernEnergy(patterns, fromRows([[1, 2], [3, 4]])),
    ShapeError,
    "Cannot compute the energy as a size written as 1 must be 1",
  );
  assertThrows(
    () => retrieveModern(patterns, state, { inverseTemperature: 0 }),
    RangeError,
    "the inverse temperature must be",
  );
  assertThrows(
    () => retrieveModern(patterns, columnVector([1, Infinity])),
    RangeError,
    "every entry of states must be finite: entry (1, 0) is Infinity",
  );
  retrieveModern(patterns, state, { inverseTemperature: 2 }).output.mul(9);
  modernEnergy(patterns, state);
  assertEquals(patterns.to2DArray(), [[1, 3], [2, 6]]);
  assertEquals(state.to1DArray(), [1, 1]);
});
