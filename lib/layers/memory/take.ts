import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** Which end of a list an operation starts from. */
export type TakingEnd = "newest" | "oldest";

/** One list of a batch, and how its entries follow each other from the end that is taken from. */
interface Row {
  strengths: Float32Array;
  amount: number;
  first: number;
  step: number;
}

/**
 * tᵢ = min(sᵢ, max(0, a - Σ s of the entries nearer to the end)): an amount a, taken from one end.
 *
 * Popping leaves s - t(u), reading weighs by t(1). One loop over the entries,
 * and one back, take the place of a dozen operations on tensors this small; at
 * a kink of min or max the gradient is the one that lib takes: an entry taken
 * exactly whole counts as whole, and one of strength 0 out of reach gets none.
 *
 * @param strengths Strengths s [B, T], T ≥ 0.
 * @param amounts Amounts a [B, 1].
 * @param end The end to take from.
 * @returns How much is taken of each entry [B, T].
 */
export function take(
  strengths: tf.Tensor2D,
  amounts: tf.Tensor2D,
  end: TakingEnd,
): tf.Tensor2D {
  bindTensors("take from a list", {
    strengths: [strengths, "B", "T"],
    amounts: [amounts, "B", 1],
  });
  return tf.customGrad((strengths, amounts) => {
    const rows = rowsOf(strengths as tf.Tensor2D, amounts as tf.Tensor2D, end);
    const { shape } = strengths as tf.Tensor2D;
    return {
      value: tf.tensor2d(joined(rows.map(takeFromRow), shape), shape),
      gradFunc: (upstream: tf.Tensor) =>
        takeGradient(rows, upstream as tf.Tensor2D),
    };
  })(strengths, amounts) as tf.Tensor2D;
}

function rowsOf(
  strengths: tf.Tensor2D,
  amounts: tf.Tensor2D,
  end: TakingEnd,
): Row[] {
  const T = strengths.shape[1];
  const all = strengths.dataSync() as Float32Array;
  const [first, step] = end === "oldest" ? [0, 1] : [T - 1, -1];
  return Array.from(amounts.dataSync(), (amount, b) => ({
    strengths: all.subarray(b * T, (b + 1) * T),
    amount,
    first,
    step,
  }));
}

function takeFromRow({ strengths, amount, first, step }: Row): Float32Array {
  const taken = new Float32Array(strengths.length);
  let left = amount;
  for (let i = first; i in strengths && left > 0; i += step) {
    taken[i] = Math.min(strengths[i], left);
    left -= strengths[i];
  }
  return taken;
}

/** An entry taken whole gets what it passes on less what the partial one lacks for it; the amount gets the partial one's. */
function takeGradient(
  rows: readonly Row[],
  upstream: tf.Tensor2D,
): [tf.Tensor2D, tf.Tensor2D] {
  const T = upstream.shape[1];
  const all = upstream.dataSync() as Float32Array;
  const ofAmounts = new Float32Array(rows.length);
  const ofStrengths = rows.map(({ strengths, amount, first, step }, b) => {
    const gradient = new Float32Array(T);
    let left = amount;
    let i = first;
    for (; i in strengths && left > 0 && strengths[i] <= left; i += step) {
      gradient[i] = all[b * T + i];
      left -= strengths[i];
    }
    const partial = i in strengths && left > 0;
    ofAmounts[b] = partial ? all[b * T + i] : 0;
    for (i -= step; i in strengths; i -= step) gradient[i] -= ofAmounts[b];
    return gradient;
  });
  return [
    tf.tensor2d(joined(ofStrengths, upstream.shape), upstream.shape),
    tf.tensor2d(ofAmounts, [rows.length, 1]),
  ];
}

function joined(
  rows: readonly Float32Array[],
  [, T]: [number, number],
): Float32Array {
  const all = new Float32Array(rows.length * T);
  rows.forEach((row, b) => all.set(row, b * T));
  return all;
}
