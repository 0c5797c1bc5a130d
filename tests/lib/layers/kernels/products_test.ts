import { assertEquals } from "@std/assert";
import { tf } from "@mneme/mneme/layers";
import { SEEDS } from "../../support.ts";
import { backend } from "../support.ts";
import {
  assertSameOnBoth,
  draw,
  drawSizes,
  withGradients,
} from "./both_backends.ts";

const WAYS = [[false, false], [false, true], [true, false], [true, true]];

/** A matrix or many of them, stored turned or not. */
function matrices(
  seed: number,
  batch: number[],
  rows: number,
  columns: number,
  turned: boolean,
): tf.Tensor {
  const last = turned ? [columns, rows] : [rows, columns];
  return draw(seed, [...batch, ...last]);
}

Deno.test("matMul() on WebAssembly has the CPU's values and gradients, whichever factor is transposed", async () => {
  for (const seed of SEEDS) {
    const [M, N, K, batch] = drawSizes(seed, 4);
    for (const [a, b] of WAYS) {
      for (const sizes of [[], [batch], [2, batch]]) {
        await assertSameOnBoth(
          () =>
            withGradients((x, y) => [tf.matMul(x, y, a, b)], [
              matrices(seed, sizes, M, K, a),
              matrices(seed + 1, sizes, K, N, b),
            ]),
          `seed ${seed}, ${sizes} of ${M}x${K}x${N}, transposed ${a}, ${b}`,
        );
      }
    }
  }
});

Deno.test("matMul() repeats a batch of one when the other has more", async () => {
  for (const [a, b] of WAYS) {
    for (
      const [first, second] of [
        [[3], [1]],
        [[1], [3]],
        [[2, 1], [2, 3]], // the stock kernel's
        [[2, 3], []],
        [[], [2, 3]],
        [[1, 1], [3]],
      ]
    ) {
      await assertSameOnBoth(
        () => [
          tf.matMul(
            matrices(1, first, 5, 3, a),
            matrices(2, second, 3, 7, b),
            a,
            b,
          ),
        ],
        `${first} by ${second}, transposed ${a}, ${b}`,
      );
    }
  }
});

Deno.test("matMul() is right across the blocks of the kernel when sizes are large", async () => {
  for (const [a, b] of WAYS) {
    await assertSameOnBoth(
      () => [
        tf.matMul(
          matrices(1, [], 67, 259, a),
          matrices(2, [], 259, 517, b),
          a,
          b,
        ),
      ],
      `transposed ${a}, ${b}`,
    );
  }
});

Deno.test("matMul() gives zeros or nothing when a size is 0", async () => {
  for (const [M, K, N] of [[2, 0, 3], [0, 2, 3], [2, 3, 0]]) {
    await assertSameOnBoth(
      () => [tf.matMul(tf.zeros([M, K]), tf.zeros([K, N]))],
      `${M}x${K}x${N}`,
    );
  }
});

Deno.test("matMul() carries NaN and infinity to the rows and columns they are in", async () => {
  await tf.setBackend(backend.name);
  const a = tf.tensor2d([[NaN, 1, 0], [2, 3, 0], [Infinity, 1, 0], [1, 1, 1]]);
  const product = tf.matMul(a, tf.ones([3, 2])).arraySync();
  assertEquals(product, [[NaN, NaN], [5, 5], [Infinity, Infinity], [3, 3]]);
});

Deno.test("fused.matMul() adds a bias with the CPU's values and gradients", async () => {
  for (const seed of SEEDS) {
    const [M, N, K] = drawSizes(seed, 3);
    for (const [transposeA, transposeB] of WAYS) {
      await assertSameOnBoth(
        () =>
          withGradients(
            (a, b, bias) => [
              tf.fused.matMul({
                a: a as tf.Tensor2D,
                b: b as tf.Tensor2D,
                bias,
                transposeA,
                transposeB,
              }),
            ],
            [
              matrices(seed, [], M, K, transposeA),
              matrices(seed + 1, [], K, N, transposeB),
              draw(seed + 2, [N]),
            ],
          ),
        `seed ${seed}, ${M}x${K}x${N}, transposed ${transposeA}, ${transposeB}`,
      );
    }
  }
});

Deno.test("fused.matMul() keeps the activations of the stock kernel", async () => {
  for (const activation of ["relu", "sigmoid", "elu"] as const) {
    await assertSameOnBoth(
      () => [
        tf.fused.matMul({
          a: draw(1, [3, 5]) as tf.Tensor2D,
          b: draw(2, [5, 7]) as tf.Tensor2D,
          bias: draw(3, [7]),
          activation,
        }),
      ],
      activation,
    );
  }
});
