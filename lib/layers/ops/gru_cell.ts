import {
  addresses,
  type Kernels,
  kernelsFor,
  newTensor,
} from "../kernels/running.ts";
import { record } from "../kernels/record.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/**
 * The element-wise part of a GRU's step: h = z ⊙ h₋₁ + (1 - z) ⊙ tanh(a + r ⊙ s), z and r the gates.
 *
 * The reset gate acts after the product with U, as in {@linkcode gruStep} with
 * `reset: "after"`: so a step needs one product h₋₁U for all three parts, and a
 * whole sequence's XW is one product before the recurrence. z = 1 keeps the
 * state. Gradients are of first order.
 *
 * @source NNDL §6.6 门控循环单元; Cho et al. 2014, eq. 5 to 8, with the reset gate after the product
 * @param fromInput What the input gives update gate, reset gate and candidate, in this order: xW + b [B, 3H].
 * @param fromState What the state gives them: h₋₁U, with a bias or without [B, 3H].
 * @param hidden The state before, h₋₁ [B, H].
 * @returns The next state h [B, H], each entry between the old one and a candidate in (-1, 1).
 * @throws {ShapeError} If they differ in B, or the parts are not three times as wide as the state.
 *
 * @example An open update gate keeps the state
 * ```ts
 * import { gruCell, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const next = gruCell(
 *   tf.tensor2d([[100, 0, 5]]),
 *   tf.tensor2d([[0, 0, 7]]),
 *   tf.tensor2d([[0.25]]),
 * );
 * assertAlmostEquals(next.dataSync()[0], 0.25);
 * ```
 */
export function gruCell(
  fromInput: tf.Tensor2D,
  fromState: tf.Tensor2D,
  hidden: tf.Tensor2D,
): tf.Tensor2D {
  const H = hidden.shape[1];
  bindTensors("take a GRU step", {
    fromInput: [fromInput, "B", 3 * H],
    fromState: [fromState, "B", 3 * H],
    hidden: [hidden, "B", "H"],
  });
  const kernels = kernelsFor(fromInput, fromState, hidden);
  return tf.tidy(() =>
    kernels
      ? fusedGruCell(kernels, fromInput, fromState, hidden)
      : plainGruCell(fromInput, fromState, hidden)
  );
}

function plainGruCell(
  fromInput: tf.Tensor2D,
  fromState: tf.Tensor2D,
  hidden: tf.Tensor2D,
): tf.Tensor2D {
  const [inputUpdate, inputReset, inputCandidate] = tf.split(fromInput, 3, 1);
  const [stateUpdate, stateReset, stateCandidate] = tf.split(fromState, 3, 1);
  const update = tf.sigmoid(tf.add(inputUpdate, stateUpdate));
  const reset = tf.sigmoid(tf.add(inputReset, stateReset));
  const candidate = tf.tanh(
    tf.add(inputCandidate, tf.mul(reset, stateCandidate)),
  );
  return tf.add(candidate, tf.mul(update, tf.sub(hidden, candidate)));
}

function fusedGruCell(
  kernels: Kernels,
  fromInput: tf.Tensor2D,
  fromState: tf.Tensor2D,
  hidden: tf.Tensor2D,
): tf.Tensor2D {
  const [B, H] = hidden.shape;
  const next = newTensor([B, H]), active = newTensor([B, 3 * H]);
  const at = addresses(fromInput, fromState, hidden, next, active);
  kernels.gruForward(...at, B, H);
  record(
    { fromInput, fromState, hidden },
    [next],
    [active, fromState, hidden],
    ([dNext], saved) => {
      const dInput = newTensor([B, 3 * H]), dState = newTensor([B, 3 * H]);
      const dHidden = newTensor([B, H]);
      const at = addresses(...saved, dNext, dInput, dState, dHidden);
      kernels.gruBackward(...at, B, H);
      return {
        fromInput: () => dInput,
        fromState: () => dState,
        hidden: () => dHidden,
      };
    },
  );
  active.dispose();
  return next as tf.Tensor2D;
}
