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
} from "@mneme/mneme/core";
import {
  energy,
  hebbianWeights,
  hopfieldNetwork,
  overlap,
  recall,
  settle,
  updateSynchronously,
} from "@mneme/mneme/associative";
import { SEEDS } from "../support.ts";
import { drawNetwork, energyByTerms, randomStates } from "./networks.ts";

const pair = hopfieldNetwork(fromRows([[0, 1], [1, 0]]));

// row 30: the energies 2, 0, -2, -4 of a descent, by hand
Deno.test("settle() lists the start's energy and one after each flip, by hand", () => {
  const network = hopfieldNetwork(
    fromRows([[0, 1, 0], [1, 0, 2], [0, 2, 0]]),
    columnVector([0, 0, 1]),
  );
  // fields at (1, -1, 1): -1, 3, -1. Neuron 0 flips (-2), then neuron 1 sees 1 (-2), neuron 2 sees 3.
  // Second sweep: neuron 0 sees 1 and flips (-2). The third finds nothing.
  const { states, energies, sweeps } = settle(
    network,
    columnVector([1, -1, 1]),
  );
  assertEquals(states.to1DArray(), [1, 1, 1]);
  assertEquals(energies, [2, 0, -2, -4]);
  assertEquals(sweeps, 3);
});

// row 39: no energy above the one before, and an end that no update changes
Deno.test("settle() ends in a fixed point and its energies never rise, in any order", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const drawn = drawNetwork(13, () => random.normal());
    const start = columnVector(randomStates(13, random));
    for (const order of [undefined, random.permutation(13), random]) {
      const { states, energies } = settle(drawn.network, start, { order });
      const message = `seed ${seed}`;
      assertEquals(updateSynchronously(drawn.network, states), states, message);
      assert(
        energies.every((e, i) => i === 0 || e <= energies[i - 1]),
        message,
      );
      assertAlmostEquals(energies[0], energy(drawn.network, start), 1e-12);
      const last = energies[energies.length - 1];
      const direct = energyByTerms(drawn, states.to1DArray());
      assertAlmostEquals(last, direct, 1e-9, message);
    }
  }
});

Deno.test("settle() repeats an energy when a tie flips, and still ends", () => {
  const network = hopfieldNetwork(fromRule(3, 3, () => 0));
  const { states, energies, sweeps } = settle(
    network,
    columnVector([-1, 1, -1]),
  );
  assertEquals(states.to1DArray(), [1, 1, 1]);
  assertEquals(energies, [0, 0, 0]);
  assertEquals(sweeps, 2);
});

Deno.test("settle() makes one sweep and no flip from an attractor", () => {
  const { energies, sweeps } = settle(pair, columnVector([1, 1]));
  assertEquals([energies, sweeps], [[-1], 1]);
});

Deno.test("settle() is decided by the order, and by the seed of a random one", () => {
  const start = columnVector([1, -1]);
  const end = (order: number[]) =>
    settle(pair, start, { order }).states.to1DArray();
  assertEquals(end([0, 1]), [-1, -1]);
  assertEquals(end([1, 0]), [1, 1]);
  const random = (seed: number) =>
    settle(pair, start, { order: seededRandom(seed) }).states.get(0, 0);
  assertEquals(random(7), random(7));
  assertEquals(new Set(SEEDS.map(random)), new Set([1, -1]));
});

Deno.test("settle() throws when the order does not name each neuron once", () => {
  const start = columnVector([1, -1]);
  assertThrows(
    () => settle(pair, start, { order: [0, 0] }),
    RangeError,
    "Cannot settle as the order must name each of 2 neurons once: 0, 0",
  );
  assertThrows(
    () => settle(pair, start, { order: [0] }),
    RangeError,
    "each of 2 neurons once: 0",
  );
  assertThrows(
    () => settle(pair, start, { order: [0, 2] }),
    RangeError,
    "Cannot settle as the index must be an integer from 0 to 1: 2",
  );
});

