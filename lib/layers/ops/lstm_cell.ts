import {
  addresses,
  type Kernels,
  kernelsFor,
  newTensor,
} from "../kernels/running.ts";
import { record } from "../kernels/record.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** The state of a long short-term memory. */
export type LstmCellState = {
  /** What it shows, h [B, H]. */
  hidden: tf.Tensor2D;
  /** What it keeps, c [B, H]. */
  cell: tf.Tensor2D;
};

/**
 * The element-wise part of an LSTM's step: c = σ(f) ⊙ c₋₁ + σ(i) ⊙ tanh(g), h = σ(o) ⊙ tanh(c).
 *
 * The gates come in as sums Wx + Uh₋₁ + b, so that a whole sequence's Wx is one
 * product before the recurrence. Gradients are of first order.
 *
 * @source NNDL §6.6 长短期记忆网络; Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000
 * @param gates Input, forget and output gate and candidate, in this order, before σ and tanh [B, 4H].
 * @param cell The cell before, c₋₁ [B, H].
 * @returns The next hidden state, each entry in (-1, 1), and cell [B, H].
 * @throws {ShapeError} If gates and cell differ in B, or the gates are not four times as wide.
 *
 * @example Open input and forget gates add the candidate to the cell
 * ```ts
 * import { lstmCell, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { cell } = lstmCell(
 *   tf.tensor2d([[100, 100, 0, 1]]),
 *   tf.tensor2d([[3]]),
 * );
 * assertAlmostEquals(cell.dataSync()[0], 3 + Math.tanh(1), 1e-6);
 * ```
 */
export function lstmCell(
  gates: tf.Tensor2D,
  cell: tf.Tensor2D,
): LstmCellState {
  const H = cell.shape[1];
  bindTensors("take an LSTM step", {
    gates: [gates, "B", 4 * H],
    cell: [cell, "B", "H"],
  });
  const kernels = kernelsFor(gates, cell);
  return tf.tidy(() =>
    kernels ? fusedLstmCell(kernels, gates, cell) : plainLstmCell(gates, cell)
  );
}

function plainLstmCell(gates: tf.Tensor2D, cell: tf.Tensor2D): LstmCellState {
  const [input, forget, output, candidate] = tf.split(gates, 4, 1);
  const next = tf.add(
    tf.mul(tf.sigmoid(forget), cell),
    tf.mul(tf.sigmoid(input), tf.tanh(candidate)),
  ) as tf.Tensor2D;
  return { hidden: tf.mul(tf.sigmoid(output), tf.tanh(next)), cell: next };
}

function fusedLstmCell(
  kernels: Kernels,
  gates: tf.Tensor2D,
  cell: tf.Tensor2D,
): LstmCellState {
  const [B, H] = cell.shape;
  const hidden = newTensor([B, H]), next = newTensor([B, H]);
  const active = newTensor([B, 5 * H]);
  const at = addresses(gates, cell, hidden, next, active);
  kernels.lstmForward(...at, B, H);
  record(
    { gates, cell },
    [hidden, next],
    [active, cell],
    ([dHidden, dNext], [active, cell]) => {
      const dGates = newTensor([B, 4 * H]), dCell = newTensor([B, H]);
      const at = addresses(active, cell, dHidden, dNext, dGates, dCell);
      kernels.lstmBackward(...at, B, H);
      return { gates: () => dGates, cell: () => dCell };
    },
  );
  active.dispose();
  return { hidden: hidden as tf.Tensor2D, cell: next as tf.Tensor2D };
}
