import { assertThrows } from "@std/assert";
import {
  dotScores,
  localMonotonicAttention as monotonicInColumns,
  localPredictiveAttention as predictiveInColumns,
} from "@mneme/mneme/attention";
import { fromRows, ShapeError } from "@mneme/mneme/core";
import {
  LocalAttention,
  localMonotonicAttention,
  localPredictiveAttention,
  predictedPositionTensor,
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

Deno.test("localMonotonicAttention() agrees with lib, beyond the last item too", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const [keys, values, queries] = [draw(3, 5), draw(2, 5), draw(3, 11)];
      const options = { halfWidth: 2 };
      const expected = monotonicInColumns({ keys, values }, queries, options);
      const actual = localMonotonicAttention(
        { keys: toBatch(keys), values: toBatch(values) },
        toBatch(queries),
        options,
      );
      const message = `seed ${seed}`;
      assertTensorClose(actual.output, expected.output, { message });
      assertTensorClose(actual.weights, expected.weights, { message });
      assertTensorClose(actual.positions, [expected.positions]);
    });
  }
});

Deno.test("localMonotonicAttention() goes on where a decoder stands", () => {
  tf.tidy(() => {
    const draw = matrices(2);
    const memory = { keys: toBatch(draw(3, 7)), values: toBatch(draw(2, 7)) };
    const queries = toBatch(draw(3, 5));
    const whole = localMonotonicAttention(memory, queries, { halfWidth: 1 });
    const third = localMonotonicAttention(
      memory,
      queries.slice([0, 2, 0], [1, 1, 3]),
      { halfWidth: 1, first: 2 },
    );
    assertTensorClose(third.output, whole.output.slice([0, 2, 0], [1, 1, 2]));
  });
});

Deno.test("localPredictiveAttention() agrees with lib, with scores of any kind", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const [keys, values, queries] = [draw(3, 11), draw(2, 11), draw(3, 5)];
      const [positionWeights, positionVector] = [draw(7, 3), draw(7, 1)];
      const expected = predictiveInColumns(
        { keys, values },
        queries,
        { positionWeights, positionVector },
        { halfWidth: 3, score: dotScores },
      );
      const actual = localPredictiveAttention(
        { keys: toBatch(keys), values: toBatch(values) },
        toBatch(queries),
        {
          positionWeights: toTensor(positionWeights),
          positionVector: toVector(positionVector),
        },
        {
          halfWidth: 3,
          score: (keys, queries) => tf.matMul(queries, keys, false, true),
        },
      );
      const message = `seed ${seed}`;
      assertTensorClose(actual.positions, [expected.positions], { message });
      assertTensorClose(actual.output, expected.output, { message });
      assertTensorClose(actual.weights, expected.weights, { message });
    });
  }
});

Deno.test("localPredictiveAttention() has the gradients of finite differences, in the positions' weights too", () => {
  const draw = matrices(11); // no position within 1e-5 of a window's edge
  const upstream = draw(2, 3);
  const options = { halfWidth: 3 };
  assertTensorGradients(
    (keys, values, queries, positionWeights, positionVector) =>
      localPredictiveAttention(
        { keys: keys.expandDims(0), values: values.expandDims(0) },
        queries.expandDims(0),
        { positionWeights, positionVector: positionVector.as1D() },
        options,
      ).output.mul(toBatch(upstream)).sum(),
    (keys, values, queries, positionWeights, positionVector) =>
      inner(
        predictiveInColumns(
          { keys, values },
          queries,
          { positionWeights, positionVector },
          options,
        ).output,
        upstream,
      ),
    [draw(5, 7), draw(2, 7), draw(5, 3), draw(2, 5), draw(2, 1)],
  );
});

Deno.test("predictedPositionTensor() stays within each sequence's own length", () => {
  tf.tidy(() => {
    const positions = predictedPositionTensor(
      tf.zeros([2, 3, 5]),
      {
        positionWeights: tf.ones([5, 7]),
        positionVector: toVector(fromRows([[1], [2], [3], [4], [5], [6], [7]])),
      },
      tf.tensor1d([11, 4]),
    );
    assertTensorClose(positions, [[5.5, 5.5, 5.5], [2, 2, 2]]);
  });
});

Deno.test("LocalAttention keeps what a layer must", async () => {
  await assertLayerKeeps(
    new LocalAttention({ halfWidth: 2, units: 7, seed: 5 }),
    [
      tf.randomNormal([2, 3, 5], 0, 1, "float32", 7),
      tf.randomNormal([2, 11, 5], 0, 1, "float32", 3),
    ],
    { parameters: 7 * (5 + 1) },
  );
});

Deno.test("LocalAttention refuses keys that its score cannot compare", () => {
  const layer = new LocalAttention({ halfWidth: 2, units: 7 });
  assertThrows(
    () => layer.apply([tf.ones([2, 3, 5]), tf.ones([2, 11, 3])]),
    ShapeError,
    "keys [B,N,D] is [2,11,3], queries [B,M,D] is [2,3,5]",
  );
});
