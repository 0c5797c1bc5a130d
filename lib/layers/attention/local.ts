import { affine } from "../affine.ts";
import { type LayerWeights, readWeights } from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  AttentionLayer,
  type AttentionLayerOptions,
  type AttentionSizes,
} from "./attention_layer.ts";
import {
  bindMemory,
  maskedSoftmax,
  type TensorAttention,
  type TensorMaskOption,
  type TensorMemory,
} from "./read.ts";

/** How far local attention looks, how it scores, and which items count. */
export interface LocalTensorOptions extends TensorMaskOption {
  /** Half width D of the window, greater than 0: items at most D from the center count. */
  halfWidth: number;
  /** The scores [B, M, N] of keys and queries. Default: scaled dot. */
  score?: (keys: tf.Tensor3D, queries: tf.Tensor3D) => tf.Tensor3D;
}

/** What predicted positions learn. */
export interface PositionWeights {
  /** Weights Wp [Dq, H]. */
  positionWeights: tf.Tensor2D;
  /** The vector vp [H]. */
  positionVector: tf.Tensor1D;
}

/** What local attention gives. */
export interface LocalTensors extends TensorAttention {
  /** The center of each query's window [B, M], in items counted from 0. */
  positions: tf.Tensor2D;
}

/**
 * Local attention, monotonic (local-m): softmax over the items at most D from pₘ = m.
 *
 * @source Luong et al. 2015, §3.2, local-m; lib's localMonotonicAttention
 * @param memory Keys [B, N, Dk] and values [B, N, Dv].
 * @param queries Queries [B, M, Dq]; query m looks around item m.
 * @param options `halfWidth` is D; `first` is the place of the first query, as in a decoder that goes step by step, 0 unless told.
 * @returns Outputs [B, M, Dv], weights [B, M, N], whose rows sum to 1 (0 beyond the last item), and positions.
 * @throws {ShapeError} If memory and queries do not fit.
 *
 * @example Items outside of the window have no weight
 * ```ts
 * import { localMonotonicAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tf.zeros<tf.Rank.R3>([1, 4, 1]);
 * const { weights } = localMonotonicAttention(
 *   { keys: x, values: x },
 *   tf.ones([1, 1, 1]),
 *   { halfWidth: 1 },
 * );
 * assertEquals(weights.arraySync(), [[[0.5, 0.5, 0, 0]]]);
 * ```
 */
export function localMonotonicAttention(
  memory: TensorMemory,
  queries: tf.Tensor3D,
  { first = 0, ...options }: LocalTensorOptions & { first?: number },
): LocalTensors {
  const { B, M } = bindMemory("attend near a place", memory, queries);
  const places = tf.range(first, first + M).reshape([1, M]);
  const positions = tf.tile(places, [B, 1]) as tf.Tensor2D;
  const weights = weighWindow(memory, queries, positions, options);
  return { output: tf.matMul(weights, memory.values), weights, positions };
}

/**
 * Predicted positions: pₘ = N σ(vpᵀ tanh(Wp qₘ)), where in the source query m looks.
 *
 * @source Luong et al. 2015, §3.2; lib's predictedPositions
 * @param queries Queries [B, M, Dq].
 * @param weights Wp [Dq, H] and vp [H].
 * @param lengths Number N of items: one for all, or of each sequence [B].
 * @returns Positions [B, M], between 0 and N.
 * @throws {ShapeError} If queries and weights do not fit, or lengths are not B.
 *
 * @example Undecided is the middle
 * ```ts
 * import { predictedPositionTensor, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const positions = predictedPositionTensor(tf.zeros([1, 1, 3]), {
 *   positionWeights: tf.ones([3, 5]),
 *   positionVector: tf.ones([5]),
 * }, 10);
 * assertEquals(positions.arraySync(), [[5]]);
 * ```
 */
export function predictedPositionTensor(
  queries: tf.Tensor3D,
  { positionWeights, positionVector }: PositionWeights,
  lengths: number | tf.Tensor1D,
): tf.Tensor2D {
  const { B, M, H } = bindTensors("predict positions", {
    queries: [queries, "B", "M", "Dq"],
    positionWeights: [positionWeights, "Dq", "H"],
    positionVector: [positionVector, "H"],
    ...typeof lengths !== "number" && { lengths: [lengths, "B"] as const },
  });
  const hidden = tf.tanh(affine(queries, positionWeights));
  const logits = affine(hidden, tf.reshape(positionVector, [H, 1]));
  const shares = tf.sigmoid(tf.reshape(logits, [B, M]));
  const items = typeof lengths === "number"
    ? lengths
    : tf.reshape(lengths, [B, 1]);
  return tf.mul(shares, items);
}

/**
 * Local attention, predictive (local-p): αₙ = softmaxₙ(s(kₙ, q)) exp(-(n - p)² / 2σ²) in the window, σ = D/2.
 *
 * The softmax runs over the window; the Gaussian makes p learnable. As in the
 * paper the weights are not normalized again, so they sum to at most 1.
 *
 * @source Luong et al. 2015, §3.2, local-p; lib's localPredictiveAttention
 * @param memory Keys [B, N, Dk] and values [B, N, Dv].
 * @param queries Queries [B, M, Dq].
 * @param weights Wp [Dq, H] and vp [H], which predict p.
 * @param options `halfWidth` is D; `lengths` [B] are the numbers of items without padding, N unless told.
 * @returns Outputs [B, M, Dv], weights [B, M, N], whose rows sum to at most 1, and positions.
 * @throws {ShapeError} If memory, queries and weights do not fit.
 *
 * @example Equal scores leave the Gaussian
 * ```ts
 * import { localPredictiveAttention, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const x = tf.zeros<tf.Rank.R3>([1, 4, 1]);
 * const { weights } = localPredictiveAttention(
 *   { keys: x, values: x },
 *   tf.zeros([1, 1, 1]),
 *   { positionWeights: tf.ones([1, 1]), positionVector: tf.ones([1]) },
 *   { halfWidth: 1 },
 * );
 * assertAlmostEquals(weights.dataSync()[3], Math.exp(-2) / 3);
 * ```
 */
