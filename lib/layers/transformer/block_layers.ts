import { causalMaskTensor } from "../attention/mask.ts";
import {
  type LayerOptions,
  listInputs,
  SeededLayer,
  shapesOf,
} from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { decoderBlock, encoderBlock } from "./blocks.ts";
import {
  type BlockSizes,
  decoderBlockWeights,
  encoderBlockWeights,
  replaySource,
  type WeightSource,
} from "./weights.ts";

/** What a block as a layer is told. */
export type BlockLayerOptions = LayerOptions & {
  /** Number of heads, a divisor of the items' width. */
  heads: number;
  /** Hidden units of the feed-forward network. */
  hidden: number;
  /** Where the normalizations stand. Default: `"post"`. */
  order?: "pre" | "post";
  /** What is added to the variance in a normalization. Default: 1e-5. */
  epsilon?: number;
};

/** What an encoder block as a layer is told. */
export type EncoderBlockLayerOptions = BlockLayerOptions & {
  /** Whether an item sees only itself and those before it. Default: false. */
  causal?: boolean;
};

/** What both blocks as layers have in common: their options, and a source of weights. */
export abstract class BlockLayer extends SeededLayer {
  /** What the block is told, nothing left out. */
  protected readonly options: Required<
    Pick<BlockLayerOptions, "heads" | "hidden" | "order" | "epsilon">
  >;

  /**
   * A block.
   *
   * @param options Heads, hidden units, order of the normalizations.
   */
  constructor(options: BlockLayerOptions) {
    super(options);
    const { heads, hidden, order = "post", epsilon = 1e-5 } = options;
    this.options = { heads, hidden, order, epsilon };
  }

  /** What makes an equal layer. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }

  /** The weights' source while they are made. */
  protected source(): WeightSource<tf.LayerVariable> {
    return {
      glorot: (name, shape) => this.glorot(name, shape),
      constant: (name, shape, value) => this.constant(name, shape, value),
    };
  }
}

/**
 * Transformer encoder block as a layer; its inputs are the items `[batch, N, D]`, or these and 1 for items that count, 0 for padding `[batch, N]`.
 *
 * It has 4D² + 4D weights in the attention, 2DF + F + D in the network and 4D
 * in the normalizations.
 *
 * @source Vaswani et al. 2017, §3.1; Xiong et al. 2020, table 1 (pre)
 *
 * @example Blocks go one behind the other
 * ```ts
 * import { Positions, tf, TransformerEncoderBlock } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const items = tf.input({ shape: [5, 8] });
 * const first = new TransformerEncoderBlock({ heads: 2, hidden: 16 });
 * const second = new TransformerEncoderBlock({ heads: 2, hidden: 16 });
 * const placed = new Positions().apply(items) as tf.SymbolicTensor;
 * const outputs = second.apply(first.apply(placed)) as tf.SymbolicTensor;
 * assertEquals(outputs.shape, [null, 5, 8]);
 * assertEquals(first.countParams(), (4 * 64 + 32) + (2 * 128 + 24) + 32);
 * ```
 */
export class TransformerEncoderBlock extends BlockLayer {
  /** The name under which models save it. */
  static className = "MnemeTransformerEncoderBlock";
  readonly #causal: boolean;

  /**
   * An encoder block.
   *
   * @param options Heads, hidden units, order of the normalizations, causality.
   */
  constructor(options: EncoderBlockLayerOptions) {
    super(options);
    this.#causal = options.causal ?? false;
  }

