import { affine } from "../affine.ts";
import type { AdditiveWeights } from "../attention/additive.ts";
import { readByScores } from "../attention/read.ts";
import { type Kernels, kernelsFor } from "../kernels/running.ts";
import { additiveScores } from "../ops/mod.ts";
import type { RecurrentState, RecurrentWeights } from "../recurrent/mod.ts";
import { fusedScan } from "../recurrent/fused_scan.ts";
import { stackedStep } from "../recurrent/step.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  type DecodedBatch,
  type DecoderStep,
  type SequenceDecoder,
  sequenceDecoder,
  splitInputWeights,
  topHidden,
} from "./decoder.ts";
import type { EncodedBatch } from "./encoder.ts";
import { lookBeside, type LookInputs } from "./fused_bahdanau.ts";

/** What Bahdanau's decoder learns. */
export interface BahdanauWeights {
  /** The networks, the lowest first; its input is [yₜ₋₁; cₜ], of size E + Dh. */
  layers: readonly RecurrentWeights[];
  /** How well a source item fits the state. */
  attention: AdditiveWeights;
}

/**
 * Bahdanau's decoder: αₜ = softmaxⱼ(vᵀ tanh(Whⱼ + Usₜ₋₁)), cₜ = Σⱼ αₜⱼ hⱼ, sₜ = f([yₜ₋₁; cₜ], sₜ₋₁).
 *
 * The query is the top layer's state before the step. The keys Whⱼ are the same
 * for all steps and made once, as is what the words give the first layer.
 *
 * @source S3 Bahdanau 注意力: 模型, 解码器; Bahdanau et al. 2015, eqs. 4 to 6; lib's bahdanauStep and bahdanauDecode
 * @param encoded What {@linkcode encodeBatch} gives, with a state for each of the decoder's layers.
 * @param weights Networks and attention.
 * @returns The decoder; its outputs are the top layer's states [B, H], its weights [B, N] sum to 1.
 * @throws {ShapeError} If memory, states and weights do not fit.
 *
 * @example Without v it looks everywhere alike
 * ```ts
 * import { bahdanauDecoder, recurrentWeights, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const random = seededRandom(7);
 * const [inputSize, hiddenSize] = [3 + 2, 5];
 * const decoder = bahdanauDecoder(
 *   { memory: tf.ones([1, 4, 2]), states: [{ hidden: tf.zeros([1, 5]) }] },
 *   {
 *     layers: [recurrentWeights({ name: "d", kind: "gru", inputSize, hiddenSize, random })],
 *     attention: {
 *       keyWeights: tf.ones([2, 7]),
 *       queryWeights: tf.ones([5, 7]),
 *       scoreVector: tf.zeros([7]),
 *     },
 *   },
 * );
 * const { weights } = decoder.step(tf.ones([1, 3]), decoder.start);
 * assertEquals(weights!.arraySync(), [[0.25, 0.25, 0.25, 0.25]]);
 * ```
 */
export function bahdanauDecoder(
  encoded: EncodedBatch,
  { layers, attention }: BahdanauWeights,
): SequenceDecoder {
  const action = "decode with Bahdanau's attention";
  const { memory, states } = encoded;
  const { Dh } = bindTensors(action, {
    memory: [memory, "B", "N", "Dh"],
    state: [topHidden(states), "B", "H"],
    keyWeights: [attention.keyWeights, "Dh", "h"],
    queryWeights: [attention.queryWeights, "H", "h"],
    scoreVector: [attention.scoreVector, "h"],
  });
  const { words, beside } = splitInputWeights(action, layers[0], Dh);
  const look: LookInputs = {
    memory,
    keys: affine(memory, attention.keyWeights),
    mask: encoded.mask,
    attention,
    contextWeights: beside,
  };
  const project = <Words extends tf.Tensor>(inputs: Words): Words =>
    affine(inputs, words, layers[0].bias);
  const decoder = sequenceDecoder({
    start: { layers: states },
    project,
    advance: (projected, { layers: before }) =>
      advance(projected, before, layers, look),
  });
  const kernels = kernelsFor(memory, look.keys, look.mask);
  if (!kernels || layers.length > 1) return decoder;
  const run = (inputs: tf.Tensor3D) =>
    runAtOnce(kernels, project(inputs), layers[0], states[0], look);
  return { ...decoder, run };
}

/** A step, from what the word gives the sums [B, G H]. */
function advance(
  projected: tf.Tensor2D,
  before: readonly RecurrentState[],
  layers: readonly RecurrentWeights[],
  { memory, keys, mask, attention, contextWeights }: LookInputs,
): DecoderStep {
  const query = tf.matMul(topHidden(before), attention.queryWeights);
  const { output, weights } = readByScores(
    additiveScores(tf.expandDims(query, 1), keys, attention.scoreVector),
    memory,
    mask && tf.expandDims(mask, 1),
  );
  const context = tf.squeeze(output, [1]) as tf.Tensor2D;
  const sums = tf.add(projected, tf.matMul(context, contextWeights));
  const after = stackedStep(sums as tf.Tensor2D, before, layers);
  return {
    state: { layers: after },
    output: topHidden(after),
    weights: tf.squeeze(weights, [1]),
  };
}

/** All steps as one operation, from what the words give the sums [B, T, G H]. */
function runAtOnce(
  kernels: Kernels,
  projected: tf.Tensor3D,
  { kind, stateWeights }: RecurrentWeights,
  { hidden, cell = tf.zerosLike(hidden) }: RecurrentState,
  look: LookInputs,
): DecodedBatch {
  const [B, T] = projected.shape;
  const H = hidden.shape[1];
  const padding = Array.from({ length: T }, () => []);
  const recurrence = { kernels, N: T, B, H, reverse: false, padding };
  const beside = lookBeside(recurrence, look);
  const slots = fusedScan(
    kind,
    recurrence,
    {
      projected: tf.transpose(projected, [1, 0, 2]),
      stateWeights,
      hidden,
      cell,
    },
    beside,
  );
  const outputs = tf.slice(slots.hidden, [1, 0, 0], [T, B, H]);
  const [weights] = beside.outputs as tf.Tensor3D[];
  return {
    outputs: tf.transpose(outputs, [1, 0, 2]),
    weights: tf.transpose(weights, [1, 0, 2]),
  };
}
