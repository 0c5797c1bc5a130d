/**
 * The data of d2l's kernel regression: many draws of one small training set.
 *
 * @module
 */
import type { Random } from "../../mod.ts";

/** One training set, sorted by its inputs. */
export interface Draw {
  /** Inputs from U(0, 5), ascending. */
  inputs: number[];
  /** Outputs: the truth with noise. */
  outputs: number[];
}

/** Pairs in a training set. */
export const PAIRS = 50;

/** Largest input. */
const END = 5;

/** Standard deviation of the noise. */
const NOISE = 0.5;

/** Distance of the test inputs 0, 0.1, ..., 4.9: as torch.arange gives them, without the end. */
const TEST_STEP = 0.1;

/** The function to be found: f(x) = 2 sin x + x^0.8. */
export function truth(x: number): number {
  return 2 * Math.sin(x) + x ** 0.8;
}

/** Inputs at which an estimate is judged, against the truth without noise. */
export const TEST_INPUTS: readonly number[] = Array.from(
  { length: Math.round(END / TEST_STEP) },
  (_, i) => i * TEST_STEP,
);

/** Draws one training set. */
export function drawPairs(random: Random): Draw {
  const inputs = Array.from({ length: PAIRS }, () => END * random.uniform())
    .sort((a, b) => a - b);
  return {
    inputs,
    outputs: inputs.map((x) => truth(x) + NOISE * random.normal()),
  };
}

/** The value below which a share of the values lies, between two of them if need be. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [Math.floor(place), Math.ceil(place)];
  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}
