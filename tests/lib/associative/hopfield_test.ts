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
  energy,
  energyChange,
  type HopfieldNetwork,
  hopfieldNetwork,
  localField,
  recall,
  updateNeuron,
} from "@mneme/mneme/associative";
import { EXACT, SEEDS } from "../support.ts";
import {
  allStates,
  drawNetwork,
  energyByTerms,
  fieldByTerms,
  smallInteger,
} from "./networks.ts";

const three = hopfieldNetwork(
  fromRows([[0, 2, -3], [2, 0, 5], [-3, 5, 0]]),
  columnVector([7, -11, 13]),
);

Deno.test("hopfieldNetwork() keeps its numbers when the caller's matrices change", () => {
  const weights = fromRows([[0, 2], [2, 0]]);
  const biases = columnVector([3, 5]);
  const network = hopfieldNetwork(weights, biases);
  weights.set(0, 1, 99);
  biases.set(0, 0, 99);
  assertEquals(energy(network, columnVector([1, 1])), -10);
});

Deno.test("hopfieldNetwork() keeps its numbers when what it shows is changed", () => {
  const network = hopfieldNetwork(fromRows([[0, 2], [2, 0]]));
  network.weights.set(0, 1, 99);
  network.biases.set(0, 0, 99);
  assertEquals(network.weights.to2DArray(), [[0, 2], [2, 0]]);
  assertEquals(network.biases.to1DArray(), [0, 0]);
  assertEquals(energy(network, columnVector([1, 1])), -2);
});

Deno.test("hopfieldNetwork() returns a frozen object", () => {
  assert(Object.isFrozen(three));
  assertThrows(
    () => (three as unknown as Record<string, number>).size = 4,
    TypeError,
  );
  assertThrows(
    () => (three as unknown as Record<string, unknown>).weights = [],
    TypeError,
  );
});

Deno.test("hopfieldNetwork() throws when weights are not square or biases do not fit", () => {
  assertThrows(
    () => hopfieldNetwork(fromRule(2, 3, () => 0)),
    ShapeError,
    "Cannot make a Hopfield network as M must be one size: weights (MxM) is 2x3",
  );
  assertThrows(
    () => hopfieldNetwork(fromRule(3, 3, () => 0), fromRule(1, 3, () => 0)),
    ShapeError,
    "biases (Mx1) is 1x3",
  );
});

// row 27: wᵢⱼ = wⱼᵢ, and below wᵢᵢ = 0, as the notes define the network
Deno.test("hopfieldNetwork() throws with the entries when weights are not symmetric", () => {
  assertThrows(
    () => hopfieldNetwork(fromRows([[0, 1, 2], [1, 0, 3], [2, 4, 0]])),
    RangeError,
    "its weights must be symmetric: entry (1, 2) is 3, entry (2, 1) is 4",
  );
  assertThrows(
    () => hopfieldNetwork(fromRows([[0, 1], [-1, 0]])),
    RangeError,
    "entry (0, 1) is 1, entry (1, 0) is -1",
  );
});

Deno.test("hopfieldNetwork() throws when the diagonal is not 0, as the notes' learning formula leaves it", () => {
  assertThrows(
    () => hopfieldNetwork(fromRows([[0, 1], [1, 1]])),
    RangeError,
    "Cannot make a Hopfield network as the diagonal of its weights must be 0: entry (1, 1) is 1",
  );
  assertThrows(
    () => hopfieldNetwork(fromRows([[-1]])),
    RangeError,
    "entry (0, 0) is -1",
  );
});

Deno.test("hopfieldNetwork() throws when a number is not finite, or their sum is not", () => {
  assertThrows(
    () => hopfieldNetwork(fromRows([[0, NaN], [NaN, 0]])),
    RangeError,
    "Cannot make a Hopfield network as weights and biases must be finite, and their sum: weight (0, 1) is NaN",
  );
  assertThrows(
    () => hopfieldNetwork(fromRows([[0]]), columnVector([Infinity])),
    RangeError,
    "bias 0 is Infinity",
  );
  assertThrows(
    () => hopfieldNetwork(fromRows([[0, 1e308], [1e308, 0]])),
    RangeError,
    "their absolute sum is Infinity",
  );
  assertThrows(
    () =>
      hopfieldNetwork(fromRule(2, 2, () => 0), columnVector([1e308, 1e308])),
    RangeError,
    "their absolute sum is Infinity",
  );
});

