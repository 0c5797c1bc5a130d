/**
 * What the experiments with encoders and decoders share: how they train a
 * model, and what it writes.
 *
 * @module
 */
import {
  batchPairs,
  batchSources,
  greedyTranslate,
  type IdPair,
  seq2seqLoss,
  type Seq2seqWeights,
  tf,
  type Translations,
  variablesOf,
} from "../../lib/layers/mod.ts";
import type { Random } from "../../mod.ts";
import type { Run } from "../experiment.ts";
import type { TrainingResult } from "../training/training.ts";
import { SYMBOLS } from "./vocabulary.ts";

/** How a model is trained. */
export interface FitOptions {
  /** The training's name. */
  name: string;
  weights: Seq2seqWeights;
  steps: number;
  rate: number;
  /** The pairs of a step. */
  draw(random: Random): IdPair[];
  /** What is measured ten times on the way. */
  measure(): Record<string, number>;
}

/** Trains with Adam, gradients clipped at norm 1, the rate falling to a hundredth over the last half. */
export function fit(
  run: Run,
  { name, weights, steps, rate, draw, measure }: FitOptions,
): Promise<TrainingResult> {
  return run.train({
    name,
    variables: variablesOf(weights),
    steps,
    optimizer: { kind: "adam", rate },
    schedule: (step) => Math.min(1, 2.01 - 2 * step / steps),
    clip: { norm: 1 },
    batch: (random) => batchPairs(draw(random), SYMBOLS),
    loss: (batch) => seq2seqLoss(weights, batch),
    evaluate: { every: Math.ceil(steps / 10), measure },
  });
}

/** Sources are written in groups of so many, to bound the memory. */
const GROUP = 250;

/** What the model writes for each source, greedily. */
export function write(
  weights: Seq2seqWeights,
  sources: readonly (readonly number[])[],
  maximumLength: number,
): Translations {
  const tokens: number[][] = [];
  const looks: number[][][] = [];
  for (let first = 0; first < sources.length; first += GROUP) {
    const batch = batchSources(sources.slice(first, first + GROUP));
    const written = greedyTranslate(weights, batch.source, {
      ...SYMBOLS,
      maximumLength,
    }, batch.sourceMask);
    tf.dispose(batch);
    tokens.push(...written.tokens);
    looks.push(...written.weights ?? []);
  }
  return looks.length > 0 ? { tokens, weights: looks } : { tokens };
}

/** The percentage of pairs whose target is written without a fault. */
export function exactPercentage(
  weights: Seq2seqWeights,
  pairs: readonly IdPair[],
): number {
  const longest = Math.max(...pairs.map(({ target }) => target.length));
  const sources = pairs.map(({ source }) => source);
  const { tokens } = write(weights, sources, longest + 1);
  const right = pairs.filter(({ target }, i) =>
    target.join() === tokens[i].join()
  );
  return 100 * right.length / pairs.length;
}
