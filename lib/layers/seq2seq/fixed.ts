import { affine } from "../affine.ts";
import { type RecurrentWeights, stackedScan } from "../recurrent/mod.ts";
import { stackedStep } from "../recurrent/step.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  type SequenceDecoder,
  sequenceDecoder,
  splitInputWeights,
  topHidden,
} from "./decoder.ts";
import type { EncodedBatch } from "./encoder.ts";

/** What a decoder without attention learns, and when it is told the context. */
export interface FixedContextWeights {
  /** The networks, the lowest first; the input is yₜ₋₁ (E), or [yₜ₋₁; c] (E + H). */
  layers: readonly RecurrentWeights[];
  /** `"start"`: as its first state only (Sutskever et al.); `"always"`: below each word too (Cho et al.). */
  context: "start" | "always";
}

/**
 * Decoder with a fixed context: c = s₀, the encoder's last state, then sₜ = f(yₜ₋₁, sₜ₋₁), or f([yₜ₋₁; c], sₜ₋₁).
 *
 * However long the source, the decoder knows H numbers of it: the bottleneck
 * that attention opens.
 *
 * @source S1 注意力解决什么问题, S2 使用样例; Sutskever et al. 2014, eq. 1; Cho et al. 2014, §2.2; lib's encodeDecode
 * @param encoded What {@linkcode encodeBatch} gives, with a state for each of the decoder's layers; the memory is not looked at.
 * @param weights Networks, and when the context is told.
 * @returns The decoder; its outputs are the top layer's states [B, H].
 * @throws {ShapeError} If states and weights do not fit.
 *
 * @example Two sources with one last state are one to it
 * ```ts
 * import { fixedContextDecoder, recurrentWeights, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const random = seededRandom(7);
 * const [inputSize, hiddenSize] = [3, 5];
 * const layers = [recurrentWeights({ name: "f", kind: "gru", inputSize, hiddenSize, random })];
 * const states = [{ hidden: tf.ones<tf.Rank.R2>([1, 5]) }];
 * const outputs = [tf.zeros<tf.Rank.R3>([1, 2, 5]), tf.ones<tf.Rank.R3>([1, 9, 5])].map((memory) =>
 *   fixedContextDecoder({ memory, states }, { layers, context: "start" })
 *     .run(tf.ones([1, 4, 3])).outputs.arraySync()
 * );
 * assertEquals(outputs[0], outputs[1]);
 * ```
 */
export function fixedContextDecoder(
  { states }: EncodedBatch,
  { layers, context: when }: FixedContextWeights,
): SequenceDecoder {
  const action = "decode from a fixed context";
  const context = topHidden(states);
  bindTensors(action, {
    context: [context, "B", "H"],
    stateWeights: [layers[layers.length - 1].stateWeights, "H", "G H"],
  });
  const beside = when === "always" ? context.shape[1] : 0;
  const split = beside
    ? splitInputWeights(action, layers[0], beside)
    : { words: layers[0].inputWeights, beside: null };
  const told = split.beside && tf.matMul(context, split.beside);
  const decoder = sequenceDecoder({
    start: { layers: states },
    project: (words) => affine(words, split.words, layers[0].bias),
    advance: (projected, { layers: before }) => {
      const sums = told ? tf.add(projected, told) : projected;
      const after = stackedStep(sums as tf.Tensor2D, before, layers);
      return { state: { layers: after }, output: topHidden(after) };
    },
  });
  const run = (words: tf.Tensor3D) => {
    const T = words.shape[1];
    const below = tf.tile(tf.expandDims(context, 1), [1, T, 1]);
    const inputs = beside ? tf.concat([words, below], 2) : words;
    return stackedScan(inputs as tf.Tensor3D, layers, {
      initialStates: states,
    });
  };
  return { ...decoder, run };
}
