import { affine } from "../affine.ts";
import { type RecurrentWeights, stackedScan } from "../recurrent/mod.ts";
import { stackedStep } from "../recurrent/step.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  type DecodedBatch,
  type DecoderState,
  type DecoderStep,
  type SequenceDecoder,
  sequenceDecoder,
  splitInputWeights,
  topHidden,
} from "./decoder.ts";
import type { EncodedBatch } from "./encoder.ts";
import { type LuongAttention, luongReader } from "./luong_attention.ts";

/** What Luong's decoder learns, and its form. */
export interface LuongWeights {
  /** The networks, the lowest first; the input is yₜ₋₁ (E), with input feeding [yₜ₋₁; aₜ₋₁] (E + A). */
  layers: readonly RecurrentWeights[];
  /** How a source item is scored, and how far the decoder looks. */
  attention: LuongAttention;
  /** Weights W_c of context and state [Dh + H, A], the context's rows first. */
  combineWeights: tf.Tensor2D;
  /** Whether the network reads aₜ₋₁ too, and so knows what was attended to before. */
  inputFeeding: boolean;
}

/**
 * Luong's decoder: hₜ = f(yₜ₋₁, hₜ₋₁), αₜ = softmaxⱼ(s(hⱼ, hₜ)), cₜ = Σⱼ αₜⱼ hⱼ, aₜ = tanh([cₜ; hₜ] W_c).
 *
 * The query is the top layer's state after the step. Without input feeding the
 * recurrence does not wait for the attention, so that whole targets are one
 * scan and one call of attention.
 *
 * @source S2 使用样例, 普通注意力模式; Luong et al. 2015, §3.1 to 3.3, eqs. 5 to 8; lib's luongStep and luongDecode
 * @param encoded What {@linkcode encodeBatch} gives, with a state for each of the decoder's layers.
 * @param weights Networks, attention and W_c.
 * @returns The decoder; its outputs are the attentional states [B, A].
 * @throws {ShapeError} If memory, states and weights do not fit.
 *
 * @example The dot score looks for what the state is like
 * ```ts
 * import { luongDecoder, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const decoder = luongDecoder(
 *   {
 *     memory: tf.tensor3d([[[50, 0], [0, 50]]]),
 *     states: [{ hidden: tf.tensor2d([[0, 1]]) }],
 *   },
 *   {
 *     layers: [{
 *       kind: "gru",
 *       inputWeights: tf.zeros([3, 6]),
 *       stateWeights: tf.zeros([2, 6]),
 *       bias: tf.tensor1d([100, 100, 0, 0, 0, 0]), // keeps its state
 *     }],
 *     attention: { score: { kind: "dot" } },
 *     combineWeights: tf.zeros([4, 5]),
 *     inputFeeding: false,
 *   },
 * );
 * const { weights } = decoder.step(tf.ones([1, 3]), decoder.start);
 * assertAlmostEquals(weights!.dataSync()[1], 1);
 * ```
 */
export function luongDecoder(
  encoded: EncodedBatch,
  weights: LuongWeights,
): SequenceDecoder {
  const { layers, combineWeights, inputFeeding } = weights;
  const action = "decode with Luong's attention";
  const { B, A } = bindTensors(action, {
    memory: [encoded.memory, "B", "N", "Dh"],
    state: [topHidden(encoded.states), "B", "H"],
    combineWeights: [combineWeights, "Dh + H", "A"],
  });
  const split = inputFeeding
    ? splitInputWeights(action, layers[0], A)
    : { words: layers[0].inputWeights, beside: null };
  const read = luongReader(encoded, weights.attention);
  const attentionalOf: AttentionalStates = (queries, firstStep) => {
    const { output, weights } = read(queries, firstStep);
    const both = tf.concat([output, queries], 2);
    return { outputs: tf.tanh(affine(both, combineWeights)), weights };
  };
  const decoder = sequenceDecoder({
    start: startState(encoded, inputFeeding ? [B, A] : null),
    project: (words) => affine(words, split.words, layers[0].bias),
    advance: (projected, state) =>
      advance(projected, state, layers, split.beside, attentionalOf),
  });
  if (inputFeeding) return decoder;
  const run = (inputs: tf.Tensor3D) => {
    const initialStates = encoded.states;
    const { outputs } = stackedScan(inputs, layers, { initialStates });
    return attentionalOf(outputs, 0);
  };
  return { ...decoder, run };
}

/** Attentional states [B, M, A] and weights [B, M, N] for the states of steps [B, M, H]. */
type AttentionalStates = (
  queries: tf.Tensor3D,
  firstStep: number,
) => Required<DecodedBatch>;

/** A step, from what the word gives the sums [B, G H]; `fed` are the weights of aₜ₋₁ in them, null without input feeding. */
function advance(
  projected: tf.Tensor2D,
  { layers: before, attentional, step = 0 }: DecoderState,
  layers: readonly RecurrentWeights[],
  fed: tf.Tensor2D | null,
  attentionalOf: AttentionalStates,
): DecoderStep {
  const sums = fed && attentional
    ? tf.add(projected, tf.matMul(attentional, fed)) as tf.Tensor2D
    : projected;
  const after = stackedStep(sums, before, layers);
  const query = tf.expandDims(topHidden(after), 1) as tf.Tensor3D;
  const { outputs, weights } = attentionalOf(query, step);
  const output = tf.squeeze(outputs, [1]) as tf.Tensor2D;
  const state = { layers: after, step: step + 1 };
  return {
    state: fed ? { ...state, attentional: output } : state,
    output,
    weights: tf.squeeze(weights, [1]),
  };
}

function startState(
  { states }: EncodedBatch,
  attentional: [number, number] | null,
): DecoderState {
  const start = { layers: states, step: 0 };
  return attentional ? { ...start, attentional: tf.zeros(attentional) } : start;
}
