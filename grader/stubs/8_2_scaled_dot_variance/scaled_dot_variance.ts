// 习题 8-2 · Exercise 8-2: read README.zh.md or README.md, then replace each todo().

import { todo } from "#todo";

/**
 * Task 1: the variance of the dot product qᵀk = Σᵢ qᵢ kᵢ.
 *
 * @param dimension How many entries d the vectors q and k have, at least 1.
 * @param sigma Standard deviation σ of every entry; all entries of q and k are
 * independent, with one distribution of mean 0.
 * @returns Var(qᵀk).
 */
export function dotProductVariance(dimension: number, sigma: number): number {
  return todo("8-2.1", dimension, sigma);
}

/**
 * Task 2: the scaled dot scores sₙ = kₙᵀq / √d.
 *
 * @param query Query q, d numbers.
 * @param keys Keys k, a list of N vectors of d numbers.
 * @returns N scores, one for each key.
 */
export function scaledScores(query: number[], keys: number[][]): number[] {
  return todo("8-2.2", query, keys);
}

/**
 * Task 3: the Jacobian of α = softmax(s): which entry of α moves how fast with
 * which score.
 *
 * @param scores Scores s, N numbers from -1e4 to 1e4.
 * @returns N rows of N numbers: row i, column j is ∂αᵢ/∂sⱼ.
 */
export function softmaxJacobian(scores: number[]): number[][] {
  return todo("8-2.3", scores);
}

/**
 * Task 4: how much gradient passes through the softmax: the Frobenius norm of
 * its Jacobian, √(Σᵢⱼ (∂αᵢ/∂sⱼ)²).
 *
 * @param scores Scores s, N numbers from -1e4 to 1e4.
 * @returns The norm; close to 0 where the softmax is saturated.
 */
export function gradientNorm(scores: number[]): number {
  return todo("8-2.4", scores);
}
