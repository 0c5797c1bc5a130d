import { addressOf, wasmBackend } from "../kernels/load.ts";
import { type Kernels, newTensor } from "../kernels/running.ts";
import type { tf } from "../tf.ts";

/**
 * A whole recurrence as one operation. States lie in N + 1 slots in the items'
 * order: an item's step goes from the slot before it to the one after it, or
 * the other way where the sequence is read from its end. So the states before
 * all steps lie in one piece, and the gradient of U is one product.
 */
export interface Recurrence {
  kernels: Kernels;
  /** Items N, sequences B and units H. */
  N: number;
  B: number;
  H: number;
  reverse: boolean;
  /** Which rows are padding at each item. */
  padding: readonly (readonly number[])[];
}

/** Where a step reads and writes: its item, and the slots of the states before and after it. */
export interface Place {
  item: number;
  before: number;
  after: number;
}

/** The steps in the order in which they are taken. */
export function placesOf({ N, reverse }: Recurrence): Place[] {
  return Array.from(
    { length: N },
    (_, k) =>
      reverse
        ? { item: N - 1 - k, before: N - k, after: N - 1 - k }
        : { item: k, before: k, after: k + 1 },
  );
}

/** Tensors of the same numbers in memory, one part of which belongs to each item or slot. */
export class Parts {
  readonly #at: number;
  constructor(readonly tensor: tf.TensorInfo, readonly size: number) {
    this.#at = addressOf(tensor);
  }
  /** The address of a part. */
  at(part: number): number {
    return this.#at + 4 * part * this.size;
  }
  /** The numbers of one row of a part; valid until memory grows. */
  row(part: number, row: number, width: number): Float32Array {
    const first = part * this.size + row * width;
    return numbersAt(this.#at + 4 * first, width);
  }
  /** The numbers of a part. */
  numbers(part: number): Float32Array {
    return numbersAt(this.at(part), this.size);
  }
}

function numbersAt(address: number, size: number): Float32Array {
  return new Float32Array(wasmBackend().wasm.asm.memory.buffer, address, size);
}

/** How a product is taken. */
export interface ProductForm {
  transposeA?: boolean;
  transposeB?: boolean;
  /** C += it. */
  accumulate?: boolean;
  /** How many products, one matrix behind the other. Default: 1. */
  batch?: number;
}

/** C = op(A) op(B), M x K times K x N, where the matrices lie. */
export function multiplyAt(
  kernels: Kernels,
  [a, b, c]: readonly [a: number, b: number, c: number],
  [M, N, K]: readonly [M: number, N: number, K: number],
  { transposeA, transposeB, accumulate, batch = 1 }: ProductForm = {},
): void {
  kernels.gemm(
    a,
    b,
    c,
    M,
    N,
    K,
    transposeA ?? false,
    transposeB ?? false,
    accumulate ?? false,
    batch,
    M * K,
    K * N,
    M * N,
    kernels.scratch,
  );
}

/** Each tensor in parts of one size. */
export function partsOf(size: number, ...tensors: tf.TensorInfo[]): Parts[] {
  return tensors.map((tensor) => new Parts(tensor, size));
}

/** dh += δWᵀ, with δ [B, W] and W [H, W]. */
export function passBack(
  { kernels, B, H }: Recurrence,
  delta: number,
  weights: tf.Tensor,
  dState: number,
): void {
  const width = weights.shape[1]!;
  const form = { transposeB: true, accumulate: true };
  const at = [delta, addressOf(weights), dState] as const;
  multiplyAt(kernels, at, [B, H, width], form);
}

/** Σ hᵀδ over all steps, h the states before them and δ [N, B, W]. */
export function weightGradient(
  { kernels, N, B, H, reverse }: Recurrence,
  states: tf.Tensor,
  deltas: tf.Tensor,
): tf.Tensor {
  const width = deltas.shape[2]!;
  const gradient = newTensor([H, width]);
  const first = new Parts(states, B * H).at(reverse ? 1 : 0);
  const at = [first, addressOf(deltas), addressOf(gradient)] as const;
  multiplyAt(kernels, at, [H, width, N * B], { transposeA: true });
  return gradient;
}

/** What is left for the state before the first step [B, H]. */
export function firstOf(recurrence: Recurrence, dStates: Parts): tf.Tensor {
  const { B, H } = recurrence;
  const first = newTensor([B, H]);
  numbersOf(first).set(dStates.numbers(placesOf(recurrence)[0].before));
  return first;
}

/** The same numbers in a tensor of its own. */
export function copyOf(kernels: Kernels, tensor: tf.TensorInfo): tf.Tensor {
  const copy = newTensor(tensor.shape);
  kernels.scaleAll(addressOf(tensor), addressOf(copy), copy.size, 1);
  return copy;
}

/** A tensor's numbers, to read and to write. */
export function numbersOf(tensor: tf.Tensor): Float32Array {
  return numbersAt(addressOf(tensor), tensor.size);
}

/** At padding the state stays. */
export function keepRow(
  parts: Parts,
  before: number,
  after: number,
  row: number,
  width: number,
): void {
  parts.row(after, row, width).set(parts.row(before, row, width));
}

/** Adds numbers to others in place. */
export function add(to: Float32Array, more: Float32Array): void {
  for (let i = 0; i < to.length; i++) to[i] += more[i];
}
