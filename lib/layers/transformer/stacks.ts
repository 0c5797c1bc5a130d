import type { tf } from "../tf.ts";
import {
  type BlockOptions,
  decoderBlock,
  type DecoderBlockOptions,
  encoderBlock,
} from "./blocks.ts";
import {
  applyNorm,
  type BlockSizes,
  type DecoderBlockWeights,
  decoderBlockWeights,
  type EncoderBlockWeights,
  encoderBlockWeights,
  type NormWeights,
  normWeights,
  type WeightSource,
} from "./weights.ts";

/** Blocks one behind the other. */
export interface StackWeights<Block, Weight = tf.Tensor> {
  /** The blocks, the first one first. */
  blocks: readonly Block[];
  /** The normalization behind the last block, which the order pre wants. */
  norm?: NormWeights<Weight>;
}

/** The sizes of a stack. */
export interface StackSizes extends BlockSizes {
  /** Number of blocks. */
  blocks: number;
  /** With `"pre"` there is a normalization behind the last block. Default: `"post"`. */
  order?: "pre" | "post";
}

/** What a stack gives. */
export interface StackResult {
  /** The last block's items. */
  output: tf.Tensor3D;
  /** Weights of the self-attention [B, H, M, M], one tensor to a block. */
  weights: tf.Tensor[];
}

/** What a decoder's stack gives. */
export interface DecoderStackResult extends StackResult {
  /** Weights of the cross-attention [B, H, M, N], one tensor to a block. */
  crossWeights: tf.Tensor[];
}

/**
 * The weights of an encoder: blocks, and behind the last a normalization where the order is pre.
 *
 * @source Vaswani et al. 2017, §3.1; Xiong et al. 2020, table 1
 * @param source Where weights come from.
 * @param sizes D, F, number of blocks and order.
 * @returns The weights at their start.
 *
 * @example The order pre has a normalization at the end
 * ```ts
 * import { encoderStackWeights, variableSource } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const source = variableSource("stack", seededRandom(7));
 * const sizes = { width: 2, hidden: 3, blocks: 5 };
 * const stack = encoderStackWeights(source, { ...sizes, order: "pre" });
 * assertEquals([stack.blocks.length, stack.norm !== undefined], [5, true]);
 * ```
 */
export function encoderStackWeights<Weight>(
  source: WeightSource<Weight>,
  sizes: StackSizes,
): StackWeights<EncoderBlockWeights<Weight>, Weight> {
  return stackWeights(source, sizes, encoderBlockWeights);
}

/**
 * The weights of a decoder: blocks, and behind the last a normalization where the order is pre.
 *
 * @source Vaswani et al. 2017, §3.1; Xiong et al. 2020, table 1
 * @param source Where weights come from.
 * @param sizes D, F, Dm, number of blocks and order.
 * @returns The weights at their start.
 *
 * @example The order post has none at the end
 * ```ts
 * import { decoderStackWeights, variableSource } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const source = variableSource("stack", seededRandom(7));
 * const sizes = { width: 2, hidden: 3, blocks: 5 };
 * const stack = decoderStackWeights(source, { ...sizes, order: "post" });
 * assertEquals([stack.blocks.length, stack.norm !== undefined], [5, false]);
 * ```
 */
export function decoderStackWeights<Weight>(
  source: WeightSource<Weight>,
  sizes: StackSizes,
): StackWeights<DecoderBlockWeights<Weight>, Weight> {
  return stackWeights(source, sizes, decoderBlockWeights);
}

/**
 * Transformer encoder: y = block_L(... block₁(x)), normalized behind the last block in the order pre.
 *
 * @source Vaswani et al. 2017, §3.1
 * @param x Items [B, N, D], positions added.
 * @param weights As {@linkcode encoderStackWeights} makes them.
 * @param options As for {@linkcode encoderBlock}, the same for every block.
 * @returns Items [B, N, D], and each block's attention.
 * @throws {ShapeError} If items, weights and mask do not fit.
 *
 * @example No blocks, no change
 * ```ts
 * import { encoderStack, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tf.tensor3d([[[1, 2]]]);
 * const { output } = encoderStack(x, { blocks: [] }, { heads: 1 });
 * assertEquals(output.arraySync(), x.arraySync());
 * ```
 */
export function encoderStack(
  x: tf.Tensor3D,
  { blocks, norm }: StackWeights<EncoderBlockWeights>,
  options: BlockOptions,
): StackResult {
  const weights: tf.Tensor[] = [];
  const last = blocks.reduce((items, block) => {
    const read = encoderBlock(items, block, options);
    weights.push(read.weights);
    return read.output as tf.Tensor3D;
  }, x);
  return { output: finish(last, norm, options), weights };
}

/**
 * Transformer decoder: y = block_L(... block₁(y, memory), memory), normalized behind the last block in the order pre.
 *
 * @source Vaswani et al. 2017, §3.1
 * @param y The target's items [B, M, D], positions added.
 * @param memory The encoder's items [B, N, Dm].
 * @param weights As {@linkcode decoderStackWeights} makes them.
 * @param options As for {@linkcode decoderBlock}, the same for every block.
 * @returns Items [B, M, D], and each block's two attentions.
 * @throws {ShapeError} If items, memory, weights and masks do not fit.
 *
 * @example No blocks, no change
 * ```ts
 * import { decoderStack, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const y = tf.tensor3d([[[1, 2]]]);
 * const { output } = decoderStack(y, y, { blocks: [] }, { heads: 1 });
 * assertEquals(output.arraySync(), y.arraySync());
 * ```
 */
export function decoderStack(
  y: tf.Tensor3D,
  memory: tf.Tensor3D,
  { blocks, norm }: StackWeights<DecoderBlockWeights>,
  options: DecoderBlockOptions,
): DecoderStackResult {
  const weights: tf.Tensor[] = [];
  const crossWeights: tf.Tensor[] = [];
  const last = blocks.reduce((items, block) => {
    const read = decoderBlock(items, memory, block, options);
    weights.push(read.weights);
    crossWeights.push(read.crossWeights);
    return read.output as tf.Tensor3D;
  }, y);
  return { output: finish(last, norm, options), weights, crossWeights };
}

function finish(
  x: tf.Tensor3D,
  norm: NormWeights | undefined,
  { epsilon }: BlockOptions,
): tf.Tensor3D {
  return norm ? applyNorm(x, norm, epsilon) : x;
}

function stackWeights<Weight, Block>(
  source: WeightSource<Weight>,
  { blocks, order = "post", ...sizes }: StackSizes,
  make: (source: WeightSource<Weight>, sizes: BlockSizes) => Block,
): StackWeights<Block, Weight> {
  return {
    blocks: Array.from(
      { length: blocks },
      (_, i) => make(within(source, `block${i}`), sizes),
    ),
    ...order === "pre" && { norm: normWeights(source, "norm", sizes.width) },
  };
}

/** The same source, names with a prefix. */
export function within<Weight>(
  source: WeightSource<Weight>,
  prefix: string,
): WeightSource<Weight> {
  return {
    glorot: (name, shape) => source.glorot(`${prefix}/${name}`, shape),
    constant: (name, shape, value) =>
      source.constant(`${prefix}/${name}`, shape, value),
  };
}
