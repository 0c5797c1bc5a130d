import type { Matrix } from "./matrix.ts";
import { ShapeError } from "./shape_error.ts";

/** A matrix with the letters of its rows and columns; a number is a size that is fixed. */
export type ShapedMatrix = readonly [
  matrix: Matrix,
  rows: string | number,
  columns: string | number,
];

/**
 * Shapes as code: each letter is one size, wherever it stands.
 *
 * `bindShapes("attend", { keys: [keys, "Dk", "N"], values: [values, "Dv", "N"] })`
 * reads like K ∈ R^(Dk x N), V ∈ R^(Dv x N), and holds at run time.
 *
 * @source NNDL, notation of matrices: K ∈ R^(Dk x N)
 * @param action What the caller does, a verb phrase that follows "Cannot".
 * @param shapes The matrices by name, each with the letters of its rows and columns.
 * @returns The size that each letter stands for.
 * @throws {ShapeError} If a letter stands for two sizes; the message names the letter and every matrix's size.
 *
 * @example A letter has one size
 * ```ts
 * import { bindShapes, fromRows } from "@mneme/mneme/core";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const keys = fromRows([[1, 2, 3]]);
 * const values = fromRows([[1, 2], [3, 4]]);
 * assertEquals(bindShapes("look", { keys: [keys, "Dk", "N"] }), { Dk: 1, N: 3 });
 * assertThrows(
 *   () => bindShapes("look", { keys: [keys, "Dk", "N"], values: [values, "Dv", "N"] }),
 *   TypeError,
 *   "Cannot look as N must be one size: keys (DkxN) is 1x3, values (DvxN) is 2x2",
 * );
 * ```
 */
export function bindShapes(
  action: string,
  shapes: Readonly<Record<string, ShapedMatrix>>,
): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const [matrix, rows, columns] of Object.values(shapes)) {
    for (
      const [letter, size] of [
        [rows, matrix.rows],
        [columns, matrix.columns],
      ] as const
    ) {
      const bound = typeof letter === "number" ? letter : sizes[letter] ?? size;
      if (bound !== size) throw disagreement(action, letter, shapes);
      if (typeof letter === "string") sizes[letter] = size;
    }
  }
  return sizes;
}

function disagreement(
  action: string,
  letter: string | number,
  shapes: Readonly<Record<string, ShapedMatrix>>,
): ShapeError {
  const condition = typeof letter === "number"
    ? `a size written as ${letter} must be ${letter}`
    : `${letter} must be one size`;
  const state = Object.entries(shapes).map(([name, [matrix, rows, columns]]) =>
    `${name} (${rows}x${columns}) is ${matrix.rows}x${matrix.columns}`
  );
  return new ShapeError(
    `Cannot ${action} as ${condition}: ${state.join(", ")}`,
  );
}
