import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { reinforceGradient, seededRandom } from "../../mod.ts";
import { initBackend, tf } from "../../lib/layers/mod.ts";
import {
  type Bandit,
  estimateGradient,
  exactGradient,
  largestDeviation,
} from "../../experiments/hard_attention/estimator.ts";
import { columnVector } from "../../lib/core/mod.ts";
import {
  CLASSES,
  drawDisguise,
  drawSelection,
  ITEMS,
  SIZE,
} from "../../experiments/hard_attention/task.ts";
import { runShort } from "./support.ts";

await initBackend();

/** Chance picks one of four items; all 1,000 test examples of a seed are right in 9 of 10 after the short training with a baseline. */
const LEAST_ACCURACY = 0.6;

Deno.test("drawSelection() disguises the asked item's key and asks for its class", () => {
  const random = seededRandom(7);
  const disguise = drawDisguise(random);
  assertEquals(disguise.order.toSorted((a, b) => a - b), [
    ...Array(SIZE).keys(),
  ]);
  const task = drawSelection(random, disguise, 200);
  const [keys, values, queries] = [task.keys, task.values, task.queries]
    .map((tensor) => tensor.arraySync());
  const labels = task.labels.arraySync();
  let nearest = 0;
  labels.forEach((label, b) => {
    const asked = values[b].findIndex((classes) => classes[label] === 1);
    assert(asked >= 0, "the class must be one of the items'");
    const distances = keys[b].map((key) =>
      disguise.order.reduce(
        (sum, from, d) =>
          sum + (queries[b][0][d] - disguise.signs[d] * key[from]) ** 2,
        0,
      )
    );
    if (distances.indexOf(Math.min(...distances)) === asked) nearest++;
    assertEquals(new Set(values[b].map((v) => v.indexOf(1))).size, ITEMS);
  });
  assert(nearest > 190, `${nearest} of 200 queries are nearest to their key`);
  tf.dispose([task.keys, task.values, task.queries, task.labels]);
  assertEquals(values[0][0].length, CLASSES);
});

/** One situation whose keys are unit vectors: the scores are q W's first four entries, over √D. */
function oneSituation(): Bandit {
  const keys = Array.from(
    { length: ITEMS },
    (_, n) => Array.from({ length: SIZE }, (_, d) => n === d ? 1 : 0),
  );
  const query = Array.from({ length: SIZE }, (_, d) => d === 0 ? 1 : 0);
  return {
    match: tf.zeros([SIZE, SIZE]),
    situations: { keys: tf.tensor3d([keys]), queries: tf.tensor3d([[query]]) },
    rewards: tf.tensor2d([[3, 5, 7, 9]]),
  };
}

Deno.test("exactGradient() is that of the mean reward when all items are alike", () => {
  const gradient = exactGradient(oneSituation());
  // Σ αₙRₙ(eₙ - α) = (Rₙ - 6) / 4 in the scores, over √8 in the first row of W.
  const row = [3, 5, 7, 9].map((reward) => (reward - 6) / 4 / Math.sqrt(SIZE));
  gradient.forEach((value, i) => assertAlmostEquals(value, row[i] ?? 0, 1e-6));
});

Deno.test("estimateGradient() has the mean and the variance of lib's estimates", () => {
  const bandit = oneSituation();
  const exact = exactGradient(bandit);
  const estimates = estimateGradient(bandit, 20_000, seededRandom(3), "none");
  assert(largestDeviation(exact.slice(0, 4), estimates) < 5);
  const uniform = columnVector([0.25, 0.25, 0.25, 0.25]);
  let expected = 0; // E‖estimate‖² - ‖exact‖², by enumeration
  [3, 5, 7, 9].forEach((reward, z) => {
    const gradient = reinforceGradient(uniform, [z], [reward]).to1DArray();
    expected += gradient.reduce((sum, g) => sum + g * g / SIZE, 0) / 4;
  });
  expected -= exact.reduce((sum, g) => sum + g * g, 0);
  assertAlmostEquals(estimates.variance, expected, 0.02 * expected);
});

Deno.test("estimateGradient() shows the bias of a baseline that knows the draw", () => {
  const bandit = oneSituation();
  const exact = exactGradient(bandit);
  const half = estimateGradient(bandit, 20_000, seededRandom(3), "peeking");
  half.mean.slice(0, 4).forEach((value, i) =>
    assertAlmostEquals(value, exact[i] / 2, 0.02)
  );
  assert(largestDeviation(exact.slice(0, 4), half) > 20);
});

Deno.test("hard-attention: REINFORCE is unbiased and learns", async () => {
  const run = await runShort("hard-attention");
  assert(run.value("deviation-none") < 5);
  assert(run.value("deviation-mean") < 5);
  assert(run.value("deviation-peeking") > 20);
  assert(run.value("variance-ratio") < 1);
  const accuracy = run.value("accuracy-reinforce-baseline");
  assert(accuracy > LEAST_ACCURACY, `accuracy ${accuracy}`);
  for (const { leaked } of run.trainings) assertEquals(leaked, 0);
});