  /** Makes the weights: kernels after Glorot, biases 0, gains 1. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    encoderBlockWeights(this.source(), this.#sizes(inputShape));
    super.build(inputShape);
  }

  /** Items [batch, N, D]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x, keep] = listInputs(ENCODE, ENCODED, inputs, 1);
    return tf.tidy(() => {
      const masks = [
        ...keep ? [overHeads(keep)] : [],
        ...this.#causal ? [causalMaskTensor(x.shape[1]!, x.shape[1]!)] : [],
      ];
      const sizes = this.#sizes([inputs].flat().map(({ shape }) => shape));
      const weights = encoderBlockWeights(replaySource(this.weights), sizes);
      const options = {
        ...this.options,
        mask: masks.length > 1 ? tf.mul(masks[0], masks[1]) : masks[0],
      };
      return encoderBlock(x as tf.Tensor3D, weights, options).output;
    });
  }

  /** The items' shape. */
  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    this.#sizes(inputShape);
    return shapesOf(inputShape)[0];
  }

  /** What makes an equal layer. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), causal: this.#causal };
  }

  #sizes(inputShape: tf.Shape | tf.Shape[]): BlockSizes {
    const shapes = listInputs(ENCODE, ENCODED, shapesOf(inputShape), 1);
    const [x, keep] = shapes.map((shape) => ({ shape }));
    const { D } = bindTensors(ENCODE, {
      items: [x, "B", "N", "D"],
      ...keep && { keep: [keep, "B", "N"] as const },
    });
    return { width: D, hidden: this.options.hidden };
  }
}
tf.serialization.registerClass(TransformerEncoderBlock);

/**
 * Transformer decoder block as a layer; its inputs are the target's items `[batch, M, D]`, the encoder's `[batch, N, Dm]`, and where there is padding among these 1 for items that count, 0 for padding `[batch, N]`.
 *
 * It has the encoder block's weights and for the cross-attention 2D² + 2DmD +
 * 4D, and 2D of a normalization. The self-attention is causal.
 *
 * @source Vaswani et al. 2017, §3.1 and §3.2.3
 *
 * @example It takes the target's items and the encoder's
 * ```ts
 * import { tf, TransformerDecoderBlock } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const target = tf.input({ shape: [3, 8] });
 * const memory = tf.input({ shape: [5, 8] });
 * const block = new TransformerDecoderBlock({ heads: 2, hidden: 16, order: "pre" });
 * const outputs = block.apply([target, memory]) as tf.SymbolicTensor;
 * assertEquals(outputs.shape, [null, 3, 8]);
 * ```
 */
export class TransformerDecoderBlock extends BlockLayer {
  /** The name under which models save it. */
  static className = "MnemeTransformerDecoderBlock";

  /** Makes the weights: kernels after Glorot, biases 0, gains 1. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    decoderBlockWeights(this.source(), this.#sizes(inputShape));
    super.build(inputShape);
  }

  /** Items [batch, M, D]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [y, memory, keep] = listInputs(DECODE, DECODED, inputs, 1);
    return tf.tidy(() => {
      const sizes = this.#sizes([inputs].flat().map(({ shape }) => shape));
      const weights = decoderBlockWeights(replaySource(this.weights), sizes);
      const { output } = decoderBlock(
        y as tf.Tensor3D,
        memory as tf.Tensor3D,
        weights,
        { ...this.options, memoryMask: keep && overHeads(keep) },
      );
      return output;
    });
  }

  /** The target's shape. */
  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    this.#sizes(inputShape);
    return shapesOf(inputShape)[0];
  }

  #sizes(inputShape: tf.Shape | tf.Shape[]): BlockSizes {
    const shapes = listInputs(DECODE, DECODED, shapesOf(inputShape), 1);
    const [y, memory, keep] = shapes.map((shape) => ({ shape }));
    const { D, Dm } = bindTensors(DECODE, {
      items: [y, "B", "M", "D"],
      memory: [memory, "B", "N", "Dm"],
      ...keep && { keep: [keep, "B", "N"] as const },
    });
    return { width: D, memoryWidth: Dm, hidden: this.options.hidden };
  }
}
tf.serialization.registerClass(TransformerDecoderBlock);

const ENCODE = "pass an encoder block";
const ENCODED = ["items", "keep"];
const DECODE = "pass a decoder block";
const DECODED = ["items", "memory", "keep"];

/** A mask of items [B, N] as one of weights [B, 1, 1, N]. */
export function overHeads(keep: tf.Tensor): tf.Tensor4D {
  const [B, N] = keep.shape;
  return tf.reshape(keep, [B, 1, 1, N]);
}
