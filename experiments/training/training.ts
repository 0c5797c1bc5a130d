/**
 * What a training is told and what it gives back; the loop is loop.ts.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import type { Clip, OptimizerOptions, tf } from "../../lib/layers/mod.ts";

/**
 * A training. Everything random comes from the `random` that a function is
 * given: it is made anew for each step from the seed, the training's name and
 * the step, so that a resumed training goes on as it would have.
 */
export interface TrainingOptions<Batch> {
  /** Names the checkpoint, the history and the curve: unique within the experiment's run; letters, digits and hyphens. */
  name: string;
  /** The variables to train, each with a name of its own that is the same in every run. */
  variables: readonly tf.Variable[];
  /** Variables that `loss` itself assigns, such as a running baseline; kept in the checkpoint, not trained. */
  state?: readonly tf.Variable[];
  /** How many steps at most. */
  steps: number;
  optimizer: OptimizerOptions;
  /** A factor on the rate at a step (from 0). Default: 1. */
  schedule?(step: number): number;
  /** Gradients are clipped by their global norm, or entry by entry. Default: neither. */
  clip?: Clip;
  /** The data of a step (from 0), depending on nothing but `random` and `step`; tensors in it, at any depth, are disposed of by the loop. */
  batch(random: Random, step: number): Batch;
  /** The loss of a batch, a scalar; runs in tf.tidy. `random` is for dropout and sampling. */
  loss(batch: Batch, random: Random, step: number): tf.Scalar;
  /** Measured after every `every` steps and at the end; what it returns is in the history. */
  evaluate?: {
    every: number;
    /** Runs in tf.tidy and must not train. `step` counts the steps that were run; every call's `random` gives the same numbers. */
    measure(step: number, random: Random): Record<string, number>;
    /** Whether to stop early; gets the rows so far, the newest last, and the seconds of training. Whoever looks at the seconds ends where the machine's speed says. */
    stop?(history: readonly HistoryRow[], seconds: number): boolean;
  };
}

/** A row of the history, which is written as CSV: the steps that were run, the mean loss since the row before, and what was measured. */
export type HistoryRow =
  & { step: number; loss: number }
  & Record<
    string,
    number
  >;

/** What came of a training; the variables hold its last values. */
export interface TrainingResult {
  /** A row after every `evaluate.every` steps and one at the end; without `evaluate` about 100 rows. */
  history: HistoryRow[];
  /** Steps that were run in all, those before a resume included. */
  steps: number;
  /** Seconds of training in all, without evaluation. */
  seconds: number;
  stoppedEarly: boolean;
  /** Tensors that were alive at the end beyond those at the start, the optimizer's state aside: 0. */
  leaked: number;
}
