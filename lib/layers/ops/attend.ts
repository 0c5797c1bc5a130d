import { ShapeError } from "../../core/mod.ts";
import { count, productOf } from "../kernels/product.ts";
import { record } from "../kernels/record.ts";
import { addresses, type Kernels, kernelsFor } from "../kernels/running.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** What attention gives: what was read, and how strongly from where. */
export type Attended = {
  /** The outputs [..., M, Dv]. */
  output: tf.Tensor;
  /** The weights [..., M, N]; each row sums to 1, or to 0 where all is masked. To look at: no gradient flows through them. */
  weights: tf.Tensor;
};

/** How attention is restricted and scaled. */
export interface AttendOptions {
  /** 1 where a query may look and 0 where not, of a shape that broadcasts to [..., M, N]. Default: 1. */
  mask?: tf.Tensor;
  /** The factor on the scores. Default: 1 / √D. */
  scale?: number;
}

/** Far below any score, and finite, so that a row of nothing else has a softmax. */
const MASKED = -1e30;

/**
 * Scaled dot-product attention: softmax(QKᵀ · scale) V, row by row.
 *
 * Gradients are of first order and flow to query, key and value.
 *
 * @source NNDL §8.2.1 键值对注意力 and §8.3 自注意力模型; Vaswani et al. 2017, eq. 1
 * @param query Queries Q [..., M, D].
 * @param key Keys K [..., N, D].
 * @param value Values V [..., N, Dv].
 * @param options The mask, and the scale of the scores.
 * @returns Outputs [..., M, Dv] and weights [..., M, N]; a row whose mask is all 0 gives zeros.
 * @throws {ShapeError} If query and key differ in D, key and value in N, or any in the sizes before; or the mask does not broadcast.
 *
 * @example The query picks the value whose key it matches
 * ```ts
 * import { attend, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const key = tf.tensor2d([[50, 0], [0, 50]]);
 * const value = tf.tensor2d([[3], [7]]);
 * const { output } = attend(tf.tensor2d([[0, 1]]), key, value);
 * assertAlmostEquals(output.dataSync()[0], 7, 1e-6);
 * ```
 */
export function attend(
  query: tf.Tensor,
  key: tf.Tensor,
  value: tf.Tensor,
  { mask, scale }: AttendOptions = {},
): Attended {
  const { D, M, N } = bindTensors("attend", {
    query: [query, "...", "M", "D"],
    key: [key, "...", "N", "D"],
    value: [value, "...", "N", "Dv"],
  });
  const shape = [...query.shape.slice(0, -2), M, N];
  if (mask) requireBroadcast(mask, shape);
  const kernels = kernelsFor(query, key, value);
  const way = kernels ? fusedAttention(kernels) : plainAttend;
  return tf.tidy(() => way(query, key, value, scale ?? 1 / Math.sqrt(D), mask));
}

function requireBroadcast(mask: tf.Tensor, shape: number[]): void {
  const first = shape.length - mask.rank;
  const fits = first >= 0 &&
    mask.shape.every((size, axis) =>
      size === 1 || size === shape[first + axis]
    );
  if (!fits) {
    throw new ShapeError(
      `Cannot attend as the mask must broadcast to the weights: mask is [${
        mask.shape.join(", ")
      }], weights [..., M, N] are [${shape.join(", ")}]`,
    );
  }
}

function plainAttend(
  query: tf.Tensor,
  key: tf.Tensor,
  value: tf.Tensor,
  scale: number,
  mask?: tf.Tensor,
): Attended {
  const scores = tf.mul(tf.matMul(query, key, false, true), scale);
  if (!mask) {
    const weights = tf.softmax(scores);
    return { output: tf.matMul(weights, value), weights: constant(weights) };
  }
  const seen = tf.where(tf.cast(mask, "bool"), scores, MASKED);
  const weights = tf.mul(tf.softmax(seen), mask);
  return { output: tf.matMul(weights, value), weights: constant(weights) };
}

/** The same numbers, through which no gradient flows. */
function constant(tensor: tf.Tensor): tf.Tensor {
  return tf.customGrad((same) => ({
    value: tf.clone(same as tf.Tensor),
    gradFunc: (upstream: tf.Tensor) => tf.zerosLike(upstream),
  }))(tensor);
}

function fusedAttention(kernels: Kernels): typeof plainAttend {
  return (query, key, value, scale, mask) => {
    const weights = productOf(kernels, { a: query, b: key, transposeB: true });
    softmaxScores(kernels, weights, scale, mask);
    const output = productOf(kernels, { a: weights, b: value });
    const saved = [query, key, value, weights];
    record({ query, key, value }, [output], saved, ([dOutput], saved) => {
      const [query, key, value, weights] = saved;
      const dScores = productOf(kernels, {
        a: dOutput,
        b: value,
        transposeB: true,
      });
      const N = key.shape.at(-2)!;
      kernels.softmaxRowsBackward(
        ...addresses(weights, dScores),
        weights.size / N,
        N,
        scale,
      );
      return {
        query: () => productOf(kernels, { a: dScores, b: key }),
        key: () =>
          productOf(kernels, { a: dScores, b: query, transposeA: true }),
        value: () =>
          productOf(kernels, { a: weights, b: dOutput, transposeA: true }),
      };
    });
    return { output, weights };
  };
}

/** softmax(scale · scores) in place, with its mask. */
function softmaxScores(
  kernels: Kernels,
  scores: tf.Tensor,
  scale: number,
  mask?: tf.Tensor,
): void {
  const [M, N] = scores.shape.slice(-2);
  const batch = scores.shape.slice(0, -2);
  const [at] = addresses(scores);
  if (!mask) {
    kernels.softmaxRows(at, count(batch) * M, N, scale, 0, 0, 0);
    return;
  }
  tf.tidy(() => {
    const floats = tf.cast(mask, "float32");
    const ones = new Array(scores.rank - mask.rank).fill(1);
    const sizes = [...ones, ...mask.shape];
    const [rows, columns] = sizes.slice(-2);
    const rowStride = rows === 1 ? 0 : columns;
    const [maskAt] = addresses(floats);
    maskIndices(batch, sizes).forEach((index, i) =>
      kernels.softmaxRows(
        at + 4 * i * M * N,
        M,
        N,
        scale,
        maskAt + 4 * index * rows * columns,
        rowStride,
        columns === 1 ? 0 : 1,
      )
    );
  });
}

/** Which of the mask's matrices each of the batch's gets. */
function maskIndices(batch: number[], sizes: number[]): number[] {
  return batch.reduce(
    (indices, size, axis) =>
      indices.flatMap((index) =>
        Array.from(
          { length: size },
          (_, i) => index * sizes[axis] + (sizes[axis] === 1 ? 0 : i),
        )
      ),
    [0],
  );
}
