// A class with private state, a lot of printing, pairs counted once.

class Network {
  #weights: number[][];
  #biases: number[];
  #states: number[];

  constructor(weights: number[][], biases: number[], states: number[]) {
    this.#weights = weights;
    this.#biases = biases;
    this.#states = [...states];
  }

  get states(): number[] {
    return [...this.#states];
  }

  get energy(): number {
    let sum = 0;
    this.#states.forEach((s, i) => {
      sum -= this.#biases[i] * s;
      this.#states.slice(0, i).forEach((t, j) => {
        sum -= this.#weights[i][j] * s * t;
      });
    });
    return sum;
  }

  field(i: number): number {
    return this.#weights[i].reduceRight(
      (sum, weight, j) => j === i ? sum : sum + weight * this.#states[j],
      this.#biases[i],
    );
  }

  /** True if the neuron flipped. */
  update(i: number): boolean {
    const before = this.#states[i];
    const field = this.field(i);
    this.#states[i] = field === 0 ? 1 : Math.sign(field);
    console.log(`neuron ${i}: ${before} -> ${this.#states[i]}`);
    return this.#states[i] !== before;
  }

  get all(): [number[][], number[], number[]] {
    return [this.#weights, this.#biases, this.states];
  }
}

type Arguments = [weights: number[][], biases: number[], states: number[]];

export function energy(...network: Arguments): number {
  return new Network(...network).energy;
}

export function updateNeuron(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
): number[] {
  const network = new Network(weights, biases, states);
  network.update(index);
  return network.states;
}

export function energyChange(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
): number {
  const network = new Network(weights, biases, states);
  const field = network.field(index);
  return network.update(index) ? -2 * Math.abs(field) : 0;
}

export function settle(...start: Arguments) {
  const network = new Network(...start);
  const energies = [network.energy];
  let flips: number;
  do {
    flips = 0;
    for (let i = 0; i < start[2].length; i++) {
      if (!network.update(i)) continue;
      flips++;
      energies.push(network.energy);
    }
    console.table({ flips, energy: network.energy });
  } while (flips > 0);
  return { energies, states: network.states };
}

export function synchronousCycle() {
  // A third neuron that never flips.
  const [weights, biases, states] = new Network(
    [[0, 2, 0], [2, 0, 0], [0, 0, 0]],
    [0.5, -0.5, 1],
    [1, -1, 1],
  ).all;
  return { states, biases, weights };
}
