/**
 * Random parameters of Transformer blocks for the tests.
 *
 * @module
 */
import type {
  AttentionSublayer,
  FeedForwardSublayer,
} from "@mneme/mneme/transformer";
import { matrices } from "../support.ts";

/** Two heads of size 3 for D features, attending to items of Dm features, and a normalization. */
export function attentionPart(
  seed: number,
  D: number,
  Dm = D,
): AttentionSublayer {
  const matrix = matrices(seed);
  const head = () => ({
    queryWeights: matrix(3, D, 0.5),
    keyWeights: matrix(3, Dm, 0.5),
    valueWeights: matrix(3, Dm, 0.5),
    queryBias: matrix(3, 1),
    keyBias: matrix(3, 1),
    valueBias: matrix(3, 1),
  });
  return {
    attention: {
      heads: [head(), head()],
      outputWeights: matrix(D, 6),
      outputBias: matrix(D, 1),
    },
    norm: { scale: matrix(D, 1), shift: matrix(D, 1) },
  };
}

/** A network with 11 hidden units for D features, and a normalization. */
export function feedForwardPart(seed: number, D: number): FeedForwardSublayer {
  const matrix = matrices(seed);
  return {
    network: {
      hiddenWeights: matrix(11, D),
      hiddenBias: matrix(11, 1),
      outputWeights: matrix(D, 11),
      outputBias: matrix(D, 1),
    },
    norm: { scale: matrix(D, 1), shift: matrix(D, 1) },
  };
}
