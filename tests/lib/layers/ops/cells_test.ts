import { assertEquals, assertThrows } from "@std/assert";
import { fromRows, type Matrix, ShapeError } from "@mneme/mneme/core";
import { gruCell, lstmCell, tf } from "@mneme/mneme/layers";
import { gruStep, lstmStep } from "@mneme/mneme/recurrent";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertSameOnBoth,
  draw,
  drawSizes,
  withGradients,
} from "../kernels/both_backends.ts";
import { assertTensorClose, toTensor } from "../support.ts";

/** A gate that is a given number whatever comes in: its bias. */
function given(bias: Matrix) {
  const H = bias.rows;
  return {
    inputWeights: fromRows(Array.from({ length: H }, () => [0])),
    stateWeights: fromRows(
      Array.from({ length: H }, () => new Array(H).fill(0)),
    ),
    bias,
  };
}

Deno.test("lstmCell() takes lib's step", () => {
  for (const seed of SEEDS) {
    const random = matrices(seed);
    const [input, forget, output, candidate, cell] = Array.from(
      { length: 5 },
      () => random(5, 1),
    );
    const next = lstmStep(fromRows([[0]]), {
      hidden: random(5, 1),
      cell,
    }, {
      input: given(input),
      forget: given(forget),
      output: given(output),
      candidate: given(candidate),
    });
    const gates = tf.concat(
      [input, forget, output, candidate].map(toTensor),
      1,
    ) as tf.Tensor2D;
    const got = lstmCell(gates, toTensor(cell));
    const message = `seed ${seed}`;
    assertTensorClose(got.hidden, next.hidden, { message });
    assertTensorClose(got.cell, next.cell, { message });
  }
});

Deno.test("gruCell() takes lib's step with the reset gate after the product", () => {
  for (const seed of SEEDS) {
    const random = matrices(seed);
    const [update, reset, candidate, state, product, bias] = [
      ...Array.from({ length: 4 }, () => random(3, 1)),
      random(3, 3),
      random(3, 1),
    ];
    const next = gruStep(fromRows([[0]]), state, {
      update: given(update),
      reset: given(reset),
      candidate: {
        ...given(candidate),
        stateWeights: product,
        stateBias: bias,
      },
    }, { reset: "after" });
    const fromInput = tf.concat([update, reset, candidate].map(toTensor), 1);
    const seen = product.mmul(state).add(bias);
    const got = gruCell(
      fromInput as tf.Tensor2D,
      tf.concat([tf.zeros([1, 6]), toTensor(seen)], 1) as tf.Tensor2D,
      toTensor(state),
    );
    assertTensorClose(got, next, { message: `seed ${seed}` });
  }
});

Deno.test("lstmCell() and gruCell() have the CPU's values and gradients", async () => {
  for (const seed of SEEDS) {
    const [B, H] = drawSizes(seed, 2);
    await assertSameOnBoth(
      () => [
        ...withGradients(
          (gates, cell) =>
            Object.values(
              lstmCell(gates as tf.Tensor2D, cell as tf.Tensor2D),
            ),
          [draw(seed, [B, 4 * H], 2), draw(seed + 1, [B, H])],
        ),
        ...withGradients(
          (fromInput, fromState, hidden) => [
            gruCell(
              fromInput as tf.Tensor2D,
              fromState as tf.Tensor2D,
              hidden as tf.Tensor2D,
            ),
          ],
          [
            draw(seed + 2, [B, 3 * H], 2),
            draw(seed + 3, [B, 3 * H]),
            draw(seed + 4, [B, H]),
          ],
        ),
      ],
      `seed ${seed}, [${B}, ${H}]`,
    );
  }
});

Deno.test("lstmCell() passes a gradient back through one of its two results", async () => {
  for (const name of ["hidden", "cell"] as const) {
    await assertSameOnBoth(
      () =>
        withGradients(
          (gates, cell) => [
            lstmCell(gates as tf.Tensor2D, cell as tf.Tensor2D)[name],
          ],
          [draw(1, [3, 20]), draw(2, [3, 5])],
        ),
      name,
    );
  }
});

Deno.test("lstmCell() and gruCell() stay finite when gates are at 1e4", async () => {
  await assertSameOnBoth(() => {
    const ends = tf.tensor2d([[1e4, -1e4, 1e4, -1e4]]);
    const { hidden, cell } = lstmCell(ends, tf.tensor2d([[3]]));
    const part = tf.tensor2d([[1e4, -1e4, 1e4]]);
    return [hidden, cell, gruCell(part, part, tf.tensor2d([[0.5]]))];
  }, "ends");
});

Deno.test("lstmCell() names the shapes when the gates are not four", () => {
  assertThrows(
    () => lstmCell(tf.zeros([2, 9]), tf.zeros([2, 3])),
    ShapeError,
    "gates [B,12] is [2,9]",
  );
});

Deno.test("gruCell() names the shapes when the batch differs", () => {
  assertThrows(
    () => gruCell(tf.zeros([2, 9]), tf.zeros([1, 9]), tf.zeros([2, 3])),
    ShapeError,
    "fromState",
  );
});

Deno.test("lstmCell() leaves nothing behind over many steps", () => {
  const gates = draw(1, [3, 20]) as tf.Tensor2D;
  const cell = draw(2, [3, 5]) as tf.Tensor2D;
  const before = tf.memory();
  for (let i = 0; i < 50; i++) {
    tf.dispose(
      tf.grads((gates, cell) =>
        tf.sum(lstmCell(gates as tf.Tensor2D, cell as tf.Tensor2D).hidden)
      )([gates, cell]),
    );
  }
  const after = tf.memory();
  assertEquals(after.numTensors, before.numTensors);
  assertEquals(after.numDataBuffers, before.numDataBuffers);
  assertEquals(after.numBytes, before.numBytes);
});
