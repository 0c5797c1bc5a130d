import { assertEquals, assertThrows } from "@std/assert";
import { ShapeError } from "@mneme/mneme/core";
import {
  clipGradients,
  createOptimizer,
  type OptimizerOptions,
  tf,
} from "@mneme/mneme/layers";
import { SEEDS } from "../../support.ts";
import { assertSameOnBoth, draw, drawSizes } from "../kernels/both_backends.ts";
import { assertTensorClose } from "../support.ts";

const SETTINGS: OptimizerOptions[] = [
  { kind: "sgd", rate: 0.1 },
  { kind: "momentum", rate: 0.1 },
  { kind: "rmsprop", rate: 0.01 },
  {
    kind: "rmsprop",
    rate: 0.01,
    centered: true,
    momentum: 0.9,
    decay: 0.95,
    epsilon: 1e-4,
  },
  { kind: "adam", rate: 0.1, epsilon: 1e-7 },
];

/** TensorFlow.js's own, with the same settings. */
function stock(settings: OptimizerOptions): tf.Optimizer {
  const { kind, rate, epsilon } = settings;
  if (kind === "sgd") return tf.train.sgd(rate);
  if (kind === "momentum") return tf.train.momentum(rate, 0.9);
  if (kind === "adam") return tf.train.adam(rate, 0.9, 0.999, epsilon);
  return tf.train.rmsprop(rate, 0.9, 0, 1e-7);
}

/** A variable at given numbers, and gradients for each step. */
function problem(seed: number, name: string) {
  const shape = drawSizes(seed, 2);
  const variable = tf.tidy(() => tf.variable(draw(seed, shape), true, name));
  const gradient = (step: number) => ({ [name]: draw(seed + step, shape) });
  return { variable, gradient };
}

Deno.test("createOptimizer() moves variables as TensorFlow.js's optimizers do", () => {
  // Centered, theirs subtracts ε under the root, where Graves adds it.
  for (const settings of SETTINGS.filter(({ centered }) => !centered)) {
    for (const seed of SEEDS) {
      const theirs = problem(seed, "theirs");
      const ours = problem(seed, "ours");
      const optimizer = createOptimizer(settings, [ours.variable]);
      const peer = stock(settings);
      for (let step = 1; step <= 5; step++) {
        optimizer.apply(ours.gradient(step));
        peer.applyGradients(theirs.gradient(step));
      }
      assertTensorClose(ours.variable, theirs.variable, {
        message: `${settings.kind}, seed ${seed}`,
      });
      optimizer.dispose();
      peer.dispose();
      tf.dispose([ours.variable, theirs.variable]);
    }
  }
});

// Graves 2013, eq. 38 to 41, with g = 2 twice: n = 0.2, 0.39; m = 0.1, 0.195.
Deno.test("createOptimizer() takes the centered steps of Graves by hand", () => {
  const w = tf.variable(tf.scalar(0), true, "graves");
  const optimizer = createOptimizer({
    kind: "rmsprop",
    rate: 0.01,
    centered: true,
    momentum: 0.9,
    decay: 0.95,
    epsilon: 1e-4,
  }, [w]);
  const first = 0.02 / Math.sqrt(0.2 - 0.1 ** 2 + 1e-4);
  const second = 0.9 * first + 0.02 / Math.sqrt(0.39 - 0.195 ** 2 + 1e-4);
  optimizer.apply({ graves: tf.scalar(2) });
  assertTensorClose(w, -first);
  optimizer.apply({ graves: tf.scalar(2) });
  assertTensorClose(w, -first - second);
  optimizer.dispose();
  w.dispose();
});

Deno.test("createOptimizer() moves variables on WebAssembly as on the CPU", async () => {
  for (const settings of SETTINGS) {
    for (const seed of SEEDS) {
      await assertSameOnBoth(() => {
        const { variable, gradient } = problem(seed, "both");
        const optimizer = createOptimizer(settings, [variable]);
        for (let step = 1; step <= 4; step++) {
          optimizer.apply(gradient(step), 1 / step);
        }
        const state = optimizer.state();
        const result = [tf.clone(variable), ...Object.values(state)];
        optimizer.dispose();
        variable.dispose();
        return result;
      }, `${settings.kind}, seed ${seed}`);
    }
  }
});

Deno.test("createOptimizer() goes on bit by bit from a restored state", () => {
  for (const settings of SETTINGS) {
    const whole = problem(3, "whole");
    const straight = createOptimizer(settings, [whole.variable]);
    for (let step = 1; step <= 6; step++) straight.apply(whole.gradient(step));

    const half = problem(3, "half");
    const first = createOptimizer(settings, [half.variable]);
    for (let step = 1; step <= 3; step++) first.apply(half.gradient(step));
    const state = first.state();
    const numbers = Object.fromEntries(
      Object.entries(state).map((
        [name, tensor],
      ) => [name, tf.tensor(tensor.dataSync(), tensor.shape, tensor.dtype)]),
    );
    first.apply(half.gradient(9)); // a state is a copy: this must not change it
    first.dispose();
    const again = problem(3, "again");
    const start = createOptimizer(settings, [again.variable]);
    for (let step = 1; step <= 3; step++) start.apply(again.gradient(step));
    start.dispose();
    const second = createOptimizer(settings, [again.variable]);
    second.restore(Object.fromEntries(
      Object.entries(numbers).map((
        [name, tensor],
      ) => [name.replace("half", "again"), tensor]),
    ));
    for (let step = 4; step <= 6; step++) second.apply(again.gradient(step));
    assertEquals(
      again.variable.dataSync(),
      whole.variable.dataSync(),
      settings.kind,
    );
    for (const [name, tensor] of Object.entries(state)) {
      assertEquals(tensor.dataSync(), numbers[name].dataSync(), name);
    }
    [straight, second].forEach((optimizer) => optimizer.dispose());
    tf.dispose([whole.variable, half.variable, again.variable]);
  }
});

