import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** What chains of binary variables prefer: each variable alone, and each two neighbors together. */
export interface ChainPotentialTensors {
  /** Scores θ [B, N]: θₙ counts if zₙ = 1. */
  scores: tf.Tensor2D;
  /** Couplings ψ, row zₙ and column zₙ₊₁: [2, 2] for all edges or [N - 1, 2, 2]. Default: 0, no coupling. */
  couplings?: tf.Tensor2D | tf.Tensor3D;
}

/** What is known of the chains exactly; gradients flow through both. */
export interface ChainMarginalTensors {
  /** p(zₙ = 1) [B, N], entries from 0 to 1; rows need not sum to 1. */
  marginals: tf.Tensor2D;
  /** log Z [B], the logarithm of the sum over all 2ᴺ configurations. */
  logPartition: tf.Tensor1D;
}

/** What structured attention gives. */
export interface ChainAttentionTensors extends ChainMarginalTensors {
  /** Outputs [B, D]. */
  output: tf.Tensor2D;
}

/**
 * Marginals of binary chains: p(z) ∝ exp(Σₙ θₙzₙ + Σₙ ψ(zₙ, zₙ₊₁)), so p(zₙ = 1) by forward-backward in logarithms.
 *
 * @source NNDL §8.2.1 结构化注意力, 图模型; Kim et al. 2017, §3.1 and fig. 2; lib's chainMarginals
 * @param potentials Scores θ [B, N] and couplings ψ [2, 2] or [N - 1, 2, 2].
 * @returns Marginals [B, N] and log Z [B].
 * @throws {ShapeError} If scores and couplings do not fit.
 *
 * @example Independent variables have sigmoids
 * ```ts
 * import { chainMarginals, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { marginals } = chainMarginals({ scores: tf.tensor2d([[Math.log(3), 0]]) });
 * assertAlmostEquals(marginals.dataSync()[0], 0.75, 1e-6);
 * ```
 */
export function chainMarginals(
  { scores, couplings = tf.zeros<tf.Rank.R2>([2, 2]) }: ChainPotentialTensors,
): ChainMarginalTensors {
  const edges = couplings.rank === 3
    ? [couplings, scores.shape[1] - 1, 2, 2] as const
    : [couplings, 2, 2] as const;
  const { N } = bindTensors("take the marginals of chains", {
    scores: [scores, "B", "N"],
    couplings: edges,
  });
  const psi = couplings.rank === 3 && N > 1
    ? tf.unstack(couplings) as tf.Tensor2D[]
    : Array<tf.Tensor2D>(N - 1).fill(couplings as tf.Tensor2D);
  const theta = tf.unstack(tf.stack([tf.zerosLike(scores), scores], 2), 1);
  const forward = forwardMessages(theta as tf.Tensor2D[], psi);
  const backward = backwardMessages(theta as tf.Tensor2D[], psi);
  const joint = tf.add(tf.stack(forward, 1), tf.stack(backward, 1)); // [B, N, 2]
  const [off, on] = tf.unstack(joint, 2);
  return {
    marginals: tf.sigmoid(tf.sub(on, off)) as tf.Tensor2D,
    logPartition: tf.logSumExp(forward[N - 1], 1) as tf.Tensor1D,
  };
}

/** Over all z before n with zₙ = b, θₙ included: [B, 2] for each n. */
function forwardMessages(
  theta: readonly tf.Tensor2D[],
  psi: readonly tf.Tensor2D[],
): tf.Tensor2D[] {
  const forward = [theta[0]];
  psi.forEach((edge, n) => {
    const paths = tf.add(tf.expandDims(forward[n], 2), edge); // [B, zₙ, zₙ₊₁]
    forward.push(tf.add(tf.logSumExp(paths, 1), theta[n + 1]));
  });
  return forward;
}

/** Over all z after n with zₙ = a: [B, 2] for each n. */
function backwardMessages(
  theta: readonly tf.Tensor2D[],
  psi: readonly tf.Tensor2D[],
): tf.Tensor2D[] {
  const backward = [tf.zerosLike(theta[0])];
  for (let n = psi.length - 1; n >= 0; n--) {
    const after = tf.expandDims(tf.add(theta[n + 1], backward[0]), 1);
    backward.unshift(tf.logSumExp(tf.add(after, psi[n]), 2) as tf.Tensor2D);
  }
  return backward;
}

/**
 * Structured attention by a chain: c = E[Σₙ zₙxₙ] = Σₙ p(zₙ = 1) xₙ.
 *
 * Neighbors that are coupled are selected together. The weights do not sum to
 * 1; the output is a sum, not a mean.
 *
 * @source NNDL §8.2.1 结构化注意力, 图模型; Kim et al. 2017, §3.1; lib's chainAttention
 * @param inputs Inputs X [B, N, D].
 * @param potentials Scores θ [B, N] and couplings ψ [2, 2] or [N - 1, 2, 2].
 * @returns Outputs [B, D], marginals [B, N] and log Z [B].
 * @throws {ShapeError} If inputs, scores and couplings do not fit.
 *
 * @example Two certain items are both read
 * ```ts
 * import { chainAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const { output } = chainAttention(tf.tensor3d([[[3], [5], [7]]]), {
 *   scores: tf.tensor2d([[99, 99, -99]]),
 * });
 * assertEquals(output.arraySync(), [[8]]);
 * ```
 */
export function chainAttention(
  inputs: tf.Tensor3D,
  potentials: ChainPotentialTensors,
): ChainAttentionTensors {
  const { B, N, D } = bindTensors("attend by a chain", {
    inputs: [inputs, "B", "N", "D"],
    scores: [potentials.scores, "B", "N"],
  });
  const chain = chainMarginals(potentials);
  const weights = tf.reshape(chain.marginals, [B, 1, N]);
  return { output: tf.reshape(tf.matMul(weights, inputs), [B, D]), ...chain };
}
