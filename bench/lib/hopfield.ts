import {
  flipEntries,
  hebbianWeights,
  hopfieldNetwork,
  randomPatterns,
  seededRandom,
  sweepAsynchronously,
} from "../../mod.ts";
import type { Comparison } from "../compare.ts";
import type { Growth } from "./growth.ts";

const NEURONS = 1000;
const PATTERNS = 138;

/** A sweep takes less than a millisecond: so many are timed together. */
const SWEEPS = 50;

/** Weights and network from 138 patterns of 1000 neurons, against a plain loop over typed arrays. */
export function hopfieldStorage(): Comparison {
  const patterns = randomPatterns(NEURONS, PATTERNS, seededRandom(1));
  const flat = Float64Array.from(patterns.to1DArray());
  return warm({
    name: "Hopfield storage, 1000 neurons, 138 patterns",
    aim: 1.2,
    ours: () => {
      hopfieldNetwork(hebbianWeights(patterns));
      return Promise.resolve();
    },
    peer: () => {
      plainStorage(flat, NEURONS, PATTERNS);
      return Promise.resolve();
    },
  });
}

/** Sweeps over 1000 neurons, against a plain loop over typed arrays. */
export function hopfieldSweep(): Comparison {
  const random = seededRandom(1);
  const patterns = randomPatterns(NEURONS, PATTERNS, random);
  const network = hopfieldNetwork(hebbianWeights(patterns));
  const rows = network.weights.to2DArray().map((row) => Float64Array.from(row));
  const cue = flipEntries(patterns.getColumnVector(0), NEURONS / 10, random);
  const states = Float64Array.from(cue.getColumn(0));
  return warm({
    name: `asynchronous sweep, 1000 neurons, ${SWEEPS} times`,
    aim: 1.2,
    ours: () => {
      for (let k = 0; k < SWEEPS; k++) sweepAsynchronously(network, cue);
      return Promise.resolve();
    },
    peer: () => {
      for (let k = 0; k < SWEEPS; k++) plainSweep(rows, states.slice());
      return Promise.resolve();
    },
  });
}

/** Storage and sweep as the number of neurons grows. */
export function hopfieldGrowth(): Growth[] {
  const sizes = [384, 512, 768, 1024, 1536]; // smaller ones measure calls, larger ones the cache
  const draw = (size: number) => randomPatterns(size, 32, seededRandom(size));
  return [{
    name: "Hopfield storage of 32 patterns in M neurons",
    sizes,
    theory: 2,
    prepare: (size) => {
      const patterns = draw(size);
      return () => hopfieldNetwork(hebbianWeights(patterns));
    },
  }, {
    name: "asynchronous sweep over M neurons",
    sizes,
    theory: 2,
    prepare: (size) => {
      const patterns = draw(size);
      const network = hopfieldNetwork(hebbianWeights(patterns));
      const cue = patterns.getColumnVector(0);
      return () => sweepAsynchronously(network, cue);
    },
  }];
}

/** Runs both ways until the compiler has seen them. */
function warm(comparison: Comparison): Comparison {
  for (let k = 0; k < 10; k++) {
    comparison.ours();
    comparison.peer();
  }
  return comparison;
}

function plainStorage(
  patterns: Float64Array,
  neurons: number,
  count: number,
): Float64Array {
  const weights = new Float64Array(neurons * neurons);
  for (let i = 0; i < neurons; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let n = 0; n < count; n++) {
        sum += patterns[i * count + n] * patterns[j * count + n];
      }
      weights[i * neurons + j] = sum / count;
      weights[j * neurons + i] = sum / count;
    }
  }
  return weights;
}

function plainSweep(
  rows: readonly Float64Array[],
  states: Float64Array,
): Float64Array {
  for (let i = 0; i < states.length; i++) {
    states[i] = plainField(rows[i], states) >= 0 ? 1 : -1;
  }
  return states;
}

/** A function of its own: V8 was seen to leave it at a quarter of the speed as an inner loop. */
function plainField(row: Float64Array, states: Float64Array): number {
  let field = 0;
  for (let j = 0; j < row.length; j++) field += row[j] * states[j];
  return field;
}
