import { fromRule, type Matrix } from "../core/mod.ts";
import { joinColumns, joinRows } from "../core/join.ts";
import { bindFinite } from "../core/validate.ts";
import {
  paddingMask,
  type ScoreFunction,
  softAttention,
} from "../attention/mod.ts";
import type { RecurrentCell } from "../recurrent/mod.ts";
import type { AttentionDecoded } from "./bahdanau.ts";
import type { Encoded } from "./encoder_decoder.ts";

/** A decoder that steps before it looks. */
export interface LuongDecoder<State> {
  /** The recurrent network; its input is yₜ₋₁ (E), with input feeding [yₜ₋₁; aₜ₋₁] (E + A). */
  cell: RecurrentCell<State>;
  /** How well a source item fits the state: dot, general (bilinear), concat (additive) or location. */
  score: ScoreFunction;
  /** Weights W_c of context and hidden state (A x (Dh + H)). */
  combineWeights: Matrix;
}

/** What a step hands to the next one. */
export interface LuongState<State> {
  /** The decoder's state, all layers. */
  state: State;
  /** The attentional state aₜ (A x 1), which input feeding reads; 0 before the first step. */
  attentional: Matrix;
}

/** What one step gives. */
export interface LuongStep<State> extends LuongState<State> {
  /** The context cₜ (Dh x 1). */
  context: Matrix;
  /** The weights αₜ (N x 1), which sum to 1. */
  weights: Matrix;
}

/** Which form of the decoder. */
export interface LuongOptions {
  /** Input feeding: the cell reads aₜ₋₁ too, and so knows what was attended to before. Default: false. */
  inputFeeding?: boolean;
}

/**
 * Attentional states: aₜ = tanh(W_c [cₜ; hₜ]), for T steps at once.
 *
 * The notes S2 write f(cₜ, hₜ) and call hₜ the encoder's; it is the decoder's.
 *
 * @source S2 使用样例: 获得注意力向量; Luong et al. 2015, eq. 5 (row 52)
 * @param contexts Contexts c (Dh x T).
 * @param hidden Hidden states h of the decoder's top layer (H x T).
 * @param combineWeights Weights W_c (A x (Dh + H)); the first Dh columns meet the context.
 * @returns Attentional states (A x T), entries between -1 and 1.
 * @throws {ShapeError} If contexts and hidden states differ in T, or W_c does not have Dh + H columns.
 * @throws {RangeError} If a number is not finite.
 *
 * @example Context and state meet in one layer
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { attentionalStates } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * const a = attentionalStates(
 *   columnVector([0.5]),
 *   columnVector([0.25]),
 *   fromRows([[1, 2]]),
 * );
 * assertEquals(a.get(0, 0), Math.tanh(1));
 * ```
 */
export function attentionalStates(
  contexts: Matrix,
  hidden: Matrix,
  combineWeights: Matrix,
): Matrix {
  bindFinite("combine context and state", {
    contexts: [contexts, "Dh", "T"],
    hidden: [hidden, "H", "T"],
    combineWeights: [combineWeights, "A", contexts.rows + hidden.rows],
  });
  return combineWeights.mmul(joinRows([contexts, hidden])).tanh();
}

/**
 * Luong's decoder step: hₜ = f(yₜ₋₁, hₜ₋₁), αₜ = softmax(s(H, hₜ)), cₜ = Σⱼ αₜⱼ hⱼ, aₜ = tanh(W_c [cₜ; hₜ]).
 *
 * The query is the state after the step, so the weights know the word yₜ₋₁;
 * Bahdanau's do not. The context does not enter the recurrence, unless input
 * feeding passes it on in aₜ.
 *
 * @source S2 使用样例, 普通注意力模式, Bahdanau-Attention 与 Luong-Attention 区别; Luong et al. 2015, §3.1 and 3.3, eqs. 5 to 8 (rows 51, 52, 53, 55)
 * @param input The previous target word yₜ₋₁ (E x 1).
 * @param previous The decoder's state, all layers, and aₜ₋₁ (A x 1).
 * @param encoded The encoder's memory (Dh x N) and how much of it is valid.
 * @param decoder The cell, the score and W_c (A x (Dh + H)).
 * @param options `inputFeeding` lets the cell read [yₜ₋₁; aₜ₋₁].
 * @returns The next state, aₜ (A x 1), from which the word is predicted, the context (Dh x 1) and the weights (N x 1), 0 on the padding.
 * @throws {ShapeError} If word, state, memory and decoder do not fit.
 * @throws {RangeError} If a number is not finite.
 *
 * @example The first weights already depend on the first word
 * ```ts
 * import { dotScores } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnCell } from "@mneme/mneme/recurrent";
 * import { luongStep } from "@mneme/mneme/seq2seq";
 * import { assert } from "@std/assert";
 *
 * const cell = rnnCell({
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[1]]),
 *   bias: columnVector([0]),
 * });
 * const encoded = {
 *   memory: fromRows([[10, -10]]),
 *   state: cell.start,
 *   validLength: 2,
 * };
 * const look = (word: number) =>
 *   luongStep(
 *     columnVector([word]),
 *     { state: cell.start, attentional: columnVector([0]) },
 *     encoded,
 *     { cell, score: dotScores, combineWeights: fromRows([[1, 1]]) },
 *   ).weights.get(0, 0);
 * assert(look(1) > 0.99 && look(-1) < 0.01);
 * ```
 */