Deno.test("the functions of a network throw when hopfieldNetwork() did not make it", () => {
  const states = columnVector([1, 1, 1]);
  const forged = [
    { size: 3, weights: three.weights, biases: three.biases },
    Object.create(three),
    { ...three },
    undefined,
    null,
    3,
  ] as unknown as HopfieldNetwork[];
  for (const network of forged) {
    assertThrows(
      () => energy(network, states),
      TypeError,
      "Cannot compute the energy as the network must be one that hopfieldNetwork() made",
    );
    assertThrows(() => localField(network, states, 0), TypeError);
    assertThrows(() => updateNeuron(network, states, 0), TypeError);
    assertThrows(() => recall(network, states, { order: [0] }), TypeError);
  }
});

Deno.test("localField() and energy() match sums by hand", () => {
  const states = columnVector([1, -1, 1]);
  assertEquals(localField(three, states, 0), -2 - 3 + 7);
  assertEquals(localField(three, states, 1), 2 + 5 - 11);
  assertEquals(localField(three, states, 2), -3 - 5 + 13);
  // pairs: 2·(-1) + (-3)·1 + 5·(-1) = -10; biases: 7 + 11 + 13 = 31
  assertEquals(energy(three, states), 10 - 31);
});

Deno.test("localField() does not depend on the neuron's own state", () => {
  for (const index of [0, 1, 2]) {
    const states = columnVector([1, -1, 1]);
    const before = localField(three, states, index);
    states.set(index, 0, -states.get(index, 0));
    assertEquals(localField(three, states, index), before);
  }
});

// row 39: ΔE = -2|h| for every flip, exhaustive M = 6 over random integer W and b, 0 violations (computed)
Deno.test("energyChange() is -2|h| for every flip and 0 otherwise, in every state of 40 networks of 6", () => {
  let ties = 0;
  for (const seed of SEEDS.slice(0, 4)) {
    const random = seededRandom(seed);
    for (let trial = 0; trial < 10; trial++) {
      const drawn = drawNetwork(6, () => smallInteger(random));
      for (const s of allStates(6)) {
        const states = columnVector(s);
        for (let i = 0; i < 6; i++) {
          const field = fieldByTerms(drawn, s, i);
          const flipped = s.map((x, j) => j === i ? (field >= 0 ? 1 : -1) : x);
          const expected = flipped[i] === s[i] ? 0 : -2 * Math.abs(field) + 0;
          const message = `seed ${seed}, trial ${trial}, states ${s}, ${i}`;
          assert(energyChange(drawn.network, states, i) === expected, message);
          const difference = energyByTerms(drawn, flipped) -
            energyByTerms(drawn, s);
          assert(difference === expected, message);
          if (field === 0 && s[i] === -1) ties++;
        }
      }
    }
  }
  assert(ties > 0, "no tie was ever met");
});

// row 30: E = -½ Σ wᵢⱼsᵢsⱼ - Σ bᵢsᵢ
Deno.test("energy() equals the double sum of the notes", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const drawn = drawNetwork(7, () => random.normal());
    for (const s of allStates(7).slice(0, 32)) {
      const actual = energy(drawn.network, columnVector(s));
      assertAlmostEquals(
        actual,
        energyByTerms(drawn, s),
        1e-11,
        `seed ${seed}`,
      );
    }
  }
});

Deno.test("energyChange() of a tie that flips is 0, so the energy need not fall", () => {
  const network = hopfieldNetwork(fromRows([[0, 0], [0, 0]]));
  const states = columnVector([-1, -1]);
  assertEquals(energyChange(network, states, 0), 0);
  assertEquals(updateNeuron(network, states, 0).to1DArray(), [1, -1]);
});

Deno.test("a network of one neuron has only its bias", () => {
  const one = hopfieldNetwork(fromRows([[0]]), columnVector([-3]));
  assertEquals(energy(one, columnVector([1])), 3);
  assertEquals(energyChange(one, columnVector([1]), 0), -6);
});

Deno.test("energy() throws with the entry when a state is not ±1", () => {
  assertThrows(
    () => energy(three, columnVector([1, -1, 0])),
    RangeError,
    "Cannot compute the energy as every state must be +1 or -1: entry 2 is 0",
  );
  assertThrows(
    () => energy(three, fromRows([[1, 1, 1]])),
    ShapeError,
    "Cannot compute the energy as a size written as 3 must be 3: states (3x1) is 1x3",
  );
});

Deno.test("localField() throws when there is no such neuron", () => {
  for (const index of [-1, 3, 0.5, NaN]) {
    assertThrows(
      () => localField(three, columnVector([1, 1, 1]), index),
      RangeError,
      `Cannot compute a local field as the index must be an integer from 0 to 2: ${index}`,
    );
  }
});

Deno.test("energy(), localField() and energyChange() do not mutate the states", () => {
  const states = columnVector([1, -1, 1]);
  energy(three, states);
  localField(three, states, 1);
  energyChange(three, states, 1);
  assertAlmostEquals(states.get(1, 0), -1, EXACT);
  assertEquals(states.to1DArray(), [1, -1, 1]);
});
