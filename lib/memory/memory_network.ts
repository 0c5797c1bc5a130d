import {
  dotScores,
  keyValueAttention,
  type KeyValueMemory,
} from "../attention/mod.ts";
import {
  bindShapes,
  type Matrix,
  type ShapedMatrix,
  softmaxColumns,
} from "../core/mod.ts";
import { requireFinite } from "../core/validate.ts";
import { requireSize } from "../core/size.ts";

/** What a read gives. */
export interface MemoryRead {
  /** What was read (D x M), one column to a query. */
  read: Matrix;
  /** The address: weights (N x M) of the slots; columns sum to 1. */
  weights: Matrix;
}

/** How a query becomes the next one. */
export interface MemoryHopsOptions {
  /** Weights H (D x D) of layer-wise tying: q ← Hq + r. Default: the identity. */
  stateWeights?: Matrix;
}

/** What a memory network knows after its hops. */
export interface MemoryHops {
  /** The last query q (D x M), which the answer is made from. */
  query: Matrix;
  /** The weights (N x M) of each hop, in order. */
  weights: Matrix[];
}

/**
 * One read of a memory network: r = Σₙ pₙ cₙ with p = softmax(aₙᵀq).
 *
 * Key-value attention with the dot score, not divided by √D. The memory is
 * only read: there is nothing here that writes to it.
 *
 * @source NNDL §8.5.1 端到端记忆网络 (row 22); Sukhbaatar et al. 2015, eq. 1, 2
 * @param memory Keys a (D x N) and values c (Dv x N): two embeddings of the same sentences.
 * @param queries Queries q (D x M).
 * @returns What was read (Dv x M) and the weights (N x M), whose columns sum to 1.
 * @throws {ShapeError} If keys and values differ in N, or keys and queries in D.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example Equal keys are read in equal shares
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { memoryNetworkRead } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[3, 3]]), values: fromRows([[2, 4]]) };
 * const { read, weights } = memoryNetworkRead(memory, columnVector([7]));
 * assertEquals(weights.to2DArray(), [[0.5], [0.5]]);
 * assertEquals(read.to2DArray(), [[3]]);
 * ```
 */
export function memoryNetworkRead(
  memory: KeyValueMemory,
  queries: Matrix,
): MemoryRead {
  requireFinite("read a memory network", { ...memory, queries });
  const { output, weights } = keyValueAttention(memory, queries, {
    score: dotScores,
  });
  return { read: output, weights };
}

/**
 * Several hops: q^(k+1) = q^k + r^k, where r^k is read with q^k; with layer-wise tying Hq^k + r^k.
 *
 * What the first hop read decides what the second looks for: so two facts are
 * joined. With one memory at every hop this is attention applied K times, as
 * the notes say of tied weights.
 *
 * @source NNDL §8.5.1 多跳操作 (rows 23, 50); Sukhbaatar et al. 2015, eq. 4 and §2.2
 * @param memories Keys (D x N) and values (D x N) of each hop; see {@linkcode tieAdjacent} and {@linkcode tieLayerWise}.
 * @param queries Queries q (D x M).
 * @param options `stateWeights` is H (D x D).
 * @returns The last query (D x M), which with no hop is the first, and each hop's weights (N x M).
 * @throws {ShapeError} If memories, queries or H differ in D, or a memory's keys and values in N.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example The football is with John, John is in the kitchen
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { memoryNetworkHops, tieLayerWise } from "@mneme/mneme/memory";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // Dimensions: football, John, kitchen. A slot's value is what its key leads to.
 * const memory = {
 *   keys: fromRows([[40, 0], [0, 40], [0, 0]]),
 *   values: fromRows([[0, 0], [2, 0], [0, 1]]),
 * };
 * const football = columnVector([1, 0, 0]);
 * const { query } = memoryNetworkHops(tieLayerWise(memory, 2), football);
 * assertAlmostEquals(query.get(2, 0), 1); // the kitchen
 * const { query: first } = memoryNetworkHops([memory], football);
 * assertAlmostEquals(first.get(2, 0), 0, 1e-12); // one hop ends at John
 * ```
 */
export function memoryNetworkHops(
  memories: readonly KeyValueMemory[],
  queries: Matrix,
  { stateWeights }: MemoryHopsOptions = {},
): MemoryHops {
  const action = "hop through a memory network";
  bindShapes(action, {
    queries: [queries, "D", "M"],
    ...stateWeights && { stateWeights: [stateWeights, "D", "D"] as const },
    ...hopShapes(memories),
  });
  requireFinite(action, { queries, ...stateWeights && { stateWeights } });
  const weights: Matrix[] = [];
  let query = queries.clone();
  for (const memory of memories) {
    const hop = memoryNetworkRead(memory, query);
    const kept = stateWeights ? stateWeights.mmul(query) : query;
    query = hop.read.add(kept); // the read is new, so it may be changed
    weights.push(hop.weights);
  }
  return { query, weights };
}