Deno.test("createOptimizer() leaves clones of a variable as they were", () => {
  const variable = tf.variable(tf.tensor1d([1, 2, 3]), true, "cloned");
  const before = tf.clone(variable);
  const optimizer = createOptimizer({ kind: "sgd", rate: 1 }, [variable]);
  optimizer.apply({ cloned: tf.tensor1d([1, 1, 1]) });
  assertEquals(before.arraySync(), [1, 2, 3]);
  assertEquals(variable.arraySync(), [0, 1, 2]);
  optimizer.dispose();
  variable.dispose();
});

Deno.test("createOptimizer() leaves a variable without a gradient where it is, and memory flat", () => {
  const [a, b] = ["a", "b"].map((name) =>
    tf.variable(tf.tensor1d([1, 2, 3, 4, 5]), true, name)
  );
  const optimizer = createOptimizer({ kind: "adam", rate: 0.1 }, [a, b]);
  const gradient = tf.ones([5]);
  optimizer.apply({ a: gradient });
  const before = tf.memory();
  for (let i = 0; i < 50; i++) {
    tf.tidy(() =>
      optimizer.apply(clipGradients({ a: gradient }, { norm: i % 2 ? 1 : 9 }))
    );
  }
  const after = tf.memory();
  assertEquals(after.numTensors, before.numTensors);
  assertEquals(after.numBytes, before.numBytes);
  assertEquals(b.arraySync(), [1, 2, 3, 4, 5]);
  optimizer.dispose();
  tf.dispose([a, b]);
});

Deno.test("createOptimizer() says what is wrong", () => {
  const w = tf.variable(tf.tensor1d([1, 2]), true, "w");
  assertThrows(
    () => createOptimizer({ kind: "newton" as "sgd", rate: 1 }, [w]),
    RangeError,
    "Cannot create an optimizer as its kind must be one of sgd, momentum, rmsprop, adam: newton",
  );
  assertThrows(
    () => createOptimizer({ kind: "sgd", rate: 0 }, [w]),
    RangeError,
    "its rate must be positive: 0",
  );
  assertThrows(
    () => createOptimizer({ kind: "sgd", rate: 1 }, [w, w]),
    RangeError,
    "variables must have different names: w, w",
  );
  const optimizer = createOptimizer({ kind: "momentum", rate: 1 }, [w]);
  assertThrows(
    () => optimizer.apply({ v: tf.tensor1d([1, 2]) }),
    RangeError,
    "each must be of a variable of the optimizer (w): v",
  );
  assertThrows(
    () => optimizer.apply({ w: tf.tensor1d([1, 2, 3]) }),
    ShapeError,
    "Cannot apply w as it must be [2]: it is [3]",
  );
  assertThrows(
    () => optimizer.restore({ step: tf.scalar(1) }),
    RangeError,
    "its state must hold w/velocity: it holds step",
  );
  optimizer.dispose();
  w.dispose();
});

Deno.test("clipGradients() cuts the common norm and keeps the direction", async () => {
  for (const seed of SEEDS) {
    await assertSameOnBoth(() => {
      const gradients = { a: draw(seed, [3, 5]), b: draw(seed + 1, [7]) };
      const cut = Object.values(clipGradients(gradients, { norm: 0.5 }));
      const norm = tf.sqrt(
        tf.addN(cut.map((part) => tf.sum(tf.square(part)))),
      );
      assertTensorClose(norm, 0.5, { message: `seed ${seed}` });
      return cut;
    }, `seed ${seed}`);
  }
});

Deno.test("clipGradients() changes nothing below the limit", () => {
  const gradients = { a: tf.tensor1d([3, 0]), b: tf.tensor1d([4]) };
  const kept = clipGradients(gradients, { norm: 5 });
  assertEquals(kept.a.arraySync(), [3, 0]);
  assertEquals(kept.b.arraySync(), [4]);
});

Deno.test("clipGradients() cuts each entry by value, and wants a limit", () => {
  const { a } = clipGradients({ a: tf.tensor1d([3, -4, 1]) }, { value: 2 });
  assertEquals(a.arraySync(), [2, -2, 1]);
  assertThrows(
    () => clipGradients({}, { norm: 0 }),
    RangeError,
    "Cannot clip gradients as the limit must be positive: 0",
  );
});
