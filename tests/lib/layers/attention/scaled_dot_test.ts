import { assertEquals } from "@std/assert";
import { causalMask, keyValueAttention } from "@mneme/mneme/attention";
import {
  attend,
  causalMaskTensor,
  maskedSoftmax,
  ScaledDotAttention,
  tf,
} from "@mneme/mneme/layers";
import { inner } from "../../gradients.ts";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertLayerKeeps,
  assertTensorClose,
  assertTensorGradients,
  toBatch,
  toTensor,
} from "../support.ts";

Deno.test("ScaledDotAttention agrees with lib, plain and causal", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const [keys, values, queries] = [draw(3, 7), draw(2, 7), draw(3, 5)];
      const inputs = [queries, keys, values].map((each) => toBatch(each));
      for (const causal of [false, true]) {
        const mask = causal ? causalMask(7, 5) : undefined;
        const layer = new ScaledDotAttention({ causal });
        const { output, weights } = layer.attendTo(inputs);
        const expected = keyValueAttention({ keys, values }, queries, { mask });
        const message = `seed ${seed}, causal ${causal}`;
        assertTensorClose(output, expected.output, { message });
        assertTensorClose(weights, expected.weights, { message });
      }
    });
  }
});

Deno.test("attend() has the gradients of finite differences", () => {
  const draw = matrices(7);
  const upstream = draw(2, 3);
  const mask = causalMask(5, 3, { past: 1 });
  assertTensorGradients(
    (keys, values, queries) =>
      attend(queries, keys, values, { mask: toTensor(mask) })
        .output.mul(toTensor(upstream)).sum(),
    (keys, values, queries) =>
      inner(
        keyValueAttention({ keys, values }, queries, { mask }).output,
        upstream,
      ),
    [draw(7, 5), draw(2, 5), draw(7, 3)],
  );
});

Deno.test("ScaledDotAttention keeps what a layer must", async () => {
  const queries = tf.randomNormal([2, 3, 5], 0, 1, "float32", 7);
  const keys = tf.randomNormal([2, 11, 5], 0, 1, "float32", 5);
  const values = tf.randomNormal([2, 11, 7], 0, 1, "float32", 3);
  const parameters = 0;
  await assertLayerKeeps(
    new ScaledDotAttention({ scale: 2 }),
    [queries, keys, values],
    { parameters },
  );
  await assertLayerKeeps(
    new ScaledDotAttention({ causal: true }),
    queries,
    { parameters },
  );
});

Deno.test("ScaledDotAttention takes a mask of its own for each query", () => {
  tf.tidy(() => {
    const x = tf.tensor3d([[[3], [5], [7]]]);
    const mask = tf.tensor3d([[[0, 1, 0], [1, 0, 0], [0, 0, 0]]]);
    const output = new ScaledDotAttention().apply([x, x, x, mask]);
    assertTensorClose(output as tf.Tensor, [[[5], [3], [0]]]);
  });
});

Deno.test("maskedSoftmax() stays finite at scores of 1e4, and overlooks them when masked", () => {
  tf.tidy(() => {
    const scores = tf.tensor2d([[1e4, -1e4, 0], [1e4, 3, 3]]);
    const mask = tf.tensor2d([[1, 1, 1], [0, 1, 1]]);
    assertTensorClose(maskedSoftmax(scores, mask), [[1, 0, 0], [0, 0.5, 0.5]]);
  });
});

Deno.test("causalMaskTensor() agrees with lib", () => {
  for (const [items, queries, past] of [[5, 3, 0], [3, 5, 0], [7, 2, 3]]) {
    const mask = causalMaskTensor(items, queries, past);
    assertTensorClose(mask, causalMask(items, queries, { past }));
    assertEquals(mask.shape, [queries, items]);
    mask.dispose();
  }
});
