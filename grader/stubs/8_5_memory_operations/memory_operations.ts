// 习题 8-5 · Exercise 8-5: read README.zh.md or README.md, then replace each todo().

import { todo } from "#todo";

/**
 * Task 1: a memory network reads: r = Σₙ pₙ cₙ with p = softmax(aₙᵀq).
 *
 * @param query Query q, D numbers.
 * @param keys Keys a, a list of N vectors of D numbers.
 * @param values Values c, a list of N vectors, all of one length, which need
 * not be D.
 * @returns The weights p, N numbers, and the read r, as long as a value. The
 * scores aₙᵀq lie between -1e4 and 1e4.
 */
export function memoryNetworkRead(
  query: number[],
  keys: number[][],
  values: number[][],
): { weights: number[]; read: number[] } {
  return todo("8-5.1", query, keys, values);
}

/**
 * Task 2: a memory network reads several times: q ← q + r in each hop, where r
 * is read with the q of before. All hops use the same keys and values.
 *
 * @param query Query q, D numbers; leave this list as it is.
 * @param keys Keys a, a list of N vectors of D numbers.
 * @param values Values c, a list of N vectors of D numbers.
 * @param hops How many hops, from 0 to 10.
 * @returns The last q, D numbers; the query itself for 0 hops.
 */
export function memoryNetworkHops(
  query: number[],
  keys: number[][],
  values: number[][],
  hops: number,
): number[] {
  return todo("8-5.2", query, keys, values, hops);
}

/**
 * Task 3: a neural Turing machine reads: r = Σₙ wₙ mₙ.
 *
 * @param memory Memory m, a list of N slots of D numbers.
 * @param weights Weights w, N numbers, none below 0, which sum to 1. The
 * addressing has already made them.
 * @returns The read vector r, D numbers.
 */
export function turingRead(memory: number[][], weights: number[]): number[] {
  return todo("8-5.3", memory, weights);
}

/**
 * Task 4: a neural Turing machine writes: mₙ ← mₙ ⊙ (1 - wₙ e) + wₙ a.
 *
 * @param memory Memory m, a list of N slots of D numbers; leave it as it is.
 * @param weights Weights w, N numbers, none below 0, which sum to 1.
 * @param erase Erase vector e, D numbers from 0 to 1.
 * @param add Add vector a, D numbers.
 * @returns The memory after the write, N slots of D numbers.
 */
export function turingWrite(
  memory: number[][],
  weights: number[],
  erase: number[],
  add: number[],
): number[][] {
  return todo("8-5.4", memory, weights, erase, add);
}

/**
 * Task 5: which of the two does what: the end-to-end memory network of
 * Sukhbaatar et al. 2015, the neural Turing machine of Graves et al. 2014, or
 * both.
 *
 * - `readsByContent`: weights can come from comparing a vector with the slots
 * - `readIsWeightedSum`: a read goes to all slots at once, each to its degree
 * - `trainsEndToEnd`: gradient descent reaches every part through the memory
 * - `readsInSeveralHops`: before one answer it reads again and again, each time
 *   with a query that includes what was read
 * - `keysDifferFromValues`: a slot is found by one vector and read as another
 * - `memoryIsFixedWhileReading`: from the first read to the last no slot changes
 * - `writesToMemory`: what it has computed can change what a slot holds
 * - `erasesThenAdds`: a slot is changed in two parts, a share of it taken away
 *   and something new put in
 * - `addressesByLocation`: weights can be shifted to the neighboring slots,
 *   whatever these hold
 * - `keepsStateAcrossTimeSteps`: what it did to the memory at one step of a
 *   sequence is still there at the next
 *
 * @returns An object with exactly these ten keys.
 */
export function comparison(): Record<
  string,
  "memory-network" | "turing-machine" | "both"
> {
  return todo("8-5.5");
}