export function luongStep<State>(
  input: Matrix,
  { state, attentional }: LuongState<State>,
  { memory, validLength }: Encoded<State>,
  { cell, score, combineWeights }: LuongDecoder<State>,
  { inputFeeding = false }: LuongOptions = {},
): LuongStep<State> {
  bindFinite("take a step with attention", {
    input: [input, "E", 1],
    attentional: [attentional, "A", 1],
    combineWeights: [combineWeights, "A", "DhH"],
    memory: [memory, "Dh", "N"],
  });
  const seen = inputFeeding ? joinRows([input, attentional]) : input;
  const next = cell.next(seen, state);
  const query = cell.output(next);
  const mask = paddingMask(memory.columns, [validLength]);
  const { output, weights } = softAttention(memory, query, { score, mask });
  return {
    state: next,
    attentional: attentionalStates(output, query, combineWeights),
    context: output,
    weights,
  };
}

/**
 * Luong's decoder over a target: T steps of hₜ, αₜ, cₜ, aₜ, from the encoder's last state and a₀ = 0.
 *
 * @source S2 使用样例; Luong et al. 2015, §3 (row 51)
 * @param targets What the decoder reads (E x T): the target behind a start symbol.
 * @param encoded What {@linkcode encode} gives; `state` must be of the decoder's kind and size.
 * @param decoder The cell, the score and W_c (A x (Dh + H)).
 * @param options `inputFeeding` as in {@linkcode luongStep}.
 * @returns Attentional states (A x T) as outputs, contexts (Dh x T), weights (N x T), whose columns sum to 1, and the last state.
 * @throws {ShapeError} If targets, memory, state and decoder do not fit.
 * @throws {RangeError} If a number is not finite.
 *
 * @example Without input feeding one call of attention serves all steps
 * ```ts
 * import { dotScores, softAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnCell, runCell } from "@mneme/mneme/recurrent";
 * import { encode, luongDecode } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * const cell = rnnCell({
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[1]]),
 *   bias: columnVector([0]),
 * });
 * const encoded = encode(fromRows([[0.2, 0.3, 0.5]]), cell);
 * const words = fromRows([[0.7, 0.1]]);
 * const { weights } = luongDecode(words, encoded, {
 *   cell,
 *   score: dotScores,
 *   combineWeights: fromRows([[1, 1]]),
 * });
 * const { outputs } = runCell(cell, words, encoded.state);
 * const atOnce = softAttention(encoded.memory, outputs, { score: dotScores });
 * assertEquals(weights, atOnce.weights);
 * ```
 */
export function luongDecode<State>(
  targets: Matrix,
  encoded: Encoded<State>,
  decoder: LuongDecoder<State>,
  options: LuongOptions = {},
): AttentionDecoded<State> {
  bindFinite("decode with attention", { targets: [targets, "E", "T"] });
  const steps: LuongStep<State>[] = [];
  let previous: LuongState<State> = {
    state: encoded.state,
    attentional: fromRule(decoder.combineWeights.rows, 1, () => 0),
  };
  for (let t = 0; t < targets.columns; t++) {
    const input = targets.getColumnVector(t);
    const step = luongStep(input, previous, encoded, decoder, options);
    steps.push(step);
    previous = step;
  }
  return {
    outputs: joinColumns(steps.map(({ attentional }) => attentional)),
    contexts: joinColumns(steps.map(({ context }) => context)),
    weights: joinColumns(steps.map(({ weights }) => weights)),
    state: previous.state,
  };
}
