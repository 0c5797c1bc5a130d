// Fields and energies are carried along instead of computed anew; typed arrays.

interface Network {
  weights: number[][];
  states: Int8Array;
  fields: Float64Array;
}

function start(weights: number[][], biases: number[], states: number[]) {
  const fields = Float64Array.from(biases, (bias, i) => {
    let field = bias;
    weights[i].forEach((weight, j) => field += weight * states[j]);
    return field;
  });
  return { weights, states: Int8Array.from(states), fields };
}

/** Updates a neuron in place, and says by how much the energy falls. */
function update({ weights, states, fields }: Network, i: number): number {
  const after = fields[i] < 0 ? -1 : 1;
  const change = after - states[i];
  if (change === 0) return 0;
  states[i] = after;
  weights[i].forEach((weight, j) => fields[j] += weight * change);
  return -change * fields[i];
}

export function energy(
  weights: number[][],
  biases: number[],
  states: number[],
): number {
  const { fields } = start(weights, biases, states);
  // The fields hold a bias once, and half of them would hold half of it.
  return -fields.reduce((sum, h, i) => sum + states[i] * (h + biases[i]), 0) /
    2;
}

export function updateNeuron(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
): Int8Array {
  const network = start(weights, biases, states);
  update(network, index);
  return network.states;
}

export function energyChange(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
): number {
  return update(start(weights, biases, states), index);
}

export function settle(
  weights: number[][],
  biases: number[],
  states: number[],
) {
  const network = start(weights, biases, states);
  const energies = [energy(weights, biases, states)];
  for (let i = 0, still = 0; still < states.length; i++) {
    const index = i % states.length;
    const before = network.states[index];
    const change = update(network, index);
    still = network.states[index] === before ? still + 1 : 0;
    if (still === 0) energies.push(energies.at(-1)! + change);
  }
  return { states: network.states, energies: Float64Array.from(energies) };
}

export function synchronousCycle() {
  return {
    weights: [new Float32Array([0, -1]), new Float32Array([-1, 0])],
    biases: new Float32Array(2),
    states: Int8Array.of(1, 1),
  };
}
