import type { Matrix } from "./matrix.ts";

/**
 * Rows to columns: X_col = (X_row)ᵀ, from the convention of d2l and PyTorch to the book's.
 *
 * Nothing else in lib transposes for the sake of a convention, so a transpose
 * anywhere else belongs to a formula.
 *
 * @source NNDL §8.2: X ∈ R^(D x N), items are columns; Vaswani et al. 2017, eq. 1: items are rows
 * @param rows Items as rows (N x D).
 * @returns The same items as columns (D x N).
 *
 * @example Two items of three features
 * ```ts
 * import { fromRows, itemsToColumns } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const items = itemsToColumns(fromRows([[1, 2, 3], [4, 5, 6]]));
 * assertEquals(items.to2DArray(), [[1, 4], [2, 5], [3, 6]]);
 * ```
 */
export function itemsToColumns(rows: Matrix): Matrix {
  return rows.transpose();
}

/**
 * Columns to rows: X_row = (X_col)ᵀ, from the book's convention to that of d2l and PyTorch.
 *
 * @source NNDL §8.2: X ∈ R^(D x N), items are columns; Vaswani et al. 2017, eq. 1: items are rows
 * @param columns Items as columns (D x N).
 * @returns The same items as rows (N x D).
 *
 * @example It undoes itemsToColumns
 * ```ts
 * import { fromRows, itemsToColumns, itemsToRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = fromRows([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(itemsToRows(itemsToColumns(rows)), rows);
 * ```
 */
export function itemsToRows(columns: Matrix): Matrix {
  return columns.transpose();
}
