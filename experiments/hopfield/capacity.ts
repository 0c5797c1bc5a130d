/**
 * How many random patterns a network holds, beside what the theory says.
 *
 * @module
 */
import {
  hebbianWeights,
  hopfieldNetwork,
  meanFieldRecall,
  measureCapacity,
  oneStepBitError,
  overlap,
  type Random,
  randomPatterns,
  updateSynchronously,
} from "../../mod.ts";

/** What networks of one load measured, and what the theory expects of them. */
export interface LoadPoint {
  /** Load α = P/M. */
  load: number;
  /** Mean over the networks. */
  mean: number;
  /** Standard error of that mean. */
  error: number;
  theory: number;
}

/** Networks of a size and load, each with patterns of its own. */
export interface Trials {
  neurons: number;
  load: number;
  networks: number;
}

/**
 * Share of wrong entries after one synchronous step from the patterns themselves.
 *
 * The theory is ½ erfc(√((M - 1) / 2(P - 1))): a neuron has M - 1 neighbors,
 * and P - 1 patterns disturb the one that is recalled.
 */
export function measureOneStep(
  { neurons, load, networks }: Trials,
  random: Random,
): LoadPoint {
  const count = Math.round(load * neurons);
  const shares = Array.from({ length: networks }, () => {
    const patterns = randomPatterns(neurons, count, random);
    const network = hopfieldNetwork(hebbianWeights(patterns));
    const errors = Array.from({ length: count }, (_, n) => {
      const pattern = patterns.getColumnVector(n);
      return (1 - overlap(updateSynchronously(network, pattern), pattern)) / 2;
    });
    return mean(errors);
  });
  const theory = oneStepBitError(neurons - 1, count - 1);
  // Where errors are rare the networks may have none; their number is random all the same.
  const entries = neurons * count * networks;
  const least = Math.sqrt(theory * (1 - theory) / entries);
  const error = Math.max(standardError(shares), least);
  return { load, mean: mean(shares), error, theory };
}

/** Overlap with the pattern after asynchronous updates until nothing flips; the theory is the mean field's, for M → ∞. */
export function measureSettled(
  { neurons, load, networks }: Trials,
  random: Random,
): LoadPoint {
  const patterns = Math.round(load * neurons);
  const overlaps = Array.from(
    { length: networks },
    () => 1 - 2 * measureCapacity({ neurons, patterns, random }).settledError,
  );
  const { overlap: theory } = meanFieldRecall(load);
  const error = standardError(overlaps);
  return { load, mean: mean(overlaps), error, theory };
}

/** The largest distance between measurement and theory, in standard errors. */
export function largestDeviation(points: readonly LoadPoint[]): number {
  return Math.max(
    ...points.map(({ mean, error, theory }) => Math.abs(mean - theory) / error),
  );
}

/** The largest distance between measurement and theory. */
export function largestDistance(points: readonly LoadPoint[]): number {
  return Math.max(
    ...points.map(({ mean, theory }) => Math.abs(mean - theory)),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.map((value) => (value - center) ** 2);
  return Math.sqrt(mean(squares) / (values.length - 1));
}
