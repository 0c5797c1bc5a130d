import { affine } from "../affine.ts";
import {
  bidirectionalScan,
  type BidirectionalWeights,
  type RecurrentState,
  type RecurrentWeights,
  stackedScan,
} from "../recurrent/mod.ts";
import { tf } from "../tf.ts";

/** An encoder that goes with the time, of one layer or several. */
export interface ForwardEncoder {
  /** The networks, the lowest first; the decoder has as many, of the same sizes. */
  layers: readonly RecurrentWeights[];
}

/** An encoder of one layer in both directions, and what makes the decoder's first state of it. */
export interface BidirectionalEncoder extends BidirectionalWeights {
  /** Weights of the bridge [Hf + Hb, H]. */
  bridgeWeights: tf.Tensor2D;
  /** Bias of the bridge [H]. */
  bridgeBias: tf.Tensor1D;
}

/** What an encoder learns. */
export type EncoderWeights = ForwardEncoder | BidirectionalEncoder;

/** What an encoder hands to a decoder. */
export interface EncodedBatch {
  /** The outputs for all items: keys and values of the attention [B, N, Dh]. */
  memory: tf.Tensor3D;
  /** Where the decoder starts: a state for each of the encoder's layers, or the one that a bridge made [B, H]. */
  states: RecurrentState[];
  /** 1 for items that count, 0 for padding [B, N]; absent if all count. */
  mask?: tf.Tensor2D;
}

/** Which items count. */
export interface EncodeBatchOptions {
  /** 1 for items that count, 0 for padding [B, N]. Default: all count. */
  mask?: tf.Tensor2D;
}

/**
 * Encoder: h₁, ..., h_N from x₁, ..., x_N; the last state, or tanh([→h_N; ←h₁]W + b), starts the decoder.
 *
 * Bahdanau et al. bridge from ←h₁ alone; here both directions count, so that a
 * decoder without attention has a context of the whole source too. An LSTM's
 * cell starts at 0 behind a bridge.
 *
 * @source S3 Bahdanau 注意力: 解码器; Sutskever et al. 2014, §2; Bahdanau et al. 2015, appendix A.2; lib's encode
 * @param inputs Source X [B, N, D].
 * @param encoder Its networks, and the bridge of two directions.
 * @param options `mask` is 0 at padding.
 * @returns Memory [B, N, Dh] and the states that a decoder starts from.
 * @throws {ShapeError} If inputs, encoder and mask do not fit.
 *
 * @example The state handed on is the last output
 * ```ts
 * import { encodeBatch, recurrentWeights, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const random = seededRandom(7);
 * const [inputSize, hiddenSize] = [3, 5];
 * const layer = recurrentWeights({ name: "e", kind: "gru", inputSize, hiddenSize, random });
 * const { memory, states } = encodeBatch(tf.ones([2, 7, 3]), { layers: [layer] });
 * const last = memory.slice([0, 6, 0], [2, 1, 5]).reshape([2, 5]);
 * assertEquals(last.arraySync(), states[0].hidden.arraySync());
 * ```
 */
export function encodeBatch(
  inputs: tf.Tensor3D,
  encoder: EncoderWeights,
  { mask }: EncodeBatchOptions = {},
): EncodedBatch {
  if ("layers" in encoder) {
    const { outputs, states } = stackedScan(inputs, encoder.layers, { mask });
    return { memory: outputs, states, mask };
  }
  const { outputs, forward, backward } = bidirectionalScan(inputs, encoder, {
    mask,
  });
  const both = tf.concat([forward.hidden, backward.hidden], 1);
  const hidden = tf.tanh(
    affine(both, encoder.bridgeWeights, encoder.bridgeBias),
  );
  return { memory: outputs, states: [{ hidden }], mask };
}
