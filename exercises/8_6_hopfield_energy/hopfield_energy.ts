// 习题 8-6 · Exercise 8-6: read README.zh.md or README.md, then replace each todo().

import { todo } from "#todo";

/**
 * Task 1: the energy E(s) = -½ Σᵢⱼ wᵢⱼ sᵢ sⱼ - Σᵢ bᵢ sᵢ.
 *
 * @param weights Weights W, a list of M rows of M numbers: wᵢⱼ = wⱼᵢ, wᵢᵢ = 0.
 * @param biases Biases b, M numbers.
 * @param states States s, M numbers, each +1 or -1.
 * @returns E(s).
 */
export function energy(
  weights: number[][],
  biases: number[],
  states: number[],
): number {
  return todo("8-6.1", weights, biases, states);
}

/**
 * Task 2: update one neuron: sᵢ ← +1 if Σⱼ wᵢⱼ sⱼ + bᵢ >= 0, else -1.
 *
 * @param weights Weights W, as in task 1.
 * @param biases Biases b.
 * @param states States s; leave this list as it is.
 * @param index Which neuron, i, counted from 0.
 * @returns A new list of M states, in which only neuron i may differ.
 */
export function updateNeuron(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
): number[] {
  return todo("8-6.2", weights, biases, states, index);
}

/**
 * Task 3: by how much the energy changes when neuron i is updated.
 *
 * @param weights Weights W, as in task 1.
 * @param biases Biases b.
 * @param states States s before the update.
 * @param index Which neuron, i, counted from 0.
 * @returns E(after) - E(before), which is never above 0.
 */
export function energyChange(
  weights: number[][],
  biases: number[],
  states: number[],
  index: number,
): number {
  return todo("8-6.3", weights, biases, states, index);
}

/**
 * Task 4: let the network settle. A sweep updates neurons 0, 1, ..., M-1 one
 * after the other, each seeing the newest states; sweeps go on until one full
 * sweep flips nothing.
 *
 * @param weights Weights W, as in task 1.
 * @param biases Biases b.
 * @param states States s at the start; leave this list as it is.
 * @returns The states at the end, and the energies: the start's, then one
 * after each flip (an update that changes nothing adds no energy).
 */
export function settle(
  weights: number[][],
  biases: number[],
  states: number[],
): { states: number[]; energies: number[] } {
  return todo("8-6.4", weights, biases, states);
}

/**
 * Task 5: a legal network and a start from which synchronous updates (all
 * neurons at once, each from the same old states) alternate for ever between
 * two states, although the energy never rises when neurons take turns.
 *
 * @returns Weights (symmetric, zero diagonal), biases and a start, for a
 * network of 2 to 64 neurons of your choice.
 */
export function synchronousCycle(): {
  weights: number[][];
  biases: number[];
  states: number[];
} {
  return todo("8-6.5");
}