export function localPredictiveAttention(
  memory: TensorMemory,
  queries: tf.Tensor3D,
  weights: PositionWeights,
  { lengths, ...options }: LocalTensorOptions & { lengths?: tf.Tensor1D },
): LocalTensors {
  const { N } = bindMemory("attend near a predicted place", memory, queries);
  const positions = predictedPositionTensor(queries, weights, lengths ?? N);
  const inWindow = weighWindow(memory, queries, positions, options);
  const deviation = options.halfWidth / 2;
  const offsets = tf.div(offsetsFrom(positions, N), deviation);
  const gaussian = tf.exp(tf.mul(tf.square(offsets), -0.5));
  const favored = tf.mul(inWindow, gaussian) as tf.Tensor3D;
  const output = tf.matMul(favored, memory.values) as tf.Tensor3D;
  return { output, weights: favored, positions };
}

/** n - pₘ for every item and query [B, M, N]. */
function offsetsFrom(positions: tf.Tensor2D, itemCount: number): tf.Tensor3D {
  return tf.sub(tf.range(0, itemCount), tf.expandDims(positions, 2));
}

function weighWindow(
  { keys }: TensorMemory,
  queries: tf.Tensor3D,
  positions: tf.Tensor2D,
  { halfWidth, score = scaledDotScoreTensor, mask }: LocalTensorOptions,
): tf.Tensor3D {
  const near = windowMaskTensor(positions, keys.shape[1], halfWidth);
  return maskedSoftmax(score(keys, queries), mask ? tf.mul(near, mask) : near);
}

/** 1 for the items at most D from a query's position, else 0 [B, M, N]; a step function, so its gradient is 0. */
function windowMaskTensor(
  positions: tf.Tensor2D,
  itemCount: number,
  halfWidth: number,
): tf.Tensor3D {
  return tf.customGrad((centers) => {
    const distances = tf.abs(offsetsFrom(centers as tf.Tensor2D, itemCount));
    return {
      value: tf.cast(tf.lessEqual(distances, halfWidth), "float32"),
      gradFunc: () => tf.zeros(positions.shape),
    };
  })(positions) as tf.Tensor3D;
}

function scaledDotScoreTensor(
  keys: tf.Tensor3D,
  queries: tf.Tensor3D,
): tf.Tensor3D {
  const { D } = bindTensors("score by scaled dot product", {
    keys: [keys, "B", "N", "D"],
    queries: [queries, "B", "M", "D"],
  });
  return tf.div(tf.matMul(queries, keys, false, true), Math.sqrt(D));
}

/** What a local attention layer is told. */
export type LocalAttentionOptions = AttentionLayerOptions & {
  /** Half width D of the window. */
  halfWidth: number;
  /** Hidden units H of the prediction. */
  units: number;
};

/**
 * Local attention with predicted positions as a layer: H(Dq + 1) parameters, scores by scaled dot product.
 *
 * Inputs are `x` (attention to itself), `[queries, memory]` or `[queries, keys,
 * values]`, with a mask [B, N] or [B, M, N] as the fourth.
 *
 * @source Luong et al. 2015, §3.2, local-p
 *
 * @example A window of five items
 * ```ts
 * import { LocalAttention, tf } from "@mneme/mneme/layers";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const layer = new LocalAttention({ halfWidth: 2, units: 7 });
 * const { weights } = layer.attendTo([tf.zeros([1, 1, 3]), tf.ones([1, 11, 3])]);
 * assertEquals(layer.countParams(), 7 * (3 + 1));
 * assert([...weights.dataSync()].filter((weight) => weight > 0).length <= 5);
 * ```
 */
export class LocalAttention extends AttentionLayer {
  /** The name under which models are saved. */
  static className = "MnemeLocalAttention";
  readonly #halfWidth: number;
  readonly #units: number;
  #weights!: LayerWeights<PositionWeights>;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: LocalAttentionOptions) {
    super(options);
    this.#halfWidth = options.halfWidth;
    this.#units = options.units;
  }

  /** Makes the weights. */
  protected override addWeights({ query }: AttentionSizes): void {
    this.#weights = {
      positionWeights: this.glorot("positionWeights", [query, this.#units]),
      positionVector: this.glorot("positionVector", [this.#units]),
    };
  }

  /** What a query reads, once the layer is built. */
  protected override read(
    memory: TensorMemory,
    queries: tf.Tensor3D,
    mask?: tf.Tensor,
  ): TensorAttention {
    const weights = readWeights<PositionWeights>(this.#weights);
    const halfWidth = this.#halfWidth;
    return localPredictiveAttention(memory, queries, weights, {
      halfWidth,
      mask,
    });
  }

  /** What makes an equal layer; JSON. */
  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      halfWidth: this.#halfWidth,
      units: this.#units,
    };
  }
}
tf.serialization.registerClass(LocalAttention);
