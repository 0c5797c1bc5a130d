import { assertThrows } from "@std/assert";
import { additiveScores, keyValueAttention } from "@mneme/mneme/attention";
import { ShapeError } from "@mneme/mneme/core";
import {
  AdditiveAttention,
  additiveAttention,
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
  toVector,
} from "../support.ts";

Deno.test("additiveAttention() agrees with lib", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const [keys, values, queries] = [draw(3, 7), draw(2, 7), draw(5, 4)];
      const [keyWeights, queryWeights] = [draw(11, 3), draw(11, 5)];
      const scoreVector = draw(11, 1);
      const score = additiveScores({ keyWeights, queryWeights, scoreVector });
      const expected = keyValueAttention({ keys, values }, queries, { score });
      const { output, weights } = additiveAttention(
        { keys: toBatch(keys), values: toBatch(values) },
        toBatch(queries),
        {
          keyWeights: toTensor(keyWeights),
          queryWeights: toTensor(queryWeights),
          scoreVector: toVector(scoreVector),
        },
      );
      assertTensorClose(output, expected.output, { message: `seed ${seed}` });
      assertTensorClose(weights, expected.weights, { message: `seed ${seed}` });
    });
  }
});

Deno.test("additiveAttention() has the gradients of finite differences in inputs and weights", () => {
  const draw = matrices(7);
  const upstream = draw(2, 3);
  assertTensorGradients(
    (keys, values, queries, keyWeights, queryWeights, scoreVector) =>
      additiveAttention(
        { keys: keys.expandDims(0), values: values.expandDims(0) },
        queries.expandDims(0),
        { keyWeights, queryWeights, scoreVector: scoreVector.as1D() },
      ).output.mul(toBatch(upstream)).sum(),
    (keys, values, queries, keyWeights, queryWeights, scoreVector) => {
      const score = additiveScores({ keyWeights, queryWeights, scoreVector });
      const { output } = keyValueAttention({ keys, values }, queries, {
        score,
      });
      return inner(output, upstream);
    },
    [draw(3, 5), draw(2, 5), draw(5, 3), draw(7, 3), draw(7, 5), draw(7, 1)],
  );
});

Deno.test("AdditiveAttention keeps what a layer must", async () => {
  const queries = tf.randomNormal([2, 3, 5], 0, 1, "float32", 7);
  const memory = tf.randomNormal([2, 11, 3], 0, 1, "float32", 5);
  const mask = paddingMaskTensor(11, [11, 2]);
  const layer = new AdditiveAttention({ units: 7, seed: 3 });
  await assertLayerKeeps(layer, [queries, memory, memory, mask], {
    parameters: 7 * (5 + 3 + 1),
  });
});

Deno.test("AdditiveAttention reads nothing of the padding, and 0 where all is padding", () => {
  tf.tidy(() => {
    const queries = tf.randomNormal([2, 3, 5], 0, 1, "float32", 7);
    const memory = tf.randomNormal<tf.Rank.R3>([2, 11, 3], 0, 1, "float32", 5);
    const layer = new AdditiveAttention({ units: 7 });
    const read = (mask: tf.Tensor) =>
      layer.apply([queries, memory, memory, mask]) as tf.Tensor3D;
    const output = read(paddingMaskTensor(11, [2, 0]));
    const short = layer.apply([
      queries,
      memory.slice([0, 0, 0], [2, 2, 3]),
    ]) as tf.Tensor3D;
    assertTensorClose(output.slice(0, 1), short.slice(0, 1));
    assertTensorClose(output.slice(1, 1), tf.zeros([1, 3, 3]));
  });
});

Deno.test("AdditiveAttention names every input's shape when they do not fit", () => {
  const layer = new AdditiveAttention({ units: 7 });
  assertThrows(
    () => layer.apply([tf.ones([2, 3, 5]), tf.ones([3, 11, 3])]),
    ShapeError,
    "as B must be one size: queries [B,M,Dq] is [2,3,5], keys [B,N,Dk] is [3,11,3]",
  );
  assertThrows(
    () => layer.apply(tf.input({ shape: [5, null] })),
    ShapeError,
    "the features' sizes must be known",
  );
});
