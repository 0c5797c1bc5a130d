import { affine } from "../affine.ts";
import { type LayerWeights, readWeights } from "../layer.ts";
import { attend, type AttendOptions } from "../ops/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  AttentionLayer,
  type AttentionLayerOptions,
  type AttentionSizes,
} from "./attention_layer.ts";
import type { TensorAttention, TensorMemory } from "./read.ts";

/** How sharply the patterns compete, and how often the state is updated. */
export interface HopfieldOptions {
  /** Inverse temperature β, above 0. Default: 1 / √D, as in scaled dot attention. */
  beta?: number | null;
  /** Number of updates, at least 1. Default: 1. */
  steps?: number;
}

/**
 * Updates of the modern Hopfield network: ξ ← softmax(β ξ Xᵀ) X, several times.
 *
 * @source Ramsauer et al. 2021, eq. 3; NNDL §8.6.1 联想记忆; lib's retrieveModern
 * @param patterns Patterns X [B, N, D].
 * @param states States ξ [B, M, D].
 * @param options `beta`, `steps`, and `mask`, which leaves patterns out.
 * @returns The states after the last update [B, M, D] and how it mixed them from the patterns [B, M, N]; no gradient flows through the latter.
 * @throws {ShapeError} If patterns and states differ in B or D.
 *
 * @example A noisy state becomes the pattern
 * ```ts
 * import { hopfieldRetrieval, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const patterns = tf.tensor3d([[[1, 1, 1], [1, -1, -1]]]);
 * const { output } = hopfieldRetrieval(patterns, tf.tensor3d([[[1, -0.5, 0]]]), {
 *   beta: 50,
 *   steps: 2,
 * });
 * assertEquals(output.arraySync(), [[[1, -1, -1]]]);
 * ```
 */
export function hopfieldRetrieval(
  patterns: tf.Tensor3D,
  states: tf.Tensor3D,
  { beta, steps = 1, mask }: HopfieldOptions & Pick<AttendOptions, "mask"> = {},
): TensorAttention {
  return retrieve(patterns, patterns, states, { beta, steps, mask });
}

/** Updates among the patterns, the last of which reads the values in their place. */
function retrieve(
  patterns: tf.Tensor3D,
  values: tf.Tensor3D,
  states: tf.Tensor3D,
  { beta, steps = 1, mask }: HopfieldOptions & Pick<AttendOptions, "mask">,
): TensorAttention {
  const { D } = bindTensors("retrieve a pattern", {
    patterns: [patterns, "B", "N", "D"],
    values: [values, "B", "N", "E"],
    states: [states, "B", "M", "D"],
  });
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RangeError(
      `Cannot retrieve a pattern as the number of updates must be an integer of at least 1: ${steps}`,
    );
  }
  const scale = beta ?? 1 / Math.sqrt(D);
  let state: tf.Tensor = states;
  for (let step = 1; step < steps; step++) {
    state = attend(state, patterns, patterns, { mask, scale }).output;
  }
  return attend(state, patterns, values, { mask, scale }) as TensorAttention;
}

/** What a Hopfield layer learns. */
interface HopfieldWeights {
  /** Weights W_Q of the states [Dq, A]. */
  stateWeights: tf.Tensor2D;
  /** Weights W_K of the patterns [Dk, A]. */
  patternWeights: tf.Tensor2D;
  /** Weights W_V of what is read [Dv, E]. */
  valueWeights: tf.Tensor2D;
}

/** What a Hopfield layer is told. */
export type HopfieldLayerOptions =
  & AttentionLayerOptions
  & HopfieldOptions
  & {
    /** Size A of the space in which states meet patterns. */
    units: number;
    /** Size E of an output. Default: A. */
    outputSize?: number | null;
  };

/**
 * Modern Hopfield network as a layer: ξ ← softmax(β ξ Kᵀ) K with ξ = R W_Q and K = Y W_K, then Z = softmax(β ξ Kᵀ) Y W_V.
 *
 * With one update it is attention; A(Dq + Dk) + E Dv parameters. The paper's
 * W_K W_V is one matrix here.
 *
 * Inputs are `[states, patterns]` or `[states, patterns, values]`, with a mask
 * [B, N] or [B, M, N] as the fourth.
 *
 * @source Ramsauer et al. 2021, eq. 10
 *
 * @example It stands in a model
 * ```ts
 * import { HopfieldLayer, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new HopfieldLayer({ units: 7, beta: 2, steps: 3 });
 * const output = layer.apply([tf.ones([2, 3, 5]), tf.ones([2, 11, 2])]) as tf.Tensor;
 * assertEquals(output.shape, [2, 3, 7]);
 * assertEquals(layer.countParams(), 7 * (5 + 2) + 7 * 2);
 * ```
 */
export class HopfieldLayer extends AttentionLayer {
  /** The name under which models are saved. */
  static className = "MnemeHopfield";
  readonly #units: number;
  readonly #outputSize: number | null;
  readonly #beta: number | null;
  readonly #steps: number;
  #weights!: LayerWeights<HopfieldWeights>;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: HopfieldLayerOptions) {
    super(options);
    this.#units = options.units;
    this.#outputSize = options.outputSize ?? null;
    this.#beta = options.beta ?? null;
    this.#steps = options.steps ?? 1;
  }

  /** Makes the weights. */
  protected override addWeights({ query, key, value }: AttentionSizes): void {
    this.#weights = {
      stateWeights: this.glorot("stateWeights", [query, this.#units]),
      patternWeights: this.glorot("patternWeights", [key, this.#units]),
      valueWeights: this.glorot("valueWeights", [value, this.outputSize()]),
    };
  }

  /** What a query reads, once the layer is built. */
  protected override read(
    { keys, values }: TensorMemory,
    queries: tf.Tensor3D,
    mask?: tf.Tensor,
  ): TensorAttention {
    const weights = readWeights<HopfieldWeights>(this.#weights);
    return retrieve(
      affine(keys, weights.patternWeights),
      affine(values, weights.valueWeights),
      affine(queries, weights.stateWeights),
      { beta: this.#beta, steps: this.#steps, mask },
    );
  }

  /** Size E of an output. */
  protected override outputSize(): number {
    return this.#outputSize ?? this.#units;
  }

  /** What makes an equal layer; JSON. */
  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      units: this.#units,
      outputSize: this.#outputSize,
      beta: this.#beta,
      steps: this.#steps,
    };
  }
}
tf.serialization.registerClass(HopfieldLayer);
