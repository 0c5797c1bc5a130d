import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** What the heads of a Turing machine say in one step; of K heads the R that read stand before the W that write. */
export interface TuringHeadTensors {
  /** Keys k [B, K, D]. */
  key: tf.Tensor3D;
  /** Key strengths β [B, K, 1], at least 0. */
  strength: tf.Tensor3D;
  /** Gates g [B, K, 1], from 0 to 1: 1 takes the content's address, 0 the one before. */
  gate: tf.Tensor3D;
  /** Sharpenings γ [B, K, 1], at least 1. */
  sharpening: tf.Tensor3D;
  /** Shifts s [B, K, S], each a distribution over the moves from -(S - 1)/2 to (S - 1)/2. */
  shift: tf.Tensor3D;
}

/** What the heads that write say to the slots they address. */
export interface TuringWriteTensors {
  /** Erase vectors e [B, W, D], entries from 0 to 1. */
  erase: tf.Tensor3D;
  /** Add vectors a [B, W, D]. */
  add: tf.Tensor3D;
}

/**
 * Addresses of a Turing machine's heads: w = softmax(γ log(s ∗ (g softmax(β cos(k, m)) + (1 - g) w₋₁))).
 *
 * Sharpening is the softmax of logarithms, as the power w^γ itself underflows.
 *
 * @source NNDL §8.5.2 神经图灵机, 寻址 (rows 24, 25); Graves et al. 2014, eq. 5-9
 * @param memory Memory M [B, N, D].
 * @param heads What the K heads say.
 * @param previous Addresses of the step before [B, K, N], each a distribution.
 * @returns Addresses [B, K, N]; each sums to 1.
 * @throws {ShapeError} If memory, heads and addresses differ in B, K, N or D, or a size of 1 is not 1.
 *
 * @example With the gate shut, a head walks around the circle
 * ```ts
 * import { tf, turingAddresses } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const one = tf.ones([1, 1, 1]) as tf.Tensor3D;
 * const addresses = turingAddresses(tf.ones([1, 3, 1]), {
 *   key: one,
 *   strength: one,
 *   gate: tf.zeros([1, 1, 1]),
 *   sharpening: one,
 *   shift: tf.tensor3d([[[0, 0, 1]]]),
 * }, tf.tensor3d([[[0, 0, 1]]]));
 * assertEquals(tf.round(addresses).arraySync(), [[[1, 0, 0]]]);
 * ```
 */
export function turingAddresses(
  memory: tf.Tensor3D,
  heads: TuringHeadTensors,
  previous: tf.Tensor3D,
): tf.Tensor3D {
  bindTensors("address a Turing machine's memory", {
    memory: [memory, "B", "N", "D"],
    previous: [previous, "B", "K", "N"],
    key: [heads.key, "B", "K", "D"],
    strength: [heads.strength, "B", "K", 1],
    gate: [heads.gate, "B", "K", 1],
    sharpening: [heads.sharpening, "B", "K", 1],
    shift: [heads.shift, "B", "K", "S"],
  });
  const cosines = tf.matMul(unit(heads.key), unit(memory), false, true);
  const content = tf.softmax(tf.mul(heads.strength, cosines));
  const gated = tf.add(previous, tf.mul(heads.gate, tf.sub(content, previous)));
  const shifted = shift(gated as tf.Tensor3D, heads.shift);
  const logarithms = tf.log(tf.add(shifted, SMALLEST_WEIGHT));
  return tf.softmax(tf.mul(heads.sharpening, logarithms));
}

/**
 * Reads of a Turing machine: r = Σₙ w(n) mₙ.
 *
 * @source NNDL §8.5.2 神经图灵机, 读操作 (row 24); Graves et al. 2014, eq. 2
 * @param memory Memory M [B, N, D].
 * @param addresses Addresses of the heads that read [B, R, N].
 * @returns Read vectors [B, R, D].
 * @throws {ShapeError} If memory and addresses differ in B or N.
 *
 * @example Half of each slot
 * ```ts
 * import { tf, turingReads } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = tf.tensor3d([[[2, 0], [4, 6]]]);
 * const reads = turingReads(memory, tf.tensor3d([[[0.5, 0.5]]]));
 * assertEquals(reads.arraySync(), [[[3, 3]]]);
 * ```
 */
