// 习题 8-6 · Exercise 8-6: one way to solve it.

/**
 * Task 1: the energy E(s) = -½ Σᵢⱼ wᵢⱼ sᵢ sⱼ - Σᵢ bᵢ sᵢ.
 *
 * Σⱼ wᵢⱼ sⱼ + bᵢ is the field hᵢ that task 2 needs too. Each pair of neurons
 * stands twice in Σᵢⱼ, hence the ½; a bias stands once, hence none.
 */
export function energy(
  weights: number[][],
  biases: number[],
  states: number[],
): number {
  return states.reduce(
    (sum, state, i) =>
      sum - state * (0.5 * dot(weights[i], states) + biases[i]),
    0,
  );
}

/**
 * Task 2: update one neuron: sᵢ ← +1 if Σⱼ wᵢⱼ sⱼ + bᵢ >= 0, else -1.
 *
 * A field of exactly 0 gives +1, as the definition's >= says: Math.sign would
 * give 0 there, which is no state.
 */
export function updateNeuron(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
): number[] {
  const field = dot(weights[index], states) + biases[index];
  return states.with(index, field >= 0 ? 1 : -1);
}

/**
 * Task 3: by how much the energy changes when neuron i is updated.
 *
 * With δ = sᵢ' - sᵢ, symmetry and wᵢᵢ = 0 leave ΔE = -δ hᵢ: everything that
 * does not touch neuron i cancels. A flip to +1 needs hᵢ >= 0 and a flip to -1
 * needs hᵢ < 0, so ΔE = -2|hᵢ| for a flip and 0 otherwise: this is the proof.
 */
export function energyChange(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
): number {
  const field = dot(weights[index], states) + biases[index];
  const after = field >= 0 ? 1 : -1;
  return -(after - states[index]) * field;
}

/**
 * Task 4: let the network settle, neuron by neuron.
 *
 * It ends because a flip lowers the energy or, at a tie, turns a -1 into a +1
 * at the same energy: no state can come back, and there are only 2ᴹ of them.
 */
export function settle(
  weights: number[][],
  biases: number[],
  states: number[],
): { states: number[]; energies: number[] } {
  let current = states;
  const energies = [energy(weights, biases, states)];
  let flipped = true;
  while (flipped) {
    flipped = false;
    for (let i = 0; i < states.length; i++) {
      const next = updateNeuron(weights, biases, current, i);
      if (next[i] === current[i]) continue;
      current = next;
      flipped = true;
      energies.push(energy(weights, biases, current));
    }
  }
  return { states: current, energies };
}

/**
 * Task 5: two neurons that copy each other.
 *
 * From (1, -1) each takes the other's old state, for ever. Taking turns, the
 * first to move agrees with the second, and the network rests.
 */
export function synchronousCycle(): {
  weights: number[][];
  biases: number[];
  states: number[];
} {
  return { weights: [[0, 1], [1, 0]], biases: [0, 0], states: [1, -1] };
}

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}
