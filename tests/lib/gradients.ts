/**
 * What the tests of gradients share: central finite differences of a loss that
 * is a number, and the inner product that makes one of a matrix.
 *
 * @module
 */
import { fromRule, type Matrix } from "@mneme/mneme/core";
import { assertMatrix } from "./support.ts";

/** Step h of a central difference, near the cube root of float64's rounding. */
const STEP = 1e-5;

/** Truncation h² and rounding 1e-16 / h of a central difference, times what losses of a few dozen terms have. */
export const GRADIENT = 1e-7;

/** ⟨A, B⟩ = Σᵢⱼ aᵢⱼ bᵢⱼ: a loss whose gradient in A is B. */
export function inner(a: Matrix, b: Matrix): number {
  const right = b.to1DArray();
  return a.to1DArray().reduce((sum, value, i) => sum + value * right[i], 0);
}

/** ∂loss/∂at by central differences, one entry at a time. */
export function numericalGradient(
  at: Matrix,
  loss: (moved: Matrix) => number,
): Matrix {
  return fromRule(at.rows, at.columns, (i, j) => {
    const move = (step: number) =>
      loss(at.clone().set(i, j, at.get(i, j) + step));
    return (move(STEP) - move(-STEP)) / (2 * STEP);
  });
}

/** Fails unless the gradient agrees with central differences of the loss. */
export function assertGradient(
  gradient: Matrix,
  at: Matrix,
  loss: (moved: Matrix) => number,
  message = "",
): void {
  assertMatrix(gradient, numericalGradient(at, loss), {
    tolerance: GRADIENT,
    message,
  });
}
