/**
 * What a training is told and what it gives back; the loop is loop.ts.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import type { tf } from "../../lib/layers/mod.ts";

/** A training; everything random comes from `random`, so that a resumed one goes on as it would have. */
export interface TrainingOptions<Batch> {
  /** Names the checkpoint, the history and the curve: unique within the experiment's run. */
  name: string;
  /** The variables to train, each with a name of its own that is the same in every run. */
  variables: readonly tf.Variable[];
  /** How many steps at most. */
  steps: number;
  optimizer: { kind: "sgd" | "momentum" | "rmsprop" | "adam"; rate: number };
  /** A factor on the rate at a step (from 0). Default: 1. */
  schedule?(step: number): number;
  /** Gradients are clipped by their global norm, or entry by entry. Default: neither. */
  clip?: { norm: number } | { value: number };
  /** The data of a step, a pure function of the step's own random numbers; tensors in it are disposed of by the loop. */
  batch(random: Random, step: number): Batch;
  /** The loss of a batch, a scalar; runs in tf.tidy. `random` is for dropout and sampling. */
  loss(batch: Batch, random: Random, step: number): tf.Scalar;
  /** Called every `every` steps and at the end; what it returns is in the history. It must not train. */
  evaluate?: {
    every: number;
    measure(step: number): Record<string, number>;
    /** Whether to stop early; gets the rows so far, the newest last. */
    stop?(history: readonly HistoryRow[]): boolean;
  };
}

/** A row of the history, which is written as CSV: the step, the mean loss since the row before, and what was measured. */
export type HistoryRow =
  & { step: number; loss: number }
  & Record<
    string,
    number
  >;

/** What came of a training. */
export interface TrainingResult {
  history: HistoryRow[];
  /** Steps that were run in all, those before a resume included. */
  steps: number;
  /** Seconds of training in all, without evaluation. */
  seconds: number;
  stoppedEarly: boolean;
  /** Tensors that were alive at the end beyond those at the start, checkpointed state aside: 0. */
  leaked: number;
}
