import { assertThrows } from "@std/assert";
import { type Matrix, ShapeError } from "@mneme/mneme/core";
import { affine, tf } from "@mneme/mneme/layers";
import { affineColumns } from "../../../lib/core/elementwise.ts";
import { matrices, SEEDS } from "../support.ts";
import {
  assertNoLeak,
  assertTensorClose,
  assertTensorGradients,
  toBatch,
  toTensor,
  toVector,
} from "./support.ts";

Deno.test("affine() is core's affine map of columns, of a batch too", () => {
  for (const seed of SEEDS) {
    const matrix = matrices(seed);
    const [W, b] = [matrix(3, 5), matrix(3, 1)];
    const sequences = [matrix(5, 7), matrix(5, 7)];
    const expected = toBatch(...sequences.map((x) => affineColumns(W, x, b)));
    const y = affine(toBatch(...sequences), toTensor(W), toVector(b));
    assertTensorClose(y, expected, { message: `seed ${seed}` });
  }
});

Deno.test("affine() has the gradients of core's affine map, with and without bias", () => {
  const matrix = matrices(3);
  const [W, b, x, upstream] = [
    matrix(3, 5),
    matrix(3, 1),
    matrix(5, 7),
    matrix(3, 7),
  ];
  const weigh = (y: Matrix) => y.mul(upstream).sum();
  const G = toTensor(upstream);
  assertTensorGradients(
    (W, b, x) => tf.sum(tf.mul(affine(x, W, tf.reshape(b, [-1])), G)),
    (W, b, x) => weigh(affineColumns(W, x, b)),
    [W, b, x],
  );
  assertTensorGradients(
    (W, x) => tf.sum(tf.mul(affine(x, W), G)),
    (W, x) => weigh(affineColumns(W, x)),
    [W, x],
  );
});

Deno.test("affine() leaves nothing behind", () => {
  const [x, W] = [tf.ones([2, 3]), tf.ones([3, 5])] as tf.Tensor2D[];
  assertNoLeak(() => affine(x, W).dispose());
});

Deno.test("affine() throws when items and weights do not fit", () => {
  assertThrows(
    () => affine(tf.ones([2, 3]), tf.ones([5, 3])),
    ShapeError,
    "Cannot map items as D must be one size: x [...,D] is [2,3], kernel [D,E] is [5,3]",
  );
});
