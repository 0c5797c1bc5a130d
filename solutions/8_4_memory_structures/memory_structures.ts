// 习题 8-4 · Exercise 8-4: one way to solve it.

/** A list whose entries are there to a degree, oldest first: a soft stack or queue. */
export interface SoftList {
  /** N values, each a vector of D numbers. */
  values: number[][];
  /** How much of each value is there: N numbers from 0 to 1. */
  strengths: number[];
}

/**
 * Task 1: one step of a stack.
 *
 * The newest entry is the first to go and the first to be read.
 */
export function stackStep(
  memory: SoftList,
  pop: number,
  push: number,
  value: number[],
): { memory: SoftList; read: number[] } {
  return step(memory, pop, push, value, takeNewest);
}

/**
 * Task 2: one step of a queue.
 *
 * Values join at the same end as in a stack; that the oldest entry is the
 * first to go and to be read is the whole difference.
 */
export function queueStep(
  memory: SoftList,
  pop: number,
  push: number,
  value: number[],
): { memory: SoftList; read: number[] } {
  return step(memory, pop, push, value, takeOldest);
}

/**
 * Task 3: r = Σₙ αₙ mₙ with α = softmax(β mₙᵀq).
 *
 * A sum over slots does not know their order, which makes this a set. At β = 0
 * all weights are equal and the read is the mean; a large β reads the best
 * match alone.
 */
export function setRead(
  slots: number[][],
  query: number[],
  sharpness: number,
): number[] {
  const weights = softmax(slots.map((slot) => sharpness * dot(slot, query)));
  return query.map((_, d) => dot(weights, slots.map((slot) => slot[d])));
}

/**
 * Task 4: the weights of the leaves.
 *
 * Go down level by level: every node shares its weight between its children,
 * so the sum stays 1 and no softmax is needed. The level with 2^l nodes comes
 * after the 2^l - 1 nodes above it, which is where its logits begin.
 */
export function treeLeafWeights(branchLogits: number[]): number[] {
  let level = [1];
  while (level.length <= branchLogits.length) {
    const logits = branchLogits.slice(level.length - 1);
    level = level.flatMap((weight, n) => [
      weight * sigmoid(-logits[n]), // left: 1 - σ(s) = σ(-s)
      weight * sigmoid(logits[n]), // right
    ]);
  }
  return level;
}

/** How much of each entry is taken when `amount` is taken from one end. */
type Take = (strengths: number[], amount: number) => number[];

/**
 * Pop, push, read.
 *
 * Popping and reading are one movement: take an amount, entry after entry.
 * Popping takes u and throws it away. Reading takes 1, the weights of the
 * sum, and leaves the strengths as they are.
 */
function step(
  memory: SoftList,
  pop: number,
  push: number,
  value: number[],
  take: Take,
): { memory: SoftList; read: number[] } {
  const popped = take(memory.strengths, pop);
  const kept = memory.strengths.map((strength, n) => strength - popped[n]);
  const strengths = [...kept, push];
  const values = [...memory.values, value];
  const weights = take(strengths, 1);
  const read = value.map((_, d) => dot(weights, values.map((each) => each[d])));
  return { memory: { values, strengths }, read };
}

/** No entry gives more than it has, and what one lacks the next has to give. */
function takeOldest(strengths: number[], amount: number): number[] {
  let left = amount;
  return strengths.map((strength) => {
    const taken = Math.min(strength, left);
    left -= taken;
    return taken;
  });
}

/** The same from the other end. */
function takeNewest(strengths: number[], amount: number): number[] {
  return takeOldest(strengths.toReversed(), amount).reverse();
}

/** Infinity in the denominator gives 0, so a logit of -1e4 does no harm. */
function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** exp(1e4) is too large for a number; exp(sₙ - max) never exceeds 1. */
function softmax(scores: number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}
