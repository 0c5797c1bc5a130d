import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  drawPairs,
  PAIRS,
  quantile,
  TEST_INPUTS,
  truth,
} from "../../experiments/kernel_regression/draws.ts";
import { seededRandom } from "../../mod.ts";
import { runShort } from "./support.ts";

/**
 * Over 200 seeds in float64 the ratio of the medians is 0.27; with the 50 draws
 * of the short version it stays below 0.5.
 */
const LARGEST_RATIO = 0.6;

Deno.test("truth() is 2 sin x + x^0.8", () => {
  assertEquals(truth(0), 0);
  assertAlmostEquals(truth(1), 2 * Math.sin(1) + 1);
  assertAlmostEquals(truth(Math.PI), Math.PI ** 0.8);
});

Deno.test("TEST_INPUTS are 0, 0.1, ..., 4.9", () => {
  assertEquals(TEST_INPUTS.length, 50);
  assertAlmostEquals(TEST_INPUTS[49], 4.9);
});

Deno.test("drawPairs() sorts its inputs and adds noise of deviation 0.5", () => {
  const random = seededRandom(7);
  const noise: number[] = [];
  for (let i = 0; i < 100; i++) {
    const { inputs, outputs } = drawPairs(random);
    assertEquals(inputs.length, PAIRS);
    assertEquals(inputs, inputs.toSorted((a, b) => a - b));
    assert(inputs.every((x) => x >= 0 && x < 5));
    noise.push(...outputs.map((y, n) => y - truth(inputs[n])));
  }
  const mean = noise.reduce((a, b) => a + b) / noise.length;
  const square = noise.reduce((a, b) => a + b * b) / noise.length;
  assertAlmostEquals(mean, 0, 0.03); // 4 standard errors of 5,000 numbers
  assertAlmostEquals(Math.sqrt(square), 0.5, 0.02);
});

Deno.test("quantile() lies between two values if it must", () => {
  assertEquals(quantile([3, 1, 2], 0.5), 2);
  assertEquals(quantile([4, 1, 2, 3], 0.5), 2.5);
  assertEquals(quantile([7], 0.95), 7);
});

Deno.test("kernel-regression: the learned width's median error is well below the plain kernel's", async () => {
  const run = await runShort("kernel-regression");
  assert(
    run.value("error-ratio") < LARGEST_RATIO,
    `${run.value("error-ratio")}`,
  );
  assert(run.value("error-plain") < run.value("error-mean"));
  assert(run.value("loss-after") < run.value("loss-before"));
  assertEquals(run.trainings[0].leaked, 0);
});
