import { type Matrix, ShapeError } from "../core/mod.ts";
import { joinColumns, joinRows } from "../core/join.ts";
import { bindFinite } from "../core/validate.ts";
import { type RecurrentCell, runCell } from "../recurrent/mod.ts";

/** What an encoder hands to a decoder: the three things that a decoder with attention starts from. */
export interface Encoded<State> {
  /** The encoder's outputs (H x N), all of them: keys and values of the attention. */
  memory: Matrix;
  /** The encoder's state after the last item that counts, all layers: where the decoder starts. */
  state: State;
  /** How many of the N items count; the rest is padding, which the attention leaves out. */
  validLength: number;
}

/** How many items count. */
export interface EncodeOptions {
  /** Number of items before the padding, from 1 to N. Default: N. */
  validLength?: number;
}

/** An encoder and a decoder that know each other by one vector only. */
export interface EncoderDecoder<State> {
  /** Reads the source. */
  encoder: RecurrentCell<State>;
  /** Writes the target; its states are of the encoder's kind and size. */
  decoder: RecurrentCell<State>;
}

/** How the decoder is told the context. */
export interface EncodeDecodeOptions extends EncodeOptions {
  /**
   * `"start"`: as its first state only (Sutskever et al.); `"always"`: below
   * each input too (Cho et al.; the notes S2), whose size the context's adds to.
   * Default: `"start"`.
   */
  context?: "start" | "always";
}

/** What the decoder makes of source and target. */
export interface Decoded<State> {
  /** The context c (H x 1): all that the decoder knows of the source. */
  context: Matrix;
  /** The decoder's outputs (H x T), one to a target input. */
  outputs: Matrix;
  /** The decoder's last state. */
  state: State;
}

/**
 * Encoder: h₁, ..., h_N from x₁, ..., x_N; the last state starts the decoder.
 *
 * The padding behind the valid items is read too, so that each of the N items
 * has an output, but the state handed on is the one before it (d2l hands on
 * the one after it).
 *
 * @source NNDL §6.3.3 异步的序列到序列模式; S3 机器翻译, Bahdanau 注意力: 解码器; Sutskever et al. 2014, §2; d2l Seq2SeqEncoder (rows 41, 67, 69)
 * @param inputs Source X (D x N), one item to a column.
 * @param cell The recurrent network, of one layer or several.
 * @param options `validLength` is the number of items that are not padding.
 * @returns Memory (H x N), the state after item validLength, and validLength.
 * @throws {ShapeError} If the inputs do not fit the cell.
 * @throws {RangeError} If a number is not finite, or validLength is not an integer from 1 to N.
 *
 * @example The state handed on does not know the padding
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnCell } from "@mneme/mneme/recurrent";
 * import { encode } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * const cell = rnnCell({
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[0]]),
 *   bias: columnVector([0]),
 * });
 * const { memory, state } = encode(fromRows([[0.2, 0.3, 0]]), cell, { validLength: 2 });
 * assertEquals(memory.columns, 3);
 * assertEquals(state.get(0, 0), Math.tanh(0.3));
 * ```
 */
export function encode<State>(
  inputs: Matrix,
  cell: RecurrentCell<State>,
  { validLength = inputs.columns }: EncodeOptions = {},
): Encoded<State> {
  if (
    !Number.isInteger(validLength) || validLength < 1 ||
    validLength > inputs.columns
  ) {
    throw new RangeError(
      `Cannot encode a source as its valid length must be an integer from 1 to ${inputs.columns}: ${validLength}`,
    );
  }
  const { outputs, states } = runCell(cell, inputs);
  return { memory: outputs, state: states[validLength - 1], validLength };
}

/**
 * Encoder-decoder with a fixed context: c = h_N, then sₜ = f(yₜ₋₁, sₜ₋₁), or f([yₜ₋₁; c], sₜ₋₁), from s₀ = h_N.
 *
 * However long the source, the decoder knows H numbers of it: the bottleneck
 * that attention opens. Two sources with one c have one translation.
 *
 * @source NNDL §6.3.3 异步的序列到序列模式; S1 注意力解决什么问题, S2 使用样例; Sutskever et al. 2014, eq. 1; Cho et al. 2014, §2.2 (rows 41, 51, 67)
 * @param source Source X (D x N).
 * @param targets What the decoder reads (E x T): the target behind a start symbol.
 * @param cells Encoder and decoder.
 * @param options `context` says when the decoder sees c, `validLength` where the padding begins.
 * @returns The context (H x 1), outputs (H x T) and the last state; output t depends on targets 1, ..., t.
 * @throws {ShapeError} If source, targets and cells do not fit.
 * @throws {RangeError} If a number is not finite, validLength is not from 1 to N, or `context` has no meaning.
 *
 * @example The decoder's first step starts where the encoder ended
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { rnnCell } from "@mneme/mneme/recurrent";
 * import { encodeDecode } from "@mneme/mneme/seq2seq";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const cell = rnnCell({
 *   inputWeights: fromRows([[1]]),
 *   stateWeights: fromRows([[1]]),
 *   bias: columnVector([0]),
 * });
 * const { context, outputs } = encodeDecode(
 *   fromRows([[0.5]]),
 *   fromRows([[0.25]]),
 *   { encoder: cell, decoder: cell },
 * );
 * assertAlmostEquals(context.get(0, 0), Math.tanh(0.5));
 * assertAlmostEquals(outputs.get(0, 0), Math.tanh(0.25 + Math.tanh(0.5)));
 * ```
 */
export function encodeDecode<State>(
  source: Matrix,
  targets: Matrix,
  { encoder, decoder }: EncoderDecoder<State>,
  { context: when = "start", validLength }: EncodeDecodeOptions = {},
): Decoded<State> {
  if (when !== "start" && when !== "always") {
    throw new RangeError(
      `Cannot decode from a fixed context as context must be "start" or "always": ${when}`,
    );
  }
  bindFinite("decode from a fixed context", { targets: [targets, "E", "T"] });
  const { state: start } = encode(source, encoder, { validLength });
  const context = encoder.output(start);
  if (decoder.output(decoder.start).rows !== context.rows) {
    throw new ShapeError(
      `Cannot decode from a fixed context as H must be one size: encoder (Hx1) is ${context.rows}x1, decoder (Hx1) is ${
        decoder.output(decoder.start).rows
      }x1`,
    );
  }
  const inputs = when === "start"
    ? targets
    : joinRows([targets, joinColumns(Array(targets.columns).fill(context))]);
  const { outputs, states } = runCell(decoder, inputs, start);
  return { context, outputs, state: states[states.length - 1] };
}
