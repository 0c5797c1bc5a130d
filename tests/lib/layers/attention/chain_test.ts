import { assertThrows } from "@std/assert";
import {
  chainAttention as inColumns,
  chainMarginals as marginalsInColumns,
} from "@mneme/mneme/attention";
import { columnVector, type Matrix, ShapeError } from "@mneme/mneme/core";
import { chainAttention, chainMarginals, tf } from "@mneme/mneme/layers";
import { inner } from "../../gradients.ts";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertTensorClose,
  assertTensorGradients,
  FLOAT32,
  toBatch,
} from "../support.ts";

/** Couplings are no items: ψ(a, b) stays where it is. */
function couplingTensor(psi: Matrix): tf.Tensor2D {
  return tf.tensor2d(psi.to2DArray());
}

Deno.test("chainMarginals() gives the golden values", () => {
  tf.tidy(() => {
    const { marginals, logPartition } = chainMarginals({
      scores: tf.tensor2d([[1, 0, -1]]),
      couplings: tf.tensor2d([[0, 0], [0, 1]]),
    });
    assertTensorClose(marginals, [[0.845964, 0.767376, 0.44625]]);
    assertTensorClose(tf.exp(logPartition), [21.864273]);
  });
});

Deno.test("chainAttention() agrees with lib, with couplings of each edge", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const [inputs, scores] = [draw(3, 5), draw(5, 1, 2)];
      const couplings = Array.from({ length: 4 }, () => draw(2, 2, 2));
      const expected = inColumns(inputs, { scores, couplings });
      const actual = chainAttention(toBatch(inputs), {
        scores: tf.tensor2d([scores.to1DArray()]),
        couplings: tf.stack(couplings.map(couplingTensor)) as tf.Tensor3D,
      });
      const message = `seed ${seed}`;
      assertTensorClose(actual.output, expected.output, { message });
      assertTensorClose(actual.marginals, expected.marginals, { message });
      assertTensorClose(actual.logPartition, [expected.logPartition], {
        message,
      });
    });
  }
});

Deno.test("chainAttention() has the gradients of finite differences in inputs, scores and couplings", () => {
  const draw = matrices(7);
  const upstream = draw(3, 1);
  assertTensorGradients(
    (inputs, scores, couplings) =>
      chainAttention(inputs.expandDims(0), {
        scores: scores.transpose(),
        couplings: couplings.transpose(),
      }).output.mul(tf.tensor1d(upstream.to1DArray())).sum(),
    (inputs, scores, couplings) =>
      inner(
        inColumns(inputs, { scores: scores.transpose(), couplings }).output,
        upstream,
      ),
    [draw(3, 5), draw(1, 5), draw(2, 2)],
  );
});

Deno.test("chainMarginals() are the gradients of log Z", () => {
  tf.tidy(() => {
    const draw = matrices(11);
    const scores = tf.tensor2d([
      draw(7, 1).to1DArray(),
      draw(7, 1).to1DArray(),
    ]);
    const couplings = couplingTensor(draw(2, 2));
    const gradient = tf.grad((at: tf.Tensor) =>
      chainMarginals({ scores: at as tf.Tensor2D, couplings }).logPartition
        .sum()
    )(scores);
    assertTensorClose(
      gradient,
      chainMarginals({ scores, couplings }).marginals,
    );
  });
});

Deno.test("chainMarginals() takes one item, and scores of 1e4", () => {
  tf.tidy(() => {
    const one = chainMarginals({ scores: tf.tensor2d([[0]]) });
    assertTensorClose(one.marginals, [[0.5]]);
    assertTensorClose(one.logPartition, [Math.LN2]);
    const scores = [1e4, -1e4, 0];
    const large = chainMarginals({ scores: tf.tensor2d([scores]) });
    const expected = marginalsInColumns({ scores: columnVector(scores) });
    assertTensorClose(large.marginals, expected.marginals);
    assertTensorClose(large.logPartition, [expected.logPartition], {
      tolerance: FLOAT32,
    });
  });
});

Deno.test("chainMarginals() refuses couplings of too few edges", () => {
  assertThrows(
    () =>
      chainMarginals({
        scores: tf.ones([2, 5]),
        couplings: tf.ones<tf.Rank.R3>([3, 2, 2]),
      }),
    ShapeError,
    "as a size written as 4 must be 4: scores [B,N] is [2,5], couplings [4,2,2] is [3,2,2]",
  );
});
