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
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  hebbianWeights,
  hopfieldNetwork,
  overlap,
  sweepAsynchronously,
  updateNeuron,
  updateSynchronously,
} from "@mneme/mneme/associative";
import { SEEDS } from "../support.ts";
import {
  allStates,
  drawNetwork,
  energyByTerms,
  fieldByTerms,
  randomStates,
  smallInteger,
} from "./networks.ts";

const pair = hopfieldNetwork(fromRows([[0, 1], [1, 0]]));

Deno.test("updateNeuron() follows the sign of the field and touches no other neuron", () => {
  const network = hopfieldNetwork(
    fromRows([[0, 2, -3], [2, 0, 5], [-3, 5, 0]]),
    columnVector([7, -11, 13]),
  );
  const states = columnVector([-1, 1, -1]); // fields 12, -18, 21
  assertEquals(updateNeuron(network, states, 0).to1DArray(), [1, 1, -1]);
  assertEquals(updateNeuron(network, states, 1).to1DArray(), [-1, -1, -1]);
  assertEquals(updateNeuron(network, states, 2).to1DArray(), [-1, 1, 1]);
});

Deno.test("updateSynchronously() gives +1 at a field of exactly 0", () => {
  const network = hopfieldNetwork(fromRule(3, 3, () => 0));
  const next = updateSynchronously(network, columnVector([-1, 1, -1]));
  assertEquals(next.to1DArray(), [1, 1, 1]);
});

// row 29: synchronous updates of a symmetric network end in a period of 1 or 2 (Bruck 1990), exhaustively
Deno.test("updateSynchronously() reaches a period of 1 or 2 from every state of 40 networks of 6", () => {
  for (const seed of SEEDS.slice(0, 4)) {
    const random = seededRandom(seed);
    for (let trial = 0; trial < 10; trial++) {
      const { network } = drawNetwork(6, () => smallInteger(random));
      const successor = allStates(6).map((s) =>
        updateSynchronously(network, columnVector(s)).to1DArray()
      );
      const index = new Map(allStates(6).map((s, i) => [s.join(), i]));
      const next = successor.map((s) => index.get(s.join()) as number);
      for (let start = 0; start < 64; start++) {
        let state = start;
        for (let step = 0; step < 64; step++) state = next[state];
        const message = `seed ${seed}, trial ${trial}, start ${start}`;
        assert(next[next[state]] === state, message);
      }
    }
  }
});

Deno.test("updateSynchronously() never raises L = -sᵀWs₋₁ - bᵀ(s + s₋₁), though it may raise E", () => {
  let raised = 0;
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const drawn = drawNetwork(7, () => smallInteger(random));
    const levels = (s: number[], before: number[]) =>
      s.reduce(
        (sum, x, i) =>
          sum - x * fieldByTerms(drawn, before, i) -
          drawn.biases[i] * before[i],
        0,
      );
    const step = (s: number[]) =>
      updateSynchronously(drawn.network, columnVector(s)).to1DArray();
    let before = randomStates(7, random);
    let now = step(before);
    for (let t = 0; t < 10; t++) {
      const after = step(now);
      assert(levels(after, now) <= levels(now, before), `seed ${seed}`);
      if (energyByTerms(drawn, now) > energyByTerms(drawn, before)) raised++;
      [before, now] = [now, after];
    }
  }
  assert(raised > 0, "no synchronous step raised the energy");
});

// row 29: in order, (1,-1) goes to (-1,-1); in the other order to (1,1), by hand
Deno.test("sweepAsynchronously() lets each neuron see the flips before it", () => {
  const start = columnVector([1, -1]);
  assertEquals(sweepAsynchronously(pair, start).to1DArray(), [-1, -1]);
  assertEquals(sweepAsynchronously(pair, start, [1]).to1DArray(), [1, 1]);
  assertEquals(sweepAsynchronously(pair, start, []).to1DArray(), [1, -1]);
});

Deno.test("sweepAsynchronously() equals updateNeuron() in the same order", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const { network } = drawNetwork(7, () => random.normal());
    const order = random.permutation(7);
    const start = columnVector(randomStates(7, random));
    const expected = order.reduce(
      (states: Matrix, i) => updateNeuron(network, states, i),
      start,
    );
    assertEquals(
      sweepAsynchronously(network, start, order),
      expected,
      `seed ${seed}`,
    );
  }
});

Deno.test("the updates throw when states are not legal", () => {
  assertThrows(
    () => updateSynchronously(pair, columnVector([1, 1, 1])),
    ShapeError,
    "states (2x1) is 3x1",
  );
  assertThrows(
    () => updateNeuron(pair, columnVector([1, NaN]), 0),
    RangeError,
    "Cannot update a neuron as every state must be +1 or -1: entry 1 is NaN",
  );
  assertThrows(
    () => sweepAsynchronously(pair, columnVector([1, 1]), [2]),
    RangeError,
    "Cannot sweep over the neurons as the index must be an integer from 0 to 1: 2",
  );
});

Deno.test("the updates do not mutate the states", () => {
  const states = columnVector([1, -1]);
  updateNeuron(pair, states, 0);
  updateSynchronously(pair, states);
  sweepAsynchronously(pair, states);
  assertEquals(states.to1DArray(), [1, -1]);
});

// row 32: α = .37 → 5.0 % of wrong entries after one step (½ erfc(√(M/2P)))
Deno.test("updateSynchronously() errs in 5% of the entries at 0.37 patterns to a neuron", () => {
  const random = seededRandom(5);
  const patterns = fromRule(400, 148, () => random.uniform() < 0.5 ? -1 : 1);
  const network = hopfieldNetwork(hebbianWeights(patterns));
  let sum = 0;
  for (let n = 0; n < 148; n++) {
    const pattern = patterns.getColumnVector(n);
    sum += (1 - overlap(updateSynchronously(network, pattern), pattern)) / 2;
  }
  assertAlmostEquals(sum / 148, 0.05, 0.005); // ½ erfc(√(M / 2N))
});
