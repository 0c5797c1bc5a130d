import { fromRule, type Matrix } from "./matrix.ts";

/** σ(a) = 1 / (1 + exp(-a)), entry by entry, a new matrix. */
export function sigmoid(matrix: Matrix): Matrix {
  return fromRule(
    matrix.rows,
    matrix.columns,
    (i, j) => 1 / (1 + Math.exp(-matrix.get(i, j))),
  );
}

/** a ⊙ b, entry by entry, a new matrix. */
export function hadamard(a: Matrix, b: Matrix): Matrix {
  return a.clone().mul(b);
}

/** WX + b: an affine map of each column, a new matrix; the caller has bound the shapes. */
export function affineColumns(
  weights: Matrix,
  inputs: Matrix,
  bias?: Matrix,
): Matrix {
  const mapped = weights.mmul(inputs);
  return bias ? mapped.addColumnVector(bias) : mapped;
}
