/**
 * The matrix type of the library, and the only door to ml-matrix.
 *
 * @module
 */

// npm's ml-matrix, bundled into one module by `deno task build:box`: as a
// CommonJS package it would load Node's whole compatibility layer first, which
// takes longer than all of lib. No deno.json and no download is needed, so a
// program in any folder can import lib by path. Its types are the package's.
// @ts-types="npm:ml-matrix@^6.15"
import {
  Matrix as DenseMatrix,
  pseudoInverse as denseInverse,
  SingularValueDecomposition,
} from "./ml_matrix.js";
import { ShapeError } from "./shape_error.ts";

/**
 * A dense matrix of float64 numbers; items are its columns, as in the book.
 *
 * Arithmetic that returns a new matrix is safe (`mmul`, `transpose`, `clone`);
 * the instance methods `add`, `sub`, `mul` and `div` of ml-matrix change their
 * object, so lib uses them only on a matrix that it has just made.
 */
export type Matrix = DenseMatrix;

/**
 * Matrix from its rows: A = [aᵢⱼ], row i first, column j second.
 *
 * @source NNDL, notation of matrices
 * @param rows The rows, all of one length; they are copied.
 * @returns A matrix of rows.length x rows[0].length.
 * @throws {ShapeError} If there is no row, a row is empty, or two rows differ in length.
 *
 * @example The first index is the row
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const a = fromRows([[1, 2, 3], [4, 5, 6]]);
 * assertEquals([a.rows, a.columns], [2, 3]);
 * assertEquals(a.get(1, 0), 4);
 * ```
 */
export function fromRows(
  rows: readonly (readonly number[])[],
): Matrix {
  const columns = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== columns);
  if (columns === 0 || ragged !== -1) {
    throw new ShapeError(
      "Cannot make a matrix as every row must have one length, at least 1: " +
        (columns === 0
          ? `there are ${rows.length} rows and the first has 0 entries`
          : `row 0 has ${columns} entries, row ${ragged} has ${
            rows[ragged].length
          }`),
    );
  }
  return new DenseMatrix(rows as number[][]);
}

/**
 * Matrix from a rule: aᵢⱼ = entry(i, j), indices from 0.
 *
 * @source NNDL, notation of matrices
 * @param rows Number of rows, at least 1.
 * @param columns Number of columns, at least 1.
 * @param entry The value at row i and column j.
 * @returns A matrix of rows x columns.
 * @throws {ShapeError} If rows or columns is not an integer of at least 1.
 *
 * @example The identity is a rule
 * ```ts
 * import { fromRule } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const identity = fromRule(2, 2, (i, j) => i === j ? 1 : 0);
 * assertEquals(identity.to2DArray(), [[1, 0], [0, 1]]);
 * ```
 */
export function fromRule(
  rows: number,
  columns: number,
  entry: (i: number, j: number) => number,
): Matrix {
  if (
    !(Number.isInteger(rows) && Number.isInteger(columns)) ||
    rows < 1 || columns < 1
  ) {
    throw new ShapeError(
      `Cannot make a matrix as its sizes must be integers of at least 1: ${rows}x${columns}`,
    );
  }
  const matrix = new DenseMatrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) matrix.set(i, j, entry(i, j));
  }
  return matrix;
}

/**
 * Column vector from its entries: x ∈ Rⁿ as a matrix of n x 1.
 *
 * @source NNDL, notation of vectors: a vector is a column
 * @param entries The entries, at least one.
 * @returns A matrix of entries.length x 1.
 * @throws {ShapeError} If there is no entry.
 *
 * @example A vector is a matrix of one column
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(columnVector([3, 5, 7]).to2DArray(), [[3], [5], [7]]);
 * ```
 */
export function columnVector(entries: readonly number[]): Matrix {
  return fromRows(entries.map((entry) => [entry]));
}

/**
 * Pseudo-inverse of Moore and Penrose: A⁺, the matrix with AA⁺A = A of the least size.
 *
 * Singular values within rounding of 0 count as 0, so columns that depend on
 * each other are allowed.
 *
 * @source Penrose 1955; by singular values, Golub and Kahan 1965
 * @param matrix A matrix A (M x N), entries finite.
 * @returns A⁺ (N x M); AA⁺ and A⁺A are symmetric.
 *
 * @example Two equal columns share the work
 * ```ts
 * import { fromRows, pseudoInverse } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const inverse = pseudoInverse(fromRows([[2, 2]]));
 * assertAlmostEquals(inverse.get(0, 0), 0.25);
 * assertAlmostEquals(inverse.get(1, 0), 0.25);
 * ```
 */
export function pseudoInverse(matrix: Matrix): Matrix {
  return denseInverse(matrix);
}

/** A matrix taken apart: A = UΣVᵀ. */
export interface SingularValues {
  /** Left singular vectors U (M x R), R the smaller of M and N; UᵀU = I. */
  left: Matrix;
  /** Singular values σ, R numbers of at least 0, the largest first. */
  values: number[];
  /** Right singular vectors V (N x R); VᵀV = I. */
  right: Matrix;
}

/**
 * Singular value decomposition: A = Σᵣ σᵣ uᵣ vᵣᵀ.
 *
 * @source Golub and Kahan 1965
 * @param matrix A matrix A (M x N), entries finite.
 * @returns U (M x R), the R singular values and V (N x R), R the smaller of M and N.
 *
 * @example A rank-one matrix has one singular value
 * ```ts
 * import { fromRows, singularValues } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { values } = singularValues(fromRows([[3, 0], [4, 0]]));
 * assertAlmostEquals(values[0], 5);
 * assertAlmostEquals(values[1], 0, 1e-12);
 * ```
 */
export function singularValues(matrix: Matrix): SingularValues {
  const found = new SingularValueDecomposition(matrix, { autoTranspose: true });
  return {
    left: found.leftSingularVectors,
    values: found.diagonal,
    right: found.rightSingularVectors,
  };
}
