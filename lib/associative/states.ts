import { bindShapes, fromRule, type Matrix } from "../core/mod.ts";
import { requireIndex as requireIndexOf } from "../core/validate.ts";

/** The M states as numbers, a copy, once they are a column of M entries that are +1 or -1. */
export function readStates(
  action: string,
  states: Matrix,
  size: number,
): Float64Array {
  bindShapes(action, { states: [states, size, 1] });
  const entries = Float64Array.from(states.getColumn(0));
  const wrong = entries.findIndex((s) => s !== 1 && s !== -1);
  if (wrong !== -1) {
    throw new RangeError(
      `Cannot ${action} as every state must be +1 or -1: entry ${wrong} is ${
        entries[wrong]
      }`,
    );
  }
  return entries;
}

/** The states as a column (M x 1). */
export function toColumn(states: ArrayLike<number>): Matrix {
  return fromRule(states.length, 1, (i) => states[i]);
}

/** The rows of a matrix, copies: what loops over many entries are written with. */
export function rowsOf(matrix: Matrix): Float64Array[] {
  return Array.from({ length: matrix.rows }, (_, i) => {
    const row = new Float64Array(matrix.columns);
    for (let j = 0; j < row.length; j++) row[j] = matrix.get(i, j);
    return row;
  });
}

/** The rows of the patterns (M x N), copies, once every entry is +1 or -1. */
export function readPatterns(
  action: string,
  patterns: Matrix,
): Float64Array[] {
  const rows = rowsOf(patterns);
  rows.forEach((row, i) => {
    const n = row.findIndex((x) => x !== 1 && x !== -1);
    if (n !== -1) {
      throw new RangeError(
        `Cannot ${action} as every entry must be +1 or -1: entry (${i}, ${n}) is ${
          row[n]
        }`,
      );
    }
  });
  return rows;
}

/** The index, if it is one of a neuron; a RangeError that says what was tried otherwise. */
export function requireIndex(
  action: string,
  index: number,
  size: number,
): number {
  return requireIndexOf(action, "the index", index, size);
}

/**
 * Σᵢ aᵢbᵢ of two lists of one length, in four sums side by side: one sum alone
 * would wait for each addition to end before the next.
 */
export function innerProduct(a: Float64Array, b: Float64Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = a.length - a.length % 4;
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}
