import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import type {
  Checkpoint,
  CheckpointStore,
} from "../../../experiments/training/checkpoint.ts";
import { type Setting, train } from "../../../experiments/training/loop.ts";
import type { TrainingOptions } from "../../../experiments/training/training.ts";
import { Trouble } from "../../../experiments/trouble.ts";
import { constantVariable, initBackend, tf } from "../../../lib/layers/mod.ts";

await initBackend({ backend: "cpu" });

/** A setting whose clock moves by a second at each look. */
function setting(changes: Partial<Setting> = {}): Setting {
  let time = 0;
  return {
    seed: 11,
    identity: {},
    store: null,
    checkpointEvery: Infinity,
    follow: () => ({ step() {}, row() {}, end() {} }),
    now: () => time += 1000,
    ...changes,
  };
}

interface Points {
  x: tf.Tensor;
  y: tf.Tensor;
}

/** A line through points, y = 2x, from a slope of 0. */
function line(
  slope: tf.Variable,
  changes: Partial<TrainingOptions<Points>> = {},
): TrainingOptions<Points> {
  return {
    name: "line",
    variables: [slope],
    steps: 20,
    optimizer: { kind: "momentum", rate: 0.05 },
    batch(random) {
      const x = Array.from({ length: 7 }, () => random.normal());
      return { x: tf.tensor1d(x), y: tf.mul(tf.tensor1d(x), 2) };
    },
    loss: ({ x, y }, random) =>
      tf.mul(
        tf.mean(tf.square(tf.sub(tf.mul(x, slope), y))),
        1 + random.uniform(),
      ),
    ...changes,
  };
}

/** Runs a function with a variable of its own, and looks for tensors left. */
function withSlope<Result>(use: (slope: tf.Variable) => Result): Result {
  const before = tf.memory().numTensors;
  const slope = constantVariable("slope", [], 0);
  try {
    return use(slope);
  } finally {
    slope.dispose();
    assertEquals(tf.memory().numTensors, before);
  }
}

function slopeAfter(
  changes: Partial<TrainingOptions<Points>> = {},
  where: Partial<Setting> = {},
): number {
  return withSlope((slope) => {
    train(line(slope, changes), setting(where));
    return slope.dataSync()[0];
  });
}

Deno.test("train() comes near the solution when it has the steps", () => {
  assertAlmostEquals(slopeAfter({ steps: 200 }), 2, 1e-3);
});

Deno.test("train() gives the same when the seed is the same, and another when it is not", () => {
  assertEquals(slopeAfter(), slopeAfter());
  assertNotEquals(slopeAfter(), slopeAfter({}, { seed: 12 }));
  assertNotEquals(slopeAfter(), slopeAfter({ name: "other" }));
});

Deno.test("train() leaves no tensor when batches make intermediate ones", () => {
  withSlope((slope) => {
    const { leaked, steps } = train(
      line(slope, { clip: { norm: 1 } }),
      setting(),
    );
    assertEquals([leaked, steps], [0, 20]);
  });
});

Deno.test("train() multiplies the rate when there is a schedule", () => {
  const rates = { optimizer: { kind: "sgd" as const, rate: 0.05 } };
  assertEquals(slopeAfter({ ...rates, schedule: () => 0 }), 0);
  assertEquals(
    slopeAfter({ ...rates, schedule: () => 0.5 }),
    slopeAfter({ optimizer: { kind: "sgd", rate: 0.025 } }),
  );
});

Deno.test("train() moves less when gradients are clipped", () => {
  const one = { steps: 1, optimizer: { kind: "sgd" as const, rate: 1 } };
  assertAlmostEquals(slopeAfter({ ...one, clip: { norm: 0.25 } }), 0.25, 1e-6);
  assertAlmostEquals(slopeAfter({ ...one, clip: { value: 0.5 } }), 0.5, 1e-6);
});

Deno.test("train() keeps a row after so many steps and one at the end", () => {
  withSlope((slope) => {
    const { history } = train(
      line(slope, {
        evaluate: { every: 8, measure: (step) => ({ twice: 2 * step }) },
      }),
      setting(),
    );
    assertEquals(history.map(({ step, twice }) => [step, twice]), [
      [8, 16],
      [16, 32],
      [20, 40],
    ]);
    assert(history[0].loss > history[2].loss);
  });
});

Deno.test("train() stops early when it is told to, by rows or by seconds", () => {
  withSlope((slope) => {
    const byRows = train(
      line(slope, {
        evaluate: {
          every: 3,
          measure: () => ({}),
          stop: (history) => history.length === 2,
        },
      }),
      setting(),
    );
    assertEquals([byRows.steps, byRows.stoppedEarly], [6, true]);
    // The clock moves by one second within each step.
    const bySeconds = train(
      line(slope, {
        evaluate: {
          every: 1,
          measure: () => ({}),
          stop: (_history, seconds) => seconds >= 5,
        },
      }),
      setting(),
    );
    assertEquals([bySeconds.steps, bySeconds.seconds], [5, 5]);
  });
});

/** Keeps checkpoints in memory; fails at the one after `until`, as a killed process does. */
function memoryStore(until: number): CheckpointStore & { kept: Checkpoint[] } {
  const kept: Checkpoint[] = [];
  return {
    kept,
    read: () => kept[kept.length - 1] ?? null,
    write(checkpoint) {
      if (kept.length === until) throw new Error("killed");
      kept.push(structuredClone(checkpoint));
    },
  };
}

for (const kind of ["sgd", "momentum", "rmsprop", "adam"] as const) {
  Deno.test(`train() ends as if never interrupted when ${kind} goes on from a checkpoint`, () => {
    const options = {
      optimizer: { kind, rate: 0.01 },
      evaluate: { every: 6, measure: () => ({ nothing: NaN }) },
    };
    const whole = slopeAfter(options);
    const store = memoryStore(4);
    // A clock that looks every step overdue makes a checkpoint of each.
    const every = { store, checkpointEvery: 0 };
    assertThrows(() => slopeAfter(options, every), Error, "killed");
    assertEquals(store.kept[3].position.step, 4);
    const { kept } = store;
    const rest = memoryStore(Infinity);
    rest.kept.push(kept[3]);
    assertEquals(slopeAfter(options, { ...every, store: rest }), whole);
    const { history } = rest.kept[rest.kept.length - 1].position;
    assertEquals(history.map(({ step }) => step), [6, 12, 18, 20]);
  });
}

Deno.test("train() restores the end and runs no step when the training was finished", () => {
  const store = memoryStore(Infinity);
  const end = slopeAfter({}, { store });
  const batch = () => {
    throw new Error("a step was run");
  };
  assertEquals(slopeAfter({ batch }, { store }), end);
});

Deno.test("train() says at which step the loss was not finite", () => {
  const error = assertThrows(
    () =>
      withSlope((slope) => {
        const loss = (_batch: Points, _random: unknown, step: number) =>
          tf.mul(slope, step === 3 ? Infinity : 1) as tf.Scalar;
        train(line(slope, { loss }), setting());
      }),
    Trouble,
    "line",
  );
  assert(error.message.endsWith("at step 3"), error.message);
});

Deno.test("train() refuses when the steps are none", () => {
  assertThrows(() => slopeAfter({ steps: 0 }), RangeError, "steps");
});