// row 76: 5 patterns in 101 neurons (.05 M): a tenth of wrong entries is put right
// row 26: auto-association, from a cue of the pattern's own space
Deno.test("recall() repairs a tenth of the entries below capacity", () => {
  for (const seed of SEEDS.slice(0, 5)) {
    const random = seededRandom(seed);
    const patterns = fromRule(101, 5, () => random.uniform() < 0.5 ? -1 : 1);
    const network = hopfieldNetwork(hebbianWeights(patterns));
    for (let n = 0; n < 5; n++) {
      const cue = patterns.getColumnVector(n);
      random.permutation(101).slice(0, 10)
        .forEach((i) => cue.set(i, 0, -cue.get(i, 0)));
      const recalled = recall(network, cue, { order: random });
      const m = overlap(recalled, patterns.getColumnVector(n));
      assert(m >= 0.97, `seed ${seed}, pattern ${n}: overlap ${m}`);
    }
  }
});

Deno.test("recall() recalls the negative of a pattern from the negative of its cue", () => {
  const pattern = columnVector([1, -1, 1, 1, -1]);
  const network = hopfieldNetwork(hebbianWeights(pattern));
  assertEquals(
    recall(network, columnVector([-1, 1, 1, -1, 1])).to1DArray(),
    [-1, 1, -1, -1, 1],
  );
});

// row 30: the majority of three patterns is a spurious attractor with overlaps of about .5 (computed)
Deno.test("recall() can end in the majority of three patterns, which was never stored", () => {
  const random = seededRandom(3);
  const patterns = fromRule(499, 3, () => random.uniform() < 0.5 ? -1 : 1);
  const network = hopfieldNetwork(hebbianWeights(patterns));
  const majority = fromRule(
    499,
    1,
    (i) => Math.sign(patterns.getRow(i).reduce((a, b) => a + b)),
  );
  const recalled = recall(network, majority);
  for (let n = 0; n < 3; n++) {
    const m = overlap(recalled, patterns.getColumnVector(n));
    assertAlmostEquals(m, 0.5, 0.15, `pattern ${n}`);
  }
});

Deno.test("settle() and recall() throw when states are not legal", () => {
  assertThrows(
    () => settle(pair, columnVector([1, 2])),
    RangeError,
    "Cannot settle as every state must be +1 or -1: entry 1 is 2",
  );
  assertThrows(
    () => recall(pair, fromRows([[1, 1]])),
    TypeError,
    "states (2x1) is 1x2",
  );
});

Deno.test("settle() and recall() do not mutate the states", () => {
  const states = columnVector([1, -1]);
  settle(pair, states).states.set(0, 0, 99);
  recall(pair, states).set(0, 0, 99);
  const order = [1, 0];
  settle(pair, states, { order });
  assertEquals(states.to1DArray(), [1, -1]);
  assertEquals(order, [1, 0]);
});

Deno.test("settle() throws instead of flipping for ever when rounding makes symmetric weights one-way", () => {
  // p follows r, q follows p, r opposes q: the other direction of each pair is
  // lost, since helpers fixed at +1 add and subtract 2⁶⁰ (2⁵³ for q) in between.
  // Every fourth neuron takes part: fields are summed in four lanes, and these share one.
  const [p, g, h, q, e, a, b, r, f] = [0, 4, 8, 12, 16, 20, 24, 28, 32];
  const weights = fromRule(36, 36, () => 0);
  const join = (i: number, j: number, weight: number) => {
    weights.set(i, j, weight);
    weights.set(j, i, weight);
  };
  join(p, q, 2);
  join(q, r, -1);
  join(p, r, 1);
  join(p, a, 2 ** 60);
  join(p, b, -(2 ** 60));
  join(q, e, 2 ** 53);
  join(q, f, -(2 ** 53));
  join(r, g, 2 ** 60);
  join(r, h, -(2 ** 60));
  const helpers = [a, b, e, f, g, h];
  const biases = fromRule(36, 1, (i) => helpers.includes(i) ? 2 ** 70 : 0);
  assertThrows(
    () => settle(hopfieldNetwork(weights, biases), fromRule(36, 1, () => 1)),
    RangeError,
    "Cannot settle as weights must not differ so much in size that rounding decides: 100000 sweeps still flipped a neuron",
  );
});
