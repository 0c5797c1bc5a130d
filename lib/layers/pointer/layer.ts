import { affine } from "../affine.ts";
import { maskedSoftmax } from "../attention/read.ts";
import {
  type LayerOptions,
  type LayerWeights,
  listInputs,
  readWeights,
  SeededLayer,
  shapesOf,
} from "../layer.ts";
import type { AdditiveWeights } from "../attention/additive.ts";
import { additiveScores } from "../ops/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** What a pointing layer is told. */
export type PointingOptions = LayerOptions & {
  /** Hidden units A of the scores. */
  units: number;
};

/**
 * Pointing as a layer: p_{m,n} = softmaxₙ(vᵀ tanh(We_n + Uh_m)), A(De + Dh + 1) parameters.
 *
 * Its inputs are encodings `[batch, N, De]` and states `[batch, M, Dh]`, or
 * these and 1 for items that count, 0 for padding `[batch, N]`.
 *
 * @source Vinyals et al. 2015, §2.3; NNDL §8.2.1 指针网络
 *
 * @example The output is as long as the input
 * ```ts
 * import { Pointing, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const encodings = tf.input({ shape: [null, 3] });
 * const states = tf.input({ shape: [2, 5] });
 * const layer = new Pointing({ units: 7 });
 * const places = layer.apply([encodings, states]) as tf.SymbolicTensor;
 * assertEquals(places.shape, [null, 2, null]);
 * assertEquals(layer.countParams(), 7 * (3 + 5 + 1));
 * ```
 */
export class Pointing extends SeededLayer {
  /** The name under which models save it. */
  static className = "MnemePointing";
  readonly #units: number;
  #weights!: LayerWeights<AdditiveWeights>;

  /**
   * A layer that points.
   *
   * @param options Hidden units.
   */
  constructor(options: PointingOptions) {
    super(options);
    this.#units = options.units;
  }

  /** Makes W, U and v after Glorot. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { De, Dh } = bindPointing(inputShape);
    this.#weights = {
      keyWeights: this.glorot("keyWeights", [De, this.#units]),
      queryWeights: this.glorot("queryWeights", [Dh, this.#units]),
      scoreVector: this.glorot("scoreVector", [this.#units]),
    };
    super.build(inputShape);
  }

  /** Distributions [batch, M, N]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [encodings, states, keep] = listInputs(ACTION, NAMES, inputs, 1);
    return tf.tidy(() => {
      const weights = readWeights<AdditiveWeights>(this.#weights);
      const scores = additiveScores(
        affine(states as tf.Tensor3D, weights.queryWeights),
        affine(encodings as tf.Tensor3D, weights.keyWeights),
        weights.scoreVector,
      );
      return maskedSoftmax(scores, keep && tf.expandDims(keep, 1));
    });
  }

  /** [batch, M, N]. */
  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    bindPointing(inputShape);
    const [[batch, items], [, places]] = shapesOf(inputShape);
    return [batch, places, items];
  }

  /** What makes an equal layer. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.#units };
  }
}
tf.serialization.registerClass(Pointing);

const ACTION = "point at items";
const NAMES = ["encodings", "states", "keep"];

function bindPointing(
  inputShape: tf.Shape | tf.Shape[],
): Record<string, number> {
  const shapes = listInputs(ACTION, NAMES, shapesOf(inputShape), 1);
  const [encodings, states, keep] = shapes.map((shape) => ({ shape }));
  return bindTensors(ACTION, {
    encodings: [encodings, "B", "N", "De"],
    states: [states, "B", "M", "Dh"],
    ...keep && { keep: [keep, "B", "N"] as const },
  });
}
