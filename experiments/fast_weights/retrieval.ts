/**
 * Associative retrieval: letters with digits, two marks, and one of the
 * letters again, whose digit is asked for.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import { tf } from "../../lib/layers/mod.ts";

/** Letters and digits, numbered in this order, then the mark. */
export const LETTERS = 26;
export const DIGITS = 10;
/** Kinds of inputs. */
export const INPUTS = LETTERS + DIGITS + 1;
const MARK = INPUTS - 1;
const MARKS = 2;

/** A batch of the task. */
export interface Retrievals {
  /** One-hot inputs [B, 2K + 3, INPUTS]. */
  inputs: tf.Tensor3D;
  /** The digits that are asked for, int32 [B]. */
  digits: tf.Tensor1D;
}

/** Draws sequences of K pairs; the letters of one differ. */
export function drawRetrievals(
  random: Random,
  { batch, pairs }: { batch: number; pairs: number },
): Retrievals {
  const steps = 2 * pairs + MARKS + 1;
  const inputs = new Float32Array(batch * steps * INPUTS);
  const digits: number[] = [];
  for (let b = 0; b < batch; b++) {
    const letters = random.permutation(LETTERS).slice(0, pairs);
    const paired = letters.map(() => random.integer(DIGITS));
    const asked = random.integer(pairs);
    const kinds = [
      ...letters.flatMap((letter, k) => [letter, LETTERS + paired[k]]),
      ...Array(MARKS).fill(MARK),
      letters[asked],
    ];
    kinds.forEach((kind, t) => inputs[(b * steps + t) * INPUTS + kind] = 1);
    digits.push(paired[asked]);
  }
  return {
    inputs: tf.tensor3d(inputs, [batch, steps, INPUTS]),
    digits: tf.tensor1d(digits, "int32"),
  };
}
