/**
 * What the tests of decoders share: lib's encoded sources as batches of one,
 * and random ones.
 *
 * @module
 */
import type { Matrix } from "@mneme/mneme/core";
import {
  type EncodedBatch,
  type RecurrentState,
  tf,
} from "@mneme/mneme/layers";
import type { AdditiveParameters } from "@mneme/mneme/attention";
import { matrices } from "../../support.ts";
import { toBatch, toTensor, toVector } from "../support.ts";

/** Sizes, all different: words, decoder, memory, items, steps, attention. */
export const SIZES = { E: 3, H: 5, Dh: 7, N: 4, T: 2, h: 11 } as const;

/** A source's memory (Dh x N), a first state (H x 1) and a target (E x T). */
export interface Drawn {
  memory: Matrix;
  start: Matrix;
  words: Matrix;
}

/** Draws what a decoder is given. */
export function drawSource(seed: number, Dh: number = SIZES.Dh): Drawn {
  const draw = matrices(seed);
  const { E, H, N, T } = SIZES;
  return { memory: draw(Dh, N), start: draw(H, 1), words: draw(E, T) };
}

/** The same as a batch of one; items from `validLength` on are padding. */
export function toEncoded(
  memory: tf.Tensor2D | Matrix,
  start: tf.Tensor2D | Matrix,
  validLength?: number,
): EncodedBatch {
  const items = memory instanceof tf.Tensor
    ? tf.expandDims(memory, 0) as tf.Tensor3D
    : toBatch(memory);
  const hidden = start instanceof tf.Tensor ? start : toTensor(start);
  const states: RecurrentState[] = [{ hidden }];
  if (validLength === undefined) return { memory: items, states };
  const mask = Array.from(
    { length: items.shape[1] },
    (_, n) => n < validLength ? 1 : 0,
  );
  return { memory: items, states, mask: tf.tensor2d([mask]) };
}

/** An additive score of lib. */
export function drawAdditive(seed: number): AdditiveParameters {
  const draw = matrices(seed);
  const { H, Dh, h } = SIZES;
  return {
    keyWeights: draw(h, Dh),
    queryWeights: draw(h, H),
    scoreVector: draw(h, 1),
  };
}

/** The same as weights of layers. */
export function toAdditive(
  { keyWeights, queryWeights, scoreVector }: AdditiveParameters,
) {
  return {
    keyWeights: toTensor(keyWeights),
    queryWeights: toTensor(queryWeights),
    scoreVector: toVector(scoreVector),
  };
}
