import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/** Which end of a list an operation starts from. */
export type TakingEnd = "newest" | "oldest";

/** Entries of a list from one end inwards: `count` indices from `first` in steps of `step`. */
export interface Span {
  first: number;
  step: 1 | -1;
  count: number;
}

/** The entries `lowest`, ..., `highest`, oldest first, from one end. */
export function spanFrom(
  end: TakingEnd,
  lowest: number,
  highest: number,
): Span {
  const count = highest - lowest + 1;
  return end === "oldest"
    ? { first: lowest, step: 1, count }
    : { first: highest, step: -1, count };
}

/** tᵢ = min(sᵢ, max(0, a - Σ s of the entries nearer to the end)), into `taken`. */
export function takeSpan(
  strengths: Float32Array,
  amount: number,
  { first, step, count }: Span,
  taken: Float32Array,
): void {
  let left = amount;
  for (let k = 0, i = first; k < count; k++, i += step) {
    taken[i] = left > 0 ? Math.min(strengths[i], left) : 0;
    left -= strengths[i];
  }
}

/**
 * Backwards through {@linkcode takeSpan}: an entry taken whole gets what it
 * passes on less what the one taken in part lacks for it; the amount gets the
 * partial one's, which is returned. An entry taken exactly whole counts as
 * whole, and one out of reach gets nothing, as in lib.
 */
export function takeSpanGradient(
  strengths: Float32Array,
  amount: number,
  { first, step, count }: Span,
  upstream: Float32Array,
  gradient: Float32Array,
): number {
  let left = amount;
  let whole = 0;
  let i = first;
  for (; whole < count && left > 0 && strengths[i] <= left; whole++) {
    gradient[i] = upstream[i];
    left -= strengths[i];
    i += step;
  }
  const ofAmount = whole < count && left > 0 ? upstream[i] : 0;
  for (let k = whole; k < count; k++, i += step) gradient[i] = 0;
  for (let k = 0, j = first; k < whole; k++, j += step) gradient[j] -= ofAmount;
  return ofAmount;
}

/**
 * tᵢ = min(sᵢ, max(0, a - Σ s of the entries nearer to the end)): an amount a, taken from one end.
 *
 * Popping leaves s - t(u), reading weighs by t(1). One loop over the entries,
 * and one back, take the place of a dozen operations on tensors this small.
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
  const { B, T } = bindTensors("take from a list", {
    strengths: [strengths, "B", "T"],
    amounts: [amounts, "B", 1],
  });
  const lists = { B, T, span: spanFrom(end, 0, T - 1) };
  return tf.customGrad((strengthsNow, amountsNow) => {
    const s = (strengthsNow as tf.Tensor).dataSync() as Float32Array;
    const a = (amountsNow as tf.Tensor).dataSync() as Float32Array;
    const taken = new Float32Array(B * T);
    for (let b = 0; b < B; b++) {
      takeSpan(rowOf(s, b, T), a[b], lists.span, rowOf(taken, b, T));
    }
    return {
      value: tf.tensor2d(taken, [B, T]),
      gradFunc: (upstream: tf.Tensor) =>
        takeGradient(lists, s, a, upstream.dataSync() as Float32Array),
    };
  })(strengths, amounts) as tf.Tensor2D;
}

function takeGradient(
  { B, T, span }: { B: number; T: number; span: Span },
  strengths: Float32Array,
  amounts: Float32Array,
  upstream: Float32Array,
): tf.Tensor[] {
  const ofStrengths = new Float32Array(B * T);
  const ofAmounts = amounts.map((amount, b) =>
    takeSpanGradient(
      rowOf(strengths, b, T),
      amount,
      span,
      rowOf(upstream, b, T),
      rowOf(ofStrengths, b, T),
    )
  );
  return [tf.tensor2d(ofStrengths, [B, T]), tf.tensor2d(ofAmounts, [B, 1])];
}

function rowOf(all: Float32Array, b: number, T: number): Float32Array {
  return all.subarray(b * T, (b + 1) * T);
}
