import { bindShapes, fromRule, type Matrix, type Random } from "../core/mod.ts";
import { requireFinite } from "../core/validate.ts";
import { inOrder } from "./dynamics.ts";

/** A matrix of complex numbers, as its real and its imaginary part. */
export interface ComplexMatrix {
  /** Real parts (D x N). */
  real: Matrix;
  /** Imaginary parts (D x N). */
  imaginary: Matrix;
}

/** How many copies of a memory are kept, and how the key of each is shuffled. */
export interface CopiesOption {
  /** One permutation of 0, ..., D-1 for each of the S copies. Default: one copy, not shuffled. */
  permutations?: readonly (readonly number[])[];
}

/**
 * Random keys of modulus 1: rₙ = exp(iφ), each φ uniform from 0 to 2π.
 *
 * @source NNDL §8.6.2 使用联想记忆增加网络容量; Plate 1995, §VI, in the frequency domain (row 33)
 * @param size Entries D of a key, at least 1.
 * @param count Number N of keys, at least 1.
 * @param random A seeded source.
 * @returns Keys (D x N), one to a column, every entry of modulus 1.
 * @throws {ShapeError} If D or N is not an integer of at least 1.
 *
 * @example Every entry lies on the unit circle
 * ```ts
 * import { phasorKeys } from "@mneme/mneme/associative";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { real, imaginary } = phasorKeys(5, 1, seededRandom(7));
 * assertAlmostEquals(Math.hypot(real.get(3, 0), imaginary.get(3, 0)), 1);
 * ```
 */
export function phasorKeys(
  size: number,
  count: number,
  random: Random,
): ComplexMatrix {
  const angles = fromRule(size, count, () => 2 * Math.PI * random.uniform());
  return {
    real: fromRule(size, count, (d, n) => Math.cos(angles.get(d, n))),
    imaginary: fromRule(size, count, (d, n) => Math.sin(angles.get(d, n))),
  };
}

/**
 * Bounded keys: r / max(1, |r|), entry by entry.
 *
 * What the Associative LSTM does to a key that a net has made, so that reading
 * and writing do not amplify.
 *
 * @source NNDL §8.6.2 使用联想记忆增加网络容量; Danihelka et al. 2016, §4, bound (row 33)
 * @param keys Keys r (D x N), of any finite numbers.
 * @returns Keys (D x N), every entry of modulus at most 1, its angle kept.
 * @throws {ShapeError} If real and imaginary parts differ in shape.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example 3 + 4i shrinks, 0.3 + 0.4i stays
 * ```ts
 * import { boundKeys } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const { real } = boundKeys({
 *   real: fromRows([[3, 0.3]]),
 *   imaginary: fromRows([[4, 0.4]]),
 * });
 * assertAlmostEquals(real.get(0, 0), 0.6);
 * assertEquals(real.get(0, 1), 0.3);
 * ```
 */
export function boundKeys({ real, imaginary }: ComplexMatrix): ComplexMatrix {
  const action = "bound keys";
  bindShapes(action, {
    real: [real, "D", "N"],
    imaginary: [imaginary, "D", "N"],
  });
  requireFinite(action, { real, imaginary });
  const bounded = (part: Matrix) =>
    fromRule(part.rows, part.columns, (d, n) =>
      part.get(d, n) /
      Math.max(1, Math.hypot(real.get(d, n), imaginary.get(d, n))));
  return { real: bounded(real), imaginary: bounded(imaginary) };
}

/**
 * Holographic binding: cₛ = Σₙ (Pₛrₙ) ⊙ xₙ in complex numbers, one trace for each permutation Pₛ.
 *
 * All items lie on top of each other in a trace of an item's size. Each copy
 * keeps them under a key shuffled in its own way, so that the items disturb
 * each other differently in each and the mean of the copies disturbs less.
 *
 * @source NNDL §8.6.2 使用联想记忆增加网络容量; Danihelka et al. 2016, eqs. 3 and 9; Plate 1995 (row 33)
 * @param keys Keys r (D x N), one to a column.
 * @param values Values x (D x N), one to a column.
 * @param options `permutations`, one for each copy.
 * @returns Traces c (D x S), one to a copy.
 * @throws {ShapeError} If keys and values differ in shape.
 * @throws {RangeError} If an entry is not finite, or a permutation does not name 0, ..., D-1 once each.
 *
 * @example i times 2 + 3i is -3 + 2i
 * ```ts
 * import { bindHolographically } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const trace = bindHolographically(
 *   { real: fromRows([[0]]), imaginary: fromRows([[1]]) },
 *   { real: fromRows([[2]]), imaginary: fromRows([[3]]) },
 * );
 * assertEquals([trace.real.get(0, 0), trace.imaginary.get(0, 0)], [-3, 2]);
 * ```
 */
