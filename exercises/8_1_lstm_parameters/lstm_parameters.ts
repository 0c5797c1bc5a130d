// 习题 8-1 · Exercise 8-1: read README.zh.md or README.md, then replace each todo().

import { todo } from "#todo";

/**
 * Task 1: the number of parameters of an LSTM layer.
 *
 * Four blocks (input gate, forget gate, output gate, candidate), each with
 * weights for the input, weights for the hidden state and one bias vector, as
 * in the notes; no peepholes.
 *
 * @param inputSize Length n of the input vector, at least 1.
 * @param hiddenSize Number m of hidden units, at least 1.
 * @returns How many numbers the layer learns.
 */
export function lstmParameterCount(
  inputSize: number,
  hiddenSize: number,
): number {
  return todo("8-1.1", inputSize, hiddenSize);
}

/**
 * Task 2: the number of parameters of a GRU layer.
 *
 * Update gate, reset gate and candidate, built like the blocks of task 1, one
 * bias vector each.
 *
 * @param inputSize Length n of the input vector, at least 1.
 * @param hiddenSize Number m of hidden units, at least 1.
 * @returns How many numbers the layer learns.
 */
export function gruParameterCount(
  inputSize: number,
  hiddenSize: number,
): number {
  return todo("8-1.2", inputSize, hiddenSize);
}

/**
 * Task 3: the number of parameters of LSTM layers one on top of the other.
 *
 * @param inputSize Length of the input of the first layer, at least 1.
 * @param hiddenSizes Hidden units of each layer, from the bottom up; may be
 * empty. Leave this list as it is.
 * @returns How many numbers all layers learn together; 0 for no layers.
 */
export function stackedLstmParameterCount(
  inputSize: number,
  hiddenSizes: number[],
): number {
  return todo("8-1.3", inputSize, hiddenSizes);
}

/**
 * Task 4: the largest LSTM layer that a budget pays for.
 *
 * @param inputSize Length n of the input vector, at least 1.
 * @param budget How many parameters the layer may have at most: an integer
 * from 0 to 2^53.
 * @returns The largest m whose count (task 1) is at most `budget`, exactly; 0
 * if one hidden unit is already too many.
 */
export function largestHiddenSize(inputSize: number, budget: number): number {
  return todo("8-1.4", inputSize, budget);
}
