import { requireSize } from "../../core/size.ts";
import { type LayerOptions, SeededLayer } from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  type FastWeightsOptions,
  type FastWeightsParameters,
  fastWeightsScan,
} from "./fast_weights.ts";

/** What a layer with fast weights is told. */
export type FastWeightsLayerOptions = LayerOptions & FastWeightsOptions & {
  /** Hidden units H. */
  units: number;
};

const ACTION = "run a layer with fast weights";

/**
 * A recurrent net with fast weights as a layer: [B, N, X] to its hidden states [B, N, H].
 *
 * It learns H(X + H + 3) weights; the H² fast ones are made anew for each
 * sequence. W starts at 0.05 times the identity, as the paper has it.
 *
 * @source NNDL §8.6.2 使用联想记忆增加网络容量; Ba et al. 2016, eq. 1 and 2 (row 33)
 *
 * @example Fast weights are not parameters
 * ```ts
 * import { FastWeights, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new FastWeights({ units: 5 });
 * const inputs = tf.input({ shape: [7, 3] });
 * const hidden = layer.apply(inputs) as tf.SymbolicTensor;
 * assertEquals(hidden.shape, [null, 7, 5]);
 * assertEquals(layer.countParams(), 5 * (3 + 5 + 3));
 * ```
 */
export class FastWeights extends SeededLayer {
  /** The name under which models save it. */
  static className = "MnemeFastWeights";
  readonly #options: Required<FastWeightsOptions> & { units: number };
  #parameters: Record<keyof FastWeightsParameters, tf.LayerVariable> | null =
    null;

  /** @param options Units, decay, rate and inner steps. */
  constructor(options: FastWeightsLayerOptions) {
    super(options);
    const { units, decay = 0.95, rate = 0.5, innerSteps = 1 } = options;
    requireSize(ACTION, "the number of units", units);
    this.#options = { units, decay, rate, innerSteps };
  }

  /** Makes the slow weights. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const size = this.#bind(inputShape).X;
    const { units } = this.#options;
    this.#parameters = {
      inputWeights: this.glorot("inputWeights", [size, units]),
      stateWeights: this.addWeight(
        "stateWeights",
        [units, units],
        "float32",
        tf.initializers.identity({ gain: 0.05 }),
      ),
      bias: this.constant("bias", [units]),
      gain: this.constant("gain", [units], 1),
      shift: this.constant("shift", [units]),
    };
    super.build(inputShape);
  }

  /** Hidden states [B, N, H]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [items] = [inputs].flat() as tf.Tensor3D[];
    const parameters = Object.fromEntries(
      Object.entries(this.#parameters ?? {})
        .map(([name, variable]) => [name, variable.read()]),
    ) as unknown as FastWeightsParameters;
    return fastWeightsScan(items, parameters, this.#options);
  }

  /** The hidden states' shape [B, N, H]. */
  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    this.#bind(inputShape);
    const [batch, items] = inputShape as tf.Shape;
    return [batch, items, this.#options.units];
  }

  /** What makes an equal layer; JSON. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }

  #bind(inputShape: tf.Shape | tf.Shape[]): Record<string, number> {
    return bindTensors(ACTION, {
      inputs: [{ shape: inputShape as tf.Shape }, "B", "N", "X"],
    });
  }
}
tf.serialization.registerClass(FastWeights);
