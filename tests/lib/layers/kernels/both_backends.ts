/**
 * What runs on WebAssembly with our kernels must give what stock TensorFlow.js
 * gives on the CPU: values, gradients and errors, and nothing left behind.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { seededRandom } from "@mneme/mneme/core";
import { tf } from "@mneme/mneme/layers";
import { assertTensorClose, backend, FLOAT32 } from "../support.ts";

/** Sizes around the four numbers of a register, the eight of a tile and more; small ones stay often. */
const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 13, 17];

/** Sizes from a seed. */
export function drawSizes(seed: number, count: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => SIZES[random.integer(10)]);
}

/** Normal numbers from a seed, of any shape. */
export function draw(
  seed: number,
  shape: number[],
  deviation = 1,
): tf.Tensor {
  const random = seededRandom(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from(
    { length: size },
    () => deviation * random.normal(),
  );
  return tf.tensor(values, shape);
}

/** Whole numbers from 0 to bound - 1 from a seed, of any shape. */
export function drawIds(
  seed: number,
  shape: number[],
  bound: number,
): tf.Tensor {
  const random = seededRandom(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Int32Array.from(
    { length: size },
    () => random.integer(bound),
  );
  return tf.tensor(values, shape, "int32");
}

/** The values of a function, and the gradients of a sum of them with random factors in all its arguments. */
export function withGradients(
  run: (...inputs: tf.Tensor[]) => tf.Tensor[],
  inputs: tf.Tensor[],
): tf.Tensor[] {
  const loss = (...at: tf.Tensor[]) => {
    const parts = run(...at).map((value, i) =>
      tf.sum(tf.mul(value, draw(90 + i, value.shape)))
    );
    return tf.addN(parts) as tf.Scalar;
  };
  return [...run(...inputs), ...tf.grads(loss)(inputs)];
}

/** Fails unless what is made on both backends is the same, and nothing else is left behind on either. */
export async function assertSameOnBoth(
  make: () => tf.Tensor[],
  message: string,
  tolerance: number = FLOAT32,
): Promise<void> {
  assertEquals(backend.name, "wasm", "these tests are about WebAssembly");
  await tf.setBackend("cpu");
  const expected = tf.tidy(make);
  await tf.setBackend("wasm");
  const before = tf.memory().numTensors;
  const got = tf.tidy(make);
  assertEquals(tf.memory().numTensors - before, got.length, `leak, ${message}`);
  got.forEach((tensor, i) => {
    assertEquals(tensor.shape, expected[i].shape, `${message}, tensor ${i}`);
    assertEquals(tensor.dtype, expected[i].dtype, `${message}, tensor ${i}`);
    assertTensorClose(tensor, expected[i], {
      tolerance,
      message: `in tensor ${i}, ${message}`,
    });
  });
  tf.dispose([expected, got]);
}
