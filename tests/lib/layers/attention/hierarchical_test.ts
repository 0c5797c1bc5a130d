import { assertThrows } from "@std/assert";
import {
  attentivePooling as poolColumns,
  hierarchicalAttention as inColumns,
} from "@mneme/mneme/attention";
import { type Matrix, ShapeError } from "@mneme/mneme/core";
import {
  AttentivePooling,
  attentivePooling,
  hierarchicalAttention,
  paddingMaskTensor,
  type PoolingWeights,
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

/** One level of hierarchical attention in lib's form and in tensors. */
function level(draw: ReturnType<typeof matrices>, D: number, A: number) {
  const columns = {
    weights: draw(A, D),
    bias: draw(A, 1),
    contextVector: draw(A, 1),
  };
  const tensors: PoolingWeights = {
    weights: toTensor(columns.weights),
    bias: toVector(columns.bias),
    contextVector: toVector(columns.contextVector),
  };
  return { columns, tensors };
}

Deno.test("hierarchicalAttention() agrees with lib at both levels", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const [words, sentences] = [level(draw, 3, 5), level(draw, 3, 2)];
      const text = [draw(3, 7), draw(3, 7)];
      const expected = inColumns(text, {
        words: words.columns,
        sentences: sentences.columns,
      });
      const actual = hierarchicalAttention(
        toBatch(...text).expandDims(0),
        { words: words.tensors, sentences: sentences.tensors },
      );
      const message = `seed ${seed}`;
      assertTensorClose(actual.document, expected.document, { message });
      assertTensorClose(actual.sentences, expected.sentences, { message });
      assertTensorClose(
        actual.wordWeights,
        expected.wordWeights.map((each) => each.to1DArray()),
        { message },
      );
      const shares = expected.sentenceWeights;
      assertTensorClose(actual.sentenceWeights, shares, { message });
    });
  }
});

Deno.test("hierarchicalAttention() overlooks padded words and padded sentences", () => {
  tf.tidy(() => {
    const draw = matrices(3);
    const [words, sentences] = [level(draw, 3, 5), level(draw, 3, 2)];
    const text = [draw(3, 7), draw(3, 7), draw(3, 7)];
    const cut = (matrix: Matrix, T: number) =>
      matrix.subMatrix(0, matrix.rows - 1, 0, T - 1);
    const expected = inColumns([cut(text[0], 2), cut(text[1], 5)], {
      words: words.columns,
      sentences: sentences.columns,
    });
    const { document, sentenceWeights } = hierarchicalAttention(
      toBatch(...text).expandDims(0),
      { words: words.tensors, sentences: sentences.tensors },
      paddingMaskTensor(7, [2, 5, 0]).expandDims(0),
    );
    assertTensorClose(document, expected.document);
    const [a, b] = expected.sentenceWeights.to1DArray();
    assertTensorClose(sentenceWeights, [[a, b, 0]]);
  });
});

Deno.test("attentivePooling() has the gradients of finite differences", () => {
  const draw = matrices(5);
  const upstream = draw(3, 1);
  assertTensorGradients(
    (states, weights, bias, contextVector) =>
      attentivePooling(states, {
        weights,
        bias: bias.as1D(),
        contextVector: contextVector.as1D(),
      }).output.mul(toVector(upstream)).sum(),
    (states, weights, bias, contextVector) =>
      inner(
        poolColumns(states, { weights, bias, contextVector }).output,
        upstream,
      ),
    [draw(3, 7), draw(5, 3), draw(5, 1), draw(5, 1)],
  );
});

Deno.test("AttentivePooling keeps what a layer must, over words and over words of sentences", async () => {
  const states = tf.randomNormal([2, 7, 3], 0, 1, "float32", 7);
  await assertLayerKeeps(
    new AttentivePooling({ units: 5, seed: 3 }),
    [states, paddingMaskTensor(7, [7, 2])],
    { parameters: 5 * (3 + 2) },
  );
  await assertLayerKeeps(
    new AttentivePooling({ units: 5, seed: 3 }),
    tf.randomNormal([2, 11, 7, 3], 0, 1, "float32", 7),
    { parameters: 5 * (3 + 2) },
  );
});

Deno.test("attentivePooling() names all shapes when the mask is another", () => {
  const { tensors } = level(matrices(2), 3, 5);
  assertThrows(
    () => attentivePooling(tf.ones([2, 7, 3]), tensors, tf.ones([2, 5])),
    ShapeError,
    "as T must be one size: states [...,T,D] is [2,7,3]",
  );
  assertThrows(
    () =>
      new AttentivePooling({ units: 2 }).apply(tf.input({ shape: [5, null] })),
    ShapeError,
    "as the states' size must be known",
  );
});