/**
 * Adjacent tying: A^(k+1) = C^k, one hop's values are the next hop's keys.
 *
 * K hops then need K + 1 embeddings of the sentences instead of 2K.
 *
 * @source NNDL §8.5.1 多跳操作 (row 23); Sukhbaatar et al. 2015, §2.2, type 1
 * @param embedded The sentences (D x N) under each of the K + 1 embeddings, in order.
 * @returns The memories of K hops.
 * @throws {ShapeError} If two embeddings differ in D or N.
 * @throws {RangeError} If there are fewer than two.
 *
 * @example Three embeddings, two hops
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { tieAdjacent } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const [first, second] = tieAdjacent([[1], [2], [3]].map((a) => fromRows([a])));
 * assertEquals(first.values, second.keys);
 * ```
 */
export function tieAdjacent(embedded: readonly Matrix[]): KeyValueMemory[] {
  const action = "tie hops to their neighbors";
  requireSize(action, "the number of embeddings", embedded.length, 2);
  bindShapes(
    action,
    Object.fromEntries(
      embedded.map((slots, k): [string, ShapedMatrix] => [
        `embedded[${k}]`,
        [slots, "D", "N"],
      ]),
    ),
  );
  return embedded.slice(1).map((values, k) => ({ keys: embedded[k], values }));
}

/**
 * Layer-wise tying: A^1 = … = A^K and C^1 = … = C^K, the same memory at each hop.
 *
 * The network is then recurrent in q, its weights H between the hops; without
 * H it is soft attention to one memory, K times over.
 *
 * @source NNDL §8.5.1 多跳操作 (rows 23, 50); Sukhbaatar et al. 2015, §2.2, type 2
 * @param memory Keys (D x N) and values (D x N).
 * @param hops Number K of hops, at least 0.
 * @returns The memory, K times.
 * @throws {RangeError} If the number of hops is not an integer of at least 0.
 *
 * @example Three hops through one memory
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { tieLayerWise } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[1]]), values: fromRows([[2]]) };
 * assertEquals(tieLayerWise(memory, 3), [memory, memory, memory]);
 * ```
 */
export function tieLayerWise(
  memory: KeyValueMemory,
  hops: number,
): KeyValueMemory[] {
  requireSize("tie hops to one memory", "the number of hops", hops, 0);
  return Array.from({ length: hops }, () => ({ ...memory }));
}

/**
 * The answer: ŷ = softmax(Wq), a distribution over V words for the last query q = q^K + r^K.
 *
 * @source NNDL §8.5.1 端到端记忆网络, y = f(q + r) (row 22); Sukhbaatar et al. 2015, eq. 3
 * @param outputWeights Weights W (V x D); with adjacent tying the transpose of the last embedding.
 * @param queries Last queries (D x M), of {@linkcode memoryNetworkHops}.
 * @returns Probabilities (V x M); columns sum to 1.
 * @throws {ShapeError} If weights and queries differ in D.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example Two words, one of them twice as likely
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { memoryNetworkAnswer } from "@mneme/mneme/memory";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const answer = memoryNetworkAnswer(fromRows([[1], [0]]), columnVector([Math.LN2]));
 * assertAlmostEquals(answer.get(0, 0), 2 / 3);
 * ```
 */
export function memoryNetworkAnswer(
  outputWeights: Matrix,
  queries: Matrix,
): Matrix {
  const action = "answer from a memory network";
  bindShapes(action, {
    outputWeights: [outputWeights, "V", "D"],
    queries: [queries, "D", "M"],
  });
  requireFinite(action, { outputWeights, queries });
  return softmaxColumns(outputWeights.mmul(queries));
}

/** Each hop's keys and values: D is common, N may differ from hop to hop. */
function hopShapes(
  memories: readonly KeyValueMemory[],
): Record<string, ShapedMatrix> {
  return Object.fromEntries(
    memories.flatMap(({ keys, values }, k): [string, ShapedMatrix][] => [
      [`memories[${k}].keys`, [keys, "D", `N${k}`]],
      [`memories[${k}].values`, [values, "D", `N${k}`]],
    ]),
  );
}
