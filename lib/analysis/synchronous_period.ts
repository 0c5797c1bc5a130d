import { stateFor } from "../associative/hopfield.ts";
import { innerProduct, readStates, rowsOf } from "../associative/states.ts";
import { bindShapes, columnVector, type Matrix } from "../core/mod.ts";
import { requireSize } from "../core/size.ts";
import { requireFinite } from "../core/validate.ts";

/** How synchronous updates end. */
export interface SynchronousPeriod {
  /** Steps before the first state that comes back. */
  transient: number;
  /** Steps after which it comes back: 1 is a fixed point. */
  period: number;
}

/** What the updates are told beside weights and states. */
export interface SynchronousOptions {
  /** Biases b (M x 1). Default: 0. */
  biases?: Matrix;
  /** Steps after which the search is given up, at least 1. Default: 10,000. */
  maximumSteps?: number;
}

/**
 * Period of the synchronous update s ← sgn(Ws + b), with sgn(0) = +1, for any weights.
 *
 * Unlike a Hopfield network's, the weights may be anything, to see what
 * symmetry is for: symmetric weights end in a period of 1 or 2, antisymmetric
 * ones without biases or ties in 4, and others may wander through many states.
 *
 * @source NNDL 习题 8-6, 同步更新; Bruck 1990, theorems for symmetric and antisymmetric weights (rows 29, 39)
 * @param weights Weights W (M x M), any finite numbers, with any diagonal.
 * @param states States s (M x 1) to start from, each +1 or -1.
 * @param options `biases` b and `maximumSteps`.
 * @returns The transient and the period.
 * @throws {ShapeError} If weights, states and biases do not fit.
 * @throws {RangeError} If a state is neither +1 nor -1, a number is not finite, or no state comes back in time.
 *
 * @example Antisymmetric weights turn round in four steps
 * ```ts
 * import { synchronousPeriod } from "@mneme/mneme/analysis";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const start = columnVector([1, -1]);
 * const period = (rows: number[][]) =>
 *   synchronousPeriod(fromRows(rows), start).period;
 * assertEquals(period([[0, 1], [1, 0]]), 2);
 * assertEquals(period([[0, 1], [-1, 0]]), 4);
 * ```
 */
export function synchronousPeriod(
  weights: Matrix,
  states: Matrix,
  {
    biases = columnVector(new Array(weights.rows).fill(0)),
    maximumSteps = 10_000,
  }: SynchronousOptions = {},
): SynchronousPeriod {
  const action = "find the period";
  bindShapes(action, {
    weights: [weights, "M", "M"],
    biases: [biases, "M", 1],
  });
  requireFinite(action, { weights, biases });
  requireSize(action, "the number of steps", maximumSteps);
  let current = readStates(action, states, weights.rows);
  const rows = rowsOf(weights);
  const seen = new Map<string, number>();
  for (let step = 0; step <= maximumSteps; step++) {
    const name = current.join();
    const first = seen.get(name);
    if (first !== undefined) return { transient: first, period: step - first };
    seen.set(name, step);
    current = current.map((_, i) =>
      stateFor(innerProduct(rows[i], current) + biases.get(i, 0))
    );
  }
  throw new RangeError(
    `Cannot ${action} as a state must come back within the steps allowed: none did in ${maximumSteps}`,
  );
}
