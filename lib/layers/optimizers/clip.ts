import { addresses, kernelsFor, newTensor } from "../kernels/running.ts";
import { tf } from "../tf.ts";

/** How gradients are clipped: all together by their norm, or entry by entry. */
export type Clip =
  | {
    /** The largest norm √(Σ g²) of all gradients together. */
    norm: number;
  }
  | {
    /** The largest absolute value of an entry. */
    value: number;
  };

/**
 * Clipped gradients: g · min(1, norm / ‖g‖) over all of them together, or each entry within ±value.
 *
 * @source NNDL §6.5.1 梯度截断; Pascanu et al. 2013, algorithm 1
 * @param gradients The gradients by name, left as they are.
 * @param clip The largest norm of all together, or the largest entry.
 * @returns New tensors under the same names.
 * @throws {RangeError} If the limit is not positive.
 *
 * @example The direction stays, the length is cut
 * ```ts
 * import { clipGradients, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { a, b } = clipGradients(
 *   { a: tf.scalar(30), b: tf.scalar(40) },
 *   { norm: 5 },
 * );
 * assertAlmostEquals(a.dataSync()[0], 3, 1e-5);
 * assertAlmostEquals(b.dataSync()[0], 4, 1e-5);
 * ```
 */
export function clipGradients(
  gradients: tf.NamedTensorMap,
  clip: Clip,
): tf.NamedTensorMap {
  const limit = "norm" in clip ? clip.norm : clip.value;
  if (!(limit > 0)) {
    throw new RangeError(
      `Cannot clip gradients as the limit must be positive: ${limit}`,
    );
  }
  if (!("norm" in clip)) {
    return mapTensors(gradients, (g) => tf.clipByValue(g, -limit, limit));
  }
  const norm = Math.sqrt(
    Object.values(gradients).reduce((sum, g) => sum + squareSum(g), 0),
  );
  if (norm <= limit) return mapTensors(gradients, (g) => tf.clone(g));
  return mapTensors(gradients, (g) => scaled(g, limit / norm));
}

function squareSum(gradient: tf.Tensor): number {
  const kernels = kernelsFor(gradient);
  if (kernels) return kernels.sumSquares(...addresses(gradient), gradient.size);
  return tf.tidy(() => tf.sum(tf.square(gradient)).dataSync()[0]);
}

function scaled(gradient: tf.Tensor, scale: number): tf.Tensor {
  const kernels = kernelsFor(gradient);
  if (!kernels) return tf.mul(gradient, scale);
  const product = newTensor(gradient.shape);
  kernels.scaleAll(...addresses(gradient, product), gradient.size, scale);
  return product;
}

function mapTensors(
  tensors: tf.NamedTensorMap,
  map: (tensor: tf.Tensor) => tf.Tensor,
): tf.NamedTensorMap {
  return tf.tidy(() =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [name, map(tensor)]),
    )
  );
}
