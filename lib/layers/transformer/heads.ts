import { bindTensors } from "../shape.ts";
import { attend, type Attended } from "../ops/mod.ts";
import { tf } from "../tf.ts";
import {
  applyAffine,
  type CrossAttentionWeights,
  type SelfAttentionWeights,
} from "./weights.ts";

/** Heads, and who may see whom. */
export interface HeadOptions {
  /** Number H of heads, a divisor of the width of all together. */
  heads: number;
  /** 1 where a query may look and 0 where not, of a shape that broadcasts to [B, H, M, N]. Default: 1. */
  mask?: tf.Tensor;
}

/**
 * Multi-head self-attention: [att(Q₁, K₁, V₁); ...; att(Q_H, K_H, V_H)] Wo with [Q; K; V] = XW, one product for all.
 *
 * @source Vaswani et al. 2017, §3.2.2; NNDL §8.3 自注意力模型, 多头自注意力
 * @param x Items X [B, N, D].
 * @param weights The projection W [D, 3HE], Wo [HE, D] and their biases.
 * @param options Number of heads, and mask.
 * @returns Items [B, N, D], and weights [B, H, N, N] whose rows sum to 1 (a fully masked one to 0).
 * @throws {ShapeError} If items, weights and mask do not fit.
 * @throws {RangeError} If the heads do not divide the width.
 *
 * @example What the heads read stands side by side
 * ```ts
 * import { multiHeadSelfAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const eye = tf.eye(2);
 * const all = tf.concat([tf.zeros([2, 4]), eye], 1); // equal scores, values as they are
 * const { output } = multiHeadSelfAttention(tf.tensor3d([[[1, 6], [3, 8]]]), {
 *   projection: { kernel: all, bias: tf.zeros([6]) },
 *   output: { kernel: eye, bias: tf.zeros([2]) },
 * }, { heads: 2 });
 * assertEquals(output.arraySync(), [[[2, 7], [2, 7]]]);
 * ```
 */
export function multiHeadSelfAttention(
  x: tf.Tensor3D,
  { projection, output }: SelfAttentionWeights,
  { heads, mask }: HeadOptions,
): Attended {
  const action = "attend to items themselves";
  const { "3HE": all } = bindTensors(action, {
    x: [x, "B", "N", "D"],
    projection: [projection.kernel, "D", "3HE"],
  });
  requireHeads(action, all / 3, heads);
  return tf.tidy(() => {
    const [query, key, value] = splitRoles(
      applyAffine(x, projection),
      heads,
      3,
    );
    const read = attend(query, key, value, { mask });
    return { ...read, output: applyAffine(mergeHeads(read.output), output) };
  });
}

/**
 * Multi-head cross-attention: queries from X, keys and values from a memory, [K; V] = memory · W in one product.
 *
 * @source Vaswani et al. 2017, §3.2.2 and §3.2.3; NNDL §8.2.1 多头注意力
 * @param x Items X [B, M, D], which ask.
 * @param memory Items [B, N, Dm], which answer: the encoder's, say.
 * @param weights Maps of the queries [D, HE] and of the memory [Dm, 2HE], Wo [HE, D].
 * @param options Number of heads, and mask.
 * @returns Items [B, M, D], and weights [B, H, M, N] whose rows sum to 1 (a fully masked one to 0).
 * @throws {ShapeError} If items, memory, weights and mask do not fit.
 * @throws {RangeError} If the heads do not divide the width.
 *
 * @example A memory of one item is what every query reads
 * ```ts
 * import { multiHeadCrossAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const one = { kernel: tf.ones([1, 1]), bias: tf.zeros([1]) };
 * const { output } = multiHeadCrossAttention(
 *   tf.tensor3d([[[5], [7]]]),
 *   tf.tensor3d([[[3]]]),
 *   { query: one, memory: { kernel: tf.ones([1, 2]), bias: tf.zeros([2]) }, output: one },
 *   { heads: 1 },
 * );
 * assertEquals(output.arraySync(), [[[3], [3]]]);
 * ```
 */
export function multiHeadCrossAttention(
  x: tf.Tensor3D,
  memory: tf.Tensor3D,
  weights: CrossAttentionWeights,
  { heads, mask }: HeadOptions,
): Attended {
  const action = "attend to a memory";
  const { HE } = bindTensors(action, {
    x: [x, "B", "M", "D"],
    memory: [memory, "B", "N", "Dm"],
    query: [weights.query.kernel, "D", "HE"],
    memoryMap: [weights.memory.kernel, "Dm", "2HE"],
  });
  requireHeads(action, HE, heads);
  return tf.tidy(() => {
    const [query] = splitRoles(applyAffine(x, weights.query), heads, 1);
    const [key, value] = splitRoles(
      applyAffine(memory, weights.memory),
      heads,
      2,
    );
    const read = attend(query, key, value, { mask });
    const joined = mergeHeads(read.output);
    return { ...read, output: applyAffine(joined, weights.output) };
  });
}

/** [B, N, RHE] as R tensors [B, H, N, E]: one transposition for all roles, and none of five axes, which are slow. */
function splitRoles(
  projected: tf.Tensor3D,
  heads: number,
  roles: number,
): tf.Tensor[] {
  const [B, N, size] = projected.shape;
  const E = size / (roles * heads);
  const split = tf.transpose(
    tf.reshape(projected, [B, N, roles * heads, E]),
    [0, 2, 1, 3],
  );
  return roles === 1 ? [split] : tf.split(split, roles, 1);
}

/** [B, H, N, E] as [B, N, HE]. */
function mergeHeads(split: tf.Tensor): tf.Tensor3D {
  const [B, H, N, E] = split.shape;
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [B, N, H * E]);
}

function requireHeads(action: string, size: number, heads: number): void {
  if (Number.isInteger(heads) && heads > 0 && size % heads === 0) return;
  throw new RangeError(
    `Cannot ${action} as the heads must divide the width: ${heads} and ${size}`,
  );
}
