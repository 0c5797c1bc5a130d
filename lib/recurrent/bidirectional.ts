import { fromRule, type Matrix } from "../core/mod.ts";
import { joinRows } from "../core/join.ts";
import { bindFinite } from "../core/validate.ts";

/** A recurrent layer over a whole sequence: inputs (D x N) to hidden states (H x N). */
export type Scan = (inputs: Matrix) => Matrix;

/**
 * The sequence from its end: x_N, ..., x₁.
 *
 * @source NNDL §6.5.2 双向循环神经网络: the second layer goes against the time
 * @param items Items (D x N), one to a column.
 * @returns The same items (D x N) in reverse order.
 *
 * @example Twice is not at all
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { reverseColumns } from "@mneme/mneme/recurrent";
 * import { assertEquals } from "@std/assert";
 *
 * const items = fromRows([[2, 3, 5]]);
 * assertEquals(reverseColumns(items).to2DArray(), [[5, 3, 2]]);
 * assertEquals(reverseColumns(reverseColumns(items)), items);
 * ```
 */
export function reverseColumns(items: Matrix): Matrix {
  return fromRule(
    items.rows,
    items.columns,
    (i, n) => items.get(i, items.columns - 1 - n),
  );
}

/**
 * Bidirectional recurrence: hₙ = [→hₙ; ←hₙ], with →hₙ from x₁, ..., xₙ and ←hₙ from x_N, ..., xₙ.
 *
 * Each state so knows the whole sequence, and most about its own place: this
 * is what the decoder of Bahdanau et al. attends to. It needs the sequence's end.
 *
 * @source NNDL §6.5.2 双向循环神经网络; Schuster and Paliwal 1997; Bahdanau et al. 2015, §3.2 (row 46)
 * @param inputs Inputs X (D x N).
 * @param forward The layer that goes with the time, such as `(inputs) => gruScan(inputs, parameters)`.
 * @param backward The layer that goes against it; it is given the reversed inputs.
 * @returns States (2H x N), the forward ones above; of two sizes if the layers have two.
 * @throws {ShapeError} If the layers do not give one state to each of the N inputs.
 * @throws {RangeError} If a number is not finite.
 *
 * @example The first state has seen the last input
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { bidirectionalScan } from "@mneme/mneme/recurrent";
 * import { assertEquals } from "@std/assert";
 *
 * const sums = (inputs: typeof items) =>
 *   fromRows([inputs.getRow(0).map((_, n, row) =>
 *     row.slice(0, n + 1).reduce((a, b) => a + b)
 *   )]);
 * const items = fromRows([[2, 3, 5]]);
 * const states = bidirectionalScan(items, sums, sums);
 * assertEquals(states.to2DArray(), [[2, 5, 10], [10, 8, 5]]);
 * ```
 */
export function bidirectionalScan(
  inputs: Matrix,
  forward: Scan,
  backward: Scan,
): Matrix {
  const there = forward(inputs);
  const back = backward(reverseColumns(inputs));
  bindFinite("run a layer in both directions", {
    inputs: [inputs, "D", "N"],
    forward: [there, "Hf", "N"],
    backward: [back, "Hb", "N"],
  });
  return joinRows([there, reverseColumns(back)]);
}
