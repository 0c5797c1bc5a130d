/**
 * What the tests of lib share: tolerances, comparison of matrices, random
 * matrices by seed, and rows of plain numbers to write row-form oracles with.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { fromRows, type Matrix, seededRandom } from "@mneme/mneme/core";

/** Rounding of a few dozen float64 operations. */
export const EXACT = 1e-12;

/** Seeds of a property; a failure names the one it fell on. */
export const SEEDS: readonly number[] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];

/** Rows of numbers. */
export type Rows = number[][];

/** Fails unless the matrices have one shape and their entries differ by at most the tolerance. */
export function assertMatrix(
  actual: Matrix,
  expected: Matrix | Rows,
  { tolerance = EXACT, message = "" }: {
    tolerance?: number;
    message?: string;
  } = {},
): void {
  const rows = Array.isArray(expected) ? expected : expected.to2DArray();
  assertEquals(
    [actual.rows, actual.columns],
    [rows.length, rows[0].length],
    `shape ${message}`,
  );
  rows.forEach((row, i) =>
    row.forEach((value, j) => {
      const got = actual.get(i, j);
      assert(
        Math.abs(got - value) <= tolerance, // false for NaN
        `entry (${i}, ${j}) is ${got}, expected ${value} ${message}`,
      );
    })
  );
}

/** A source of random matrices: each call draws a new one. */
export function matrices(
  seed: number,
): (rows: number, columns: number, scale?: number) => Matrix {
  const random = seededRandom(seed);
  return (rows, columns, scale = 1) =>
    fromRows(
      Array.from(
        { length: rows },
        () => Array.from({ length: columns }, () => scale * random.normal()),
      ),
    );
}

/** The matrix as plain numbers, transposed: items as rows. */
export function asRows(columns: Matrix): Rows {
  return Array.from(
    { length: columns.columns },
    (_, n) => Array.from({ length: columns.rows }, (_, d) => columns.get(d, n)),
  );
}

/** AB of plain rows, by definition. */
export function times(a: Rows, b: Rows): Rows {
  return a.map((row) =>
    b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0))
  );
}

/** Softmax along each row, by definition. */
export function softmaxRows(scores: Rows): Rows {
  return scores.map((row) => {
    const exponentials = row.map(Math.exp);
    const total = exponentials.reduce((a, b) => a + b, 0);
    return exponentials.map((e) => e / total);
  });
}

/** The columns of the matrix in another order. */
export function permuteColumns(
  matrix: Matrix,
  order: readonly number[],
): Matrix {
  return fromRows(matrix.to2DArray().map((row) => order.map((n) => row[n])));
}
