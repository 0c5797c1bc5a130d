/**
 * Copying and reversing: a sequence of symbols, a separator, then the symbols
 * again in the order that is asked for, and an end.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import { tf } from "../../lib/layers/mod.ts";

/** What is to be done with the symbols. */
export type Task = "copy" | "reverse";

/** Symbols, numbered from 0. */
export const SYMBOLS = 8;
/** Kinds of inputs: the symbols, the separator, and what stands while the answer is given. */
export const INPUTS = SYMBOLS + 2;
/** Kinds of outputs: the symbols and the end. */
export const OUTPUTS = SYMBOLS + 1;

const [SEPARATOR, WAITING, END] = [SYMBOLS, SYMBOLS + 1, SYMBOLS];

/** Sequences of one length L as tensors. */
export interface Sequences {
  /** One-hot inputs [B, 2L + 1, INPUTS]: L symbols, the separator, L times waiting. */
  inputs: tf.Tensor3D;
  /** What is to come out at the separator and after it: L symbols and the end, int32 [B, L + 1]. */
  targets: tf.Tensor2D;
}

/** Draws sequences of one length. */
export function drawSequences(
  random: Random,
  task: Task,
  { batch, length }: { batch: number; length: number },
): Sequences {
  const steps = 2 * length + 1;
  const inputs = new Float32Array(batch * steps * INPUTS);
  const targets: number[] = [];
  for (let b = 0; b < batch; b++) {
    const symbols = Array.from({ length }, () => random.integer(SYMBOLS));
    const kinds = [...symbols, SEPARATOR, ...symbols.map(() => WAITING)];
    kinds.forEach((kind, t) => inputs[(b * steps + t) * INPUTS + kind] = 1);
    targets.push(...(task === "copy" ? symbols : symbols.toReversed()), END);
  }
  return {
    inputs: tf.tensor3d(inputs, [batch, steps, INPUTS]),
    targets: tf.tensor2d(targets, [batch, length + 1], "int32"),
  };
}
