// 习题 8-3 · Exercise 8-3: read README.zh.md or README.md, then replace each todo().

import { todo } from "#todo";

/** What one layer costs, and how far a signal travels in layers of its kind. */
export interface LayerCost {
  /** Multiplications in one layer: the leading term, with constant 1. */
  operations: number;
  /** How many steps of one layer must wait for each other. */
  sequentialSteps: number;
  /** Edges on the way from input 1 to output n, at least 1. */
  maximumPathLength: number;
}

/**
 * Task 1: self-attention, where every position looks at every position.
 *
 * @param length Number of positions n, at least 1.
 * @param width Entries of one position's vector d, at least 1.
 * @returns The layer's cost.
 */
export function selfAttentionCost(length: number, width: number): LayerCost {
  return todo("8-3.1", length, width);
}

/**
 * Task 2: a recurrent layer, which hands its state from position to position.
 *
 * @param length Number of positions n, at least 1.
 * @param width Entries of the input and of the state d, at least 1.
 * @returns The layer's cost.
 */
export function recurrentCost(length: number, width: number): LayerCost {
  return todo("8-3.2", length, width);
}

/**
 * Task 3: a convolution over k positions, its own and earlier ones. On the
 * path, layers are stacked with dilations 1, k, k², ...; operations and steps
 * are those of one layer.
 *
 * @param length Number of positions n, at least 1.
 * @param width Entries in and entries out d, at least 1.
 * @param kernel Positions that one output sees k, at least 2.
 * @returns The layer's cost; the path is the smallest L >= 1 with k^L >= n.
 */
export function convolutionalCost(
  length: number,
  width: number,
  kernel: number,
): LayerCost {
  return todo("8-3.3", length, width, kernel);
}

/**
 * Task 4: restricted self-attention, where a position sees itself and the w
 * positions before it. On the path, such layers are stacked; operations and
 * steps are those of one layer.
 *
 * @param length Number of positions n, at least 1.
 * @param width Entries of one position's vector d, at least 1.
 * @param window How many earlier positions are seen w, at least 1; it may
 * exceed n.
 * @returns The layer's cost.
 */
export function restrictedSelfAttentionCost(
  length: number,
  width: number,
  window: number,
): LayerCost {
  return todo("8-3.4", length, width, window);
}

/**
 * Task 5: from which length on self-attention is the more expensive one.
 *
 * @param width Entries of one position's vector d, at least 1.
 * @returns The smallest n at which self-attention does more operations than
 * recurrence.
 */
export function crossoverLength(width: number): number {
  return todo("8-3.5", width);
}
