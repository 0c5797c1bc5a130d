import { record } from "../kernels/record.ts";
import {
  addresses,
  type Kernels,
  kernelsFor,
  newTensor,
} from "../kernels/running.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/**
 * Additive scores: s(q, k) = vᵀ tanh(q + k), query and key already projected.
 *
 * Gradients are of first order.
 *
 * @source NNDL §8.2 注意力机制, 加性模型; Bahdanau et al. 2015, appendix A.1.2
 * @param query Projected queries W q [B, M, h].
 * @param keys Projected keys U k [B, N, h].
 * @param v The vector v [h].
 * @returns The scores [B, M, N], within ±Σ |v|.
 * @throws {ShapeError} If query and keys differ in B, or any in h.
 *
 * @example Opposite query and key cancel
 * ```ts
 * import { additiveScores, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const scores = additiveScores(
 *   tf.tensor3d([[[1, 2]]]),
 *   tf.tensor3d([[[-1, -2]]]),
 *   tf.tensor1d([3, 5]),
 * );
 * assertEquals(scores.arraySync(), [[[0]]]);
 * ```
 */
export function additiveScores(
  query: tf.Tensor3D,
  keys: tf.Tensor3D,
  v: tf.Tensor1D,
): tf.Tensor3D {
  bindTensors("score additively", {
    query: [query, "B", "M", "h"],
    keys: [keys, "B", "N", "h"],
    v: [v, "h"],
  });
  const kernels = kernelsFor(query, keys, v);
  return tf.tidy(() =>
    kernels
      ? fusedAdditiveScores(kernels, query, keys, v)
      : plainAdditiveScores(query, keys, v)
  );
}

function plainAdditiveScores(
  query: tf.Tensor3D,
  keys: tf.Tensor3D,
  v: tf.Tensor1D,
): tf.Tensor3D {
  const [B, M, h] = query.shape;
  const N = keys.shape[1];
  const sums = tf.add(tf.expandDims(query, 2), tf.expandDims(keys, 1));
  const hidden = tf.reshape(tf.tanh(sums), [B * M * N, h]);
  const scores = tf.matMul(hidden as tf.Tensor2D, tf.reshape(v, [h, 1]));
  return tf.reshape(scores, [B, M, N]);
}

function fusedAdditiveScores(
  kernels: Kernels,
  query: tf.Tensor3D,
  keys: tf.Tensor3D,
  v: tf.Tensor1D,
): tf.Tensor3D {
  const [B, M, h] = query.shape;
  const N = keys.shape[1];
  const scores = newTensor([B, M, N]), hidden = newTensor([B, M, N, h]);
  const at = addresses(query, keys, v, scores, hidden);
  kernels.additiveForward(...at, B, M, N, h);
  record({ query, keys, v }, [scores], [hidden, v], ([dScores], saved) => {
    const [dQuery, dKeys, dV] = [query, keys, v].map(({ shape }) =>
      newTensor(shape)
    );
    const at = addresses(...saved, dScores, dQuery, dKeys, dV);
    kernels.additiveBackward(...at, B, M, N, h);
    return { query: () => dQuery, keys: () => dKeys, v: () => dV };
  });
  hidden.dispose();
  return scores as tf.Tensor3D;
}
