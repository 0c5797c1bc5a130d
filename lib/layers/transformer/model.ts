import type { Random } from "../../core/mod.ts";
import { embed, softmaxCrossEntropy } from "../ops/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { normalVariable } from "../weights.ts";
import type { BlockOptions } from "./blocks.ts";
import { addPositions, positionTable } from "./positions.ts";
import {
  decoderStack,
  decoderStackWeights,
  encoderStack,
  encoderStackWeights,
  type StackWeights,
  within,
} from "./stacks.ts";
import {
  type AffineWeights,
  affineWeights,
  applyAffine,
  type DecoderBlockWeights,
  type EncoderBlockWeights,
  variableSource,
} from "./weights.ts";

/** What a Transformer for tokens is told. */
export interface TransformerOptions {
  /** In front of the variables' names; unique among all that are alive. */
  name: string;
  /** The source of the numbers. */
  random: Random;
  /** Number V of tokens. */
  vocabulary: number;
  /** Width D of the items, even with sinusoidal positions. */
  width: number;
  /** Number of heads, a divisor of the width. */
  heads: number;
  /** Hidden units of the feed-forward networks. */
  hidden: number;
  /** Number of blocks, of the encoder and of the decoder each. */
  blocks: number;
  /** The longest sequence, where there are positions. */
  length: number;
  /** Sinusoidal, learned, or none: then the encoder is equivariant. Default: `"sinusoidal"`. */
  positions?: "sinusoidal" | "learned" | "none";
  /** Where the normalizations stand. Default: `"post"`. */
  order?: "pre" | "post";
}

/** Tokens as items: x = √D · E[id] + p(n). */
export interface TokenWeights {
  /** The embeddings E [V, D]. */
  table: tf.Tensor2D;
  /** The positions [L, D]; none where the model has none. */
  positions?: tf.Tensor2D;
}

/** An encoder that gives logits for every token: a labeler, or with a causal mask a language model. */
export interface TokenLabeler {
  /** Embeddings and positions. */
  tokens: TokenWeights;
  /** The encoder's blocks. */
  encoder: StackWeights<EncoderBlockWeights>;
  /** The map to logits [D, V]. */
  output: AffineWeights;
  /** Heads and order, as the blocks are told. */
  options: BlockOptions;
}

/** The whole Transformer: what the encoder makes of the source, the decoder turns into a target. */
export interface Transformer extends TokenLabeler {
  /** Embeddings and positions of the target. */
  targets: TokenWeights;
  /** The decoder's blocks. */
  decoder: StackWeights<DecoderBlockWeights>;
}

/** Sequences, and what should come out. */
export interface TransformerBatch {
  /** Tokens of the source [B, N]. */
  source: tf.Tensor2D;
  /** What the decoder reads [B, M]: the target behind a token that begins it. */
  inputs: tf.Tensor2D;
  /** What it should say [B, M]: the target. */
  labels: tf.Tensor2D;
  /** 1 for tokens of the source that count, 0 for padding [B, N]. Default: all count. */
  keep?: tf.Tensor2D;
  /** 1 for labels that count [B, M]. Default: all count. */
  weights?: tf.Tensor2D;
}

/** What the Transformer gives. */
export interface TransformerResult {
  /** Logits [B, M, V]. */
  logits: tf.Tensor3D;
  /** Weights of the encoder's self-attention [B, H, N, N], one tensor to a block. */
  encoderWeights: tf.Tensor[];
  /** Weights of the decoder's self-attention [B, H, M, M], one tensor to a block. */
  decoderWeights: tf.Tensor[];
  /** Weights of the cross-attention [B, H, M, N], one tensor to a block. */
  crossWeights: tf.Tensor[];
}

/**
 * A Transformer encoder for tokens, to train.
 *
 * @source Vaswani et al. 2017, §3.1 and §3.4
 * @param options Sizes, positions and order.
 * @returns The model; `variablesOf` lists what to train, `tf.dispose` lets it go.
 *
 * @example Positions are added, not learned, unless told
 * ```ts
 * import { tokenLabeler, variablesOf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const options = {
 *   random: seededRandom(7),
 *   vocabulary: 5,
 *   width: 2,
 *   heads: 1,
 *   hidden: 3,
 *   blocks: 1,
 *   length: 7,
 * };
 * const count = (positions: "sinusoidal" | "learned") =>
 *   variablesOf(tokenLabeler({ ...options, name: positions, positions })).length;
 * assertEquals(count("learned") - count("sinusoidal"), 1);
 * ```
 */
export function tokenLabeler(options: TransformerOptions): TokenLabeler {
  const { name, random, vocabulary, width } = options;
  const source = variableSource(name, random);
  return {
    tokens: tokenWeights(`${name}/tokens`, options),
    encoder: encoderStackWeights(within(source, "encoder"), options),
    output: affineWeights(source, "output", width, vocabulary),
    options: { heads: options.heads, order: options.order },
  };
}

