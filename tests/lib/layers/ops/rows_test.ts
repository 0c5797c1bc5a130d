import { assertEquals, assertThrows } from "@std/assert";
import { ShapeError } from "@mneme/mneme/core";
import {
  additiveScores,
  embed,
  layerNormalize,
  softmaxCrossEntropy,
  tf,
} from "@mneme/mneme/layers";
import { SEEDS } from "../../support.ts";
import {
  assertSameOnBoth,
  draw,
  drawIds,
  drawSizes,
  withGradients,
} from "../kernels/both_backends.ts";
import { assertNoLeak, assertTensorClose } from "../support.ts";

Deno.test("layerNormalize() gives rows of mean 0 and variance 1", () => {
  const y = layerNormalize(
    tf.add(draw(1, [3, 2, 64], 5), 7),
    tf.ones([64]),
    tf.zeros([64]),
  );
  const { mean, variance } = tf.moments(y, 2);
  assertTensorClose(mean, tf.zeros([3, 2]));
  assertTensorClose(variance, tf.ones([3, 2]));
});

Deno.test("layerNormalize() by hand: (1, 3) becomes (-1, 1) times gain plus bias", () => {
  const y = layerNormalize(
    tf.tensor1d([1, 3]),
    tf.tensor1d([5, 7]),
    tf.tensor1d([11, 13]),
    0,
  );
  assertTensorClose(y, [6, 20]);
});

Deno.test("layerNormalize() has the CPU's values and gradients", async () => {
  for (const seed of SEEDS) {
    const [B, N, D] = drawSizes(seed, 3);
    for (const shape of [[D], [B, D], [B, N, D]]) {
      await assertSameOnBoth(
        () =>
          withGradients(
            (x, gain, bias) => [
              layerNormalize(x, gain as tf.Tensor1D, bias as tf.Tensor1D),
            ],
            // Of one number the spread is √ε only, and rounding is magnified.
            [draw(seed, shape), draw(seed + 1, [D]), draw(seed + 2, [D])],
          ),
        `seed ${seed}, [${shape}]`,
        1e-4,
      );
    }
  }
});

Deno.test("layerNormalize() stays finite when a row is constant", () => {
  const y = layerNormalize(tf.fill([2, 3], 1e4), tf.ones([3]), tf.ones([3]));
  assertEquals(y.arraySync(), [[1, 1, 1], [1, 1, 1]]);
});

Deno.test("layerNormalize() names the shapes when gain and rows differ", () => {
  assertThrows(
    () => layerNormalize(tf.zeros([2, 3]), tf.ones([2]), tf.zeros([3])),
    ShapeError,
    "gain [D] is [2]",
  );
});

Deno.test("softmaxCrossEntropy() of equal scores is log V", () => {
  const loss = softmaxCrossEntropy(tf.zeros([2, 3, 5]), drawIds(1, [2, 3], 5));
  assertTensorClose(loss, Math.log(5));
});

Deno.test("softmaxCrossEntropy() has the CPU's values and gradients, weighted or not", async () => {
  for (const seed of SEEDS) {
    const [B, N, V] = drawSizes(seed, 3);
    for (const weighted of [false, true]) {
      await assertSameOnBoth(
        () =>
          withGradients(
            (logits) => [
              softmaxCrossEntropy(
                logits,
                drawIds(seed, [B, N], V),
                weighted ? tf.abs(draw(seed, [B, N])) : undefined,
              ),
            ],
            [draw(seed, [B, N, V], 3)],
          ),
        `seed ${seed}, [${B}, ${N}, ${V}], weighted ${weighted}`,
      );
    }
  }
});

Deno.test("softmaxCrossEntropy() of items that do not count is 0 and has no gradient", async () => {
  await assertSameOnBoth(
    () =>
      withGradients(
        (logits) => [
          softmaxCrossEntropy(logits, drawIds(1, [3], 5), tf.zeros([3])),
        ],
        [draw(1, [3, 5])],
      ),
    "weights of 0",
  );
});

Deno.test("softmaxCrossEntropy() is exact at scores of 1e4", () => {
  const loss = softmaxCrossEntropy(
    tf.tensor2d([[1e4, -1e4], [1e4, -1e4]]),
    tf.tensor1d([0, 1], "int32"),
  );
  assertEquals(loss.dataSync()[0], 1e4);
});

Deno.test("softmaxCrossEntropy() names a label that is no class", () => {
  assertThrows(
    () => softmaxCrossEntropy(tf.zeros([2, 3]), tf.tensor1d([0, 3], "int32")),
    RangeError,
    "Cannot take the cross entropy as labels must be from 0 to 2: 3",
  );
});

Deno.test("embed() has the CPU's values and gradients", async () => {
  for (const seed of SEEDS) {
    const [V, D, B, N] = drawSizes(seed, 4);
    for (const shape of [[], [N], [B, N]]) {
      await assertSameOnBoth(
        () =>
          withGradients(
            (table) => [embed(table as tf.Tensor2D, drawIds(seed, shape, V))],
            [draw(seed, [V, D])],
          ),
        `seed ${seed}, [${V}, ${D}], ids [${shape}]`,
      );
    }
  }
});

Deno.test("embed() names an id that is outside of the table, and takes whole floats", () => {
  const table = tf.tensor2d([[1, 2], [3, 4], [5, 6]]);
  assertThrows(
    () => embed(table, tf.tensor1d([-1], "int32")),
    RangeError,
    "Cannot embed as ids must be from 0 to 2: -1",
  );
  assertNoLeak(() => {
    const ids = tf.tensor1d([2, 0]);
    const rows = embed(table, ids);
    assertEquals(rows.arraySync(), [[5, 6], [1, 2]]);
    tf.dispose([ids, rows]);
  });
});

Deno.test("additiveScores() has the CPU's values and gradients", async () => {
  for (const seed of SEEDS) {
    const [B, M, N, h] = drawSizes(seed, 4);
    await assertSameOnBoth(
      () =>
        withGradients(
          (query, keys, v) => [
            additiveScores(
              query as tf.Tensor3D,
              keys as tf.Tensor3D,
              v as tf.Tensor1D,
            ),
          ],
          [draw(seed, [B, M, h]), draw(seed + 1, [B, N, h]), draw(seed, [h])],
        ),
      `seed ${seed}, [${B}, ${M}, ${N}], ${h} hidden`,
    );
  }
});

Deno.test("additiveScores() stays within Σ |v| at sums of 1e4", () => {
  const scores = additiveScores(
    tf.fill([1, 1, 2], 1e4),
    tf.zeros([1, 1, 2]),
    tf.tensor1d([3, -5]),
  );
  assertEquals(scores.arraySync(), [[[-2]]]);
});

Deno.test("additiveScores() names the shapes when the hidden sizes differ", () => {
  assertThrows(
    () =>
      additiveScores(tf.zeros([1, 1, 2]), tf.zeros([1, 1, 3]), tf.ones([2])),
    ShapeError,
    "h must be one size",
  );
});
