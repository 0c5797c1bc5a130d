import {
  type LayerOptions,
  listInputs,
  SeededLayer,
  shapesOf,
} from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { bidirectionalScan, recurrentScan } from "./scan.ts";
import {
  blocksOf,
  type RecurrentKind,
  type RecurrentWeights,
} from "./weights.ts";

/** What a recurrent layer is told. */
export type RecurrentLayerOptions = LayerOptions & {
  /** Which network. */
  kind: RecurrentKind;
  /** Hidden units H, of each direction. */
  units: number;
  /** Layers one above the other. Default: 1. */
  depth?: number;
  /** Whether each layer also reads against the time. Default: false. */
  bidirectional?: boolean;
};

/** The variables of one network. */
type NetworkVariables = Record<
  "inputWeights" | "stateWeights" | "bias",
  tf.LayerVariable
>;

/**
 * A recurrent network as a layer: `[batch, N, D]` to its hidden states `[batch, N, H]`, or `[batch, N, 2H]` of both directions.
 *
 * A second input, 1 for items that count and 0 for padding `[batch, N]`, keeps
 * the state over padding. What stock layers of TensorFlow.js do one small
 * operation at a time is here one product for all inputs and one cell a step.
 *
 * @source NNDL §6.5 深层循环神经网络, §6.6 基于门控的循环神经网络
 *
 * @example It encodes sequences in a model, padded ones too
 * ```ts
 * import { Recurrent, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const [items, mask] = [tf.input({ shape: [7, 3] }), tf.input({ shape: [7] })];
 * const layer = new Recurrent({ kind: "gru", units: 5, bidirectional: true });
 * const outputs = layer.apply([items, mask]) as tf.SymbolicTensor;
 * assertEquals(outputs.shape, [null, 7, 10]);
 * assertEquals(layer.countParams(), 2 * 3 * 5 * (3 + 5 + 1));
 * ```
 */
export class Recurrent extends SeededLayer {
  /** The name under which models save it. */
  static className = "MnemeRecurrent";
  readonly #options: Required<
    Pick<RecurrentLayerOptions, "kind" | "units" | "depth" | "bidirectional">
  >;
  #networks: NetworkVariables[][] = [];

  /** @param options Kind, units, depth and directions. */
  constructor(options: RecurrentLayerOptions) {
    super(options);
    const { kind, units, depth = 1, bidirectional = false } = options;
    this.#options = { kind, units, depth, bidirectional };
  }

  /** Makes the weights: W and U after Glorot, b = 0. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { depth, bidirectional, units } = this.#options;
    let size = this.#bind(inputShape).D;
    const directions = bidirectional ? ["forward", "backward"] : ["forward"];
    this.#networks = Array.from({ length: depth }, (_, l) => {
      const networks = directions.map((direction) =>
        this.#network(`${direction}${l}`, size)
      );
      size = units * directions.length;
      return networks;
    });
    super.build(inputShape);
  }

  /** Hidden states `[batch, N, H]` of the inputs, and their mask if there are two. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [items, mask] = listInputs(ACTION, NAMES, inputs, 1);
      const options = { mask: mask as tf.Tensor2D | undefined };
      return this.#networks.reduce((below, networks) => {
        const [forward, backward] = networks.map((each) => this.#read(each));
        return backward
          ? bidirectionalScan(below, { forward, backward }, options).outputs
          : recurrentScan(below, forward, options).outputs;
      }, items as tf.Tensor3D);
    });
  }

  /** `[batch, N, H]`, or `[batch, N, 2H]` of both directions. */
  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    this.#bind(inputShape);
    const [[batch, items]] = shapesOf(inputShape);
    const { units, bidirectional } = this.#options;
    return [batch, items, bidirectional ? 2 * units : units];
  }

  /** What makes an equal layer. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }

  #network(name: string, size: number): NetworkVariables {
    const { kind, units } = this.#options;
    const width = blocksOf(kind) * units;
    return {
      inputWeights: this.glorot(`${name}/inputWeights`, [size, width]),
      stateWeights: this.glorot(`${name}/stateWeights`, [units, width]),
      bias: this.constant(`${name}/bias`, [width]),
    };
  }

  #read(
    { inputWeights, stateWeights, bias }: NetworkVariables,
  ): RecurrentWeights {
    return {
      kind: this.#options.kind,
      inputWeights: inputWeights.read() as tf.Tensor2D,
      stateWeights: stateWeights.read() as tf.Tensor2D,
      bias: bias.read() as tf.Tensor1D,
    };
  }

  #bind(inputShape: tf.Shape | tf.Shape[]): Record<string, number> {
    const [items, mask] = listInputs(ACTION, NAMES, shapesOf(inputShape), 1);
    return bindTensors(ACTION, {
      items: [{ shape: items }, "B", "N", "D"],
      ...(mask && { mask: [{ shape: mask }, "B", "N"] as const }),
    });
  }
}
tf.serialization.registerClass(Recurrent);

const ACTION = "run a recurrent layer";
const NAMES = ["items", "mask"];
