/**
 * Trains memory networks as the paper does, and keeps the best of several.
 *
 * @module
 */
import { tf } from "../../lib/layers/mod.ts";
import type { Run } from "../experiment.ts";
import {
  createNetwork,
  type Grade,
  gradeNetwork,
  lossOf,
  type Network,
  toBatch,
  withEmptyMemories,
} from "./network.ts";
import type { Example } from "./words.ts";

/** Questions to learn from, and to be judged by. */
export interface Questions {
  vocabulary: number;
  train: Example[];
  test: Example[];
}

/** How long is trained, and how often anew. */
export interface Plan {
  hops: number;
  /** Epochs without the softmax, before the others. */
  linearEpochs: number;
  epochs: number;
  /** Epochs after which the rate is halved. */
  halving: number;
  /** Trainings from other weights, of which the one with the lowest training error is kept. */
  restarts: number;
}

/** The network that was kept. */
export interface Fitted {
  network: Network;
  /** How it answers what it learned from; the choice is by this. */
  train: Grade;
  test: Grade;
}

/** The paper's: rate .01, of a linear start .005, batches of 32, gradients clipped at 40. */
const RATE = 0.01;
const LINEAR_FACTOR = 0.5;
const BATCH = 32;
const CLIP = 40;

/** Epochs between two measurements. */
const EVERY = 20;

/**
 * Trains a network several times and keeps the one that answers most of its training questions.
 *
 * @param run What is run.
 * @param name What the trainings are called.
 * @param questions The questions.
 * @param plan How to train.
 */
export async function fit(
  run: Run,
  name: string,
  questions: Questions,
  plan: Plan,
): Promise<Fitted> {
  let best: Fitted | null = null;
  for (let restart = 1; restart <= plan.restarts; restart++) {
    const fitted = await fitOnce(run, `${name}-${restart}`, questions, plan);
    const isBest = !best || isBetter(fitted.train, best.train);
    const loser: Fitted | null = isBest ? best : fitted;
    if (loser) tf.dispose(loser.network.variables);
    if (isBest) best = fitted;
  }
  return best!;
}

/** Among networks without a training error the loss decides. */
function isBetter(a: Grade, b: Grade): boolean {
  return a.error < b.error || (a.error === b.error && a.loss < b.loss);
}

async function fitOnce(
  run: Run,
  name: string,
  { vocabulary, train, test }: Questions,
  plan: Plan,
): Promise<Fitted> {
  const network = createNetwork(
    name,
    { vocabulary, hops: plan.hops },
    run.random(`weights-${name}`),
  );
  const perEpoch = Math.floor(train.length / BATCH);
  const isLinear = (step: number) => step < plan.linearEpochs * perEpoch;
  const order = epochOrder(run, name, train.length);
  await run.train({
    name,
    variables: network.variables,
    steps: (plan.linearEpochs + plan.epochs) * perEpoch,
    optimizer: { kind: "sgd", rate: RATE },
    schedule: (step) => rateFactor(plan, step / perEpoch),
    clip: { norm: CLIP },
    batch: (random, step) =>
      toBatch(
        order(step).map((i) => withEmptyMemories(train[i], random)),
        vocabulary,
      ),
    loss: (batch, _random, step) => lossOf(network, batch, isLinear(step)),
    evaluate: {
      every: EVERY * perEpoch,
      measure: (step) => ({
        "test-error": gradeNetwork(network, test, isLinear(step - 1)).error,
      }),
    },
  });
  return {
    network,
    train: gradeNetwork(network, train),
    test: gradeNetwork(network, test),
  };
}

function rateFactor({ linearEpochs, halving }: Plan, epoch: number): number {
  return epoch < linearEpochs
    ? LINEAR_FACTOR
    : 0.5 ** Math.floor((epoch - linearEpochs) / halving);
}

/** The examples of a step's batch: each epoch goes through all of them in an order of its own. */
function epochOrder(
  run: Run,
  name: string,
  count: number,
): (step: number) => number[] {
  const perEpoch = Math.floor(count / BATCH);
  let [known, order]: [number, number[]] = [-1, []];
  return (step) => {
    const epoch = Math.floor(step / perEpoch);
    if (epoch !== known) {
      order = run.random(`order-${name}-${epoch}`).permutation(count);
      known = epoch;
    }
    const first = (step % perEpoch) * BATCH;
    return order.slice(first, first + BATCH);
  };
}
