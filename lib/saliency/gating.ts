import type { Matrix } from "../core/mod.ts";
import { hadamard, sigmoid } from "../core/elementwise.ts";
import { bindFinite } from "../core/validate.ts";

/**
 * Gating: Y = σ(G) ⊙ X, each input let through by a share of its own.
 *
 * The shares are independent: unlike a distribution they need not sum to 1, so
 * everything may pass, or nothing.
 *
 * @source NNDL §8.1 基于显著性的注意力, 门控; §8.2: gating as saliency (row 3)
 * @param inputs Inputs X (D x N).
 * @param gates Gates before σ, G (D x N).
 * @returns Gated inputs (D x N), none larger in size than its input.
 * @throws {ShapeError} If inputs and gates differ in D or N.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example Open, half open, closed
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { gatedInputs } from "@mneme/mneme/saliency";
 * import { assertEquals } from "@std/assert";
 *
 * const inputs = fromRows([[6, 6, 6]]);
 * const gated = gatedInputs(inputs, fromRows([[1e4, 0, -1e4]]));
 * assertEquals(gated.to1DArray(), [6, 3, 0]);
 * ```
 */
export function gatedInputs(inputs: Matrix, gates: Matrix): Matrix {
  const action = "gate inputs";
  bindFinite(action, {
    inputs: [inputs, "D", "N"],
    gates: [gates, "D", "N"],
  });
  return hadamard(sigmoid(gates), inputs);
}
