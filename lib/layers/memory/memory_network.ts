import { requireSize } from "../../core/size.ts";
import { attend } from "../ops/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** What a memory network reads from: two embeddings of the same sentences. */
export interface MemorySlots {
  /** Keys a [B, N, D]. */
  keys: tf.Tensor3D;
  /** Values c [B, N, Dv]. */
  values: tf.Tensor3D;
}

/** How a memory is read. */
export interface MemoryReadOptions {
  /** 1 where a slot may be read and 0 where not [B, N]. Default: 1. */
  mask?: tf.Tensor2D;
  /** Whether to leave the softmax out, p = aᵀq, as a training with linear start does at first. Default: no. */
  linear?: boolean;
}

/** What a read gives. */
export interface MemoryRead {
  /** What was read [B, M, Dv]. */
  read: tf.Tensor3D;
  /** The address: weights [B, M, N] of the slots, to look at; rows sum to 1 unless the read was linear. */
  weights: tf.Tensor3D;
}

/** How queries hop. */
export interface MemoryHopsOptions extends MemoryReadOptions {
  /** The transpose of the weights H of layer-wise tying [D, D]: q ← Hq + r. Default: the identity. */
  stateWeights?: tf.Tensor2D;
}

/** What a memory network knows after its hops. */
export interface MemoryHops {
  /** The last queries [B, M, D], which the answer is made from. */
  queries: tf.Tensor3D;
  /** The weights [B, M, N] of each hop, in order, to look at. */
  weights: tf.Tensor3D[];
}

/**
 * One read of a memory network: r = Σₙ pₙ cₙ with p = softmax(aₙᵀq); linear: p = aₙᵀq.
 *
 * Without the softmax the network is a linear one in its memory, which does not
 * get stuck so easily; a training with linear start begins so.
 *
 * @source NNDL §8.5.1 端到端记忆网络 (row 22); Sukhbaatar et al. 2015, eq. 1, 2 and §4.2, linear start
 * @param memory Keys [B, N, D] and values [B, N, Dv].
 * @param queries Queries q [B, M, D].
 * @param options `mask` of the slots, and whether the read is `linear`.
 * @returns What was read [B, M, Dv] and the weights [B, M, N].
 * @throws {ShapeError} If memory, queries and mask differ in B, N or D.
 *
 * @example Equal keys are read in equal shares
 * ```ts
 * import { memoryNetworkRead, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = {
 *   keys: tf.tensor3d([[[3], [3]]]),
 *   values: tf.tensor3d([[[2], [4]]]),
 * };
 * const { read } = memoryNetworkRead(memory, tf.tensor3d([[[7]]]));
 * assertEquals(read.arraySync(), [[[3]]]);
 * ```
 */
export function memoryNetworkRead(
  { keys, values }: MemorySlots,
  queries: tf.Tensor3D,
  { mask, linear = false }: MemoryReadOptions = {},
): MemoryRead {
  const { B, N } = bindTensors("read a memory network", {
    keys: [keys, "B", "N", "D"],
    values: [values, "B", "N", "Dv"],
    queries: [queries, "B", "M", "D"],
    ...mask && { mask: [mask, "B", "N"] as const },
  });
  const seen = mask && tf.reshape(mask, [B, 1, N]);
  if (!linear) {
    const options = seen ? { mask: seen, scale: 1 } : { scale: 1 };
    const { output, weights } = attend(queries, keys, values, options);
    return { read: output as tf.Tensor3D, weights: weights as tf.Tensor3D };
  }
  const scores = tf.matMul(queries, keys, false, true);
  const weights = (seen ? tf.mul(scores, seen) : scores) as tf.Tensor3D;
  return { read: tf.matMul(weights, values), weights };
}

