import { assertThrows } from "@std/assert";
import { fromRows, fromRule, ShapeError } from "@mneme/mneme/core";
import {
  parametricNadarayaWatson,
  parametricNadarayaWatsonGradient,
} from "@mneme/mneme/kernel_regression";
import {
  KernelRegression,
  kernelRegression,
  paddingMaskTensor,
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

Deno.test("kernelRegression() gives d2l's golden value", () => {
  tf.tidy(() => {
    const { output } = kernelRegression(
      {
        keys: tf.tensor3d([[[0], [1], [2]]]),
        values: tf.tensor3d([[[0], [1], [4]]]),
      },
      tf.tensor3d([[[0.5]]]),
      tf.scalar(1),
    );
    assertTensorClose(output, [[[1.0437684]]]);
  });
});

Deno.test("kernelRegression() agrees with lib in several dimensions, own key excluded", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const memory = { keys: draw(3, 5), values: draw(2, 5) };
      const mask = fromRule(5, 5, (n, m) => n === m ? 0 : 1);
      const w = draw(1, 1).get(0, 0);
      const expected = parametricNadarayaWatson(memory, memory.keys, w, {
        mask,
      });
      const { output, weights } = kernelRegression(
        { keys: toBatch(memory.keys), values: toBatch(memory.values) },
        toBatch(memory.keys),
        tf.scalar(w),
        { mask: toTensor(mask) },
      );
      assertTensorClose(output, expected.output, { message: `seed ${seed}` });
      assertTensorClose(weights, expected.weights, { message: `seed ${seed}` });
    });
  }
});

Deno.test("kernelRegression() has lib's gradient in w and that of finite differences elsewhere", () => {
  const draw = matrices(5);
  const [keys, values, queries] = [draw(1, 7), draw(2, 7), draw(1, 3)];
  const upstream = draw(2, 3);
  const gradient = parametricNadarayaWatsonGradient(
    { keys, values },
    queries,
    1.5,
    upstream,
  );
  tf.tidy(() => {
    const inW = tf.grad((w) =>
      kernelRegression(
        { keys: toBatch(keys), values: toBatch(values) },
        toBatch(queries),
        w.asScalar(),
      ).output.mul(toBatch(upstream)).sum()
    );
    assertTensorClose(inW(tf.scalar(1.5)), [gradient]);
  });
  assertTensorGradients(
    (keys, values, queries, w) =>
      kernelRegression(
        { keys: keys.expandDims(0), values: values.expandDims(0) },
        queries.expandDims(0),
        w.asScalar(),
      ).output.mul(toBatch(upstream)).sum(),
    (keys, values, queries, w) =>
      inner(
        parametricNadarayaWatson({ keys, values }, queries, w.get(0, 0)).output,
        upstream,
      ),
    [keys, values, queries, fromRows([[1.5]])],
  );
});

Deno.test("KernelRegression keeps what a layer must", async () => {
  await assertLayerKeeps(
    new KernelRegression({ seed: 7 }),
    [
      tf.randomNormal([2, 3, 5], 0, 1, "float32", 7),
      tf.randomNormal([2, 11, 5], 0, 1, "float32", 3),
      tf.randomNormal([2, 11, 2], 0, 1, "float32", 5),
      paddingMaskTensor(11, [11, 2]),
    ],
    { parameters: 1 },
  );
});

Deno.test("KernelRegression refuses queries of another dimension than the keys", () => {
  assertThrows(
    () =>
      new KernelRegression().apply([tf.ones([1, 3, 5]), tf.ones([1, 7, 2])]),
    ShapeError,
    "as Dq must be one size",
  );
});