/**
 * A Transformer with encoder and decoder, to train.
 *
 * @source Vaswani et al. 2017, §3.1 and §3.4
 * @param options Sizes, positions and order.
 * @returns The model; `variablesOf` lists what to train, `tf.dispose` lets it go.
 *
 * @example Source and target have embeddings of their own
 * ```ts
 * import { transformer } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const model = transformer({
 *   name: "own",
 *   random: seededRandom(7),
 *   vocabulary: 5,
 *   width: 2,
 *   heads: 1,
 *   hidden: 3,
 *   blocks: 1,
 *   length: 7,
 * });
 * assertEquals(model.tokens.table.shape, [5, 2]);
 * assertEquals(model.targets.table.shape, [5, 2]);
 * ```
 */
export function transformer(options: TransformerOptions): Transformer {
  const source = variableSource(options.name, options.random);
  return {
    ...tokenLabeler(options),
    targets: tokenWeights(`${options.name}/targets`, options),
    decoder: decoderStackWeights(within(source, "decoder"), options),
  };
}

/**
 * Loss of a batch of a labeler: the mean of -log p(label) over all tokens.
 *
 * @source Vaswani et al. 2017, §3.1, the encoder alone
 * @param model As {@linkcode tokenLabeler} makes it.
 * @param ids Tokens [B, N].
 * @param labels One label to a token [B, N].
 * @returns The loss.
 * @throws {ShapeError} If ids and labels differ in shape.
 *
 * @example At the start it is about as good as chance
 * ```ts
 * import { seededRandom } from "@mneme/mneme/core";
 * import { tf, tokenLabeler, tokenLabelLoss } from "@mneme/mneme/layers";
 * import { assert } from "@std/assert";
 *
 * const model = tokenLabeler({
 *   name: "labeler",
 *   random: seededRandom(1),
 *   vocabulary: 10,
 *   width: 8,
 *   heads: 2,
 *   hidden: 16,
 *   blocks: 1,
 *   length: 3,
 * });
 * const ids = tf.tensor2d([[7, 2, 5]], [1, 3], "int32");
 * const [loss] = tokenLabelLoss(model, ids, ids).dataSync();
 * assert(Math.abs(loss - Math.log(10)) < 2);
 * ```
 */
export function tokenLabelLoss(
  model: TokenLabeler,
  ids: tf.Tensor2D,
  labels: tf.Tensor2D,
): tf.Scalar {
  bindTensors("label tokens", {
    ids: [ids, "B", "N"],
    labels: [labels, "B", "N"],
  });
  return tf.tidy(() => {
    const items = placeTokens(ids, model.tokens);
    const { output } = encoderStack(items, model.encoder, model.options);
    return softmaxCrossEntropy(applyAffine(output, model.output), labels);
  });
}

/**
 * Transformer: logits of each target token from those before it and the whole source.
 *
 * @source Vaswani et al. 2017, figure 1; NNDL §15.6.3 Transformer
 * @param model As {@linkcode transformer} makes it.
 * @param batch Source, what the decoder reads, and the source's padding.
 * @returns Logits [B, M, V], and the weights of every attention.
 * @throws {ShapeError} If the shapes do not fit.
 *
 * @example A target's token sees none behind it
 * ```ts
 * import { runTransformer, tf, transformer } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const model = transformer({
 *   name: "causal",
 *   random: seededRandom(7),
 *   vocabulary: 5,
 *   width: 2,
 *   heads: 1,
 *   hidden: 3,
 *   blocks: 1,
 *   length: 7,
 * });
 * const source = tf.tensor2d([[3, 4]], [1, 2], "int32");
 * const first = (last: number) => {
 *   const inputs = tf.tensor2d([[1, last]], [1, 2], "int32");
 *   return runTransformer(model, { source, inputs }).logits.slice([0, 0], [1, 1]);
 * };
 * assertEquals(first(2).arraySync(), first(3).arraySync());
 * ```
 */
export function runTransformer(
  model: Transformer,
  { source, inputs, keep }: Omit<TransformerBatch, "labels">,
): TransformerResult {
  const { B, N } = bindTensors("run a Transformer", {
    source: [source, "B", "N"],
    inputs: [inputs, "B", "M"],
    ...keep && { keep: [keep, "B", "N"] as const },
  });
  return tf.tidy(() => {
    const mask = keep && tf.reshape(keep, [B, 1, 1, N]);
    const memory = encoderStack(
      placeTokens(source, model.tokens),
      model.encoder,
      { ...model.options, mask },
    );
    const said = decoderStack(
      placeTokens(inputs, model.targets),
      memory.output,
      model.decoder,
      { ...model.options, memoryMask: mask },
    );
    return {
      logits: applyAffine(said.output, model.output),
      encoderWeights: memory.weights,
      decoderWeights: said.weights,
      crossWeights: said.crossWeights,
    };
  });
}

