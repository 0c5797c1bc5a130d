/**
 * Sorting by pointing: five digits, in ascending order.
 *
 * @module
 */
import {
  decodePointerNetwork,
  pointerLoss,
  type PointerWeights,
  pointerWeights,
  tf,
  variablesOf,
} from "../../lib/layers/mod.ts";
import type { Figure, Run } from "../experiment.ts";
import {
  batchOf,
  type Example,
  inputsOf,
  NUMBERS,
  sortingExamples,
} from "./examples.ts";
import { drawPointing } from "./pictures.ts";

const FULL = { hidden: 64, batch: 128, steps: 1500, rate: 5e-3, rows: 10_000 };
const SHORT = { hidden: 32, batch: 64, steps: 200, rate: 1e-2, rows: 2_000 };

/** Trains on rows of five digits and counts the held-out ones that are sorted without a fault. */
export async function runSorting(run: Run): Promise<Figure[]> {
  const { rows, ...settings } = run.short ? SHORT : FULL;
  const { train, held } = sortingExamples(run.data, run.random("rows"), rows);
  run.say(
    run.language === "zh"
      ? `${train.length} 行用于训练，${held.length} 行留出`
      : `${train.length} rows to train on, ${held.length} held out`,
  );
  const { steps, batch, rate } = settings;
  const weights = pointerWeights({
    name: "sorting",
    inputSize: 1,
    hiddenSize: settings.hidden,
    random: run.random("weights"),
  });
  await run.train({
    name: "sort",
    variables: variablesOf(weights),
    steps,
    optimizer: { kind: "adam", rate },
    schedule: (step) => 1 - step / steps,
    clip: { norm: 2 },
    batch: (random) =>
      batchOf(
        Array.from(
          { length: batch },
          () => train[random.integer(train.length)],
        ),
      ),
    loss: (batch) => pointerLoss(weights, batch),
    evaluate: {
      every: Math.ceil(steps / 10),
      measure: () => ({ exact: sortedShare(weights, held) }),
    },
  });
  const share = sortedShare(weights, held);
  await drawPointing(run, weights, held[0]);
  tf.dispose(variablesOf(weights));
  return [{
    id: "exact-sort-5",
    name: {
      en: "exact, % of held-out rows",
      zh: "完全正确的留出行，%",
    },
    value: 100 * share,
    target: { kind: "must", atLeast: 98 },
  }];
}

/** The share of the examples whose places all come out right. */
function sortedShare(weights: PointerWeights, examples: Example[]): number {
  const decoded = tf.tidy(() =>
    decodePointerNetwork(
      weights,
      inputsOf(examples.map(({ inputs }) => inputs)),
      { length: NUMBERS, allowed: (n, chosen) => !chosen.includes(n) },
    )
  );
  const right = examples.filter(({ pointers }, i) =>
    pointers.join() === decoded[i].join()
  );
  return right.length / examples.length;
}
