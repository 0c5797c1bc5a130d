import { fromRule, type Matrix } from "./matrix.ts";

/** A seeded source of random numbers; the same seed gives the same numbers. */
export interface Random {
  /** A number u with 0 <= u < 1, uniform. */
  uniform(): number;
  /** A standard normal number: mean 0, variance 1. */
  normal(): number;
  /** An integer i with 0 <= i < bound, uniform. */
  integer(bound: number): number;
  /** The integers 0, ..., length - 1 in a random order. */
  permutation(length: number): number[];
}

/**
 * Seeded random numbers by SplitMix32: z ← z + 0x9e3779b9 mod 2³², then two mixing rounds.
 *
 * Nothing in lib draws from Math.random: whoever wants chance passes a source in.
 *
 * @source Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", in its 32-bit form; normal numbers by Box and Muller 1958
 * @param seed Any finite number; its integer part modulo 2³² counts.
 * @returns A source of random numbers.
 * @throws {RangeError} If the seed is not finite.
 *
 * @example The same seed gives the same numbers
 * ```ts
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 *
 * assertEquals(seededRandom(7).uniform(), seededRandom(7).uniform());
 * assertNotEquals(seededRandom(7).uniform(), seededRandom(8).uniform());
 * ```
 */
export function seededRandom(seed: number): Random {
  if (!Number.isFinite(seed)) {
    throw new RangeError(
      `Cannot seed random numbers as the seed must be finite: ${seed}`,
    );
  }
  let state = Math.trunc(seed) | 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const integer = (bound: number) => Math.floor(uniform() * bound);
  const permutation = (length: number) => {
    const order = Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = integer(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  };
  return { uniform, normal, integer, permutation };
}

/**
 * Matrix of independent normal numbers: aᵢⱼ ~ N(0, 1).
 *
 * @source NNDL 习题 8-2: entries of q and k are independent with mean 0 and variance 1
 * @param rows Number of rows, at least 1.
 * @param columns Number of columns, at least 1.
 * @param random A seeded source.
 * @returns A matrix of rows x columns.
 * @throws {ShapeError} If rows or columns is not an integer of at least 1.
 *
 * @example The seed decides the matrix
 * ```ts
 * import { normalMatrix, seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const draw = () => normalMatrix(2, 3, seededRandom(5));
 * assertEquals(draw(), draw());
 * ```
 */
export function normalMatrix(
  rows: number,
  columns: number,
  random: Random,
): Matrix {
  return fromRule(rows, columns, () => random.normal());
}
