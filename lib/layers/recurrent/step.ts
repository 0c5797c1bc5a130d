import { affine } from "../affine.ts";
import { gruCell, lstmCell } from "../ops/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import type { RecurrentWeights } from "./weights.ts";

/** What a recurrent network keeps from step to step. */
export interface RecurrentState {
  /** The hidden state h, which others see [B, H]. */
  hidden: tf.Tensor2D;
  /** The LSTM's cell c [B, H]; a GRU has none. */
  cell?: tf.Tensor2D;
}

/** The state before the first input: 0, [batch, H]. */
export function zeroState(
  { kind, stateWeights }: RecurrentWeights,
  batch: number,
): RecurrentState {
  const zero = tf.zeros<tf.Rank.R2>([batch, stateWeights.shape[0]]);
  return kind === "lstm" ? { hidden: zero, cell: zero } : { hidden: zero };
}

/**
 * One step of a recurrent network from inputs already projected: s = f(xW + b + h₋₁U, s₋₁).
 *
 * The part of the inputs does not wait for the state, so it is done before, for
 * all steps in one product. The GRU's reset gate acts after the product with U, as in PyTorch and cuDNN
 * ({@linkcode gruCell}).
 *
 * @source NNDL §6.6 长短期记忆网络, 门控循环单元; lib's lstmStep, and gruStep with `reset: "after"`
 * @param projected The inputs' part xW + b of the sums of all blocks, {@linkcode affine} [B, G H].
 * @param state The state before: h₋₁, and c₋₁ of an LSTM [B, H].
 * @param weights The network; its U [H, G H] is what is used here.
 * @returns The state after [B, H].
 * @throws {ShapeError} If projected inputs, state and weights do not fit.
 *
 * @example An open update gate keeps the state
 * ```ts
 * import { recurrentStep, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { hidden } = recurrentStep(
 *   tf.tensor2d([[100, 0, 5]]),
 *   { hidden: tf.tensor2d([[0.25]]) },
 *   {
 *     kind: "gru",
 *     inputWeights: tf.zeros([1, 3]),
 *     stateWeights: tf.zeros([1, 3]),
 *     bias: tf.zeros([3]),
 *   },
 * );
 * assertAlmostEquals(hidden.dataSync()[0], 0.25);
 * ```
 */
export function recurrentStep(
  projected: tf.Tensor2D,
  { hidden, cell }: RecurrentState,
  { kind, stateWeights }: RecurrentWeights,
): RecurrentState {
  bindTensors("take a recurrent step", {
    projected: [projected, "B", "W"],
    hidden: [hidden, "B", "H"],
    stateWeights: [stateWeights, "H", "W"],
  });
  const fromState = tf.matMul(hidden, stateWeights) as tf.Tensor2D;
  if (kind === "gru") {
    return { hidden: gruCell(projected, fromState, hidden) };
  }
  const before = cell ?? tf.zerosLike(hidden);
  return lstmCell(tf.add(projected, fromState), before);
}

/** One step of layers one above the other, the lowest one's inputs already projected; gives the states of all. */
export function stackedStep(
  projected: tf.Tensor2D,
  states: readonly RecurrentState[],
  layers: readonly RecurrentWeights[],
): RecurrentState[] {
  let sums = projected;
  return layers.map((weights, l) => {
    const state = recurrentStep(sums, states[l], weights);
    const above = layers[l + 1];
    if (above) sums = affine(state.hidden, above.inputWeights, above.bias);
    return state;
  });
}

/** The steps of sequences [B, N, W], each [B, W]. */
export function stepsOf(sequences: tf.Tensor3D): tf.Tensor2D[] {
  const [B, N, W] = sequences.shape;
  // TensorFlow.js cannot differentiate the unstacking of one step.
  if (N === 1) return [tf.reshape(sequences, [B, W])];
  return tf.unstack(sequences, 1) as tf.Tensor2D[];
}
