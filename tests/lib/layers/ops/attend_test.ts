import { assert, assertEquals, assertThrows } from "@std/assert";
import { itemsToColumns, ShapeError } from "@mneme/mneme/core";
import { keyValueAttention } from "@mneme/mneme/attention";
import { attend, tf } from "@mneme/mneme/layers";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertSameOnBoth,
  draw,
  drawSizes,
  withGradients,
} from "../kernels/both_backends.ts";
import { assertTensorClose, toTensor } from "../support.ts";

Deno.test("attend() is lib's key-value attention", () => {
  for (const seed of SEEDS) {
    const random = matrices(seed);
    const [queries, keys, values] = [random(3, 2), random(3, 5), random(7, 5)];
    const expected = keyValueAttention({ keys, values }, queries);
    const { output, weights } = attend(
      toTensor(queries),
      toTensor(keys),
      toTensor(values),
    );
    const message = `seed ${seed}`;
    assertTensorClose(output, expected.output, { message });
    assertTensorClose(weights, itemsToColumns(expected.weights).transpose(), {
      message,
    });
  }
});

/** Masks of every shape that broadcasts, made of a seed. */
function masks(
  seed: number,
  batch: number[],
  M: number,
  N: number,
): [string, () => tf.Tensor | undefined][] {
  const random = (shape: number[], dtype: tf.DataType) => () =>
    tf.cast(tf.greater(draw(seed, shape), 0), dtype);
  return [
    ["none", () => undefined],
    ["of all", random([...batch, M, N], "float32")],
    ["of keys", random([N], "bool")],
    ["of pairs", random([M, N], "int32")],
    ["of queries", random([M, 1], "float32")],
    [
      "of the first batch axis",
      random([...batch.map((size, i) => i ? 1 : size), 1, N], "float32"),
    ],
    ["that hides all", () => tf.zeros([1, 1])],
  ];
}

Deno.test("attend() has the CPU's values and gradients under every mask", async () => {
  for (const seed of SEEDS) {
    const [M, N, D, Dv] = drawSizes(seed, 4);
    for (const batch of [[], [3], [2, 3]]) {
      for (const [name, mask] of masks(seed, batch, M, N)) {
        const options = { mask: mask(), scale: seed % 2 ? undefined : -0.5 };
        await assertSameOnBoth(
          () => [
            ...withGradients(
              (query, key, value) => [
                attend(query, key, value, options).output,
              ],
              [
                draw(seed, [...batch, M, D]),
                draw(seed + 1, [...batch, N, D]),
                draw(seed + 2, [...batch, N, Dv]),
              ],
            ),
            attend(
              draw(seed, [...batch, M, D]),
              draw(seed + 1, [...batch, N, D]),
              draw(seed + 2, [...batch, N, Dv]),
              options,
            ).weights,
          ],
          `seed ${seed}, [${batch}] of ${M}x${N}, mask ${name}`,
        );
        tf.dispose(options.mask ?? []);
      }
    }
  }
});

Deno.test("attend() gives zeros and no gradient where all is masked", () => {
  const mask = tf.tensor2d([[1, 1], [0, 0]]);
  const [query, key, value] = [1, 2, 3].map((seed) => draw(seed, [2, 2]));
  const { output, weights } = attend(query, key, value, { mask });
  assertEquals(output.slice(1).arraySync(), [[0, 0]]);
  assertEquals(weights.slice(1).arraySync(), [[0, 0]]);
  const [gradient] = tf.grads((query) =>
    tf.sum(attend(query, key, value, { mask }).output)
  )([query]);
  assertEquals(gradient.slice(1).arraySync(), [[0, 0]]);
});

Deno.test("attend() never looks at what is masked, whatever stands there", () => {
  const key = tf.tensor2d([[1, 2], [NaN, Infinity]]);
  const value = tf.tensor2d([[3], [5]]);
  const { output } = attend(tf.ones([1, 2]), key, value, {
    mask: tf.tensor1d([1, 0]),
  });
  assertEquals(output.arraySync(), [[3]]);
});

Deno.test("attend() is exact and finite at scores of 1e4", async () => {
  await assertSameOnBoth(
    () =>
      withGradients(
        (query, key, value) => [attend(query, key, value).output],
        [draw(1, [5, 3], 1e4), draw(2, [7, 3]), draw(3, [7, 2])],
      ),
    "scores of 1e4",
  );
  const { weights } = attend(
    tf.tensor2d([[1e4]]),
    tf.tensor2d([[1], [0.5]]),
    tf.ones([2, 1]),
  );
  assertEquals(weights.arraySync(), [[1, 0]]);
});

Deno.test("attend() gives one item all the weight", () => {
  const { output, weights } = attend(
    draw(1, [2, 3, 5]),
    draw(2, [2, 1, 5]),
    draw(3, [2, 1, 7]),
  );
  assertEquals(weights.arraySync(), [[[1], [1], [1]], [[1], [1], [1]]]);
  assertTensorClose(output, tf.tile(draw(3, [2, 1, 7]), [1, 3, 1]));
});

Deno.test("attend() lets no gradient through its weights", () => {
  const [query, key, value] = [1, 2, 3].map((seed) => draw(seed, [2, 3]));
  const loss = (key: tf.Tensor) => {
    const { output, weights } = attend(query, key, value);
    return tf.add(tf.sum(output), tf.sum(tf.square(weights))) as tf.Scalar;
  };
  const alone = (key: tf.Tensor) =>
    tf.sum(attend(query, key, value).output) as tf.Scalar;
  assertTensorClose(tf.grad(loss)(key), tf.grad(alone)(key));
});

Deno.test("attend() may ask, answer and read by the same tensor", async () => {
  await assertSameOnBoth(
    () => withGradients((x) => [attend(x, x, x).output], [draw(1, [2, 5, 3])]),
    "self",
  );
});

Deno.test("attend() names every shape when sizes disagree", () => {
  assertThrows(
    () => attend(tf.zeros([2, 3]), tf.zeros([5, 4]), tf.zeros([5, 7])),
    ShapeError,
    "D must be one size",
  );
  assertThrows(
    () =>
      attend(tf.zeros([2, 3]), tf.zeros([5, 3]), tf.zeros([5, 7]), {
        mask: tf.zeros([3, 5]),
      }),
    ShapeError,
    "mask is [3, 5], weights [..., M, N] are [2, 5]",
  );
});

Deno.test("attend() leaves memory flat over many steps with and without a mask", () => {
  const [query, key, value] = [1, 2, 3].map((seed) => draw(seed, [2, 5, 3]));
  const mask = tf.ones([5], "bool");
  const before = tf.memory();
  for (let i = 0; i < 50; i++) {
    const options = i % 2 ? { mask } : {};
    tf.dispose(attend(query, key, value, options));
    tf.dispose(
      tf.grads((query, key, value) =>
        tf.sum(attend(query, key, value, options).output)
      )([query, key, value]),
    );
  }
  const after = tf.memory();
  assert(after.numTensors === before.numTensors, "tensors left behind");
  assert(after.numBytes === before.numBytes, "bytes left behind");
});
