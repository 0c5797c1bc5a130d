// Visible examples: deno task try 8-6. They help you start; deno task grade
// uses other inputs.

import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  energy,
  energyChange,
  settle,
  synchronousCycle,
  updateNeuron,
} from "./hopfield_energy.ts";

const weights = [[0, 2, -1], [2, 0, 3], [-1, 3, 0]];
const biases = [0.5, 0, -1];

Deno.test("8-6.1 energy() counts each pair once and each bias once", () => {
  // pairs: 2·1·(-1) + (-1)·1·1 + 3·(-1)·1 = -6; biases: 0.5 - 1 = -0.5
  assertAlmostEquals(energy(weights, biases, [1, -1, 1]), 6.5);
});

Deno.test("8-6.2 updateNeuron() follows the sign of the field", () => {
  // the field of neuron 1 is 2·1 + 3·1 + 0 = 5
  assertEquals(updateNeuron(weights, biases, [1, -1, 1], 1), [1, 1, 1]);
});

Deno.test("8-6.2 updateNeuron() gives +1 when the field is 0", () => {
  assertEquals(updateNeuron([[0, 1], [1, 0]], [1, 0], [-1, -1], 0), [1, -1]);
});

Deno.test("8-6.3 energyChange() is the energy after less the energy before", () => {
  assertAlmostEquals(energyChange(weights, biases, [1, -1, 1], 1), -10);
});

Deno.test("8-6.4 settle() lists the energy at the start and after each flip", () => {
  // neurons 0 (field -2.5), 1 (field 1) and, in the second sweep, 0 (field 1.5)
  const { states, energies } = settle(weights, biases, [1, -1, 1]);
  assertEquals(states, [1, 1, 1]);
  assertEquals(energies, [6.5, 1.5, -0.5, -3.5]);
});

Deno.test("8-6.5 synchronousCycle() gives lists of one length", () => {
  const { weights, biases, states } = synchronousCycle();
  assertEquals(weights.length, states.length);
  assertEquals(biases.length, states.length);
});