/**
 * Loss of a batch of the Transformer, teacher-forced: the mean of -log p(label) over the labels that count.
 *
 * @source Vaswani et al. 2017, §5
 * @param model As {@linkcode transformer} makes it.
 * @param batch Source, inputs, labels, and which count.
 * @returns The loss.
 * @throws {ShapeError} If the shapes do not fit.
 *
 * @example Padding does not count
 * ```ts
 * import { transformerLoss, tf, transformer } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const model = transformer({
 *   name: "padded",
 *   random: seededRandom(7),
 *   vocabulary: 5,
 *   width: 2,
 *   heads: 1,
 *   hidden: 3,
 *   blocks: 1,
 *   length: 7,
 * });
 * const ids = (row: number[]) => tf.tensor2d([row], [1, row.length], "int32");
 * const loss = (padding: number) =>
 *   transformerLoss(model, {
 *     source: ids([3, 4]),
 *     inputs: ids([1, 2]),
 *     labels: ids([2, padding]),
 *     weights: tf.tensor2d([[1, 0]]),
 *   }).dataSync()[0];
 * assertEquals(loss(0), loss(4));
 * ```
 */
export function transformerLoss(
  model: Transformer,
  batch: TransformerBatch,
): tf.Scalar {
  return tf.tidy(() => {
    const { logits } = runTransformer(model, batch);
    return softmaxCrossEntropy(logits, batch.labels, batch.weights);
  });
}

/** Where a target begins and ends. */
export interface GreedyOptions {
  /** The token that the decoder reads first. */
  begin: number;
  /** The token that ends a target; it is not part of the answer. */
  end: number;
  /** How many tokens at most. */
  length: number;
}

/**
 * Greedy decoding: y_m = arg max p(y | y₁, ..., y_{m-1}, source), for a whole batch.
 *
 * @source Vaswani et al. 2017, §3.1: auto-regressive
 * @param model As {@linkcode transformer} makes it.
 * @param batch Source, and its padding.
 * @param options Begin, end and length.
 * @returns One target to a source, without begin and end.
 *
 * @example No target is longer than told
 * ```ts
 * import { decodeTransformer, tf, transformer } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const model = transformer({
 *   name: "greedy",
 *   random: seededRandom(7),
 *   vocabulary: 5,
 *   width: 2,
 *   heads: 1,
 *   hidden: 3,
 *   blocks: 1,
 *   length: 7,
 * });
 * const source = tf.tensor2d([[3, 4]], [1, 2], "int32");
 * const options = { begin: 1, end: 0, length: 3 };
 * const [target] = decodeTransformer(model, { source }, options);
 * assertEquals(target.length <= 3, true);
 * ```
 */
export function decodeTransformer(
  model: Transformer,
  { source, keep }: Pick<TransformerBatch, "source" | "keep">,
  { begin, end, length }: GreedyOptions,
): number[][] {
  const said = Array.from({ length: source.shape[0] }, () => [begin]);
  for (let m = 0; m < length && said.some((s) => !s.includes(end)); m++) {
    const next = tf.tidy(() => {
      const inputs = tf.tensor2d(said, [said.length, m + 1], "int32");
      const { logits } = runTransformer(model, { source, inputs, keep });
      return tf.argMax(logits.slice([0, m], [-1, 1]), 2).dataSync();
    });
    said.forEach((tokens, b) => tokens.push(next[b]));
  }
  return said.map((tokens) => {
    const last = tokens.indexOf(end, 1);
    return tokens.slice(1, last < 0 ? undefined : last);
  });
}

function tokenWeights(
  name: string,
  { random, vocabulary, width, length, positions }: TransformerOptions,
): TokenWeights {
  const shape = [vocabulary, width];
  const table = normalVariable(`${name}/table`, shape, width ** -0.5, random);
  return {
    table: table as tf.Tensor as tf.Tensor2D,
    ...positions !== "none" && {
      positions: positions === "learned"
        ? normalVariable(
          `${name}/positions`,
          [length, width],
          1,
          random,
        ) as tf.Tensor as tf.Tensor2D
        : tf.keep(positionTable(length, width)),
    },
  };
}

/** Tokens as items [B, N, D]: √D · E[id] + p(n). */
function placeTokens(
  ids: tf.Tensor2D,
  { table, positions }: TokenWeights,
): tf.Tensor3D {
  const items = tf.mul(embed(table, ids), Math.sqrt(table.shape[1]));
  return positions
    ? addPositions(items as tf.Tensor3D, positions)
    : items as tf.Tensor3D;
}
