import {
  bindShapes,
  columnVector,
  fromRule,
  type Matrix,
  softmaxColumns,
} from "../core/mod.ts";
import { requireSize } from "../core/size.ts";
import { requireNumber } from "../core/validate.ts";
import { enumerateStates } from "./enumeration.ts";
import {
  energyOf,
  type HopfieldNetwork,
  hopfieldNetwork,
  parametersOf,
} from "./hopfield.ts";
import { fromPairs } from "./pairs.ts";
import { readPatterns } from "./states.ts";

/** How warm a Boltzmann machine is. */
export interface TemperatureOption {
  /** Temperature T, above 0; the lower, the more the states of low energy prevail. Default: 1. */
  temperature?: number;
}

/** A distribution over all states of M neurons. */
export interface StateDistribution {
  /** All states (M x 2^M), one to a column, each entry +1 or -1. */
  states: Matrix;
  /** Probability of each state (2^M x 1), which sum to 1. */
  probabilities: Matrix;
}

/** How a Boltzmann machine's mean log-likelihood changes with its parameters. */
export interface BoltzmannGradient {
  /** ∂L/∂wᵢⱼ (M x M), wᵢⱼ and wⱼᵢ being one parameter; symmetric, with a zero diagonal. */
  weights: Matrix;
  /** ∂L/∂bᵢ (M x 1). */
  biases: Matrix;
}

/** How long and how fast a Boltzmann machine learns. */
export interface BoltzmannLearning extends TemperatureOption {
  /** Steps along the gradient, an integer of at least 0. Default: 1000. */
  steps?: number;
  /** Learning rate η, above 0. Default: 0.1. */
  rate?: number;
}

/**
 * Distribution of a Boltzmann machine: p(s) = exp(-E(s)/T) / Σₛ' exp(-E(s')/T), exactly.
 *
 * The Hopfield network's energy, with chance: each state has the probability
 * that its energy gives it. All neurons are visible here.
 *
 * @source NNDL §8.6.1 存储容量, 玻尔兹曼机; Ackley, Hinton and Sejnowski 1985, eq. 5 (row 32)
 * @param network A network of M neurons, at most 16.
 * @param options `temperature` T.
 * @returns The 2^M states and their probabilities, which sum to 1.
 * @throws {RangeError} If the network has more than 16 neurons, or T is not above 0.
 *
 * @example Two neurons with weight w agree with probability σ(2w)
 * ```ts
 * import { boltzmannDistribution, hopfieldNetwork } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const network = hopfieldNetwork(fromRows([[0, 1.5], [1.5, 0]]));
 * const { probabilities } = boltzmannDistribution(network);
 * const both = probabilities.get(0, 0) + probabilities.get(3, 0);
 * assertAlmostEquals(both, 1 / (1 + Math.exp(-3)));
 * ```
 */
export function boltzmannDistribution(
  network: HopfieldNetwork,
  { temperature = 1 }: TemperatureOption = {},
): StateDistribution {
  const action = "compute the distribution";
  const parameters = parametersOf(action, network);
  requireTemperature(action, temperature);
  const states = enumerateStates(action, network.size);
  const energies = states.map((s) => energyOf(parameters, s));
  return {
    states: fromRule(network.size, states.length, (i, c) => states[c][i]),
    probabilities: softmaxColumns(columnVector(energies).div(-temperature)),
  };
}

/**
 * Mean log-likelihood of the patterns: L = (1/N) Σₙ log p(xₙ).
 *
 * @source NNDL §8.6.1 存储容量, 玻尔兹曼机; Ackley, Hinton and Sejnowski 1985, §3 (row 32)
 * @param network A network of M neurons, at most 16.
 * @param patterns Patterns (M x N), one to a column, each entry +1 or -1.
 * @param options `temperature` T.
 * @returns L, at most 0; -M log 2 for a network without weights.
 * @throws {ShapeError} If the patterns do not have M rows.
 * @throws {RangeError} If an entry is neither +1 nor -1, the network has more than 16 neurons, or T is not above 0.
 *
 * @example Without weights all states are equally likely
 * ```ts
 * import { boltzmannLogLikelihood, hopfieldNetwork } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const network = hopfieldNetwork(fromRows([[0, 0], [0, 0]]));
 * const likelihood = boltzmannLogLikelihood(network, columnVector([1, -1]));
 * assertAlmostEquals(likelihood, -2 * Math.log(2));
 * ```
 */
export function boltzmannLogLikelihood(
  network: HopfieldNetwork,
  patterns: Matrix,
  options: TemperatureOption = {},
): number {
  const rows = requirePatterns("compute the likelihood", network, patterns);
  const { probabilities } = boltzmannDistribution(network, options);
  let total = 0;
  for (let n = 0; n < patterns.columns; n++) {
    const code = rows.reduce(
      (sum, row, i) => sum + (row[n] > 0 ? 2 ** i : 0),
      0,
    );
    total += Math.log(probabilities.get(code, 0));
  }
  return total / patterns.columns;
}