export function turingReads(
  memory: tf.Tensor3D,
  addresses: tf.Tensor3D,
): tf.Tensor3D {
  bindTensors("read a Turing machine's memory", {
    memory: [memory, "B", "N", "D"],
    addresses: [addresses, "B", "R", "N"],
  });
  return tf.matMul(addresses, memory);
}

/**
 * Write of a Turing machine: mₙ ← mₙ ⊙ Πₕ (1 - wₕ(n) eₕ) + Σₕ wₕ(n) aₕ.
 *
 * All heads erase before one adds, so their order does not matter.
 *
 * @source NNDL §8.5.2 神经图灵机, 写操作 (row 24); Graves et al. 2014, eq. 3, 4
 * @param memory Memory M [B, N, D].
 * @param addresses Addresses of the heads that write [B, W, N].
 * @param vectors What they erase and add.
 * @returns The memory after the write [B, N, D].
 * @throws {ShapeError} If the tensors differ in B, N, D or W.
 *
 * @example Erase replaces, add alone piles up
 * ```ts
 * import { tf, turingWrites } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const written = turingWrites(tf.tensor3d([[[5, 5], [5, 5]]]), tf.tensor3d([[[1, 0]]]), {
 *   erase: tf.tensor3d([[[1, 0]]]),
 *   add: tf.tensor3d([[[7, 7]]]),
 * });
 * assertEquals(written.arraySync(), [[[7, 12], [5, 5]]]);
 * ```
 */
export function turingWrites(
  memory: tf.Tensor3D,
  addresses: tf.Tensor3D,
  { erase, add }: TuringWriteTensors,
): tf.Tensor3D {
  const { W } = bindTensors("write to a Turing machine's memory", {
    memory: [memory, "B", "N", "D"],
    addresses: [addresses, "B", "W", "N"],
    erase: [erase, "B", "W", "D"],
    add: [add, "B", "W", "D"],
  });
  const erases = pieces(erase, W, 1);
  const kept = pieces(addresses, W, 1).reduce((left, address, h) => {
    const erased = tf.matMul(address, erases[h], true);
    return tf.mul(left, tf.sub(1, erased));
  }, memory);
  return tf.add(kept, tf.matMul(addresses, add, true));
}

/** s ∗ w around the circle: entry i of the shift moves a weight by i - (S - 1)/2 slots. */
function shift(weights: tf.Tensor3D, shifts: tf.Tensor3D): tf.Tensor3D {
  const S = shifts.shape[2];
  return pieces(shifts, S, 2)
    .map((share, i) => tf.mul(share, roll(weights, i - (S - 1) / 2)))
    .reduce((sum, moved) => tf.add(sum, moved)) as tf.Tensor3D;
}

/** Equal pieces along an axis; the gradient of tf.split fails for a single one. */
function pieces(
  whole: tf.Tensor3D,
  count: number,
  axis: number,
): tf.Tensor3D[] {
  return count === 1 ? [whole] : tf.split(whole, count, axis);
}

function roll(weights: tf.Tensor3D, move: number): tf.Tensor3D {
  const N = weights.shape[2];
  const back = ((move % N) + N) % N;
  if (back === 0) return weights;
  const [front, end] = tf.split<tf.Tensor3D>(weights, [N - back, back], 2);
  return tf.concat([end, front], 2);
}

/** x / ‖x‖ along the last axis; a row of zeros stays one. */
function unit(x: tf.Tensor3D): tf.Tensor3D {
  const squares = tf.sum(tf.square(x), -1, true);
  return tf.mul(x, tf.rsqrt(tf.add(squares, SMALLEST_SQUARE)));
}

/** Added before the logarithm: far below every weight that counts, far above float32's smallest. */
const SMALLEST_WEIGHT = 1e-30;

/** Added before the root: its share of the square of the emptiest slot, 1e-6, is 1e-8. */
const SMALLEST_SQUARE = 1e-20;
