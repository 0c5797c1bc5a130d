import { assertEquals, assertThrows } from "@std/assert";
import { initBackend, tf } from "@mneme/mneme/layers";
import { SEEDS } from "../../support.ts";
import {
  assertSameOnBoth,
  draw,
  drawIds,
  drawSizes,
  withGradients,
} from "./both_backends.ts";

Deno.test("tanh() on WebAssembly has the CPU's values and gradients", async () => {
  for (const seed of SEEDS) {
    const shape = drawSizes(seed, 2);
    await assertSameOnBoth(
      () => withGradients((x) => [tf.tanh(x)], [draw(seed, shape, 3)]),
      `seed ${seed}, [${shape}]`,
    );
  }
});

Deno.test("tanh() keeps small numbers' digits and has limits", async () => {
  const small = [1e-7, -1e-5, 1e-3, 0.1, 0.6249, 0.6251].flatMap((
    x,
  ) => [x, -x]);
  await assertSameOnBoth(
    () => {
      const x = tf.tensor1d(small);
      return [tf.div(tf.tanh(x), x), tf.tanh(tf.tensor1d([1e4, -1e4, 9, 0]))];
    },
    "relative to the argument",
    3e-7, // two units in the last place
  );
});

Deno.test("sum() over any axes has the CPU's values", async () => {
  const axes = [[0], [1], [2], [0, 1], [1, 2], [0, 2], [-3], [0, 1, 2]];
  for (const seed of SEEDS) {
    const shape = drawSizes(seed, 3);
    for (const axis of axes) {
      for (const keep of [false, true]) {
        await assertSameOnBoth(
          () => [tf.sum(draw(seed, shape), axis, keep)],
          `seed ${seed}, [${shape}] over ${axis}`,
        );
      }
    }
  }
});

Deno.test("sum() of nothing is 0, and of whole numbers whole", async () => {
  await assertSameOnBoth(
    () => [tf.sum(tf.zeros([0, 3]), 0), tf.sum(drawIds(1, [3, 5], 9), 0)],
    "edges",
  );
});

Deno.test("gather() has the CPU's values and gradients, whose kernel stock WebAssembly lacks", async () => {
  for (const seed of SEEDS) {
    const [rows, columns, count] = drawSizes(seed, 3);
    for (const shape of [[rows], [rows, columns], [rows, 2, columns]]) {
      await assertSameOnBoth(
        () =>
          withGradients(
            (x) => [tf.gather(x, drawIds(seed, [count, 2], rows))],
            [
              draw(seed, shape),
            ],
          ),
        `seed ${seed}, [${shape}]`,
      );
    }
  }
});

Deno.test("gather() along another axis and outside of the table is the stock kernel's", async () => {
  await assertSameOnBoth(
    () => [tf.gather(draw(1, [3, 5]), drawIds(2, [7], 5), 1)],
    "axis 1",
  );
  assertThrows(
    () => tf.gather(draw(1, [3, 5]), tf.tensor1d([3], "int32")),
    Error,
    "the index value 3 is not in [0, 2]",
  );
});

Deno.test("unsortedSegmentSum() drops ids that are outside", async () => {
  await assertSameOnBoth(
    () => [
      tf.unsortedSegmentSum(
        draw(1, [4, 3]),
        tf.tensor1d([0, 2, 0, -1], "int32"),
        4,
      ),
    ],
    "id -1",
  );
});

Deno.test("transpose() of five axes has the CPU's values", async () => {
  for (
    const order of [[4, 3, 2, 1, 0], [2, 0, 3, 1, 4], [0, 3, 1, 2, 4], [
      1,
      0,
      2,
      3,
      4,
    ]]
  ) {
    await assertSameOnBoth(
      () => [
        tf.transpose(draw(1, [2, 3, 4, 5, 7]), order),
        tf.transpose(drawIds(2, [2, 3, 2, 5, 3], 99), order),
      ],
      `order ${order}`,
    );
  }
});

Deno.test("slice() has the CPU's values and gradients", async () => {
  const cases = [
    [[7], [2], [3]],
    [[3, 5], [1, 2], [2, -1]],
    [[3, 5], [1, 0], [2, 5]],
    [[4, 5, 6], [1, 2, 3], [2, 3, 2]],
    [[2, 3, 4, 5], [0, 1, 0, 0], [2, 1, 4, 5]],
    [[2, 2, 2, 2, 3], [1, 0, 0, 0, 1], [1, 2, 2, 1, 2]],
    [[3, 4], [1, 2], [0, 2]],
  ];
  for (const [shape, begin, size] of cases) {
    await assertSameOnBoth(
      () => withGradients((x) => [tf.slice(x, begin, size)], [draw(1, shape)]),
      `[${shape}] from ${begin}, ${size}`,
    );
  }
  await assertSameOnBoth(
    () => [tf.slice(tf.ones([3, 3], "bool"), [1, 1], [1, 2])],
    "of booleans, the stock kernel's",
  );
});

Deno.test("split() and unstack() have the CPU's values and gradients", async () => {
  for (const axis of [0, 1, -1]) {
    await assertSameOnBoth(
      () => [
        ...withGradients((x) => tf.split(x, 3, axis), [draw(1, [6, 3, 9])]),
        ...withGradients((x) => tf.unstack(x, axis), [draw(2, [2, 3, 5])]),
      ],
      `axis ${axis}`,
    );
  }
  await assertSameOnBoth(
    () => tf.split(draw(1, [7, 2]), [1, 0, 4, 2]),
    "sizes of their own",
  );
});

Deno.test("concat() and stack() have the CPU's values and gradients", async () => {
  for (const axis of [0, 1, -1]) {
    await assertSameOnBoth(
      () =>
        withGradients(
          (x, y) => [tf.concat([x, y, x], axis), tf.stack([y, x], axis)],
          [
            draw(1, [2, 3, 5]),
            draw(2, [2, 3, 5]),
          ],
        ),
      `axis ${axis}`,
    );
  }
  await assertSameOnBoth(
    () => [
      tf.concat([draw(1, [3, 4]), draw(2, [3, 0]), draw(3, [3, 1])], 1),
      tf.concat([drawIds(1, [3], 9), drawIds(2, [2], 9)]),
      tf.concat([tf.ones([2], "bool"), tf.zeros([1], "bool")]),
      tf.stack([draw(1, [2, 3])]),
    ],
    "other sizes and types",
  );
});

Deno.test("clone() outlives what it was made of when that changes", async () => {
  await initBackend();
  const variable = tf.variable(tf.tensor1d([1, 2, 3]));
  const clone = tf.clone(variable);
  variable.assign(tf.tensor1d([4, 5, 6]));
  variable.dispose();
  assertEquals(clone.arraySync(), [1, 2, 3]);
  clone.dispose();
});
