import {
  type Span,
  spanFrom,
  takeSpan,
  takeSpanGradient,
  type TakingEnd,
} from "./take.ts";

/** What a step does at each of E ends: pops and pushes [E], values [E·D], one after the other. */
export interface RowAction {
  pops: Float32Array;
  pushes: Float32Array;
  values: Float32Array;
}

/** Which ends a list has, top before bottom, and where a step's new entries go. */
const ENDS: Record<"stack" | "queue" | "deque", readonly TakingEnd[]> = {
  stack: ["newest"],
  queue: ["oldest"],
  deque: ["newest", "oldest"],
};

/**
 * One list over N steps, in arrays that are as long as it will get: the same
 * steps as {@linkcode stackStep}, {@linkcode queueStep} and
 * {@linkcode dequeStep}, and back through them.
 *
 * A deque grows from the middle to both sides.
 */
export class RowList {
  readonly #ends: readonly TakingEnd[];
  readonly #strengths: Float32Array[];
  readonly #values: Float32Array;
  readonly #taken: Float32Array;
  /** On the way back: the gradients in the strengths after the step, and in all values. */
  readonly #ofStrengths: Float32Array;
  readonly #ofValues: Float32Array;
  readonly #scratch: Float32Array;

  constructor(
    readonly kind: "stack" | "queue" | "deque",
    readonly steps: number,
    readonly size: number,
  ) {
    this.#ends = ENDS[kind];
    const capacity = steps * this.#ends.length;
    const entries = () => new Float32Array(capacity);
    this.#strengths = Array.from({ length: steps + 1 }, entries);
    this.#values = new Float32Array(capacity * size);
    this.#taken = entries();
    this.#ofStrengths = entries();
    this.#ofValues = new Float32Array(capacity * size);
    this.#scratch = entries();
  }

  /** Pops, pushes and reads [E·D]. */
  step(t: number, { pops, pushes, values }: RowAction, read: Float32Array) {
    const { size } = this;
    const next = this.#strengths[t + 1];
    next.set(this.#strengths[t]);
    this.#ends.forEach((end, e) =>
      this.#pop(next, pops[e], this.#span(end, t - 1))
    );
    this.#ends.forEach((_, e) => {
      const entry = this.#entry(t, e);
      next[entry] = pushes[e];
      const value = values.subarray(e * size, (e + 1) * size);
      this.#values.set(value, entry * size);
    });
    this.#ends.forEach((end, e) => {
      const span = this.#span(end, t);
      takeSpan(next, 1, span, this.#taken);
      this.#sum(span, read.subarray(e * size, (e + 1) * size));
    });
  }

  /** Back through a step, the last one first: gradients in the read [E·D] become those in the action. */
  stepBack(
    t: number,
    action: RowAction,
    ofRead: Float32Array,
    ofAction: RowAction,
  ): void {
    const { size } = this;
    this.#ends.forEach((end, e) =>
      this.#readBack(
        t,
        this.#span(end, t),
        ofRead.subarray(e * size, (e + 1) * size),
      )
    );
    this.#ends.forEach((_, e) => {
      const entry = this.#entry(t, e);
      ofAction.pushes[e] = this.#ofStrengths[entry];
      this.#ofStrengths[entry] = 0;
      const value = this.#ofValues.subarray(entry * size, (entry + 1) * size);
      ofAction.values.set(value, e * size);
    });
    this.#popsBack(t, action.pops, ofAction.pops);
  }

  #popsBack(t: number, pops: Float32Array, ofPops: Float32Array): void {
    const before = [this.#strengths[t]];
    const spans = this.#ends.map((end) => this.#span(end, t - 1));
    if (spans.length === 2) {
      const between = before[0].slice();
      this.#pop(between, pops[0], spans[0]);
      before.push(between);
    }
    for (let e = spans.length - 1; e >= 0; e--) {
      const ofStrengths = this.#ofStrengths;
      ofPops[e] = -takeSpanGradient(
        before[e],
        pops[e],
        spans[e],
        ofStrengths,
        this.#scratch,
      );
      forSpan(spans[e], (i) => ofStrengths[i] -= this.#scratch[i]);
    }
  }

  #readBack(t: number, span: Span, ofRead: Float32Array): void {
    const { size } = this;
    const strengths = this.#strengths[t + 1];
    takeSpan(strengths, 1, span, this.#taken);
    const ofShares = new Float32Array(strengths.length);
    forSpan(span, (i) => {
      const [share, at] = [this.#taken[i], i * size];
      for (let d = 0; d < size; d++) {
        ofShares[i] += this.#values[at + d] * ofRead[d];
        this.#ofValues[at + d] += share * ofRead[d];
      }
    });
    takeSpanGradient(strengths, 1, span, ofShares, this.#scratch);
    forSpan(span, (i) => this.#ofStrengths[i] += this.#scratch[i]);
  }

  #pop(strengths: Float32Array, amount: number, span: Span): void {
    takeSpan(strengths, amount, span, this.#taken);
    forSpan(span, (i) => strengths[i] -= this.#taken[i]);
  }

  /** Σᵢ tᵢ vᵢ. */
  #sum(span: Span, read: Float32Array): void {
    read.fill(0);
    forSpan(span, (i) => {
      const share = this.#taken[i];
      if (share === 0) return;
      for (let d = 0; d < read.length; d++) {
        read[d] += share * this.#values[i * read.length + d];
      }
    });
  }

  /** The entries that there are after step t, none after step -1. */
  #span(end: TakingEnd, t: number): Span {
    const middle = this.kind === "deque" ? this.steps : 0;
    const lowest = this.kind === "deque" ? middle - 1 - t : 0;
    return spanFrom(end, lowest, middle + t);
  }

  /** Where what step t pushes at an end goes. */
  #entry(t: number, e: number): number {
    if (this.kind !== "deque") return t;
    return e === 0 ? this.steps + t : this.steps - 1 - t;
  }
}

function forSpan(
  { first, step, count }: Span,
  visit: (i: number) => void,
): void {
  for (let k = 0, i = first; k < count; k++, i += step) visit(i);
}
