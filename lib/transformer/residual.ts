import { bindShapes, type Matrix } from "../core/mod.ts";

/** A part of a block: a map of items (D x N) to items (D x N). */
export type Sublayer = (inputs: Matrix) => Matrix;

/** Where the normalization of a residual connection stands. */
export interface ResidualOptions {
  /** `"post"`: behind the sum, as in the paper; `"pre"`: before the sublayer. Default: `"post"`. */
  order?: "pre" | "post";
}

/**
 * Residual connection: post, LN(x + f(x)); pre, x + f(LN(x)).
 *
 * Pre leaves a path from end to end that no normalization interrupts, and
 * trains deep stacks without a warm-up; its last output wants a normalization.
 *
 * @source NNDL §5.4.4 残差网络, §15.6.3; S4 Transformer其他操作, 直连边; Vaswani et al. 2017, §3.1 (post); Xiong et al. 2020, table 1 (pre) (row 74)
 * @param inputs Inputs X (D x N).
 * @param sublayer The part f that the connection goes round.
 * @param norm The normalization LN.
 * @param options `order` says where it stands.
 * @returns Outputs (D x N).
 * @throws {ShapeError} If sublayer or normalization change the shape.
 * @throws {RangeError} If `order` is neither "pre" nor "post".
 *
 * @example A sublayer that gives nothing leaves the items alone
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { residual } from "@mneme/mneme/transformer";
 * import { assertEquals } from "@std/assert";
 *
 * const items = fromRows([[2, 3]]);
 * const nothing = () => fromRows([[0, 0]]);
 * const half = (x: typeof items) => x.clone().div(2);
 * assertEquals(residual(items, nothing, half, { order: "pre" }), items);
 * assertEquals(residual(items, nothing, half).to2DArray(), [[1, 1.5]]);
 * ```
 */
export function residual(
  inputs: Matrix,
  sublayer: Sublayer,
  norm: Sublayer,
  { order = "post" }: ResidualOptions = {},
): Matrix {
  if (order !== "pre" && order !== "post") {
    throw new RangeError(
      `Cannot go round a sublayer as order must be "pre" or "post": ${order}`,
    );
  }
  const given = order === "pre" ? norm(inputs) : inputs;
  const change = sublayer(given);
  bindShapes("go round a sublayer", {
    inputs: [inputs, "D", "N"],
    given: [given, "D", "N"],
    change: [change, "D", "N"],
  });
  const sum = inputs.clone().add(change);
  return order === "pre" ? sum : norm(sum);
}
