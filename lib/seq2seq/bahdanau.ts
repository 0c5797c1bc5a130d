import type { Matrix } from "../core/mod.ts";
import { joinColumns, joinRows } from "../core/join.ts";
import { bindFinite } from "../core/validate.ts";
import {
  paddingMask,
  type ScoreFunction,
  softAttention,
} from "../attention/mod.ts";
import type { RecurrentCell } from "../recurrent/mod.ts";
import type { Encoded } from "./encoder_decoder.ts";

/** A decoder that looks before it steps. */
export interface BahdanauDecoder<State> {
  /** The recurrent network; its input is [yₜ₋₁; cₜ], of size E + Dh. */
  cell: RecurrentCell<State>;
  /** How well the source item hⱼ fits the state: s(H, s); Bahdanau's is the additive score. */
  score: ScoreFunction;
}

/** What one step gives. */
export interface BahdanauStep<State> {
  /** The decoder's next state sₜ. */
  state: State;
  /** The context cₜ (Dh x 1) that went into it. */
  context: Matrix;
  /** The weights αₜ (N x 1), which sum to 1. */
  weights: Matrix;
}

/** What a decoder with attention makes of a target. */
export interface AttentionDecoded<State> {
  /** Outputs, one to a target input: hidden states of the top layer (H x T), or Luong's attentional states (A x T). */
  outputs: Matrix;
  /** Contexts (Dh x T). */
  contexts: Matrix;
  /** Weights (N x T), the alignment grid: column t is what step t attended to, and sums to 1. */
  weights: Matrix;
  /** The state after the last step. */
  state: State;
}

/**
 * Bahdanau's decoder step: αₜ = softmax(s(H, sₜ₋₁)), cₜ = Σⱼ αₜⱼ hⱼ, sₜ = f([yₜ₋₁; cₜ], sₜ₋₁).
 *
 * The query is the top layer's state before the step, so the weights do not
 * know the word yₜ₋₁ yet (Luong's do); each hⱼ is key and value at once.
 *
 * @source S3 Bahdanau 注意力: 模型, 解码器, S1 注意力解决什么问题; Bahdanau et al. 2015, eqs. 4 to 6 (rows 46, 55, 68, 69)
 * @param input The previous target word yₜ₋₁ (E x 1).
 * @param state The decoder's state sₜ₋₁, all layers.
 * @param encoded The encoder's memory (Dh x N) and how much of it is valid.
 * @param decoder The cell and the score.
 * @returns The next state, the context (Dh x 1) and the weights (N x 1), 0 on the padding.
 * @throws {ShapeError} If memory, state and score, or word, context and cell do not fit.
 * @throws {RangeError} If a number is not finite.
 *
 * @example The context is what the state asks for
 * ```ts
 * import { dotScores } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnCell } from "@mneme/mneme/recurrent";
 * import { bahdanauStep } from "@mneme/mneme/seq2seq";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const cell = rnnCell({
 *   inputWeights: fromRows([[0, 1, 0], [0, 0, 1]]), // it keeps the context
 *   stateWeights: fromRows([[0, 0], [0, 0]]),
 *   bias: columnVector([0, 0]),
 * });
 * const encoded = {
 *   memory: fromRows([[1, 0], [0, 0.5]]),
 *   state: cell.start,
 *   validLength: 2,
 * };
 * const { context, weights } = bahdanauStep(
 *   columnVector([3]),
 *   columnVector([0, 1e3]), // looks for the second item
 *   encoded,
 *   { cell, score: dotScores },
 * );
 * assertAlmostEquals(weights.get(1, 0), 1);
 * assertAlmostEquals(context.get(1, 0), 0.5);
 * ```
 */
export function bahdanauStep<State>(
  input: Matrix,
  state: State,
  { memory, validLength }: Encoded<State>,
  { cell, score }: BahdanauDecoder<State>,
): BahdanauStep<State> {
  const query = cell.output(state);
  bindFinite("take a step with attention", {
    input: [input, "E", 1],
    query: [query, "H", 1],
    memory: [memory, "Dh", "N"],
  });
  const mask = paddingMask(memory.columns, [validLength]);
  const { output, weights } = softAttention(memory, query, { score, mask });
  const next = cell.next(joinRows([input, output]), state);
  return { state: next, context: output, weights };
}

/**
 * Bahdanau's decoder over a target: T steps of αₜ, cₜ, sₜ, from the encoder's last state.
 *
 * Three things go in: all states of the encoder's top layer, the last state of
 * all its layers, and the valid length.
 *
 * @source S3 Bahdanau 注意力: 解码器, 实验; Bahdanau et al. 2015, §3.1; d2l Seq2SeqAttentionDecoder (rows 46, 47, 69, 70)
 * @param targets What the decoder reads (E x T): the target behind a start symbol.
 * @param encoded What {@linkcode encode} gives; `state` must be of the decoder's kind and size.
 * @param decoder The cell and the score.
 * @returns Outputs (H x T), contexts (Dh x T), weights (N x T), whose columns sum to 1, and the last state.
 * @throws {ShapeError} If targets, memory, state and decoder do not fit.
 * @throws {RangeError} If a number is not finite.
 *
 * @example One column of weights to a target word
 * ```ts
 * import { dotScores } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnCell } from "@mneme/mneme/recurrent";
 * import { bahdanauDecode, encode } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * const cell = (inputs: number) =>
 *   rnnCell({
 *     inputWeights: fromRows([Array(inputs).fill(1)]),
 *     stateWeights: fromRows([[1]]),
 *     bias: columnVector([0]),
 *   });
 * const encoded = encode(fromRows([[0.2, 0.3, 0.5]]), cell(1));
 * const { weights } = bahdanauDecode(fromRows([[0.7, 0.1]]), encoded, {
 *   cell: cell(2),
 *   score: dotScores,
 * });
 * assertEquals([weights.rows, weights.columns], [3, 2]);
 * ```
 */
export function bahdanauDecode<State>(
  targets: Matrix,
  encoded: Encoded<State>,
  decoder: BahdanauDecoder<State>,
): AttentionDecoded<State> {
  bindFinite("decode with attention", { targets: [targets, "E", "T"] });
  const steps: BahdanauStep<State>[] = [];
  let { state } = encoded;
  for (let t = 0; t < targets.columns; t++) {
    const input = targets.getColumnVector(t);
    const step = bahdanauStep(input, state, encoded, decoder);
    steps.push(step);
    state = step.state;
  }
  return {
    outputs: joinColumns(steps.map((step) => decoder.cell.output(step.state))),
    contexts: joinColumns(steps.map(({ context }) => context)),
    weights: joinColumns(steps.map(({ weights }) => weights)),
    state,
  };
}
