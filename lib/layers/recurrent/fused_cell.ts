import type { tf } from "../tf.ts";
import type { Parts, Place } from "./recurrence.ts";

/** What a recurrence starts from. */
export type FusedInputs = {
  /** xW + b of all items [N, B, G H]. */
  projected: tf.Tensor3D;
  /** U [H, G H]. */
  stateWeights: tf.Tensor2D;
  /** h₀ [B, H]. */
  hidden: tf.Tensor2D;
  /** c₀ [B, H]; a GRU does not look at it. */
  cell: tf.Tensor2D;
};

/** A cell on its way through a sequence. */
export interface CellForward {
  /** What the inputs gave each item's sums, which may be added to before its step. */
  sums: Parts;
  /** Hidden states in slots. */
  states: Parts;
  step(place: Place): void;
  /** States in slots [N + 1, B, H], hidden ones first. */
  outputs: tf.Tensor[];
  /** What the way back needs. */
  saved: tf.Tensor[];
  /** Frees what nobody needs. */
  end(): void;
}

/** The same on its way back. */
export interface CellBackward {
  /** The derivatives by what the inputs gave each item's sums. */
  deltas: Parts;
  /** The derivatives by the hidden states in slots, complete after the step that follows. */
  dStates: Parts;
  step(place: Place): void;
  /** The derivatives by U, and by the first states. */
  gradients(): { stateWeights: tf.Tensor; hidden: tf.Tensor; cell?: tf.Tensor };
  end(): void;
}
