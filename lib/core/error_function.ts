/** Where 1 - erf(x) begins to lose digits and the continued fraction takes over. */
const CROSSOVER = 1.5;

/** Continued fraction's terms: at x = 1.5 the last changes nothing any more. */
const TERMS = 200;

/**
 * Error function: erf(x) = (2/√π) ∫₀ˣ exp(-t²) dt.
 *
 * The capacity of a Hopfield network and the exact GELU stand on it; it is not
 * in `Math`. All terms of the series are positive, so none of its digits cancel.
 *
 * @source Abramowitz and Stegun 1964, eqs. 7.1.6 (series) and 7.1.14 (continued fraction)
 * @param x Any number.
 * @returns A number from -1 to 1, odd in x, within a few units in the last place; NaN for NaN.
 *
 * @example A normal number lies within one standard deviation with probability 0.683
 * ```ts
 * import { erf } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(erf(Math.SQRT1_2), 0.6826894921370859, 1e-15);
 * ```
 */
export function erf(x: number): number {
  if (Math.abs(x) <= CROSSOVER) return series(x);
  return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
}

/**
 * Complementary error function: erfc(x) = 1 - erf(x), with its digits kept where it is small.
 *
 * @source Abramowitz and Stegun 1964, eq. 7.1.14
 * @param x Any number.
 * @returns A number from 0 to 2, with a relative error below 1e-13 until it underflows near x = 27; NaN for NaN.
 *
 * @example Ten standard deviations out there is still something
 * ```ts
 * import { erf, erfc } from "@mneme/mneme/core";
 * import { assert, assertEquals } from "@std/assert";
 *
 * assertEquals(1 - erf(10), 0);
 * assert(Math.abs(erfc(10) / 2.088487583762545e-45 - 1) < 1e-13);
 * ```
 */
export function erfc(x: number): number {
  if (x < CROSSOVER) return x > -CROSSOVER ? 1 - series(x) : 2 - erfc(-x);
  let fraction = x; // x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...))), from within
  for (let n = TERMS; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

/** (2/√π) exp(-x²) Σₙ 2ⁿ x²ⁿ⁺¹ / (1·3·5 ... (2n + 1)). */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= 2 * x * x / (2 * n + 1);
    sum += term;
  }
  return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
}