/**
 * Several hops: q^(k+1) = q^k + r^k, where r^k is read with q^k; with layer-wise tying Hq^k + r^k.
 *
 * @source NNDL §8.5.1 多跳操作 (rows 23, 50); Sukhbaatar et al. 2015, eq. 4 and §2.2
 * @param memories Keys and values [B, N, D] of each hop; see {@linkcode tieAdjacent} and {@linkcode tieLayerWise}.
 * @param queries Queries q [B, M, D].
 * @param options `stateWeights` Hᵀ [D, D], `mask` of the slots, and whether reads are `linear`.
 * @returns The last queries [B, M, D], which with no hop are the first, and each hop's weights [B, M, N].
 * @throws {ShapeError} If memories, queries, mask or H differ in B, N or D.
 *
 * @example The football is with John, John is in the kitchen
 * ```ts
 * import { memoryNetworkHops, tf, tieLayerWise } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // Features: football, John, kitchen. A slot's value is what its key leads to.
 * const memory = {
 *   keys: tf.tensor3d([[[40, 0, 0], [0, 40, 0]]]),
 *   values: tf.tensor3d([[[0, 2, 0], [0, 0, 1]]]),
 * };
 * const football = tf.tensor3d([[[1, 0, 0]]]);
 * const { queries } = memoryNetworkHops(tieLayerWise(memory, 2), football);
 * assertAlmostEquals(queries.dataSync()[2], 1, 1e-6); // the kitchen
 * ```
 */
export function memoryNetworkHops(
  memories: readonly MemorySlots[],
  queries: tf.Tensor3D,
  { stateWeights, mask, linear }: MemoryHopsOptions = {},
): MemoryHops {
  const { B, M, D } = bindTensors("hop through a memory network", {
    queries: [queries, "B", "M", "D"],
    ...stateWeights && { stateWeights: [stateWeights, "D", "D"] as const },
    ...Object.fromEntries(memories.map(({ values }, k) => [
      `memories[${k}].values`,
      [values, "B", `N${k}`, "D"] as const,
    ])),
  });
  const weights: tf.Tensor3D[] = [];
  let query = queries;
  for (const memory of memories) {
    const hop = memoryNetworkRead(memory, query, { mask, linear });
    const kept = stateWeights
      ? tf.reshape(tf.matMul(tf.reshape(query, [B * M, D]), stateWeights), [
        B,
        M,
        D,
      ])
      : query;
    query = tf.add(kept, hop.read) as tf.Tensor3D;
    weights.push(hop.weights);
  }
  return { queries: query, weights };
}

/**
 * Adjacent tying: A^(k+1) = C^k, one hop's values are the next hop's keys.
 *
 * @source NNDL §8.5.1 多跳操作 (row 23); Sukhbaatar et al. 2015, §2.2, type 1
 * @param embedded The sentences [B, N, D] under each of the K + 1 embeddings, in order.
 * @returns The memories of K hops.
 * @throws {ShapeError} If two embeddings differ in B, N or D.
 * @throws {RangeError} If there are fewer than two.
 *
 * @example Three embeddings, two hops
 * ```ts
 * import { tf, tieAdjacent } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const [first, second] = tieAdjacent([1, 2, 3].map((a) => tf.tensor3d([[[a]]])));
 * assertEquals(first.values, second.keys);
 * ```
 */
export function tieAdjacent(embedded: readonly tf.Tensor3D[]): MemorySlots[] {
  const action = "tie hops to their neighbors";
  requireSize(action, "the number of embeddings", embedded.length, 2);
  bindTensors(
    action,
    Object.fromEntries(embedded.map((slots, k) => [
      `embedded[${k}]`,
      [slots, "B", "N", "D"] as const,
    ])),
  );
  return embedded.slice(1).map((values, k) => ({ keys: embedded[k], values }));
}

/**
 * Layer-wise tying: A^1 = … = A^K and C^1 = … = C^K, the same memory at each hop.
 *
 * @source NNDL §8.5.1 多跳操作 (rows 23, 50); Sukhbaatar et al. 2015, §2.2, type 2
 * @param memory Keys and values [B, N, D].
 * @param hops Number K of hops, at least 0.
 * @returns The memory, K times.
 * @throws {RangeError} If the number of hops is not an integer of at least 0.
 *
 * @example Two hops through one memory
 * ```ts
 * import { tf, tieLayerWise } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const slots = tf.tensor3d([[[1]]]);
 * const memory = { keys: slots, values: slots };
 * assertEquals(tieLayerWise(memory, 2), [memory, memory]);
 * ```
 */
export function tieLayerWise(memory: MemorySlots, hops: number): MemorySlots[] {
  requireSize("tie hops to one memory", "the number of hops", hops, 0);
  return Array.from({ length: hops }, () => memory);
}
