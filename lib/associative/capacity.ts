import { fromRule, type Matrix, type Random } from "../core/mod.ts";
import { requireSize } from "../core/size.ts";
import { requireNumber } from "../core/validate.ts";
import { updateSynchronously } from "./dynamics.ts";
import { hebbianWeights, overlap } from "./hebbian.ts";
import { hopfieldNetwork } from "./hopfield.ts";
import { recall } from "./settle.ts";
import { readStates, toColumn } from "./states.ts";

/** One trial of a network's capacity. */
export interface CapacityTrial {
  /** Number M of neurons. */
  neurons: number;
  /** Number N of random patterns stored. */
  patterns: number;
  /** Source of the patterns, the flips and the order of the updates. */
  random: Random;
  /** Share of a pattern's entries that its cue has flipped, from 0 to ½. Default: 0. */
  noise?: number;
  /** Storage rule: patterns (M x N) to weights (M x M). Default: Hebb's. */
  store?: (patterns: Matrix) => Matrix;
}

/** How well a network recalled what it stored. */
export interface MeasuredCapacity {
  /** Share of wrong entries after one synchronous step from the cues. */
  oneStepError: number;
  /** Share of wrong entries after asynchronous updates until nothing flips. */
  settledError: number;
  /** Share of the cues that settled in exactly their pattern. */
  recalled: number;
}

/**
 * Capacity by experiment: N random patterns are stored in M neurons and each is recalled from its cue.
 *
 * Without noise the cues are the patterns themselves. That alone flatters a
 * rule that makes every state a fixed point, such as Hebb's with its diagonal:
 * give `noise` to see whether anything is recalled.
 *
 * @source NNDL §8.6.1 存储容量; Hopfield 1982, the numerical trials (row 32)
 * @param trial Sizes, source of chance, noise of the cues and storage rule.
 * @returns Errors after one step and after settling, and the share recalled without an error.
 * @throws {RangeError} If a size is not an integer of at least 1, or the noise is not from 0 to ½.
 *
 * @example Below capacity a tenth of wrong entries is put right
 * ```ts
 * import { measureCapacity } from "@mneme/mneme/associative";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const { recalled } = measureCapacity({
 *   neurons: 101,
 *   patterns: 3,
 *   noise: 0.1,
 *   random: seededRandom(7),
 * });
 * assertEquals(recalled, 1);
 * ```
 */
export function measureCapacity(
  { neurons, patterns, random, noise = 0, store = hebbianWeights }:
    CapacityTrial,
): MeasuredCapacity {
  const action = "measure the capacity";
  requireSize(action, "the number of neurons", neurons);
  requireSize(action, "the number of patterns", patterns);
  requireNumber(action, "the noise", noise, { minimum: 0, maximum: 0.5 });
  const stored = randomPatterns(neurons, patterns, random);
  const network = hopfieldNetwork(store(stored));
  const results = Array.from({ length: patterns }, (_, n) => {
    const pattern = stored.getColumnVector(n);
    const cue = flipEntries(pattern, Math.round(noise * neurons), random);
    const settled = recall(network, cue, { order: random });
    return {
      oneStep: errorOf(updateSynchronously(network, cue), pattern),
      settled: errorOf(settled, pattern),
    };
  });
  return {
    oneStepError: mean(results.map(({ oneStep }) => oneStep)),
    settledError: mean(results.map(({ settled }) => settled)),
    recalled: mean(results.map(({ settled }) => settled === 0 ? 1 : 0)),
  };
}

/**
 * Random patterns: each entry +1 or -1 with probability ½, the patterns that capacities are stated for.
 *
 * @source NNDL §8.6.1 存储容量; Amit, Gutfreund and Sompolinsky 1985
 * @param neurons Number M of entries, at least 1.
 * @param count Number N of patterns, at least 1.
 * @param random A seeded source.
 * @returns Patterns (M x N), one to a column, each entry +1 or -1.
 * @throws {ShapeError} If M or N is not an integer of at least 1.
 *
 * @example The seed decides the patterns
 * ```ts
 * import { randomPatterns } from "@mneme/mneme/associative";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const draw = () => randomPatterns(5, 3, seededRandom(7));
 * assertEquals(draw(), draw());
 * ```
 */
export function randomPatterns(
  neurons: number,
  count: number,
  random: Random,
): Matrix {
  return fromRule(neurons, count, () => random.uniform() < 0.5 ? -1 : 1);
}

/**
 * A cue: the pattern with `count` entries, drawn by chance, of the other sign.
 *
 * @source NNDL §8.6.1 联想记忆, an incomplete or noisy pattern
 * @param pattern Pattern (M x 1), each entry +1 or -1.
 * @param count Number of entries to flip, from 0 to M.
 * @param random A seeded source.
 * @returns The cue (M x 1), which differs from the pattern in exactly `count` entries.
 * @throws {ShapeError} If the pattern is not one column.
 * @throws {RangeError} If an entry is neither +1 nor -1, or the count is not an integer from 0 to M.
 *
 * @example Exactly so many entries differ
 * ```ts
 * import { flipEntries, overlap } from "@mneme/mneme/associative";
 * import { columnVector, seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const pattern = columnVector([1, -1, 1, 1]);
 * const cue = flipEntries(pattern, 1, seededRandom(7));
 * assertEquals(overlap(cue, pattern), (3 - 1) / 4);
 * ```
 */
export function flipEntries(
  pattern: Matrix,
  count: number,
  random: Random,
): Matrix {
  const action = "flip entries";
  const entries = readStates(action, pattern, pattern.rows);
  requireSize(action, "the count", count, 0);
  requireNumber(action, "the count", count, { maximum: entries.length });
  for (const i of random.permutation(entries.length).slice(0, count)) {
    entries[i] = -entries[i];
  }
  return toColumn(entries);
}

function errorOf(states: Matrix, pattern: Matrix): number {
  return (1 - overlap(states, pattern)) / 2;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
