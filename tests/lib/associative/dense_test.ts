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
  denseEnergy,
  energy,
  flipEntries,
  hebbianWeights,
  hopfieldNetwork,
  randomPatterns,
  settle,
  settleDense,
  updateDenseNeuron,
} from "@mneme/mneme/associative";
import { EXACT, SEEDS } from "../support.ts";
import { randomStates } from "./networks.ts";

Deno.test("denseEnergy() is -Σ (xₙᵀs)³ at degree 3, by hand", () => {
  const patterns = fromRows([[1, 1], [1, -1], [-1, -1]]);
  // overlaps with (1, 1, 1): 1 and -1; with (1, 1, -1): 3 and 1
  const memory = { patterns, degree: 3 };
  assertEquals(denseEnergy(memory, columnVector([1, 1, 1])), 0);
  assertEquals(denseEnergy(memory, columnVector([1, 1, -1])), -28);
});

Deno.test("updateDenseNeuron() takes the state of lower energy, and +1 at a tie", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    for (const degree of [2, 3, 4, 5]) {
      const memory = { patterns: randomPatterns(7, 5, random), degree };
      const states = columnVector(randomStates(7, random));
      for (let i = 0; i < 7; i++) {
        const [up, down] = [1, -1].map((s) => {
          const changed = states.clone();
          changed.set(i, 0, s);
          return denseEnergy(memory, changed);
        });
        const next = updateDenseNeuron(memory, states, i);
        assertEquals(next.get(i, 0), up <= down ? 1 : -1, `seed ${seed}`);
      }
    }
  }
});

// row 32: degree 2 is the Hopfield network: E = 2N E_Hopfield - NM, the same updates
Deno.test("a dense memory of degree 2 is the Hopfield network with Hebb's weights", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const [M, N] = [12, 3]; // N (M - 1) is odd: no field is 0
    const patterns = randomPatterns(M, N, random);
    const memory = { patterns, degree: 2 };
    const network = hopfieldNetwork(hebbianWeights(patterns));
    const start = columnVector(randomStates(M, random));
    assertAlmostEquals(
      denseEnergy(memory, start),
      2 * N * energy(network, start) - N * M,
      1e-9,
    );
    const { states, energies, sweeps } = settleDense(memory, start);
    const settled = settle(network, start);
    assertEquals(states, settled.states, `seed ${seed}`);
    assertEquals(
      [energies.length, sweeps],
      [settled.energies.length, settled.sweeps],
    );
  }
});

// row 30: asynchronous updates never raise the energy
Deno.test("settleDense() ends in a fixed point and its energies never rise", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const memory = { patterns: randomPatterns(13, 17, random), degree: 3 };
    const start = columnVector(randomStates(13, random));
    const { states, energies } = settleDense(memory, start, { order: random });
    assert(energies.every((e, i) => i === 0 || e <= energies[i - 1]));
    assertEquals(energies[0], denseEnergy(memory, start));
    assertEquals(energies[energies.length - 1], denseEnergy(memory, states));
    for (let i = 0; i < 13; i++) {
      assertEquals(
        updateDenseNeuron(memory, states, i),
        states,
        `seed ${seed}`,
      );
    }
  }
});

// row 32: capacity grows like M^(n-1) (Krotov and Hopfield 2016): three times as many patterns as neurons
Deno.test("settleDense() at degree 4 recalls 151 patterns in 53 neurons, where degree 2 recalls none", () => {
  const random = seededRandom(7);
  const patterns = randomPatterns(53, 151, random);
  const recalled = (degree: number) => {
    let count = 0;
    for (let n = 0; n < 20; n++) {
      const pattern = patterns.getColumnVector(n);
      const cue = flipEntries(pattern, 5, random);
      const { states } = settleDense({ patterns, degree }, cue);
      if (states.to1DArray().join() === pattern.to1DArray().join()) count++;
    }
    return count;
  };
  assertEquals(recalled(2), 0);
  assertEquals(recalled(4), 20);
});

Deno.test("the dense memory throws when patterns, states or degree are not legal", () => {
  const patterns = fromRule(3, 2, () => 1);
  const states = columnVector([1, 1, 1]);
  assertThrows(
    () => denseEnergy({ patterns, degree: 3 }, columnVector([1, 1])),
    ShapeError,
    "Cannot compute the energy as M must be one size: patterns (MxN) is 3x2, states (Mx1) is 2x1",
  );
  assertThrows(
    () => settleDense({ patterns, degree: 1.5 }, states),
    RangeError,
    "Cannot settle as the degree must be an integer of at least 2: 1.5",
  );
  assertThrows(
    () => settleDense({ patterns, degree: 1000 }, states),
    RangeError,
    "N times M to the degree, must be a finite number: Infinity",
  );
  assertThrows(
    () => updateDenseNeuron({ patterns, degree: 2 }, states, 3),
    RangeError,
    "Cannot update a neuron as the index must be an integer from 0 to 2: 3",
  );
  assertThrows(
    () => settleDense({ patterns, degree: 2 }, states, { order: [0, 1, 1] }),
    RangeError,
    "Cannot settle as the order must name each of 3 neurons once: 0, 1, 1",
  );
});

Deno.test("the dense memory does not mutate patterns or states", () => {
  const patterns = randomPatterns(5, 3, seededRandom(3));
  const states = columnVector([1, -1, 1, -1, 1]);
  const copies = [patterns.clone(), states.clone()];
  settleDense({ patterns, degree: 3 }, states).states.set(0, 0, 99);
  updateDenseNeuron({ patterns, degree: 3 }, states, 0).set(0, 0, 99);
  assertEquals([patterns, states], copies);
});

Deno.test("a single neuron with a single pattern takes its entry", () => {
  const patterns = columnVector([-1]);
  const next = updateDenseNeuron({ patterns, degree: 3 }, columnVector([1]), 0);
  assertEquals(next.to1DArray(), [-1]);
  assertAlmostEquals(denseEnergy({ patterns, degree: 3 }, next), -1, EXACT);
});