export function bindHolographically(
  keys: ComplexMatrix,
  values: ComplexMatrix,
  { permutations = [inOrder(keys.real.rows)] }: CopiesOption = {},
): ComplexMatrix {
  const action = "bind keys to values";
  bindShapes(action, {
    "keys.real": [keys.real, "D", "N"],
    "keys.imaginary": [keys.imaginary, "D", "N"],
    "values.real": [values.real, "D", "N"],
    "values.imaginary": [values.imaginary, "D", "N"],
  });
  requireComplex(action, { keys, values });
  requirePermutations(action, permutations, keys.real.rows);
  const sum = (d: number, s: number, part: 0 | 1) => {
    let total = 0;
    for (let n = 0; n < keys.real.columns; n++) {
      const key = entry(keys, permutations[s][d], n);
      total += product(key, entry(values, d, n))[part];
    }
    return total;
  };
  return fromParts(keys.real.rows, permutations.length, sum);
}

/**
 * Holographic unbinding: x̃ = (1/S) Σₛ conj(Pₛr) ⊙ cₛ, the value bound to r, and noise.
 *
 * With keys of modulus 1 the value comes back whole, plus the other items
 * turned by chance: for N items of one size and S copies the noise's variance
 * is near (N - 1)/S times the values'.
 *
 * @source NNDL §8.6.2 使用联想记忆增加网络容量; Danihelka et al. 2016, eqs. 4 and 10; Plate 1995 (row 33)
 * @param traces Traces c (D x S), one to a copy.
 * @param key Key r (D x 1).
 * @param options `permutations`, those that the traces were bound with.
 * @returns The value (D x 1), in complex numbers.
 * @throws {ShapeError} If traces and key do not fit, or there are not S permutations.
 * @throws {RangeError} If an entry is not finite, or a permutation does not name 0, ..., D-1 once each.
 *
 * @example One item comes back whole
 * ```ts
 * import {
 *   bindHolographically,
 *   phasorKeys,
 *   unbindHolographically,
 * } from "@mneme/mneme/associative";
 * import { columnVector, seededRandom } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const key = phasorKeys(2, 1, seededRandom(7));
 * const value = { real: columnVector([2, 3]), imaginary: columnVector([0, 5]) };
 * const found = unbindHolographically(bindHolographically(key, value), key);
 * assertAlmostEquals(found.real.get(1, 0), 3);
 * assertAlmostEquals(found.imaginary.get(1, 0), 5);
 * ```
 */
export function unbindHolographically(
  traces: ComplexMatrix,
  key: ComplexMatrix,
  { permutations = [inOrder(key.real.rows)] }: CopiesOption = {},
): ComplexMatrix {
  const action = "unbind a key";
  const copies = permutations.length;
  bindShapes(action, {
    "traces.real": [traces.real, "D", copies],
    "traces.imaginary": [traces.imaginary, "D", copies],
    "key.real": [key.real, "D", 1],
    "key.imaginary": [key.imaginary, "D", 1],
  });
  requireComplex(action, { traces, key });
  requirePermutations(action, permutations, key.real.rows);
  const mean = (d: number, _: number, part: 0 | 1) => {
    let total = 0;
    for (let s = 0; s < copies; s++) {
      const [real, imaginary] = entry(key, permutations[s][d], 0);
      total += product([real, -imaginary], entry(traces, d, s))[part];
    }
    return total / copies;
  };
  return fromParts(key.real.rows, 1, mean);
}

/** A complex number: real and imaginary part. */
type Complex = readonly [real: number, imaginary: number];

function entry(
  { real, imaginary }: ComplexMatrix,
  d: number,
  n: number,
): Complex {
  return [real.get(d, n), imaginary.get(d, n)];
}

function product([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

/** A complex matrix from a rule for the real (0) and the imaginary part (1) of each entry. */
function fromParts(
  rows: number,
  columns: number,
  rule: (d: number, n: number, part: 0 | 1) => number,
): ComplexMatrix {
  return {
    real: fromRule(rows, columns, (d, n) => rule(d, n, 0)),
    imaginary: fromRule(rows, columns, (d, n) => rule(d, n, 1)),
  };
}

function requireComplex(
  action: string,
  matrices: Readonly<Record<string, ComplexMatrix>>,
): void {
  for (const [name, { real, imaginary }] of Object.entries(matrices)) {
    requireFinite(action, {
      [`${name}.real`]: real,
      [`${name}.imaginary`]: imaginary,
    });
  }
}

function requirePermutations(
  action: string,
  permutations: readonly (readonly number[])[],
  size: number,
): void {
  const isPermutation = (order: readonly number[]) =>
    order.toSorted((a, b) => a - b).join() === inOrder(size).join();
  const wrong = permutations.findIndex((order) => !isPermutation(order));
  if (permutations.length === 0 || wrong !== -1) {
    throw new RangeError(
      `Cannot ${action} as each copy's permutation must name 0 to ${
        size - 1
      } once each, in at least one copy: ${
        wrong === -1
          ? "there is none"
          : `copy ${wrong} has ${permutations[wrong].join(", ")}`
      }`,
    );
  }
}
