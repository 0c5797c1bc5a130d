import type { Matrix, ShapedMatrix } from "../core/mod.ts";
import { affineColumns } from "../core/elementwise.ts";
import { bindFinite } from "../core/validate.ts";
import { type Activation, relu } from "./activations.ts";

/** What a position-wise feed-forward network learns. */
export interface FeedForwardParameters {
  /** Weights W₁ of the hidden layer (H x D). */
  hiddenWeights: Matrix;
  /** Bias b₁ (H x 1). */
  hiddenBias: Matrix;
  /** Weights W₂ of the output (D x H). */
  outputWeights: Matrix;
  /** Bias b₂ (D x 1). */
  outputBias: Matrix;
}

/** Which activation. */
export interface FeedForwardOptions {
  /** The activation of the hidden layer. Default: relu. */
  activation?: Activation;
}

/**
 * Position-wise feed-forward network: FFN(x) = W₂ relu(W₁x + b₁) + b₂, for each item by itself.
 *
 * All positions share the weights and none sees another, so it keeps what
 * attention is: equivariant under permutations.
 *
 * @source NNDL §15.6.3; S4 Transformer其他操作, 逐位的FNN (its name is FFN); Vaswani et al. 2017, eq. 2 (row 75)
 * @param inputs Inputs X (D x N).
 * @param parameters W₁ (H x D), b₁ (H x 1), W₂ (D x H) and b₂ (D x 1).
 * @param options `activation` in place of relu.
 * @returns Outputs (D x N).
 * @throws {ShapeError} If inputs and parameters differ in D or H.
 * @throws {RangeError} If a number is not finite.
 *
 * @example Two rectified units make an absolute value
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { feedForward } from "@mneme/mneme/transformer";
 * import { assertEquals } from "@std/assert";
 *
 * const absolute = feedForward(fromRows([[-3, 5]]), {
 *   hiddenWeights: fromRows([[1], [-1]]),
 *   hiddenBias: columnVector([0, 0]),
 *   outputWeights: fromRows([[1, 1]]),
 *   outputBias: columnVector([0]),
 * });
 * assertEquals(absolute.to2DArray(), [[3, 5]]);
 * ```
 */
export function feedForward(
  inputs: Matrix,
  parameters: FeedForwardParameters,
  { activation = relu }: FeedForwardOptions = {},
): Matrix {
  bindFinite("feed items forward", {
    inputs: [inputs, "D", "N"],
    ...feedForwardShapes(parameters),
  });
  const { hiddenWeights, hiddenBias, outputWeights, outputBias } = parameters;
  const hidden = activation(affineColumns(hiddenWeights, inputs, hiddenBias));
  return affineColumns(outputWeights, hidden, outputBias);
}

/** The shapes of what a feed-forward network learns, ready for bindFinite. */
function feedForwardShapes(
  { hiddenWeights, hiddenBias, outputWeights, outputBias }:
    FeedForwardParameters,
): Record<string, ShapedMatrix> {
  return {
    hiddenWeights: [hiddenWeights, "H", "D"],
    hiddenBias: [hiddenBias, "H", 1],
    outputWeights: [outputWeights, "D", "H"],
    outputBias: [outputBias, "D", 1],
  };
}
