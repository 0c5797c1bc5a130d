import { assertThrows } from "@std/assert";
import { retrieveModern } from "@mneme/mneme/associative";
import { type Matrix, ShapeError } from "@mneme/mneme/core";
import {
  HopfieldLayer,
  hopfieldRetrieval,
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
} from "../support.ts";

/** lib's update, several times. */
function retrieve(
  patterns: Matrix,
  states: Matrix,
  inverseTemperature: number | undefined,
  steps: number,
): Matrix {
  let output = states;
  for (let step = 0; step < steps; step++) {
    output = retrieveModern(patterns, output, { inverseTemperature }).output;
  }
  return output;
}

Deno.test("hopfieldRetrieval() agrees with lib, step by step and at any beta", () => {
  for (const seed of SEEDS) {
    tf.tidy(() => {
      const draw = matrices(seed);
      const [patterns, states] = [draw(5, 7), draw(5, 3)];
      for (const [beta, steps] of [[undefined, 1], [0.5, 1], [2, 3]] as const) {
        assertTensorClose(
          hopfieldRetrieval(toBatch(patterns), toBatch(states), { beta, steps })
            .output,
          retrieve(patterns, states, beta, steps),
          { message: `seed ${seed}, beta ${beta}, ${steps} steps` },
        );
      }
    });
  }
});

Deno.test("hopfieldRetrieval() has the gradients of finite differences through all steps", () => {
  const draw = matrices(3);
  const upstream = draw(5, 2);
  assertTensorGradients(
    (patterns, states) =>
      hopfieldRetrieval(patterns.expandDims(0), states.expandDims(0), {
        beta: 0.7,
        steps: 3,
      }).output.mul(toBatch(upstream)).sum(),
    (patterns, states) => inner(retrieve(patterns, states, 0.7, 3), upstream),
    [draw(5, 7), draw(5, 2)],
  );
});

Deno.test("HopfieldLayer keeps what a layer must", async () => {
  const states = tf.randomNormal([2, 3, 5], 0, 1, "float32", 7);
  const patterns = tf.randomNormal([2, 11, 2], 0, 1, "float32", 3);
  await assertLayerKeeps(
    new HopfieldLayer({ units: 7, beta: 2, steps: 3, seed: 5 }),
    [states, patterns],
    { parameters: 7 * (5 + 2) + 2 * 7 },
  );
  await assertLayerKeeps(
    new HopfieldLayer({ units: 7, outputSize: 13 }),
    [states, patterns, patterns, paddingMaskTensor(11, [11, 1])],
    { parameters: 7 * (5 + 2) + 2 * 13 },
  );
});

Deno.test("HopfieldLayer retrieves the one pattern that is not masked", () => {
  tf.tidy(() => {
    const patterns = tf.randomNormal([1, 11, 2], 0, 1, "float32", 3);
    const states = tf.randomNormal([2, 5], 0, 1, "float32", 7);
    const layer = new HopfieldLayer({ units: 7, steps: 2 });
    const output = layer.apply([
      states.expandDims(0),
      patterns,
      patterns,
      paddingMaskTensor(11, [1]),
    ]) as tf.Tensor3D;
    assertTensorClose(
      output.slice([0, 0, 0], [1, 1, 7]),
      output.slice([0, 1, 0], [1, 1, 7]),
    );
  });
});

Deno.test("hopfieldRetrieval() refuses states of another size, and no step", () => {
  const patterns = tf.ones<tf.Rank.R3>([2, 7, 5]);
  assertThrows(
    () => hopfieldRetrieval(patterns, tf.ones([2, 3, 4])),
    ShapeError,
    "states [B,M,D] is [2,3,4]",
  );
  assertThrows(
    () => hopfieldRetrieval(patterns, tf.ones([2, 3, 5]), { steps: 0 }),
    RangeError,
    "the number of updates must be an integer of at least 1: 0",
  );
});
