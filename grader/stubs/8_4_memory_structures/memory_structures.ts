// 习题 8-4 · Exercise 8-4: read README.zh.md or README.md, then replace each todo().

import { todo } from "#todo";

/** A list whose entries are there to a degree, oldest first: a soft stack or queue. */
export interface SoftList {
  /** N values, each a vector of D numbers. */
  values: number[][];
  /** How much of each value is there: N numbers from 0 to 1. */
  strengths: number[];
}

/**
 * Task 1: one step of a stack: pop, then push, then read.
 *
 * Popping takes away strength `pop` in all, from the newest entry on; what
 * exceeds the total is lost. Pushing appends the value. Reading adds up the
 * newest entries until strength 1 is reached.
 *
 * @param memory The stack before the step; may be empty. Leave it as it is.
 * @param pop Strength u to pop, at least 0.
 * @param push Strength d of the new entry, from 0 to 1; 0 too appends one.
 * @param value The new value v, D numbers.
 * @returns The stack after the step, one entry longer (an entry of strength 0
 * stays in the list), and the read, D numbers.
 */
export function stackStep(
  memory: SoftList,
  pop: number,
  push: number,
  value: number[],
): { memory: SoftList; read: number[] } {
  return todo("8-4.1", memory, pop, push, value);
}

/**
 * Task 2: one step of a queue: pop, then push, then read.
 *
 * New entries join at the same end as in a stack, and everything else happens
 * at the other: both popping and reading start from the oldest entry.
 *
 * @param memory The queue before the step; may be empty. Leave it as it is.
 * @param pop Strength u to pop, at least 0.
 * @param push Strength d of the new entry, from 0 to 1; 0 too appends one.
 * @param value The new value v, D numbers.
 * @returns The queue after the step, one entry longer, and the read, D numbers.
 */
export function queueStep(
  memory: SoftList,
  pop: number,
  push: number,
  value: number[],
): { memory: SoftList; read: number[] } {
  return todo("8-4.2", memory, pop, push, value);
}

/**
 * Task 3: read a set by content: r = Σₙ αₙ mₙ with α = softmax(β mₙᵀq).
 *
 * @param slots Slots m, a list of N vectors of D numbers, in no particular
 * order; equal slots count separately.
 * @param query Query q, D numbers.
 * @param sharpness Sharpness β, from 0 to 1e3; the scores β mₙᵀq lie between
 * -1e4 and 1e4.
 * @returns The read r, D numbers.
 */
export function setRead(
  slots: number[][],
  query: number[],
  sharpness: number,
): number[] {
  return todo("8-4.3", slots, query, sharpness);
}

/**
 * Task 4: with which weight a soft search of a binary tree reaches each leaf.
 *
 * At an inner node of logit s the search goes right with probability
 * σ(s) = 1 / (1 + exp(-s)). A leaf's weight is the product of the
 * probabilities on the way to it.
 *
 * @param branchLogits One logit for each inner node of a complete tree, root
 * first, then level by level, each from left to right: 2^k - 1 numbers from
 * -1e4 to 1e4, none if k = 0.
 * @returns The weights of the 2^k leaves, from left to right; they sum to 1.
 */
export function treeLeafWeights(branchLogits: number[]): number[] {
  return todo("8-4.4", branchLogits);
}
