import { count } from "../kernels/product.ts";
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
 * Layer normalization: y = g ⊙ (x - μ) / √(σ² + ε) + b, μ and σ² over the last axis.
 *
 * Gradients are of first order.
 *
 * @source NNDL §7.5.2 层归一化; Ba et al. 2016, eq. 3 and 4
 * @param x What to normalize [..., D].
 * @param gain The gain g [D].
 * @param bias The bias b [D].
 * @param epsilon What keeps a constant row from dividing by zero. Default: 1e-5.
 * @returns The normalized x [..., D]; with gain 1 and bias 0 each row has mean 0 and variance 1.
 * @throws {ShapeError} If x, gain and bias differ in D.
 *
 * @example A row's mean and size do not matter
 * ```ts
 * import { layerNormalize, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const x = tf.tensor2d([[1, 3], [100, 500]]);
 * const y = layerNormalize(x, tf.ones([2]), tf.zeros([2])).dataSync();
 * assertAlmostEquals(y[0], y[2], 1e-4);
 * assertAlmostEquals(y[1], 1, 1e-4);
 * ```
 */
export function layerNormalize(
  x: tf.Tensor,
  gain: tf.Tensor1D,
  bias: tf.Tensor1D,
  epsilon: number = 1e-5,
): tf.Tensor {
  bindTensors("normalize a layer", {
    x: [x, "...", "D"],
    gain: [gain, "D"],
    bias: [bias, "D"],
  });
  const kernels = kernelsFor(x, gain, bias);
  return tf.tidy(() =>
    kernels
      ? fusedLayerNormalize(kernels, x, gain, bias, epsilon)
      : plainLayerNormalize(x, gain, bias, epsilon)
  );
}

function plainLayerNormalize(
  x: tf.Tensor,
  gain: tf.Tensor1D,
  bias: tf.Tensor1D,
  epsilon: number,
): tf.Tensor {
  const centered = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centered), -1, true);
  const normal = tf.div(centered, tf.sqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(normal, gain), bias);
}

function fusedLayerNormalize(
  kernels: Kernels,
  x: tf.Tensor,
  gain: tf.Tensor1D,
  bias: tf.Tensor1D,
  epsilon: number,
): tf.Tensor {
  const D = gain.size;
  const rows = count(x.shape.slice(0, -1));
  const y = newTensor(x.shape), moments = newTensor([rows, 2]);
  const at = addresses(x, gain, bias, y, moments);
  kernels.normalizeRows(...at, rows, D, epsilon);
  record({ x, gain, bias }, [y], [x, gain, moments], ([dy], saved) => {
    const [dx, dGain, dBias] = [x, gain, bias].map(({ shape }) =>
      newTensor(shape)
    );
    const at = addresses(...saved, dy, dx, dGain, dBias);
    kernels.normalizeRowsBackward(...at, rows, D);
    return { x: () => dx, gain: () => dGain, bias: () => dBias };
  });
  moments.dispose();
  return y;
}
