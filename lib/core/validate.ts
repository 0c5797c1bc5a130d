import type { Matrix } from "./matrix.ts";
import { bindShapes, type ShapedMatrix } from "./shape.ts";

/** How far a distribution's sum may lie from 1: rounding of some thousand terms, or of weights read from float32. */
const SUM_TOLERANCE = 1e-6;

/** Where a number may lie; both ends belong to the range. */
export interface NumberRange {
  /** The smallest value. Default: -∞. */
  minimum?: number;
  /** The largest value. Default: +∞. */
  maximum?: number;
}

/** Throws a RangeError that names the first entry that is NaN or infinite. */
export function requireFinite(
  action: string,
  matrices: Readonly<Record<string, Matrix>>,
): void {
  requireEntries(action, matrices, Number.isFinite, "be finite");
}

/** bindShapes and requireFinite in one: shapes that agree, entries that are numbers. */
export function bindFinite(
  action: string,
  shapes: Readonly<Record<string, ShapedMatrix>>,
): Record<string, number> {
  const sizes = bindShapes(action, shapes);
  for (const [name, [matrix]] of Object.entries(shapes)) {
    requireFinite(action, { [name]: matrix });
  }
  return sizes;
}

/** Throws a RangeError that names the first entry outside of [0, 1]. */
export function requireFractions(
  action: string,
  matrices: Readonly<Record<string, Matrix>>,
): void {
  requireEntries(
    action,
    matrices,
    (entry) => entry >= 0 && entry <= 1,
    "lie from 0 to 1",
  );
}

/** Throws a RangeError unless each column is a distribution: no entry below 0, sum 1. */
export function requireDistributions(
  action: string,
  matrices: Readonly<Record<string, Matrix>>,
): void {
  requireEntries(action, matrices, (entry) => entry >= 0, "be at least 0");
  for (const [name, matrix] of Object.entries(matrices)) {
    for (let m = 0; m < matrix.columns; m++) {
      let total = 0;
      for (let n = 0; n < matrix.rows; n++) total += matrix.get(n, m);
      if (!(Math.abs(total - 1) <= SUM_TOLERANCE)) { // true for NaN
        throw new RangeError(
          `Cannot ${action} as each column of ${name} must sum to 1: column ${m} sums to ${total}`,
        );
      }
    }
  }
}

/** The value, if it is a finite number in the range; a RangeError that says what was tried otherwise. */
export function requireNumber(
  action: string,
  name: string,
  value: number,
  { minimum = -Infinity, maximum = Infinity }: NumberRange = {},
): number {
  if (Number.isFinite(value) && value >= minimum && value <= maximum) {
    return value;
  }
  const bounds = [
    minimum > -Infinity ? ` of at least ${minimum}` : "",
    maximum < Infinity ? ` of at most ${maximum}` : "",
  ].filter((bound) => bound !== "").join(" and");
  throw new RangeError(
    `Cannot ${action} as ${name} must be a finite number${bounds}: ${value}`,
  );
}

/** The value, if it is a finite number greater than 0; a RangeError that says what was tried otherwise. */
export function requirePositive(
  action: string,
  name: string,
  value: number,
): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(
    `Cannot ${action} as ${name} must be a finite number greater than 0: ${value}`,
  );
}

/** The index, if it is one of `size` items; a RangeError that says what was tried otherwise. */
export function requireIndex(
  action: string,
  name: string,
  index: number,
  size: number,
): number {
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new RangeError(
      `Cannot ${action} as ${name} must be an integer from 0 to ${
        size - 1
      }: ${index}`,
    );
  }
  return index;
}

function requireEntries(
  action: string,
  matrices: Readonly<Record<string, Matrix>>,
  isRight: (entry: number) => boolean,
  condition: string,
): void {
  for (const [name, matrix] of Object.entries(matrices)) {
    for (let i = 0; i < matrix.rows; i++) {
      for (let j = 0; j < matrix.columns; j++) {
        const entry = matrix.get(i, j);
        if (isRight(entry)) continue;
        throw new RangeError(
          `Cannot ${action} as every entry of ${name} must ${condition}: entry (${i}, ${j}) is ${entry}`,
        );
      }
    }
  }
}
