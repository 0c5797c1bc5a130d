import { assertThrows } from "@std/assert";
import { bidirectionalAttention } from "@mneme/mneme/attention";
import { type Matrix, ShapeError } from "@mneme/mneme/core";
import {
  AttentionFlow,
  attentionFlow,
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
  toVector,
} from "../support.ts";

Deno.test("attentionFlow() agrees with lib", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const [context, query, weights] = [draw(3, 7), draw(3, 5), draw(9, 1)];
      const expected = bidirectionalAttention(context, query, weights);
      const actual = attentionFlow(
        toBatch(context),
        toBatch(query),
        toVector(weights),
      );
      const message = `seed ${seed}`;
      assertTensorClose(actual.output, expected.output, { message });
      assertTensorClose(actual.queryWeights, expected.queryWeights, {
        message,
      });
      assertTensorClose(actual.contextWeights, expected.contextWeights, {
        message,
      });
    });
  }
});

Deno.test("attentionFlow() has the gradients of finite differences", () => {
  const draw = matrices(3);
  const upstream = draw(8, 5);
  assertTensorGradients(
    (context, query, weights) =>
      attentionFlow(
        context.expandDims(0),
        query.expandDims(0),
        weights.as1D(),
      ).output.mul(toBatch(upstream)).sum(),
    (context, query, weights) =>
      inner(bidirectionalAttention(context, query, weights).output, upstream),
    [draw(2, 5), draw(2, 3), draw(6, 1)],
  );
});

Deno.test("attentionFlow() overlooks padding on both sides", () => {
  tf.tidy(() => {
    const draw = matrices(2);
    const [context, query, weights] = [draw(3, 7), draw(3, 5), draw(9, 1)];
    const cut = (matrix: Matrix, N: number) => matrix.subMatrix(0, 2, 0, N - 1);
    const expected = bidirectionalAttention(
      cut(context, 4),
      cut(query, 2),
      weights,
    );
    const { output } = attentionFlow(
      toBatch(context),
      toBatch(query),
      toVector(weights),
      {
        contextMask: paddingMaskTensor(7, [4]),
        queryMask: paddingMaskTensor(5, [2]),
      },
    );
    assertTensorClose(output.slice([0, 0, 0], [1, 4, 12]), expected.output);
  });
});

Deno.test("AttentionFlow keeps what a layer must", async () => {
  const context = tf.randomNormal([2, 7, 3], 0, 1, "float32", 7);
  const query = tf.randomNormal([2, 5, 3], 0, 1, "float32", 3);
  await assertLayerKeeps(new AttentionFlow({ seed: 5 }), [context, query], {
    parameters: 9,
  });
  const masks = [paddingMaskTensor(7, [7, 2]), paddingMaskTensor(5, [1, 5])];
  await assertLayerKeeps(
    new AttentionFlow({ seed: 5 }),
    [context, query, ...masks],
    { parameters: 9 },
  );
});

Deno.test("AttentionFlow refuses context and query of different sizes, or one alone", () => {
  assertThrows(
    () => new AttentionFlow().apply([tf.ones([2, 7, 3]), tf.ones([2, 5, 4])]),
    ShapeError,
    "context [B,T,D] is [2,7,3], query [B,J,D] is [2,5,4]",
  );
  assertThrows(
    () => new AttentionFlow().apply([tf.ones([2, 7, 3])]),
    ShapeError,
    "the inputs must be context, query, contextMask, queryMask: there are 1",
  );
});
