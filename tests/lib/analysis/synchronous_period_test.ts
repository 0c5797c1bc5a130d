import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  normalMatrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { synchronousPeriod } from "@mneme/mneme/analysis";
import { SEEDS } from "../support.ts";

// row 39: W = [[0,1],[-1,0]] in parallel: period 4; (1,-1) ↔ (-1,1) under W = [[0,1],[1,0]]: period 2 (Bruck 1990)
Deno.test("synchronousPeriod() is 4 for two antisymmetric neurons, 2 for two symmetric ones, by hand", () => {
  const start = columnVector([1, -1]);
  assertEquals(synchronousPeriod(fromRows([[0, 1], [-1, 0]]), start), {
    transient: 0,
    period: 4,
  });
  assertEquals(synchronousPeriod(fromRows([[0, 1], [1, 0]]), start), {
    transient: 0,
    period: 2,
  });
});

// row 29: symmetric weights: period at most 2, whatever the diagonal
// row 39: Gaussian antisymmetric: exactly 4 (computed, 0 violations)
Deno.test("synchronousPeriod() is at most 2 for symmetric weights and exactly 4 for antisymmetric ones", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    for (let trial = 0; trial < 10; trial++) {
      const half = normalMatrix(7, 7, random);
      const symmetric = half.clone().add(half.transpose());
      const antisymmetric = half.clone().sub(half.transpose());
      const biases = normalMatrix(7, 1, random);
      const start = fromRule(7, 1, () => random.uniform() < 0.5 ? -1 : 1);
      const message = `seed ${seed}, trial ${trial}`;
      const { period } = synchronousPeriod(symmetric, start, { biases });
      assert(period <= 2, message);
      assertEquals(synchronousPeriod(antisymmetric, start).period, 4, message);
    }
  }
});

Deno.test("synchronousPeriod() counts the steps before the cycle, and a longer one of other weights", () => {
  // A ring of three in which each copies the one before: three states in turn.
  const ring = fromRows([[0, 0, 1], [1, 0, 0], [0, 1, 0]]);
  assertEquals(synchronousPeriod(ring, columnVector([1, -1, -1])), {
    transient: 0,
    period: 3,
  });
  const biases = columnVector([2, 0, 0]); // the first stays +1, the others follow
  assertEquals(
    synchronousPeriod(ring, columnVector([-1, -1, -1]), { biases }),
    { transient: 3, period: 1 },
  );
});

Deno.test("synchronousPeriod() of one neuron that opposes itself is 2, of none at all 1", () => {
  const start = columnVector([-1]);
  assertEquals(synchronousPeriod(fromRows([[-1]]), start).period, 2);
  assertEquals(synchronousPeriod(fromRows([[0]]), start), {
    transient: 1,
    period: 1,
  });
});

Deno.test("synchronousPeriod() throws when input is not legal or no state comes back, and does not mutate", () => {
  const weights = fromRows([[0, 1], [-1, 0]]);
  const start = columnVector([1, -1]);
  assertThrows(
    () => synchronousPeriod(fromRule(2, 3, () => 0), start),
    ShapeError,
    "Cannot find the period as M must be one size: weights (MxM) is 2x3",
  );
  assertThrows(
    () => synchronousPeriod(weights, columnVector([1, 0])),
    RangeError,
    "entry 1 is 0",
  );
  assertThrows(
    () => synchronousPeriod(fromRows([[NaN, 0], [0, 0]]), start),
    RangeError,
    "entry (0, 0) is NaN",
  );
  assertThrows(
    () => synchronousPeriod(weights, start, { maximumSteps: 3 }),
    RangeError,
    "Cannot find the period as a state must come back within the steps allowed: none did in 3",
  );
  synchronousPeriod(weights, start);
  assertEquals(start.to1DArray(), [1, -1]);
});
