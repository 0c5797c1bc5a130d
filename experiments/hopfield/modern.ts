/**
 * Modern against classical recall as patterns become many.
 *
 * @module
 */
import {
  flipEntries,
  fromRule,
  type Matrix,
  measureCapacity,
  type Random,
  randomPatterns,
  retrieveModern,
} from "../../mod.ts";

/** A memory of random patterns, asked with cues that have some entries flipped. */
export interface Memory {
  neurons: number;
  patterns: number;
  /** Share of a cue's entries that are flipped. */
  noise: number;
  /** How many cues are tried; the classical network tries each pattern. */
  cues: number;
}

/** Share of the patterns that a classical network, with Hebb's weights, recalls exactly. */
export function recallClassically(
  { neurons, patterns, noise }: Memory,
  random: Random,
): number {
  return measureCapacity({ neurons, patterns, noise, random }).recalled;
}

/** Share of the cues that one update of the modern network, ξ ← X softmax(Xᵀξ), brings to exactly their pattern. */
export function recallModern(
  { neurons, patterns: count, noise, cues }: Memory,
  random: Random,
): number {
  const patterns = randomPatterns(neurons, count, random);
  const targets = Array.from({ length: cues }, () => random.integer(count));
  const flips = Math.round(noise * neurons);
  const states = targets.map((n) =>
    flipEntries(patterns.getColumnVector(n), flips, random).to1DArray()
  );
  const queries = fromRule(neurons, cues, (i, k) => states[k][i]);
  const { output } = retrieveModern(patterns, queries, {
    inverseTemperature: 1,
  });
  return targets.filter((n, k) => agrees(output, k, patterns, n)).length / cues;
}

/** Whether a column has the signs of another. */
function agrees(
  output: Matrix,
  k: number,
  patterns: Matrix,
  n: number,
): boolean {
  return output.getColumn(k).every((value, i) =>
    (value >= 0 ? 1 : -1) === patterns.get(i, n)
  );
}