/**
 * Gradient of the mean log-likelihood: ∂L/∂wᵢⱼ = (⟨sᵢsⱼ⟩_patterns - ⟨sᵢsⱼ⟩_p)/T, ∂L/∂bᵢ = (⟨sᵢ⟩_patterns - ⟨sᵢ⟩_p)/T.
 *
 * The first term is Hebb's rule; the second takes off what the machine
 * believes by itself, so that nothing is learned twice.
 *
 * @source NNDL §8.6.1 存储容量, 改进学习算法; Ackley, Hinton and Sejnowski 1985, eq. 8 (rows 31, 32)
 * @param network A network of M neurons, at most 16.
 * @param patterns Patterns (M x N), one to a column, each entry +1 or -1.
 * @param options `temperature` T.
 * @returns Gradients for weights (M x M, symmetric, zero diagonal) and biases (M x 1).
 * @throws {ShapeError} If the patterns do not have M rows.
 * @throws {RangeError} If an entry is neither +1 nor -1, the network has more than 16 neurons, or T is not above 0.
 *
 * @example Without weights it is Hebb's rule
 * ```ts
 * import {
 *   boltzmannGradient,
 *   hebbianWeights,
 *   hopfieldNetwork,
 * } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const patterns = fromRows([[1, -1, 1], [1, 1, 1]]);
 * const network = hopfieldNetwork(fromRows([[0, 0], [0, 0]]));
 * assertAlmostEquals(
 *   boltzmannGradient(network, patterns).weights.get(0, 1),
 *   hebbianWeights(patterns).get(0, 1),
 * );
 * ```
 */
export function boltzmannGradient(
  network: HopfieldNetwork,
  patterns: Matrix,
  { temperature = 1 }: TemperatureOption = {},
): BoltzmannGradient {
  requirePatterns("compute the gradient", network, patterns);
  const believed = boltzmannDistribution(network, { temperature });
  const share = fromRule(patterns.columns, 1, () => 1 / patterns.columns);
  const inData = momentsOf(patterns, share);
  const inModel = momentsOf(believed.states, believed.probabilities);
  return {
    weights: fromPairs(
      network.size,
      (i, j) =>
        (inData.pairs.get(i, j) - inModel.pairs.get(i, j)) / temperature,
    ),
    biases: inData.means.sub(inModel.means).div(temperature),
  };
}

/**
 * Learning by the exact gradient: θ ← θ + η ∂L/∂θ, from weights and biases of 0.
 *
 * What comes out is a Hopfield network like any other; its attractors are the
 * states that the machine finds likely.
 *
 * @source NNDL §8.6.1 存储容量, 改进学习算法; Ackley, Hinton and Sejnowski 1985 (row 32)
 * @param patterns Patterns (M x N), one to a column, each entry +1 or -1; M at most 16.
 * @param options `steps`, `rate` η and `temperature` T.
 * @returns A network of M neurons.
 * @throws {RangeError} If an entry is neither +1 nor -1, M is above 16, or an option is out of its range.
 *
 * @example It learns what it is shown
 * ```ts
 * import { boltzmannLogLikelihood, learnBoltzmann } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assert } from "@std/assert";
 *
 * const patterns = fromRows([[1, -1], [1, 1], [-1, 1]]);
 * const network = learnBoltzmann(patterns);
 * // Two patterns, equally likely: L is log ½ at best.
 * assert(boltzmannLogLikelihood(network, patterns) > Math.log(0.5) - 0.05);
 * ```
 */
export function learnBoltzmann(
  patterns: Matrix,
  { steps = 1000, rate = 0.1, temperature = 1 }: BoltzmannLearning = {},
): HopfieldNetwork {
  const action = "learn patterns";
  requireSize(action, "the number of steps", steps, 0);
  requireNumber(action, "the rate", rate, { minimum: Number.MIN_VALUE });
  const weights = fromRule(patterns.rows, patterns.rows, () => 0);
  const biases = fromRule(patterns.rows, 1, () => 0);
  let network = hopfieldNetwork(weights, biases);
  for (let step = 0; step < steps; step++) {
    const gradient = boltzmannGradient(network, patterns, { temperature });
    weights.add(gradient.weights.mul(rate));
    biases.add(gradient.biases.mul(rate));
    network = hopfieldNetwork(weights, biases);
  }
  return network;
}

/** Σₖ pₖsₖsₖᵀ and Σₖ pₖsₖ of states (M x K) with probabilities (K x 1). */
function momentsOf(
  states: Matrix,
  probabilities: Matrix,
): { pairs: Matrix; means: Matrix } {
  const weighted = states.clone().mulRowVector(probabilities.to1DArray());
  return {
    pairs: weighted.mmul(states.transpose()),
    means: states.mmul(probabilities),
  };
}

function requirePatterns(
  action: string,
  network: HopfieldNetwork,
  patterns: Matrix,
): Float64Array[] {
  parametersOf(action, network);
  bindShapes(action, { patterns: [patterns, network.size, "N"] });
  return readPatterns(action, patterns);
}

function requireTemperature(action: string, temperature: number): void {
  requireNumber(action, "the temperature", temperature, {
    minimum: Number.MIN_VALUE,
  });
}
