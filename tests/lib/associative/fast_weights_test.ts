import { assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  normalMatrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  fastWeightsStep,
  linearAttention,
  updateFastWeights,
} from "@mneme/mneme/associative";
import { assertMatrix, SEEDS } from "../support.ts";

// row 33: A_t q = Σ ηλ^(t-τ) h_τ (h_τ·q), unnormalised decayed attention (identity, computed)
Deno.test("updateFastWeights() makes a memory that reads like decayed attention", () => {
  const [decay, rate] = [0.9, 0.3];
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const states = normalMatrix(5, 7, random);
    const query = normalMatrix(5, 1, random);
    let fastWeights = fromRule(5, 5, () => 0);
    for (let t = 0; t < 7; t++) {
      const hidden = states.getColumnVector(t);
      fastWeights = updateFastWeights(fastWeights, hidden, { decay, rate });
    }
    const expected = fromRule(5, 1, (i) => {
      let sum = 0;
      for (let tau = 0; tau < 7; tau++) {
        const h = states.getColumn(tau);
        const score = h.reduce((s, x, k) => s + x * query.get(k, 0), 0);
        sum += rate * decay ** (6 - tau) * h[i] * score;
      }
      return sum;
    });
    const message = `seed ${seed}`;
    assertMatrix(fastWeights.mmul(query), expected, { message });
    // The same by linear attention: keys h, values ηh, a decay of λ for all.
    const { state } = linearAttention(
      { keys: states, values: states.clone().mul(rate) },
      states,
      { logDecay: fromRule(1, 7, () => Math.log(decay)) },
    );
    assertMatrix(fastWeights, state, { message });
  }
});

Deno.test("fastWeightsStep() settles with the fast weights, by hand", () => {
  const parameters = {
    stateWeights: fromRows([[0, 1], [1, 0]]),
    inputWeights: fromRows([[1], [-1]]),
  };
  const state = {
    hidden: columnVector([2, 0]),
    fastWeights: fromRows([[0, 0], [0, 4]]),
  };
  const rates = { decay: 0.5, rate: 0.25 };
  // A = ½ A + ¼ hhᵀ = diag(1, 2); slow part (0,2) + (3,-3) = (3,-1)
  const step = (innerSteps: number, normalize?: (sum: Matrix) => Matrix) =>
    fastWeightsStep(parameters, state, columnVector([3]), {
      ...rates,
      innerSteps,
      normalize,
    });
  assertMatrix(step(0).fastWeights, [[1, 0], [0, 2]]);
  assertMatrix(step(0).hidden, [[3], [0]]);
  assertMatrix(step(1).hidden, [[6], [0]]);
  assertMatrix(step(2).hidden, [[9], [0]]);
  const doubled = (sum: Matrix) => sum.clone().mul(2);
  assertMatrix(step(1, doubled).hidden, [[12], [0]]);
  const { hidden } = fastWeightsStep(parameters, state, columnVector([3]), {
    ...rates,
    activation: (entry) => entry,
  });
  assertMatrix(hidden, [[6], [-3]]);
});

Deno.test("the fast weights throw when input is not legal", () => {
  const fastWeights = fromRule(2, 2, () => 0);
  assertThrows(
    () => updateFastWeights(fastWeights, columnVector([1, 2, 3])),
    ShapeError,
    "Cannot update fast weights as H must be one size: fastWeights (HxH) is 2x2, hidden (Hx1) is 3x1",
  );
  assertThrows(
    () => updateFastWeights(fastWeights, columnVector([1, 2]), { decay: 1.5 }),
    RangeError,
    "the decay must be a finite number of at least 0 and of at most 1: 1.5",
  );
  const parameters = { stateWeights: fastWeights, inputWeights: fastWeights };
  const state = { hidden: columnVector([1, 2]), fastWeights };
  assertThrows(
    () => fastWeightsStep(parameters, state, columnVector([1])),
    ShapeError,
    "Cannot step with fast weights as D must be one size",
  );
  assertThrows(
    () =>
      fastWeightsStep(parameters, state, columnVector([1, 1]), {
        innerSteps: -1,
      }),
    RangeError,
    "the number of inner steps must be an integer of at least 0: -1",
  );
});

Deno.test("fastWeightsStep() does not mutate its input", () => {
  const random = seededRandom(3);
  const [stateWeights, inputWeights, hidden, fastWeights, input] = [
    normalMatrix(3, 3, random),
    normalMatrix(3, 2, random),
    normalMatrix(3, 1, random),
    normalMatrix(3, 3, random),
    normalMatrix(2, 1, random),
  ];
  const inputs = [stateWeights, inputWeights, hidden, fastWeights, input];
  const copies = inputs.map((matrix) => matrix.clone());
  fastWeightsStep(
    { stateWeights, inputWeights },
    { hidden, fastWeights },
    input,
    { innerSteps: 2 },
  );
  assertEquals(inputs, copies);
});
