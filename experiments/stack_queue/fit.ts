/**
 * Trains a model from several weights for a while, and the most promising one
 * to the end.
 *
 * @module
 */
import { tf } from "../../lib/layers/mod.ts";
import type { Run } from "../experiment.ts";
import type { HistoryRow } from "../training/training.ts";
import {
  type Accuracy,
  accuracyOf,
  createModel,
  type Kind,
  lossOf,
  type Model,
} from "./model.ts";
import { drawSequences, type Task } from "./sequences.ts";

/** How long is trained, and what with. */
export interface Plan {
  /** Models that are tried, at most, and the steps of each trial. */
  candidates: number;
  trial: number;
  /** Steps that the best one is trained further. */
  steps: number;
  kinds: readonly Kind[];
  /** The shortest and the longest sequences that are trained. */
  shortest: number;
  longest: number;
  /** Lengths that are tested, the last one twice the longest trained. */
  lengths: number[];
}

const TRAINING = { batch: 16, rate: 0.01, clip: 1, every: 100 };
/** Sequences that an accuracy is measured on: known to 3.5% at most (one standard error). */
const TEST = 200;

/** A model after some training. */
interface Trained {
  model: Model;
  last: HistoryRow;
}

/**
 * Trains a model: where a controller begins decides whether it finds its list
 * before it has filled its own few units, so that several are tried until one
 * does all sequences as long as it was trained with; else the lowest loss counts.
 *
 * @param run What is run.
 * @param task What is to be learned.
 * @param kind What the controller is given.
 * @param plan How long.
 */
export async function fit(
  run: Run,
  task: Task,
  kind: Kind,
  plan: Plan,
): Promise<Model> {
  const name = `${task}-${kind}`;
  let best: Trained | null = null;
  for (let n = 1; n <= plan.candidates && !isSolved(best); n++) {
    const model = createModel(
      `${name}-${n}`,
      kind,
      run.random(`weights-${name}-${n}`),
    );
    const last = await train(
      run,
      `${name}-${n}`,
      model,
      task,
      plan,
      plan.trial,
    );
    const isBest: boolean = best === null || last.loss < best.last.loss;
    const loser: Model | undefined = isBest ? best?.model : model;
    if (loser) tf.dispose(loser.variables);
    if (isBest) best = { model, last };
  }
  const { model } = best!;
  await train(run, name, model, task, plan, plan.steps);
  return model;
}

/** Whether a trial got all sequences of the longest length right. */
function isSolved(trained: Trained | null): boolean {
  return trained?.last["right-as-trained"] === 1;
}

async function train(
  run: Run,
  name: string,
  model: Model,
  task: Task,
  { shortest, longest }: Plan,
  steps: number,
): Promise<HistoryRow> {
  const right = (length: number) => measure(run, model, task, length).coarse;
  const { history } = await run.train({
    name,
    variables: model.variables,
    steps,
    optimizer: { kind: "adam", rate: TRAINING.rate },
    clip: { norm: TRAINING.clip },
    batch: (random) =>
      drawSequences(random, task, {
        batch: TRAINING.batch,
        length: shortest + random.integer(longest - shortest + 1),
      }),
    loss: (sequences) => lossOf(model, sequences),
    evaluate: {
      every: TRAINING.every,
      measure: () => ({
        "right-as-trained": right(longest),
        "right-at-twice": right(2 * longest),
      }),
    },
  });
  return history[history.length - 1];
}

/** The accuracy on sequences of a length, the same ones for every kind. */
export function measure(
  run: Run,
  model: Model,
  task: Task,
  length: number,
): Accuracy {
  return tf.tidy(() => {
    const random = run.random(`test-${length}`);
    const sequences = drawSequences(random, task, { batch: TEST, length });
    const { fine, coarse } = accuracyOf(model, sequences);
    return { fine, coarse };
  });
}
