import { erf, erfc } from "../core/mod.ts";
import { requireSize } from "../core/size.ts";
import { requireNumber } from "../core/validate.ts";

/** What the mean-field theory says of recall at one load. */
export interface MeanField {
  /** Load α = N/M: patterns to a neuron. */
  load: number;
  /** Overlap m of the state that a pattern settles in with the pattern; 0 if there is none near it. */
  overlap: number;
  /** Share of wrong entries, (1 - m)/2. */
  bitError: number;
}

/** An interval that the critical y lies in, and one that every greater solution does: erf(30) is 1. */
const CRITICAL_RANGE = { low: 0.5, high: 3 };
const LARGEST_FIELD = 1e8;

/** Halvings of an interval until its ends are neighbors. */
const HALVINGS = 100;

/**
 * Mean-field overlap: √(2α) = erf(y)/y - (2/√π) exp(-y²), m = erf(y), with the greatest y.
 *
 * The equations of Amit, Gutfreund and Sompolinsky for M → ∞ random patterns
 * at temperature 0, m = erf(y), y = m/√(2αr), r = (1 - C)⁻² and
 * C = √(2/(παr)) exp(-y²), with m, r and C eliminated. They say where the
 * network settles after all its updates, so the error is above that of one step.
 *
 * @source NNDL §8.6.1 存储容量; Amit, Gutfreund and Sompolinsky 1985, eqs. 5 to 7 at T = 0 (row 32)
 * @param load Load α = N/M, above 0.
 * @returns Load, overlap and bit error; above the critical load no state near a pattern is left: overlap 0, error ½.
 * @throws {RangeError} If the load is not finite and above 0.
 *
 * @example Below the critical load nearly all is recalled, above it nothing
 * ```ts
 * import { meanFieldRecall } from "@mneme/mneme/associative";
 * import { assert, assertEquals } from "@std/assert";
 *
 * assert(meanFieldRecall(0.13).overlap > 0.97);
 * assertEquals(meanFieldRecall(0.14).overlap, 0);
 * ```
 */
export function meanFieldRecall(load: number): MeanField {
  requireLoad("solve the mean-field equations", load);
  const critical = criticalField();
  const target = Math.sqrt(2 * load);
  if (target > loadRoot(critical)) return { load, overlap: 0, bitError: 0.5 };
  // Right of the critical y the function falls, so the greatest solution is the only one there.
  const field = bisect(
    (y) => loadRoot(y) - target,
    critical,
    LARGEST_FIELD,
  );
  return atField(load, field);
}

/**
 * Critical load: α_c = max_y ½ (erf(y)/y - (2/√π) exp(-y²))² = 0.1379.
 *
 * The 0.14 M of the notes. Recall does not fade there, it ends: just below,
 * 1.6 % of the entries are wrong, above it about half.
 *
 * @source NNDL §8.6.1 存储容量, 0.14 M; Amit, Gutfreund and Sompolinsky 1985 (row 32)
 * @returns The critical load, and overlap and bit error there.
 *
 * @example The capacity of the notes comes with an error
 * ```ts
 * import { criticalLoad } from "@mneme/mneme/associative";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { load, bitError } = criticalLoad();
 * assertAlmostEquals(load, 0.1379, 5e-5);
 * assertAlmostEquals(bitError, 0.0163, 5e-5);
 * ```
 */
export function criticalLoad(): MeanField {
  const field = criticalField();
  return atField(loadRoot(field) ** 2 / 2, field);
}

/**
 * Bit error after one step: ½ erfc(√(M/(2N))), for degree n of the energy ½ erfc(√(Mⁿ⁻¹/(2N (2n-3)!!))).
 *
 * The field of a neuron is the stored entry plus the other patterns' crosstalk,
 * nearly normal; an entry turns wrong when the crosstalk outweighs it. Degree 2
 * is the Hopfield network, higher ones are dense associative memories: N may
 * grow like Mⁿ⁻¹ at one error.
 *
 * @source NNDL §8.6.1 存储容量; Hertz, Krogh and Palmer 1991, eq. 2.20; for n > 2 Krotov and Hopfield 2016, eq. 5 (row 32)
 * @param neurons Number M of neurons, at least 1.
 * @param patterns Number N of random patterns, at least 1.
 * @param options `degree` n of the energy, at least 2. Default: 2.
 * @returns Expected share of wrong entries after one update of a stored pattern, from 0 to ½.
 * @throws {RangeError} If a number is not an integer, or below its bound.
 *
 * @example At 0.138 patterns to a neuron one step errs in 0.36 % of the entries
 * ```ts
 * import { oneStepBitError } from "@mneme/mneme/associative";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(oneStepBitError(1000, 138), 0.0036, 5e-5);
 * ```
 */
export function oneStepBitError(
  neurons: number,
  patterns: number,
  { degree = 2 }: { degree?: number } = {},
): number {
  const action = "compute the error after one step";
  requireSize(action, "the number of neurons", neurons);
  requireSize(action, "the number of patterns", patterns);
  requireSize(action, "the degree", degree, 2);
  let moment = 1; // (2n - 3)!! = E[g²⁽ⁿ⁻¹⁾] of a standard normal g
  for (let k = 3; k <= 2 * degree - 3; k += 2) moment *= k;
  return erfc(Math.sqrt(neurons ** (degree - 1) / (2 * patterns * moment))) / 2;
}

/** √(2α) at y. */
function loadRoot(y: number): number {
  return erf(y) / y - 2 / Math.sqrt(Math.PI) * Math.exp(-y * y);
}

/** Where √(2α) is greatest: its derivative, times √π/2 y², is 2y³ exp(-y²) + y exp(-y²) - (√π/2) erf(y). */
function criticalField(): number {
  const slope = (y: number) =>
    (2 * y ** 3 + y) * Math.exp(-y * y) - Math.sqrt(Math.PI) / 2 * erf(y);
  return bisect(slope, CRITICAL_RANGE.low, CRITICAL_RANGE.high);
}

function atField(load: number, field: number): MeanField {
  return { load, overlap: erf(field), bitError: erfc(field) / 2 };
}

/** The zero of a function that is positive at `low` and negative at `high`. */
function bisect(f: (y: number) => number, low: number, high: number): number {
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function requireLoad(action: string, load: number): void {
  requireNumber(action, "the load", load, { minimum: Number.MIN_VALUE });
}
