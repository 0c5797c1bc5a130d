/**
 * A right softmax, Jacobian and norm to make mistakes in.
 *
 * @module
 */

export type Rows = number[][];

export const sum = (numbers: number[]): number =>
  numbers.reduce((a, b) => a + b, 0);

export const dot = (a: number[], b: number[]): number =>
  sum(a.map((x, i) => x * b[i]));

export function softmax(scores: number[]): number[] {
  return normalized(scores, Math.max(...scores));
}

export function normalized(scores: number[], subtracted: number): number[] {
  const powers = scores.map((score) => Math.exp(score - subtracted));
  const total = sum(powers);
  return powers.map((power) => power / total);
}

export const delta = (i: number, j: number): number => i === j ? 1 : 0;

/** An entry of the Jacobian from αᵢ, αⱼ and δᵢⱼ. */
export type Entry = (a: number, b: number, same: number) => number;

const rightEntry: Entry = (a, b, same) => a * (same - b);

export function jacobian(weights: number[], entry: Entry = rightEntry): Rows {
  return weights.map((a, i) => weights.map((b, j) => entry(a, b, delta(i, j))));
}

export const frobenius = (rows: Rows): number =>
  Math.sqrt(sum(rows.flat().map((x) => x * x)));
