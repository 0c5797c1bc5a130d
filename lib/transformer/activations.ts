import { erfc, fromRule, type Matrix } from "../core/mod.ts";
import { requireFinite } from "../core/validate.ts";

/** An activation: a number function on each entry of a matrix, a new matrix. */
export type Activation = (matrix: Matrix) => Matrix;

/** Which form of GELU. */
export interface GeluOptions {
  /** `"none"` is the exact form, `"tanh"` the approximation by tanh. Default: `"none"`. */
  approximation?: "none" | "tanh";
}

/** The weight of the cube in GELU's approximation. */
const CUBE = 0.044715;

/**
 * Rectifier: relu(x) = max(0, x), entry by entry.
 *
 * @source NNDL §4.1.2 ReLU 函数; S4 Transformer其他操作, 逐位的FNN; Vaswani et al. 2017, eq. 2 (row 75)
 * @param matrix Any matrix (D x N).
 * @returns A matrix (D x N), entries at least 0.
 * @throws {RangeError} If a number is not finite.
 *
 * @example Negative entries become 0
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { relu } from "@mneme/mneme/transformer";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(relu(fromRows([[-2, 3]])).to2DArray(), [[0, 3]]);
 * ```
 */
export function relu(matrix: Matrix): Matrix {
  requireFinite("rectify a matrix", { matrix });
  return fromRule(
    matrix.rows,
    matrix.columns,
    (i, j) => Math.max(0, matrix.get(i, j)),
  );
}

/**
 * GELU: gelu(x) = x Φ(x) = x/2 · (1 + erf(x/√2)), or x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³))).
 *
 * A rectifier with a soft knee, negative just below 0; the two forms differ by
 * less than 5e-4.
 *
 * @source NNDL §4.1.4 GELU 函数; Hendrycks and Gimpel 2016, §2 (row 75)
 * @param matrix Any matrix (D x N).
 * @param options `approximation` is the form.
 * @returns A matrix (D x N), entries above -0.17.
 * @throws {RangeError} If a number is not finite, or the form is unknown.
 *
 * @example Far from 0 it is the rectifier
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { gelu } from "@mneme/mneme/transformer";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const y = gelu(fromRows([[-10, 1, 10]]));
 * assertAlmostEquals(y.get(0, 0), 0, 1e-12);
 * assertAlmostEquals(y.get(0, 1), 0.8413447460685429); // Φ(1)
 * assertAlmostEquals(y.get(0, 2), 10);
 * ```
 */
export function gelu(
  matrix: Matrix,
  { approximation = "none" }: GeluOptions = {},
): Matrix {
  requireFinite("apply GELU", { matrix });
  if (approximation !== "none" && approximation !== "tanh") {
    throw new RangeError(
      `Cannot apply GELU as approximation must be "none" or "tanh": ${approximation}`,
    );
  }
  // erfc keeps the digits of Φ far below 0, where 1 + erf has none.
  const form = approximation === "none"
    ? (x: number) => x / 2 * erfc(-x * Math.SQRT1_2)
    : (x: number) =>
      x / 2 *
      (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + CUBE * x * x * x)));
  return fromRule(
    matrix.rows,
    matrix.columns,
    (i, j) => form(matrix.get(i, j)),
  );
}
