import { ShapeError } from "../core/mod.ts";
import { tf } from "./tf.ts";

/** What every layer may be told; `seed` decides the weights it starts with. */
export type LayerOptions = ConstructorParameters<typeof tf.layers.Layer>[0] & {
  /** Seed of the weights at the start. Default: 0. */
  seed?: number;
};

/**
 * A layer whose weights at the start follow from a seed, the i-th of them from seed · 1000 + i.
 *
 * @source TensorFlow.js, tf.layers.Layer, whose initializers are seeded one by one
 *
 * @example A layer of one's own
 * ```ts
 * import { SeededLayer, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * class Scale extends SeededLayer {
 *   static readonly className = "Scale";
 *   override build(): void {
 *     this.constant("scale", [1], 3);
 *     super.build([null, 1]);
 *   }
 *   override call(inputs: tf.Tensor): tf.Tensor {
 *     const [input] = Array.isArray(inputs) ? inputs : [inputs];
 *     return tf.mul(input, this.weights[0].read());
 *   }
 * }
 * const scaled = new Scale().apply(tf.tensor2d([[2]])) as tf.Tensor;
 * assertEquals(scaled.dataSync()[0], 6);
 * ```
 */
export abstract class SeededLayer extends tf.layers.Layer {
  readonly #seed: number;
  #weightCount = 0;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: LayerOptions = {}) {
    super(options);
    this.#seed = options.seed ?? 0;
  }

  /** What makes an equal layer; JSON. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), seed: this.#seed };
  }

  /** Weights to train after Glorot, inputs before outputs. */
  protected glorot(name: string, shape: number[]): tf.LayerVariable {
    const seed = this.#nextSeed();
    return this.addWeight(
      name,
      shape,
      "float32",
      tf.initializers.glorotUniform({ seed }),
    );
  }

  /** Weights to train, normal with mean 0. */
  protected normal(
    name: string,
    shape: number[],
    deviation: number,
  ): tf.LayerVariable {
    const seed = this.#nextSeed();
    return this.addWeight(
      name,
      shape,
      "float32",
      tf.initializers.randomNormal({ stddev: deviation, seed }),
    );
  }

  /** Weights to train from U(minval, maxval). */
  protected uniform(
    name: string,
    shape: number[],
    minval: number,
    maxval: number,
  ): tf.LayerVariable {
    const seed = this.#nextSeed();
    return this.addWeight(
      name,
      shape,
      "float32",
      tf.initializers.randomUniform({ minval, maxval, seed }),
    );
  }

  /** Weights to train that start at one value, as biases do. */
  protected constant(
    name: string,
    shape: number[],
    value = 0,
  ): tf.LayerVariable {
    return this.addWeight(
      name,
      shape,
      "float32",
      tf.initializers.constant({ value }),
    );
  }

  /** Makes the weights for inputs of these shapes, unless they are there. */
  protected buildFor(inputs: tf.Tensor | tf.Tensor[]): void {
    if (!this.built) this.build([inputs].flat().map(({ shape }) => shape));
  }

  #nextSeed(): number {
    return this.#seed * 1000 + this.#weightCount++;
  }
}

/** The shapes of a layer's inputs as a list, also where there is one input. */
export function shapesOf(shapes: tf.Shape | tf.Shape[]): tf.Shape[] {
  return (Array.isArray(shapes[0]) ? shapes : [shapes]) as tf.Shape[];
}

/** The inputs of a layer, or their shapes, as a list of the names' length; the last `optional` ones may be absent. */
export function listInputs<Input>(
  action: string,
  names: readonly string[],
  inputs: Input | Input[],
  optional = 0,
): Input[] {
  const list = Array.isArray(inputs) ? inputs : [inputs];
  if (list.length > names.length || list.length < names.length - optional) {
    throw new ShapeError(
      `Cannot ${action} as the inputs must be ${
        names.join(", ")
      }: there are ${list.length}`,
    );
  }
  return list;
}

/** Weights as a layer keeps them, by the names of their tensors. */
export type LayerWeights<Weights> = {
  [Name in keyof Weights]: tf.LayerVariable;
};

/** The tensors that a layer's weights are at the moment. */
export function readWeights<Weights>(
  variables: LayerWeights<Weights>,
): Weights {
  return Object.fromEntries(
    Object.entries<tf.LayerVariable>(variables)
      .map(([name, variable]) => [name, variable.read()]),
  ) as Weights;
}
