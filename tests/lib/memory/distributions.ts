/**
 * What the tests of addresses share: random distributions.
 *
 * @module
 */
import { columnVector, type Matrix, seededRandom } from "@mneme/mneme/core";

/** A distribution (size x 1) with no entry near 0, the same for the same seed. */
export function distribution(seed: number, size: number): Matrix {
  const random = seededRandom(seed);
  const parts = Array.from({ length: size }, () => 0.2 + random.uniform());
  const total = parts.reduce((a, b) => a + b);
  return columnVector(parts.map((part) => part / total));
}
