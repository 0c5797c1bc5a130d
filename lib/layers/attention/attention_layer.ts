import { ShapeError } from "../../core/mod.ts";
import { type LayerOptions, listInputs, SeededLayer } from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { causalMaskTensor } from "./mask.ts";
import type { TensorAttention, TensorMemory } from "./read.ts";

/** A shape as layers know it: null is a size that is open. */
export type Shape = (number | null)[];

/** Sizes of the features that attention meets. */
export interface AttentionSizes {
  /** Size Dq of a query. */
  query: number;
  /** Size Dk of a key. */
  key: number;
  /** Size Dv of a value. */
  value: number;
}

/** What an attention layer may be told. */
export type AttentionLayerOptions = LayerOptions & {
  /** Whether query m sees only the items 0, ..., m. Default: false. */
  causal?: boolean;
};

const INPUTS = ["queries", "keys", "values", "mask"];

/**
 * A layer whose queries read a memory: `apply` takes `[x]` (attention to
 * itself), `[queries, memory]`, `[queries, keys, values]` or all of these with a
 * mask [B, N] or [B, M, N] as the fourth, and gives the outputs [B, M, E].
 */
export abstract class AttentionLayer extends SeededLayer {
  readonly #causal: boolean;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: AttentionLayerOptions = {}) {
    super(options);
    this.#causal = options.causal ?? false;
  }

  /** What a query reads, once the layer is built. */
  protected abstract read(
    memory: TensorMemory,
    queries: tf.Tensor3D,
    mask?: tf.Tensor,
  ): TensorAttention<tf.Tensor>;

  /** Size E of an output. */
  protected outputSize(sizes: AttentionSizes): number {
    return sizes.value;
  }

  /** Makes the weights. */
  protected addWeights(
    _sizes: AttentionSizes,
    _itemCount: number | null,
  ): void {}

  /** Output and weights, as the functional form gives them; to look at. */
  attendTo(
    inputs: tf.Tensor | tf.Tensor[],
  ): TensorAttention<tf.Tensor> {
    this.buildFor(inputs);
    const { queries, keys, values, mask } = unfold(this.action, inputs);
    const [M, N] = [queries.shape[1] as number, keys.shape[1] as number];
    return tf.tidy(() => {
      const seen = [
        ...mask ? [broadcastMask(mask as tf.Tensor, N)] : [],
        ...this.#causal ? [causalMaskTensor(N, M)] : [],
      ];
      return this.read(
        { keys: keys as tf.Tensor3D, values: values as tf.Tensor3D },
        queries as tf.Tensor3D,
        seen.length > 0 ? seen.reduce((a, b) => tf.mul(a, b)) : undefined,
      ) as TensorAttention<tf.Tensor> & tf.TensorContainerObject;
    });
  }

  /** Makes the weights for inputs of these shapes. */
  override build(inputShape: Shape | Shape[]): void {
    const { sizes, itemCount } = this.#bind(inputShape);
    this.addWeights(sizes, itemCount);
    this.built = true;
  }

  /** The outputs' shape [B, M, E]. */
  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const { sizes, queries } = this.#bind(inputShape);
    return [queries.shape[0], queries.shape[1], this.outputSize(sizes)];
  }

  /** The outputs [B, M, E]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.attendTo(inputs).output);
  }

  /** What makes an equal layer; JSON. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), causal: this.#causal };
  }

  /** What the layer does, a verb phrase for messages. */
  protected get action(): string {
    return `attend by ${this.getClassName()}`;
  }

  #bind(inputShape: Shape | Shape[]) {
    const shapes = shapesOf(inputShape).map((shape) => ({ shape }));
    const { queries, keys, values, mask } = unfold(this.action, shapes);
    const { Dq, Dk, Dv, N } = bindTensors(this.action, {
      queries: [queries, "B", "M", "Dq"],
      keys: [keys, "B", "N", "Dk"],
      values: [values, "B", "N", "Dv"],
      ...mask &&
        {
          mask: mask.shape.length === 2
            ? [mask, "B", "N"] as const
            : [mask, "B", "M", "N"] as const,
        },
    });
    const unknown = [Dq, Dk, Dv].some((size) => size === undefined);
    if (unknown) {
      throw new ShapeError(
        `Cannot ${this.action} as the features' sizes must be known: the inputs are ${
          JSON.stringify(inputShape)
        }`,
      );
    }
    const sizes = { query: Dq, key: Dk, value: Dv };
    return { sizes, queries, itemCount: N ?? null };
  }
}

/** The shapes of a layer's inputs as a list, which TensorFlow.js makes of several inputs only. */
export function shapesOf(inputShape: Shape | Shape[]): Shape[] {
  return (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as Shape[];
}

function unfold<Input>(action: string, inputs: Input | Input[]) {
  const [queries, keys = queries, values = keys, mask] = listInputs<Input>(
    action,
    INPUTS,
    inputs,
    3,
  );
  return { queries, keys, values, mask: mask as Input | undefined };
}

/** A mask [B, N] for all queries, or [B, M, N], so that it broadcasts to [B, M, N]. */
function broadcastMask(mask: tf.Tensor, itemCount: number): tf.Tensor {
  return mask.rank === 2
    ? tf.reshape(mask, [mask.shape[0], 1, itemCount])
    : mask;
}
