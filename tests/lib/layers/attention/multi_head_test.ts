import { assertThrows } from "@std/assert";
import { joinRows } from "../../../../lib/core/join.ts";
import {
  type HeadParameters,
  multiHeadAttention as inColumns,
} from "@mneme/mneme/attention";
import { type Matrix, ShapeError } from "@mneme/mneme/core";
import {
  MultiHeadAttention,
  multiHeadAttention,
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

/** Two heads of 3 dimensions, keys of 7, values of 2, queries of 5, outputs of 11. */
function heads(seed: number): {
  heads: (HeadParameters & Required<HeadParameters>)[];
  outputWeights: Matrix;
  outputBias: Matrix;
} {
  const draw = matrices(seed);
  const head = () => ({
    queryWeights: draw(3, 5),
    keyWeights: draw(3, 7),
    valueWeights: draw(3, 2),
    queryBias: draw(3, 1),
    keyBias: draw(3, 1),
    valueBias: draw(3, 1),
  });
  return {
    heads: [head(), head()],
    outputWeights: draw(11, 6),
    outputBias: draw(11, 1),
  };
}

function sideBySide(parameters: ReturnType<typeof heads>) {
  const joined = (role: keyof HeadParameters) =>
    joinRows(parameters.heads.map((head) => head[role]));
  return {
    queryWeights: toTensor(joined("queryWeights")),
    keyWeights: toTensor(joined("keyWeights")),
    valueWeights: toTensor(joined("valueWeights")),
    outputWeights: toTensor(parameters.outputWeights),
    queryBias: toVector(joined("queryBias")),
    keyBias: toVector(joined("keyBias")),
    valueBias: toVector(joined("valueBias")),
    outputBias: toVector(parameters.outputBias),
  };
}

Deno.test("multiHeadAttention() agrees with lib, head by head", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed + 100);
      const [keys, values, queries] = [draw(7, 5), draw(2, 5), draw(5, 3)];
      const parameters = heads(seed);
      const expected = inColumns({ keys, values }, queries, parameters);
      const { output, weights } = multiHeadAttention(
        { keys: toBatch(keys), values: toBatch(values) },
        toBatch(queries),
        sideBySide(parameters),
        { heads: 2 },
      );
      const message = `seed ${seed}`;
      assertTensorClose(output, expected.output, { message });
      expected.heads.forEach((head, i) =>
        assertTensorClose(
          weights.slice([0, i, 0, 0], [1, 1, 3, 5]),
          head.weights,
          { message },
        )
      );
    });
  }
});

Deno.test("multiHeadAttention() has the gradients of finite differences in inputs and projections", () => {
  const draw = matrices(3);
  const parameters = heads(5);
  const upstream = draw(11, 3);
  const queryWeights = parameters.heads.map((head) => head.queryWeights);
  assertTensorGradients(
    (keys, values, queries, weights, outputWeights) =>
      multiHeadAttention(
        { keys: keys.expandDims(0), values: values.expandDims(0) },
        queries.expandDims(0),
        { ...sideBySide(parameters), queryWeights: weights, outputWeights },
        { heads: 2 },
      ).output.mul(toBatch(upstream)).sum(),
    (keys, values, queries, weights, outputWeights) =>
      inner(
        inColumns({ keys, values }, queries, {
          ...parameters,
          outputWeights,
          heads: parameters.heads.map((head, i) => ({
            ...head,
            queryWeights: weights.subMatrix(3 * i, 3 * i + 2, 0, 4),
          })),
        }).output,
        upstream,
      ),
    [
      draw(7, 5),
      draw(2, 5),
      draw(5, 3),
      joinRows(queryWeights),
      parameters.outputWeights,
    ],
  );
});

Deno.test("multiHeadAttention() does not see what the mask leaves out, and reads the biases alone when it sees nothing", () => {
  tf.tidy(() => {
    const draw = matrices(2);
    const parameters = heads(3);
    const [keys, values, queries] = [draw(7, 5), draw(2, 5), draw(5, 3)];
    const memory = { keys: toBatch(keys), values: toBatch(values) };
    const read = (length: number) =>
      multiHeadAttention(memory, toBatch(queries), sideBySide(parameters), {
        heads: 2,
        mask: paddingMaskTensor(5, [length]).expandDims(1),
      }).output;
    const two = (matrix: Matrix) => matrix.subMatrix(0, matrix.rows - 1, 0, 1);
    const expected = inColumns(
      { keys: two(keys), values: two(values) },
      queries,
      parameters,
    );
    assertTensorClose(read(2), expected.output);
    const bias = parameters.outputBias.to1DArray();
    assertTensorClose(read(0), [bias, bias, bias]);
  });
});

Deno.test("multiHeadAttention() names all shapes when the heads do not divide the width", () => {
  const weights = sideBySide(heads(2));
  const x = (size: number) => tf.ones<tf.Rank.R3>([2, 3, size]);
  assertThrows(
    () =>
      multiHeadAttention({ keys: x(7), values: x(2) }, x(5), weights, {
        heads: 5,
      }),
    ShapeError,
    "multiples of the number of heads: 6 and 6 for 5 heads",
  );
  assertThrows(
    () =>
      multiHeadAttention({ keys: x(3), values: x(2) }, x(5), weights, {
        heads: 2,
      }),
    ShapeError,
    "as Dk must be one size: keys [B,N,Dk] is [2,3,3]",
  );
});

Deno.test("MultiHeadAttention keeps what a layer must, attending to itself and across", async () => {
  const x = tf.randomUniform([2, 3, 5], -1, 1, "float32", 7);
  const y = tf.randomUniform([2, 7, 2], -1, 1, "float32", 11);
  await assertLayerKeeps(
    new MultiHeadAttention({ heads: 2, headSize: 3, causal: true, seed: 5 }),
    x,
    { parameters: 6 * (5 + 5 + 5 + 6) + 4 * 6 },
  );
  await assertLayerKeeps(
    new MultiHeadAttention({
      heads: 2,
      headSize: 3,
      outputSize: 11,
      bias: false,
    }),
    [x, y, y, paddingMaskTensor(7, [7, 2])],
    { parameters: 6 * (5 + 2 + 2 + 11) },
  );
});

Deno.test("MultiHeadAttention does not look ahead when causal", () => {
  tf.tidy(() => {
    const layer = new MultiHeadAttention({
      heads: 2,
      headSize: 3,
      causal: true,
    });
    const x = tf.randomUniform<tf.Rank.R3>([1, 5, 3], -1, 1, "float32", 7);
    const whole = layer.apply(x) as tf.Tensor3D;
    const part = layer.apply(x.slice([0, 0, 0], [1, 2, 3])) as tf.Tensor3D;
    assertTensorClose(whole.slice([0, 0, 0], [1, 2, 6]), part);
  });
});
