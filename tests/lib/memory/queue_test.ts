import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  queueStep,
  queueStepGradient,
  type SoftListAction,
} from "@mneme/mneme/memory";
import {
  columnVector,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix, EXACT, SEEDS } from "../support.ts";
import { assertGradient } from "../gradients.ts";
import {
  discreteActions,
  EMPTY,
  GOLDEN,
  randomActions,
  run,
  stepByDefinition,
} from "./lists.ts";

const isNearer = (j: number, i: number) => j < i;

// row 37: queue: (d, u) = (.8, 0), (.5, .1), (.9, .9) leave strengths (.8); (.7, .5); (0, .3, .9) and read with weights (.8); (.7, .3); (0, .3, .7) (the paper's recurrence)
Deno.test("queueStep() of the answer's three steps", () => {
  const steps = run(queueStep, GOLDEN);
  const expected = [[0.8], [0.7, 0.5], [0, 0.3, 0.9]];
  steps.forEach(({ memory }, t) =>
    assertMatrix(columnVector(memory.strengths), expected[t].map((s) => [s]))
  );
  assertMatrix(steps[0].read, [[0.8], [0], [0]]);
  assertMatrix(steps[1].read, [[0.7], [0.3], [0]]);
  assertMatrix(steps[2].read, [[0], [0.3], [0.7]]);
});

// row 37: queue: Σ s_t = max(0, Σ s_(t-1) - u) + d in each of 50 steps of 10 random runs
Deno.test("queueStep() keeps the account of its mass", () => {
  for (const seed of SEEDS) {
    const actions = randomActions(seededRandom(seed), 50);
    let mass = 0;
    run(queueStep, actions).forEach(({ memory }, t) => {
      mass = Math.max(0, mass - actions[t].pop) + actions[t].push;
      const total = memory.strengths.reduce((a, b) => a + b, 0);
      assertAlmostEquals(total, mass, EXACT, `step ${t}, seed ${seed}`);
      assertEquals(memory.values.length, t + 1);
    });
  }
});

// row 37: queue: with d and u from {0, 1} it is a real queue, in each of 50 steps of 10 random runs
Deno.test("queueStep() is a real queue when everything is whole", () => {
  for (const seed of SEEDS) {
    const actions = discreteActions(seededRandom(seed), 50);
    const items: number[] = [];
    run(queueStep, actions).forEach(({ read, memory }, t) => {
      if (actions[t].pop === 1) items.shift();
      if (actions[t].push === 1) items.push(t + 1);
      const message = `step ${t}, seed ${seed}`;
      assertEquals(read.get(0, 0), items[0] ?? 0, message);
      assertEquals(
        memory.values.filter((_, i) => memory.strengths[i] === 1)
          .map((value) => value.get(0, 0)),
        items,
        message,
      );
    });
  }
});

Deno.test("queueStep() is the paper's recurrence", () => {
  for (const seed of SEEDS) {
    let memory = EMPTY;
    for (const action of randomActions(seededRandom(seed), 20)) {
      const step = queueStep(memory, action);
      const expected = stepByDefinition(memory, action, isNearer);
      const message = `seed ${seed}`;
      assertMatrix(
        columnVector(step.memory.strengths),
        columnVector(expected.strengths),
        { message },
      );
      assertMatrix(step.read, expected.read, { message });
      memory = step.memory;
    }
  }
});

Deno.test("queueStep() keeps the order of what goes through it", () => {
  const value = (x: number) => columnVector([x]);
  const pushes: SoftListAction[] = [1, 2, 3, 4, 5, 6, 7]
    .map((x) => ({ pop: 0, push: 1, value: value(x) }));
  const pops = pushes.map((_, t) => ({
    pop: t === 0 ? 0 : 1,
    push: 0,
    value: value(0),
  }));
  const reads = run(queueStep, [...pushes, ...pops]).slice(7)
    .map(({ read }) => read.get(0, 0));
  assertEquals(reads, [1, 2, 3, 4, 5, 6, 7]);
});

Deno.test("queueStep() loses what a pop exceeds, and appends at push 0", () => {
  const [first] = run(queueStep, GOLDEN);
  const { memory, read } = queueStep(first.memory, {
    pop: 9,
    push: 0,
    value: columnVector([3, 5, 7]),
  });
  assertEquals(memory.strengths, [0, 0]);
  assertEquals(memory.values.length, 2);
  assertEquals(read.to1DArray(), [0, 0, 0]);
});

