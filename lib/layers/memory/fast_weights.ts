import { requireSize } from "../../core/size.ts";
import { requireNumber } from "../../core/validate.ts";
import { affine } from "../affine.ts";
import { layerNormalize } from "../ops/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** What a recurrent net with fast weights learns slowly, by gradient. */
export interface FastWeightsParameters {
  /** The transpose of the weights C of the input [X, H]. */
  inputWeights: tf.Tensor2D;
  /** The transpose of the weights W of the state [H, H]. */
  stateWeights: tf.Tensor2D;
  /** Bias of the slow sum [H]. */
  bias: tf.Tensor1D;
  /** Gain of the layer normalization [H]. */
  gain: tf.Tensor1D;
  /** Bias of the layer normalization [H]. */
  shift: tf.Tensor1D;
}

/** How a sequence is run. */
export interface FastWeightsOptions {
  /** Decay λ of the fast weights, from 0 to 1. Default: 0.95. */
  decay?: number;
  /** Learning rate η of the fast weights. Default: 0.5. */
  rate?: number;
  /** Inner steps S in which a state settles with the fast weights, at least 0. Default: 1. */
  innerSteps?: number;
}

/**
 * A recurrent net with fast weights over sequences: h⁰ₜ = f(Whₜ₋₁ + Cxₜ + b), hˢ⁺¹ₜ = f(LN(Whₜ₋₁ + Cxₜ + b + Aₜhˢₜ)),
 * with Aₜ = λAₜ₋₁ + ηhₜ₋₁hₜ₋₁ᵀ and f = max(0, ·).
 *
 * A is never formed: Aₜq = Σ_(τ<t) ηλ^(t-1-τ) h_τ (h_τᵀq) is attention to the
 * states before, unnormalized and weighted by age. That takes tH numbers in
 * place of H², and no outer product: for the ten or twenty steps of the paper's
 * task it takes about half the time of the matrix, for fifty steps it would take
 * more.
 *
 * @source NNDL §8.6.2 使用联想记忆增加网络容量; Ba et al. 2016, eq. 1 and 2 (row 33)
 * @param inputs Inputs x [B, N, X].
 * @param parameters Slow weights, and gain and bias of the layer normalization.
 * @param options `decay` λ, `rate` η and number S of `innerSteps`.
 * @returns Hidden states hᔆ [B, N, H].
 * @throws {ShapeError} If inputs and parameters differ in X or H.
 * @throws {RangeError} If λ is not from 0 to 1, η is not finite, or S is not an integer of at least 0.
 *
 * @example Without inner steps it is a simple recurrent net
 * ```ts
 * import { fastWeightsScan, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const hidden = fastWeightsScan(tf.tensor3d([[[1], [1]]]), {
 *   inputWeights: tf.tensor2d([[3]]),
 *   stateWeights: tf.tensor2d([[2]]),
 *   bias: tf.zeros([1]),
 *   gain: tf.ones([1]),
 *   shift: tf.zeros([1]),
 * }, { innerSteps: 0 });
 * assertEquals(hidden.arraySync(), [[[3], [2 * 3 + 3]]]);
 * ```
 */
export function fastWeightsScan(
  inputs: tf.Tensor3D,
  parameters: FastWeightsParameters,
  { decay = 0.95, rate = 0.5, innerSteps = 1 }: FastWeightsOptions = {},
): tf.Tensor3D {
  const { stateWeights, gain, shift, inputWeights, bias } = parameters;
  const action = "run a net with fast weights";
  bindTensors(action, {
    inputs: [inputs, "B", "N", "X"],
    inputWeights: [inputWeights, "X", "H"],
    stateWeights: [stateWeights, "H", "H"],
    bias: [bias, "H"],
    gain: [gain, "H"],
    shift: [shift, "H"],
  });
  requireNumber(action, "the decay", decay, { minimum: 0, maximum: 1 });
  requireNumber(action, "the rate", rate);
  requireSize(action, "the number of inner steps", innerSteps, 0);
  return tf.tidy(() => {
    let past: tf.Tensor3D | null = null;
    let hidden: tf.Tensor2D | null = null;
    const outputs: tf.Tensor2D[] = [];
    for (const sum of tf.unstack(affine(inputs, inputWeights, bias), 1)) {
      const slow: tf.Tensor = hidden
        ? tf.add(sum, tf.matMul(hidden, stateWeights))
        : sum;
      hidden = tf.relu(slow) as tf.Tensor2D;
      for (let step = 0; step < innerSteps; step++) {
        const whole = past
          ? tf.add(slow, recall(past, hidden, decay, rate))
          : slow;
        hidden = tf.relu(layerNormalize(whole, gain, shift)) as tf.Tensor2D;
      }
      outputs.push(hidden);
      past = remember(past, hidden);
    }
    return tf.stack(outputs, 1) as tf.Tensor3D;
  });
}

function remember(past: tf.Tensor3D | null, hidden: tf.Tensor2D): tf.Tensor3D {
  const latest = tf.expandDims(hidden, 1) as tf.Tensor3D;
  return past ? tf.concat([past, latest], 1) : latest;
}

/** Aq, from the states that A was made of [B, T, H]. */
function recall(
  past: tf.Tensor3D,
  query: tf.Tensor2D,
  decay: number,
  rate: number,
): tf.Tensor2D {
  const [B, T, H] = past.shape;
  const scores = tf.matMul(tf.reshape(query, [B, 1, H]), past, false, true);
  const ages = Float32Array.from(
    { length: T },
    (_, tau) => rate * decay ** (T - 1 - tau),
  );
  const weights = tf.mul(scores, tf.tensor1d(ages));
  return tf.reshape(tf.matMul(weights, past), [B, H]);
}
