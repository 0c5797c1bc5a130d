/**
 * The tasks of Graves et al. 2014, section 4, as sequences of inputs and the
 * bits that are asked for at their ends.
 *
 * @module
 */
import type { Random } from "../../mod.ts";

/** A sequence, and what is to be said at its last steps. */
export interface Episode {
  /** Inputs, one row to a step. */
  inputs: number[][];
  /** Bits to be said, one row to each of the last steps. */
  targets: number[][];
}

/** A task, whose episodes are of some length. */
export interface Task {
  /** Features of an input. */
  readonly inputs: number;
  /** Bits of an output. */
  readonly outputs: number;
  /** The shortest and the longest that training draws. */
  readonly lengths: readonly [shortest: number, longest: number];
  /** An episode of a length. */
  episode(length: number, random: Random): Episode;
}

/** Copy: vectors of bits and a mark, then the same vectors again (§4.1). */
export function copy(bits = 8, longest = 20): Task {
  const mark = unit(bits + 1, bits);
  return {
    inputs: bits + 1,
    outputs: bits,
    lengths: [1, longest],
    episode(length, random) {
      const items = bitVectors(length, bits, random);
      return {
        inputs: [...shown(items, 1), mark, ...blanks(length, bits + 1)],
        targets: items,
      };
    },
  };
}

/** Most repeats of a repeat copy. */
const REPEATS = 10;

/** Repeat copy: vectors, how often, then all of them so often, and an end mark (§4.2). */
export function repeatCopy(bits = 8): Task {
  const width = bits + 2;
  return {
    inputs: width,
    outputs: bits + 1,
    lengths: [1, 10],
    episode(length, random) {
      const items = bitVectors(length, bits, random);
      const repeats = 1 + random.integer(REPEATS);
      const count = unit(width, bits).with(bits + 1, standardized(repeats));
      const once = items.map((item) => [...item, 0]);
      const said = Array.from({ length: repeats }, () => once).flat();
      return {
        inputs: [
          ...shown(items, 2),
          count,
          ...blanks(said.length + 1, width),
        ],
        targets: [...said, unit(bits + 1, bits)],
      };
    },
  };
}

/** Vectors of an item of associative recall, and bits of each. */
const ITEM = { vectors: 3, bits: 6 };

/** Associative recall: items of three vectors, then one of them again; what came after it is asked for (§4.3). */
export function recall(): Task {
  const { vectors, bits } = ITEM;
  const width = bits + 2;
  const [begin, query] = [unit(width, bits), unit(width, bits + 1)];
  return {
    inputs: width,
    outputs: bits,
    lengths: [2, 6],
    episode(length, random) {
      const items = Array.from(
        { length },
        () => bitVectors(vectors, bits, random),
      );
      const asked = random.integer(length - 1);
      return {
        inputs: [
          ...items.flatMap((item) => [begin, ...shown(item, 2)]),
          query,
          ...shown(items[asked], 2),
          query,
          ...blanks(vectors, width),
        ],
        targets: items[asked + 1],
      };
    },
  };
}

/** Share of the vectors that priority sort asks for: 16 of 20. */
const SORTED_SHARE = 0.8;

/** Priority sort: vectors with priorities from -1 to 1; those of the highest are asked for, in order (§4.5). */
export function prioritySort(bits = 8, length = 20): Task {
  const width = bits + 2;
  return {
    inputs: width,
    outputs: bits,
    lengths: [length, length],
    episode(length, random) {
      const items = bitVectors(length, bits, random);
      const priorities = items.map(() => 2 * random.uniform() - 1);
      const order = items.map((_, i) => i)
        .sort((a, b) => priorities[b] - priorities[a])
        .slice(0, Math.round(SORTED_SHARE * length));
      return {
        inputs: [
          ...shown(items, 1).map((item, i) => [...item, priorities[i]]),
          unit(width, bits),
          ...blanks(order.length, width),
        ],
        targets: order.map((i) => items[i]),
      };
    },
  };
}

/** A repeat count with mean 0 and variance 1, as the paper gives it. */
function standardized(repeats: number): number {
  const mean = (REPEATS + 1) / 2;
  const variance = (REPEATS ** 2 - 1) / 12;
  return (repeats - mean) / Math.sqrt(variance);
}

/** Vectors of fair coins. */
function bitVectors(count: number, bits: number, random: Random): number[][] {
  return Array.from(
    { length: count },
    () => Array.from({ length: bits }, () => random.integer(2)),
  );
}

/**
 * Vectors as inputs, with so many zeros behind each: a bit comes in as -1 or 1,
 * so that a vector of zeros is not what comes in when there is nothing.
 */
function shown(vectors: readonly number[][], zeros: number): number[][] {
  return vectors.map((vector) => [
    ...vector.map((bit) => 2 * bit - 1),
    ...new Array<number>(zeros).fill(0),
  ]);
}

function blanks(count: number, width: number): number[][] {
  return Array.from({ length: count }, () => new Array<number>(width).fill(0));
}

/** Zeros, but for a 1 at a place. */
function unit(width: number, place: number): number[] {
  return new Array<number>(width).fill(0).with(place, 1);
}