Deno.test("queueStepGradient() equals finite differences away from kinks", () => {
  let checked = 0;
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const draw = (low: number) => low + (1 - 2 * low) * random.uniform();
    const memory = {
      values: [1, 2, 3, 4, 5].map(() =>
        columnVector([random.normal(), random.normal()])
      ),
      strengths: [1, 2, 3, 4, 5].map(() => draw(0.1)),
    };
    const action = {
      pop: 1.5 * draw(0.1),
      push: draw(0.1),
      value: columnVector([random.normal(), random.normal()]),
    };
    const upstream = {
      read: columnVector([random.normal(), random.normal()]),
      strengths: [1, 2, 3, 4, 5, 6].map(() => random.normal()),
    };
    const gradient = queueStepGradient(memory, action, upstream);
    const loss = (
      moved: {
        memory?: Partial<typeof memory>;
        action?: Partial<typeof action>;
      },
    ) => {
      const step = stepByDefinition(
        { ...memory, ...moved.memory },
        { ...action, ...moved.action },
        isNearer,
      );
      return step.read.dot(upstream.read) +
        step.strengths.reduce(
          (sum, s, i) => sum + s * upstream.strengths[i],
          0,
        );
    };
    const check = (
      name: string,
      analytic: Matrix,
      at: Matrix,
      lossAt: (moved: Matrix) => number,
    ) => {
      checked++;
      assertGradient(analytic, at, lossAt, `${name}, seed ${seed}`);
    };
    check(
      "strengths",
      columnVector(gradient.strengths),
      columnVector(memory.strengths),
      (moved) => loss({ memory: { strengths: moved.to1DArray() } }),
    );
    memory.values.forEach((at, i) =>
      check(
        `values[${i}]`,
        gradient.values[i],
        at,
        (moved) => loss({ memory: { values: memory.values.with(i, moved) } }),
      )
    );
    check(
      "value",
      gradient.value,
      action.value,
      (value) => loss({ action: { value } }),
    );
    for (const name of ["pop", "push"] as const) {
      check(
        name,
        columnVector([gradient[name]]),
        columnVector([action[name]]),
        (moved) => loss({ action: { [name]: moved.get(0, 0) } }),
      );
    }
  }
  assertEquals(checked, 9 * SEEDS.length);
});

Deno.test("queueStepGradient() of a push into an empty queue is the value", () => {
  const action = { pop: 0.5, push: 0.25, value: columnVector([3, 5]) };
  const gradient = queueStepGradient(EMPTY, action, {
    read: columnVector([1, 2]),
  });
  assertEquals(gradient.push, 13);
  assertEquals(gradient.pop, 0);
  assertEquals(gradient.value.to1DArray(), [0.25, 0.5]);
  assertEquals(gradient.strengths, []);
});

Deno.test("queueStep() does not mutate the memory", () => {
  const [, second] = run(queueStep, GOLDEN);
  const before = structuredClone(second.memory.strengths);
  const value = columnVector([3, 5, 7]);
  const { memory } = queueStep(second.memory, { pop: 0.3, push: 1, value });
  queueStepGradient(second.memory, { pop: 0.3, push: 1, value }, {
    read: value,
  });
  assertEquals(second.memory.strengths, before);
  assertEquals(second.memory.values.length, 2);
  value.set(0, 0, 99);
  assertEquals(memory.values[2].to1DArray(), [3, 5, 7]);
});

Deno.test("queueStep() throws when sizes differ", () => {
  const value = columnVector([1]);
  assertThrows(
    () =>
      queueStep({ values: [value], strengths: [1] }, {
        pop: 0,
        push: 1,
        value: columnVector([1, 2]),
      }),
    ShapeError,
    "Cannot take a step of a queue as D must be one size: value (Dx1) is 2x1, values[0] (Dx1) is 1x1",
  );
  assertThrows(
    () =>
      queueStep({ values: [value], strengths: [] }, { pop: 0, push: 1, value }),
    ShapeError,
    "Cannot take a step of a queue as each value must have a strength: there are 1 values and 0 strengths",
  );
  assertThrows(
    () =>
      queueStepGradient(EMPTY, { pop: 0, push: 1, value }, {
        read: value,
        strengths: [],
      }),
    ShapeError,
    "Cannot differentiate a step of a queue as each next strength must have a gradient: there are 1 strengths and 0 gradients",
  );
});

Deno.test("queueStep() throws when a strength is out of range", () => {
  const value = columnVector([1]);
  const action = { pop: 0, push: 1, value };
  for (
    const [wrong, message] of [
      [{ pop: -1 }, "the pop must be a finite number of at least 0: -1"],
      [
        { push: 1.5 },
        "the push must be a finite number of at least 0 and of at most 1: 1.5",
      ],
      [{ value: columnVector([NaN]) }, "every entry of value must be finite"],
    ] as const
  ) {
    assertThrows(
      () => queueStep(EMPTY, { ...action, ...wrong }),
      RangeError,
      `Cannot take a step of a queue as ${message}`,
    );
  }
  assertThrows(
    () => queueStep({ values: [value], strengths: [2] }, action),
    RangeError,
    "Cannot take a step of a queue as strength 0 must be",
  );
});
