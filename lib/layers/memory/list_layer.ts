import { requireSize } from "../../core/size.ts";
import { type LayerOptions, SeededLayer } from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { endsOf, type ListKind, listStates } from "./list_controller.ts";

/** What a layer with a list is told. */
export type ListMemoryOptions = LayerOptions & {
  /** Which list. */
  kind: ListKind;
  /** Hidden units H of the controller. */
  units: number;
  /** Size D of a value. */
  valueSize: number;
  /** Bias of the pops at the start. Default: -1. */
  popBias?: number;
};

const ACTION = "run a layer with a list";

/**
 * An LSTM with a stack, a queue or a deque as a layer: [B, N, X] to its hidden states [B, N, H].
 *
 * With E ends (a deque has 2) it learns 4H(X + H + 1 + ED) + (H + 1)E(2 + D)
 * weights, however long the list gets.
 *
 * @source NNDL 习题 8-4 (row 37); Grefenstette et al. 2015, §3.4
 *
 * @example A queue in a model
 * ```ts
 * import { ListMemory, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new ListMemory({ kind: "queue", units: 5, valueSize: 2 });
 * const inputs = tf.input({ shape: [7, 3] });
 * const hidden = layer.apply(inputs) as tf.SymbolicTensor;
 * assertEquals(hidden.shape, [null, 7, 5]);
 * assertEquals(layer.countParams(), 4 * 5 * (3 + 5 + 1 + 2) + 6 * (2 + 2));
 * ```
 */
export class ListMemory extends SeededLayer {
  /** The name under which models save it. */
  static className = "MnemeListMemory";
  readonly #options: Required<Omit<ListMemoryOptions, keyof LayerOptions>>;
  #variables: Record<string, tf.LayerVariable> = {};

  /** @param options Kind, sizes and bias. */
  constructor(options: ListMemoryOptions) {
    super(options);
    const { kind, units, valueSize, popBias = -1 } = options;
    requireSize(ACTION, "the number of units", units);
    requireSize(ACTION, "the size of a value", valueSize);
    this.#options = { kind, units, valueSize, popBias };
  }

  /** Makes the weights. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { X } = this.#bind(inputShape);
    const { kind, units, valueSize, popBias } = this.#options;
    const ends = endsOf(kind);
    const rest = ends * (1 + valueSize);
    this.#variables = {
      inputWeights: this.glorot("inputWeights", [X, 4 * units]),
      stateWeights: this.glorot("stateWeights", [units, 4 * units]),
      bias: this.constant("bias", [4 * units]),
      readWeights: this.glorot("readWeights", [ends * valueSize, 4 * units]),
      actionWeights: this.glorot("actionWeights", [units, ends + rest]),
      popBias: this.constant("popBias", [ends], popBias),
      actionBias: this.constant("actionBias", [rest]),
    };
    super.build(inputShape);
  }

  /** Hidden states [B, N, H]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [items] = [inputs].flat() as tf.Tensor3D[];
      const read = (name: string) => this.#variables[name].read();
      const bias = [read("popBias"), read("actionBias")] as tf.Tensor1D[];
      return listStates(items, {
        kind: this.#options.kind,
        controller: {
          kind: "lstm",
          inputWeights: read("inputWeights") as tf.Tensor2D,
          stateWeights: read("stateWeights") as tf.Tensor2D,
          bias: read("bias") as tf.Tensor1D,
        },
        readWeights: read("readWeights") as tf.Tensor2D,
        actionWeights: read("actionWeights") as tf.Tensor2D,
        actionBias: tf.concat1d(bias),
      });
    });
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
tf.serialization.registerClass(ListMemory);
