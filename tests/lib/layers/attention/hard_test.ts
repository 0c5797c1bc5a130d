import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  dotScores,
  hardAttention as hardInColumns,
  reinforceGradient,
  sampledAttention as sampledInColumns,
} from "@mneme/mneme/attention";
import { seededRandom, ShapeError, softmaxColumns } from "@mneme/mneme/core";
import {
  hardAttention,
  moveBaseline,
  reinforceLoss,
  sampledAttention,
  sampleItems,
  tf,
} from "@mneme/mneme/layers";
import { matrices, SEEDS } from "../../support.ts";
import { assertNoLeak, assertTensorClose, toBatch } from "../support.ts";

Deno.test("hardAttention() and sampledAttention() choose as lib does", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const memory = { keys: draw(3, 7), values: draw(2, 7) };
      const queries = draw(3, 5);
      const [values, scores] = [
        toBatch(memory.values),
        toBatch(dotScores(memory.keys, queries)),
      ];
      const options = { score: dotScores };
      const largest = hardAttention(values, scores);
      const expected = hardInColumns(memory, queries, options);
      assertTensorClose(largest.output, expected.output);
      assertTensorClose(largest.choices, [expected.choices]);
      assertTensorClose(largest.distribution, expected.distribution);
      const chance = seededRandom(seed);
      const drawn = sampledAttention(values, scores, chance);
      const same = sampledInColumns(
        memory,
        queries,
        seededRandom(seed),
        options,
      );
      assertTensorClose(drawn.choices, [same.choices], {
        message: `seed ${seed}`,
      });
      assertTensorClose(drawn.output, same.output, { message: `seed ${seed}` });
    });
  }
});

Deno.test("hardAttention() reads 0 where a query sees nothing, and never a masked item", () => {
  tf.tidy(() => {
    const values = tf.tensor3d([[[3], [5]]]);
    const scores = tf.tensor3d([[[1, 2], [1, 2]]]);
    const mask = tf.tensor3d([[[1, 0], [0, 0]]]);
    const { output } = hardAttention(values, scores, { mask });
    assertTensorClose(output, [[[3], [0]]]);
    const drawn = sampledAttention(values, scores, seededRandom(3), { mask });
    assertTensorClose(drawn.output, [[[3], [0]]]);
  });
});

Deno.test("sampleItems() draws each item as often as its weight says", () => {
  const draws = 10_000;
  const choices = tf.tidy(() =>
    sampleItems(
      tf.tile(tf.tensor2d([[0.1, 0, 0.2, 0.7]]), [draws, 1]),
      seededRandom(7),
    ).dataSync()
  );
  [0.1, 0, 0.2, 0.7].forEach((weight, n) => {
    const share = choices.filter((choice) => choice === n).length / draws;
    const deviation = Math.sqrt(weight * (1 - weight) / draws);
    assert(Math.abs(share - weight) <= 4 * deviation, `item ${n}: ${share}`);
  });
});

Deno.test("reinforceLoss() has lib's estimate as its gradient, with any baseline", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const random = seededRandom(seed);
      const scores = draw(7, 5); // 5 queries
      const rewards = draw(1, 5).to1DArray();
      const choices = rewards.map(() => random.integer(7));
      const distribution = softmaxColumns(scores);
      for (const baseline of [0, 1.5]) {
        const gradient = tf.grad((at: tf.Tensor) =>
          reinforceLoss(
            at,
            tf.tensor1d(choices, "int32"),
            tf.tensor1d(rewards),
            { baseline },
          )
        )(toBatch(scores).reshape([5, 7]));
        const expected = reinforceGradient(
          distribution,
          choices,
          rewards,
          { baseline },
        );
        assertTensorClose(gradient.mul(-5), expected, {
          message: `seed ${seed}, baseline ${baseline}`,
        });
      }
    });
  }
});

Deno.test("reinforceLoss() sends no gradient into rewards and baseline", () => {
  tf.tidy(() => {
    const choices = tf.tensor1d([1, 0], "int32");
    const scores = tf.tensor2d([[1, 2], [3, 5]]);
    const gradient = tf.grad((at: tf.Tensor) =>
      tf.add(
        reinforceLoss(scores, choices, at, { baseline: tf.mean(at) }),
        tf.mul(tf.sum(at), 7),
      ).asScalar()
    )(tf.tensor1d([2, 3]));
    assertTensorClose(gradient, [7, 7]);
  });
});

Deno.test("moveBaseline() is a running mean that leaves no tensors", () => {
  const baseline = tf.variable(tf.scalar(1), false);
  const rewards = tf.tensor1d([4, 6]);
  assertNoLeak(() => moveBaseline(baseline, rewards, 0.75));
  assertTensorClose(baseline, tf.scalar(0.75 * 1 + 0.25 * 5));
  tf.dispose([baseline, rewards]);
});

Deno.test("reinforceLoss() leaves no tensors, and refuses rewards of another shape", () => {
  const scores = tf.ones([5, 7]);
  const choices = tf.zeros([5], "int32");
  const rewards = tf.ones([5]);
  const before = tf.memory().numTensors;
  reinforceLoss(scores, choices, rewards).dispose();
  assertEquals(tf.memory().numTensors, before);
  assertThrows(
    () => reinforceLoss(scores, choices, tf.ones([3])),
    ShapeError,
    "scores [...,N] is [5,7], choices [...] is [5], rewards [...] is [3]",
  );
});
