/**
 * Networks for the tests of the Hopfield network, and its definitions in plain
 * numbers, term by term, as oracles.
 *
 * @module
 */
import { columnVector, fromRows, type Random } from "@mneme/mneme/core";
import {
  type HopfieldNetwork,
  hopfieldNetwork,
} from "@mneme/mneme/associative";

/** A network with the numbers that it was made from. */
export interface DrawnNetwork {
  /** The network. */
  network: HopfieldNetwork;
  /** W. */
  weights: number[][];
  /** b. */
  biases: number[];
}

/** A symmetric network whose numbers the source `draw` gives. */
export function drawNetwork(size: number, draw: () => number): DrawnNetwork {
  const weights = Array.from({ length: size }, () => new Array(size).fill(0));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) weights[i][j] = weights[j][i] = draw();
  }
  const biases = Array.from({ length: size }, draw);
  const network = hopfieldNetwork(fromRows(weights), columnVector(biases));
  return { network, weights, biases };
}

/** An integer from -3 to 3, so that fields of exactly 0 occur. */
export function smallInteger(random: Random): number {
  return random.integer(7) - 3;
}

/** All 2^M states. */
export function allStates(size: number): number[][] {
  return Array.from(
    { length: 2 ** size },
    (_, code) =>
      Array.from({ length: size }, (_, i) => (code >> i) & 1 ? 1 : -1),
  );
}

/** M states by chance. */
export function randomStates(size: number, random: Random): number[] {
  return Array.from({ length: size }, () => random.uniform() < 0.5 ? -1 : 1);
}

/** Σⱼ wᵢⱼsⱼ + bᵢ over all j. */
export function fieldByTerms(
  { weights, biases }: Omit<DrawnNetwork, "network">,
  states: readonly number[],
  index: number,
): number {
  return states.reduce(
    (sum, s, j) => sum + weights[index][j] * s,
    biases[index],
  );
}

/** The energy as the double sum of the notes. */
export function energyByTerms(
  { weights, biases }: Omit<DrawnNetwork, "network">,
  states: readonly number[],
): number {
  let total = 0;
  states.forEach((s, i) => {
    states.forEach((t, j) => total -= 0.5 * weights[i][j] * s * t);
    total -= biases[i] * s;
  });
  return total;
}
