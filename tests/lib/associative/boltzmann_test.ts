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
  boltzmannDistribution,
  boltzmannGradient,
  boltzmannLogLikelihood,
  flipEntries,
  hebbianWeights,
  type HopfieldNetwork,
  hopfieldNetwork,
  learnBoltzmann,
  randomPatterns,
  recall,
} from "@mneme/mneme/associative";
import { EXACT, SEEDS } from "../support.ts";
import { allStates, drawNetwork, energyByTerms } from "./networks.ts";

/** Error of a central difference with a step of 1e-5. */
const DIFFERENCE = 1e-9;

Deno.test("boltzmannDistribution() is exp(-E/T)/Z over all states", () => {
  for (const seed of SEEDS.slice(0, 4)) {
    const random = seededRandom(seed);
    const drawn = drawNetwork(5, () => random.normal());
    for (const temperature of [0.5, 1, 3]) {
      const { states, probabilities } = boltzmannDistribution(drawn.network, {
        temperature,
      });
      const factors = allStates(5).map((s) =>
        Math.exp(-energyByTerms(drawn, s) / temperature)
      );
      const z = factors.reduce((a, b) => a + b);
      factors.forEach((factor, c) => {
        assertEquals(states.getColumn(c), allStates(5)[c]);
        assertAlmostEquals(probabilities.get(c, 0), factor / z, EXACT);
      });
    }
  }
});

Deno.test("boltzmannDistribution() goes to the lowest energy as T goes to 0, and to all states alike as it grows", () => {
  const random = seededRandom(3);
  const { network } = drawNetwork(5, () => random.normal());
  const shares = (temperature: number) =>
    boltzmannDistribution(network, { temperature }).probabilities.to1DArray();
  assertAlmostEquals(Math.max(...shares(1e-4)), 1, EXACT);
  assertAlmostEquals(Math.max(...shares(1e9)), 1 / 32, 1e-8);
});

Deno.test("boltzmannGradient() equals central differences of the likelihood", () => {
  const h = 1e-5;
  for (const seed of SEEDS.slice(0, 4)) {
    const random = seededRandom(seed);
    const { weights, biases } = drawNetwork(5, () => random.normal());
    const patterns = randomPatterns(5, 3, random);
    const options = { temperature: 1.7 };
    const at = (changeWeight: number, changeBias: number) => {
      const [w, b] = [fromRows(weights), columnVector(biases)];
      w.set(1, 3, w.get(1, 3) + changeWeight);
      w.set(3, 1, w.get(3, 1) + changeWeight);
      b.set(2, 0, b.get(2, 0) + changeBias);
      return boltzmannLogLikelihood(hopfieldNetwork(w, b), patterns, options);
    };
    const gradient = boltzmannGradient(
      hopfieldNetwork(fromRows(weights), columnVector(biases)),
      patterns,
      options,
    );
    const inWeight = (at(h, 0) - at(-h, 0)) / (2 * h);
    const inBias = (at(0, h) - at(0, -h)) / (2 * h);
    assertAlmostEquals(gradient.weights.get(1, 3), inWeight, DIFFERENCE);
    assertAlmostEquals(gradient.weights.get(3, 1), inWeight, DIFFERENCE);
    assertAlmostEquals(gradient.biases.get(2, 0), inBias, DIFFERENCE);
    assertEquals(gradient.weights.get(4, 4), 0);
  }
});

Deno.test("learnBoltzmann() raises the likelihood with every hundred steps, up to the patterns' entropy", () => {
  const patterns = randomPatterns(7, 3, seededRandom(2));
  const likelihoods = [0, 100, 200, 300].map((steps) =>
    boltzmannLogLikelihood(learnBoltzmann(patterns, { steps }), patterns)
  );
  assertAlmostEquals(likelihoods[0], -7 * Math.log(2), EXACT);
  assert(likelihoods.every((l, i) => i === 0 || l > likelihoods[i - 1]));
  assert(likelihoods[3] <= -Math.log(3) + EXACT);
});

/** The share of patterns that a network recalls, from themselves or from cues with one entry flipped. */
function recalled(
  network: HopfieldNetwork,
  patterns: ReturnType<typeof randomPatterns>,
  flips: number,
): number {
  const random = seededRandom(1);
  let count = 0;
  for (let n = 0; n < patterns.columns; n++) {
    const pattern = patterns.getColumnVector(n);
    const found = recall(network, flipEntries(pattern, flips, random));
    if (found.to1DArray().join() === pattern.to1DArray().join()) count++;
  }
  return count / patterns.columns;
}

// row 32: a Boltzmann machine holds 0.6 M (Kojima, Nonaka and Da-Te 1995, small networks), Hebb's rule 0.15 M: measured here with M = 10, 6 patterns
Deno.test("learnBoltzmann() keeps 6 patterns in 10 neurons, of which hebbianWeights() keeps half at most", () => {
  let [boltzmann, hebb] = [0, 0];
  for (const seed of [1, 2, 3]) {
    const patterns = randomPatterns(10, 6, seededRandom(seed));
    const learned = learnBoltzmann(patterns, { steps: 200 });
    const hebbian = hopfieldNetwork(hebbianWeights(patterns));
    assertEquals(recalled(learned, patterns, 0), 1, `seed ${seed}`);
    assert(recalled(hebbian, patterns, 0) <= 0.5, `seed ${seed}`);
    boltzmann += recalled(learned, patterns, 1) / 3;
    hebb += recalled(hebbian, patterns, 1) / 3;
  }
  assert(boltzmann > 0.5 && hebb < 0.4, `${boltzmann}, ${hebb}`);
});

Deno.test("the Boltzmann machine throws when input is not legal, and does not mutate", () => {
  const network = hopfieldNetwork(fromRows([[0, 1], [1, 0]]));
  const patterns = fromRows([[1, -1], [1, 1]]);
  assertThrows(
    () => boltzmannDistribution(hopfieldNetwork(fromRule(17, 17, () => 0))),
    RangeError,
    "Cannot compute the distribution as all 2^M states must be listed, so M must be at most 16: 17",
  );
  assertThrows(
    () => boltzmannDistribution(network, { temperature: 0 }),
    RangeError,
    "the temperature must be",
  );
  assertThrows(
    () => boltzmannGradient(network, columnVector([1, 1, 1])),
    ShapeError,
    "Cannot compute the gradient as a size written as 2 must be 2: patterns (2xN) is 3x1",
  );
  assertThrows(
    () => boltzmannLogLikelihood(network, columnVector([1, 0])),
    RangeError,
    "entry (1, 0) is 0",
  );
  assertThrows(
    () => learnBoltzmann(patterns, { rate: -1 }),
    RangeError,
    "Cannot learn patterns as the rate must be",
  );
  learnBoltzmann(patterns, { steps: 2 });
  boltzmannGradient(network, patterns).weights.set(0, 0, 9);
  assertEquals(patterns.to2DArray(), [[1, -1], [1, 1]]);
});
