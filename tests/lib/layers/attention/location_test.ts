import { assertThrows } from "@std/assert";
import { keyValueAttention, locationScores } from "@mneme/mneme/attention";
import { ShapeError } from "@mneme/mneme/core";
import {
  LocationAttention,
  locationAttention,
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

Deno.test("locationAttention() agrees with lib", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const [values, queries, weights] = [draw(2, 7), draw(5, 3), draw(7, 5)];
      const expected = keyValueAttention({ keys: values, values }, queries, {
        score: locationScores(weights),
      });
      const actual = locationAttention(
        toBatch(values),
        toBatch(queries),
        toTensor(weights),
      );
      const message = `seed ${seed}`;
      assertTensorClose(actual.output, expected.output, { message });
      assertTensorClose(actual.weights, expected.weights, { message });
    });
  }
});

Deno.test("locationAttention() has the gradients of finite differences", () => {
  const draw = matrices(3);
  const upstream = draw(2, 3);
  assertTensorGradients(
    (values, queries, weights) =>
      locationAttention(values.expandDims(0), queries.expandDims(0), weights)
        .output.mul(toBatch(upstream)).sum(),
    (values, queries, weights) =>
      inner(
        keyValueAttention({ keys: values, values }, queries, {
          score: locationScores(weights),
        }).output,
        upstream,
      ),
    [draw(2, 7), draw(5, 3), draw(7, 5)],
  );
});

Deno.test("LocationAttention keeps what a layer must", async () => {
  const queries = tf.randomNormal([2, 3, 5], 0, 1, "float32", 7);
  const memory = tf.randomNormal([2, 7, 11], 0, 1, "float32", 3);
  const mask = paddingMaskTensor(7, [7, 2]);
  await assertLayerKeeps(
    new LocationAttention({ seed: 5 }),
    [queries, memory, memory, mask],
    { parameters: 5 * 7 },
  );
});

Deno.test("LocationAttention does not see what the items are", () => {
  tf.tidy(() => {
    const layer = new LocationAttention();
    const queries = tf.randomNormal([2, 3, 5], 0, 1, "float32", 7);
    const weights = [3, 11].map((seed) =>
      layer.attendTo([
        queries,
        tf.randomNormal([2, 7, 2], 0, 1, "float32", seed),
      ]).weights
    );
    assertTensorClose(weights[0], weights[1], { tolerance: 0 });
  });
});

Deno.test("LocationAttention must know the number of items", () => {
  const inputs = [
    tf.input({ shape: [null, 5] }),
    tf.input({ shape: [null, 3] }),
  ];
  assertThrows(
    () => new LocationAttention().apply(inputs),
    ShapeError,
    "as the number of items must be known",
  );
});
