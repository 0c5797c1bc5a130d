import type { Random } from "../core/mod.ts";
import { requireSize } from "../core/size.ts";

/**
 * Variance of a dot product: D(qᵀk) = d σ⁴, for d independent pairs of mean 0 and standard deviation σ.
 *
 * Each product qᵢkᵢ has mean 0 and variance σ⁴, and variances of independent
 * terms add. So √d is what brings scores back to the spread of one product;
 * without independence or with another mean it is not.
 *
 * @source NNDL 习题 8-2; Vaswani et al. 2017, footnote 4 (row 35)
 * @param dimension Dimension d, an integer of at least 1.
 * @param sigma Standard deviation σ of the entries, at least 0.
 * @returns The variance, at least 0; divided by d, that of the scaled score.
 * @throws {RangeError} If d is not an integer of at least 1, or σ is negative or not finite.
 *
 * @example It grows with the dimension, and with the fourth power of the spread
 * ```ts
 * import { dotProductVariance } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(dotProductVariance(64, 1), 64);
 * assertEquals(dotProductVariance(64, 2), 64 * 16);
 * ```
 */
export function dotProductVariance(dimension: number, sigma: number): number {
  const action = "compute the variance of a dot product";
  requireSize(action, "the dimension", dimension);
  requireSpread(action, sigma);
  return dimension * sigma ** 4;
}

/**
 * Measured variance of a dot product: s² = Σ (xₜ - x̄)² / (T - 1) over T draws of x = qᵀk.
 *
 * The entries of q and k are drawn from N(0, σ²), each draw anew.
 *
 * @source NNDL 习题 8-2, tried out (row 35)
 * @param dimension Dimension d, an integer of at least 1.
 * @param sigma Standard deviation σ of the entries, at least 0.
 * @param samples Number T of draws, an integer of at least 2.
 * @param random A seeded source.
 * @returns An unbiased estimate of d σ⁴; its relative error is about √((2 + 6/d) / T).
 * @throws {RangeError} If d or T is not an integer of at least 1 or 2, or σ is negative or not finite.
 *
 * @example It comes near the formula
 * ```ts
 * import { dotProductVariance, measuredDotProductVariance } from "@mneme/mneme/analysis";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const measured = measuredDotProductVariance(16, 1, 5000, seededRandom(7));
 * assertAlmostEquals(measured, dotProductVariance(16, 1), 2);
 * ```
 */
export function measuredDotProductVariance(
  dimension: number,
  sigma: number,
  samples: number,
  random: Random,
): number {
  const action = "measure the variance of a dot product";
  requireSize(action, "the dimension", dimension);
  requireSpread(action, sigma);
  requireSize(action, "the number of samples", samples, 2);
  let mean = 0;
  let squares = 0; // Σ (x - mean)², kept up to date as Welford 1962 does
  for (let t = 1; t <= samples; t++) {
    let product = 0;
    for (let i = 0; i < dimension; i++) {
      product += sigma * random.normal() * (sigma * random.normal());
    }
    const deviation = product - mean;
    mean += deviation / t;
    squares += deviation * (product - mean);
  }
  return squares / (samples - 1);
}

function requireSpread(action: string, sigma: number): void {
  if (!Number.isFinite(sigma) || sigma < 0) {
    throw new RangeError(
      `Cannot ${action} as sigma must be finite and at least 0: ${sigma}`,
    );
  }
}
