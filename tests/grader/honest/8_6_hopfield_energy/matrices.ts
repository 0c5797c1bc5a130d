// ml-matrix, promises, recursion.
import { Matrix } from "ml-matrix";

function field(weights: number[][], biases: number[], states: number[]) {
  return new Matrix(weights).mmul(Matrix.columnVector(states))
    .add(Matrix.columnVector(biases));
}

export function energy(
  weights: number[][],
  biases: number[],
  states: number[],
): number {
  const s = Matrix.columnVector(states);
  const pairs = s.transpose().mmul(new Matrix(weights)).mmul(s).get(0, 0);
  return -pairs / 2 - Matrix.rowVector(biases).mmul(s).get(0, 0);
}

export async function updateNeuron(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
) {
  const fields = await Promise.resolve(field(weights, biases, states));
  return Matrix.rowVector(states)
    .set(0, index, fields.get(index, 0) >= 0 ? 1 : -1)
    .to1DArray();
}

export async function energyChange(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
) {
  const after = await updateNeuron(weights, biases, states, index);
  const change = (states[index] - after[index]) *
    field(weights, biases, states).get(index, 0);
  return change;
}

async function sweep(
  weights: number[][],
  biases: number[],
  states: number[],
  energies: number[],
): Promise<{ states: number[]; energies: number[] }> {
  let current = states;
  const found: number[] = [];
  for (const i of states.keys()) {
    const next = await updateNeuron(weights, biases, current, i);
    if (next[i] === current[i]) continue;
    current = next;
    found.push(energy(weights, biases, current));
  }
  return found.length === 0
    ? { states, energies }
    : await sweep(weights, biases, current, [...energies, ...found]);
}

export function settle(
  weights: number[][],
  biases: number[],
  states: number[],
) {
  const energies = [energy(weights, biases, states)];
  return sweep(weights, biases, states, energies);
}

export async function synchronousCycle() {
  // A ring of four, in which neighbors disagree.
  const weights = Matrix.zeros(4, 4);
  for (let i = 0; i < 4; i++) {
    weights.set(i, (i + 1) % 4, 3).set((i + 1) % 4, i, 3);
  }
  return await Promise.resolve({
    weights,
    biases: [0, 0.25, 0, -0.25],
    states: [-1, 1, -1, 1],
  });
}
