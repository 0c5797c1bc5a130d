import { tf } from "../tf.ts";

/**
 * Causal mask: item n counts for query m if n ≤ m + P, so none looks ahead.
 *
 * @source Vaswani et al. 2017, §3.2.3; lib's causalMask (rows and columns swapped)
 * @param itemCount Number N of items, cached ones included.
 * @param queryCount Number M of queries.
 * @param past Number P of items before the first query's own. Default: 0.
 * @returns Mask [M, N], 1 to keep and 0 to leave out.
 *
 * @example Row m sees items 0, ..., m
 * ```ts
 * import { causalMaskTensor } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(causalMaskTensor(3, 2).arraySync(), [[1, 0, 0], [1, 1, 0]]);
 * ```
 */
export function causalMaskTensor(
  itemCount: number,
  queryCount: number,
  past = 0,
): tf.Tensor2D {
  const mask = new Float32Array(queryCount * itemCount);
  for (let m = 0; m < queryCount; m++) {
    mask.fill(
      1,
      m * itemCount,
      m * itemCount + Math.min(itemCount, m + past + 1),
    );
  }
  return tf.tensor2d(mask, [queryCount, itemCount]);
}

/**
 * Padding mask: item n counts in sequence b if n < l_b, the valid length.
 *
 * @source d2l, masked softmax with valid lengths; lib's paddingMask
 * @param itemCount Number N of items, padding included.
 * @param validLengths Valid length of each of the B sequences.
 * @returns Mask [B, N], 1 to keep and 0 to leave out.
 *
 * @example Two sequences, two lengths
 * ```ts
 * import { paddingMaskTensor } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(paddingMaskTensor(3, [1, 2]).arraySync(), [[1, 0, 0], [1, 1, 0]]);
 * ```
 */
export function paddingMaskTensor(
  itemCount: number,
  validLengths: readonly number[],
): tf.Tensor2D {
  const mask = new Float32Array(validLengths.length * itemCount);
  validLengths.forEach((length, b) =>
    mask.fill(1, b * itemCount, b * itemCount + Math.min(itemCount, length))
  );
  return tf.tensor2d(mask, [validLengths.length, itemCount]);
}
