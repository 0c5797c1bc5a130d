import type { Kernels } from "../kernels/running.ts";
import type { tf } from "../tf.ts";

/** How a rule is set; each has defaults of its own. */
export interface RuleSettings {
  /** Momentum μ of `momentum` (default: 0.9) and `rmsprop` (default: 0). */
  momentum?: number;
  /** Decay ρ of the mean of squares of `rmsprop`. Default: 0.9. */
  decay?: number;
  /** Whether `rmsprop` divides by the deviation instead of the mean square. Default: false. */
  centered?: boolean;
  /** Decays β₁ and β₂ of `adam`. Default: 0.9 and 0.999. */
  betas?: readonly [number, number];
  /** What keeps the division finite. Default: 1e-7 in `rmsprop`, 1e-8 in `adam`. */
  epsilon?: number;
}

/** How far a step goes. */
export interface Pace {
  /** The learning rate η of this step. */
  rate: number;
  /** The number of this step, from 1. */
  step: number;
}

/** One variable's step. */
export interface Update extends Pace {
  /** The weights w. */
  weights: tf.Tensor;
  /** The gradient g, of the same shape. */
  gradient: tf.Tensor;
  /** What the rule remembers, in the order of its slots. */
  slots: readonly tf.Tensor[];
}

/** How weights follow their gradient. */
export interface Rule {
  /** The names of what the rule remembers of each variable, all 0 at the start. */
  readonly slots: readonly string[];
  /** The next weights, then the next slots. */
  next(update: Update): tf.Tensor[];
  /** The same in place: `at` are the addresses of weights, gradient and slots, `size` their length. */
  advance(kernels: Kernels, at: number[], size: number, pace: Pace): void;
}
