// Loops over all pairs, and copies that are changed in place.

export function energy(
  weights: number[][],
  biases: number[],
  states: number[],
): number {
  let sum = 0;
  for (let i = 0; i < states.length; i++) {
    for (let j = 0; j < states.length; j++) {
      sum += weights[i][j] * states[i] * states[j];
    }
  }
  sum *= -0.5;
  for (let i = 0; i < states.length; i++) sum -= biases[i] * states[i];
  return sum;
}

export function updateNeuron(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
): number[] {
  const updated = states.slice();
  let field = biases[index];
  for (let j = 0; j < states.length; j++) {
    field += weights[index][j] * states[j];
  }
  if (field >= 0) updated[index] = 1;
  else updated[index] = -1;
  return updated;
}

export function energyChange(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
): number {
  const after = updateNeuron(weights, biases, states, index);
  return energy(weights, biases, after) - energy(weights, biases, states);
}

export function settle(
  weights: number[][],
  biases: number[],
  states: number[],
): { states: number[]; energies: number[] } {
  let current = states;
  const energies = [energy(weights, biases, current)];
  for (;;) {
    const before = current;
    for (let i = 0; i < states.length; i++) {
      const next = updateNeuron(weights, biases, current, i);
      if (next[i] !== current[i]) {
        energies.push(energy(weights, biases, next));
      }
      current = next;
    }
    if (before.join() === current.join()) return { states: current, energies };
  }
}

export function synchronousCycle() {
  // Two groups of three: each neuron copies the other group.
  const size = 6;
  const weights: number[][] = [];
  for (let i = 0; i < size; i++) {
    weights.push([]);
    for (let j = 0; j < size; j++) {
      weights[i].push((i < 3) !== (j < 3) ? 0.5 : 0);
    }
  }
  return {
    weights,
    biases: new Array(size).fill(0),
    states: [1, 1, 1, -1, -1, -1],
  };
}
