import type { tf } from "../tf.ts";
import { addressOf } from "./load.ts";
import { type Kernels, newTensor } from "./running.ts";

/** Two matrices, or as many products of two as the batch has. */
export interface Product {
  a: tf.TensorInfo;
  b: tf.TensorInfo;
  transposeA?: boolean;
  transposeB?: boolean;
}

/** C = op(A) op(B), or C += it, all of the last two axes, with the axes before one after the other; a batch of one stands for all. */
export function multiply(
  kernels: Kernels,
  { a, b, transposeA = false, transposeB = false }: Product,
  c: tf.TensorInfo,
  accumulate = false,
): void {
  const [M, N] = c.shape.slice(-2);
  const K = a.shape.at(transposeA ? -2 : -1)!;
  const sizes = [a, b, c].map((tensor) => tensor.shape.slice(0, -2));
  const [batchA, batchB, batch] = sizes.map(count);
  // One matrix on the right for all: the rows on the left are one matrix.
  const joined = batchB === 1 && !transposeA;
  kernels.gemm(
    addressOf(a),
    addressOf(b),
    addressOf(c),
    joined ? M * batch : M,
    N,
    K,
    transposeA,
    transposeB,
    accumulate,
    joined ? Math.min(batch, 1) : batch,
    batchA === 1 ? 0 : M * K,
    batchB === 1 ? 0 : K * N,
    M * N,
    kernels.scratch,
  );
}

/** op(A) op(B) as a new tensor, with the axes of A before its matrices. */
export function productOf(kernels: Kernels, product: Product): tf.Tensor {
  const { a, b, transposeA, transposeB } = product;
  const M = a.shape.at(transposeA ? -1 : -2)!;
  const N = b.shape.at(transposeB ? -2 : -1)!;
  const c = newTensor([...a.shape.slice(0, -2), M, N]);
  multiply(kernels, product, c);
  return c;
}

/** The product of sizes. */
export function count(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}
