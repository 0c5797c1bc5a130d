import {
  type LayerOptions,
  listInputs,
  SeededLayer,
  shapesOf,
} from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { turingMachineSequence } from "./turing_machine_sequence.ts";
import {
  atFirstSlot,
  makeTuringWeights,
  type TuringMachineSizes,
  type TuringMachineStartOptions,
  type TuringMachineWeights,
} from "./turing_machine_weights.ts";

/** What a layer that is a Turing machine is told; the features of its inputs it sees for itself. */
export type TuringMachineLayerOptions =
  & LayerOptions
  & Omit<TuringMachineSizes, "inputs">
  & TuringMachineStartOptions;

/**
 * A neural Turing machine as a layer: `[batch, T, F]` to what it says at each step `[batch, T, O]`, before any activation.
 *
 * @source NNDL §8.5.2 神经图灵机 (rows 24, 25); Graves et al. 2014, §3
 *
 * @example In a model
 * ```ts
 * import { tf, TuringMachine } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const machine = new TuringMachine({ outputs: 2, hidden: 7, slots: 11, slotSize: 5 });
 * const inputs = tf.input({ shape: [null, 3] });
 * const outputs = machine.apply(inputs) as tf.SymbolicTensor;
 * assertEquals(outputs.shape, [null, null, 2]);
 * ```
 */
export class TuringMachine extends SeededLayer {
  /** The name under which models save it. */
  static className = "MnemeTuringMachine";
  readonly #options: Omit<TuringMachineLayerOptions, keyof LayerOptions>;
  #weights!: Record<keyof TuringMachineWeights, tf.LayerVariable>;

  /** @param options Sizes, controller and start. */
  constructor(options: TuringMachineLayerOptions) {
    super(options);
    const { outputs, hidden, slots, slotSize } = options;
    const { reads = 1, writes = 1, shifts = 3 } = options;
    const { controller = "feed-forward" } = options;
    const { memory = "constant", learned = false } = options;
    const heads = { reads, writes, shifts };
    const sizes = { outputs, hidden, slots, slotSize, ...heads, controller };
    this.#options = { ...sizes, memory, learned };
  }

  /** Makes the weights: kernels after Glorot, biases of 0, and the start. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { memory = "constant", learned = false } = this.#options;
    const weights = makeTuringWeights<tf.LayerVariable>(
      { inputs: bindInputs(inputShape).F, ...this.#options },
      memory,
      {
        glorot: (part, shape) => this.glorot(part, shape),
        normal: (part, shape, deviation) => this.normal(part, shape, deviation),
        constant: (part, shape, value) => this.constant(part, shape, value),
      },
    );
    tf.tidy(() => {
      const start = atFirstSlot(weights.memory.read(), this.#options);
      weights.reads.write(start.reads);
      weights.addresses.write(start.addresses);
    });
    for (const start of [weights.memory, weights.reads, weights.addresses]) {
      start.trainable = learned;
    }
    this.#weights = weights;
    super.build(inputShape);
  }

  /** What the machine says at each step `[batch, T, O]`. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [sequences] = listInputs(ACTION, NAMES, inputs);
      const weights = Object.fromEntries(
        Object.entries(this.#weights).map(([part, weight]) => [
          part,
          weight.read(),
        ]),
      );
      return turingMachineSequence(
        weights as unknown as TuringMachineWeights,
        sequences as tf.Tensor3D,
      );
    });
  }

  /** `[batch, T, O]`. */
  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    bindInputs(inputShape);
    const [[batch, steps]] = shapesOf(inputShape);
    return [batch, steps, this.#options.outputs];
  }

  /** What makes an equal layer. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}

tf.serialization.registerClass(TuringMachine);

const ACTION = "run a Turing machine";
const NAMES = ["inputs"];

function bindInputs(inputShape: tf.Shape | tf.Shape[]): Record<string, number> {
  const [shape] = listInputs(ACTION, NAMES, shapesOf(inputShape));
  return bindTensors(ACTION, { inputs: [{ shape }, "B", "T", "F"] });
}
