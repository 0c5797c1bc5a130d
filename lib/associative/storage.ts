import { fromRule, type Matrix, pseudoInverse } from "../core/mod.ts";
import { fromPairs } from "./pairs.ts";
import { innerProduct, readPatterns } from "./states.ts";

/** How near to 1 rounding may bring a diagonal entry that is 1. */
const ROUNDING = 1e-9;

/**
 * Storkey's rule: wᵢⱼ ← wᵢⱼ + (xᵢxⱼ - xᵢhⱼᵢ - hᵢⱼxⱼ)/M for one pattern after another, with hᵢⱼ = Σ_{k≠i,j} wᵢₖxₖ.
 *
 * Local and incremental like Hebb's rule, but what the network already knows
 * of a pattern (the fields h) is taken off, so it holds more patterns. The
 * weights depend on the patterns' order; the factor is 1/M, as in physics.
 *
 * @source NNDL §8.6.1 存储容量, 改进学习算法; Storkey 1997, eq. 1 (row 32)
 * @param patterns Patterns (M x N), one to a column, stored from left to right, each entry +1 or -1.
 * @returns Weights W (M x M), symmetric, with a zero diagonal.
 * @throws {RangeError} If an entry is neither +1 nor -1.
 *
 * @example The first pattern is stored as by Hebb
 * ```ts
 * import { hebbianWeights, storkeyWeights } from "@mneme/mneme/associative";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const pattern = columnVector([1, -1, 1, 1]);
 * assertEquals(storkeyWeights(pattern), hebbianWeights(pattern).div(4));
 * ```
 */
export function storkeyWeights(patterns: Matrix): Matrix {
  const rows = readPatterns("store patterns", patterns);
  const size = rows.length;
  const weights = rows.map(() => new Float64Array(size));
  for (let n = 0; n < patterns.columns; n++) {
    const x = Float64Array.from(rows, (row) => row[n]);
    const fields = weights.map((row) => innerProduct(row, x));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) {
        const known = weights[i][j]; // wᵢᵢ = 0, so only j must leave the sum
        const hij = fields[i] - known * x[j];
        const hji = fields[j] - known * x[i];
        weights[i][j] += (x[i] * x[j] - x[i] * hji - hij * x[j]) / size;
        weights[j][i] = weights[i][j];
      }
    }
  }
  return fromRule(size, size, (i, j) => weights[i][j]);
}

/**
 * Projection rule: W = XX⁺, the projection on the space that the patterns span, its diagonal then zeroed.
 *
 * Every pattern is a fixed point, however the patterns are correlated: Wx = x,
 * and without the diagonal the field is (1 - wᵢᵢ)xᵢ. That needs wᵢᵢ < 1, so no
 * two patterns may differ in one neuron alone. The price is a rule that is not local.
 *
 * @source NNDL §8.6.1 存储容量, 改进学习算法; Personnaz, Guyon and Dreyfus 1985; without the diagonal, Kanter and Sompolinsky 1987 (row 32)
 * @param patterns Patterns (M x N), one to a column, each entry +1 or -1; they may depend on each other.
 * @returns Weights W (M x M), symmetric, with a zero diagonal.
 * @throws {RangeError} If an entry is neither +1 nor -1, or the patterns leave a neuron free: a wᵢᵢ is 1, for instance since they span all of the M dimensions.
 *
 * @example Two patterns that share most entries are both kept
 * ```ts
 * import { hopfieldNetwork, projectionWeights, recall } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const patterns = fromRows([[1, 1], [1, 1], [-1, -1], [1, -1], [1, -1]]);
 * const network = hopfieldNetwork(projectionWeights(patterns));
 * for (const n of [0, 1]) {
 *   const pattern = patterns.getColumnVector(n);
 *   assertEquals(recall(network, pattern), pattern);
 * }
 * ```
 */
export function projectionWeights(patterns: Matrix): Matrix {
  const size = readPatterns("store patterns", patterns).length;
  const projection = patterns.mmul(pseudoInverse(patterns));
  const free = projection.diagonal().findIndex((w) => w > 1 - ROUNDING);
  if (free !== -1) {
    throw new RangeError(
      `Cannot store patterns by projection as the other neurons must say what a neuron is: neuron ${free} is free`,
    );
  }
  return fromPairs(size, (i, j) => projection.get(i, j));
}
