import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  type DequeAction,
  dequeStep,
  queueStep,
  type SoftList,
  stackStep,
} from "@mneme/mneme/memory";
import { columnVector, seededRandom, ShapeError } from "@mneme/mneme/core";
import { assertMatrix, EXACT, SEEDS } from "../support.ts";
import { EMPTY, GOLDEN, randomActions, run } from "./lists.ts";

const zero = columnVector([0]);
const nothing: DequeAction = {
  popTop: 0,
  popBottom: 0,
  pushTop: 0,
  pushBottom: 0,
  valueTop: zero,
  valueBottom: zero,
};

// row 37: deque: the answer's three steps at the top end read what the stack reads: (.8); (.5, .5); (.1, 0, .9)
Deno.test("dequeStep() used at the top is a stack", () => {
  for (
    const actions of [
      GOLDEN,
      ...SEEDS.map((seed) => randomActions(seededRandom(seed), 20)),
    ]
  ) {
    let memory: SoftList = EMPTY;
    run(stackStep, actions).forEach(({ read }, t) => {
      const { pop, push, value } = actions[t];
      const step = dequeStep(memory, {
        ...nothing,
        popTop: pop,
        pushTop: push,
        valueTop: value,
        valueBottom: value.clone().mul(0),
      });
      assertMatrix(step.readTop, read, { message: `step ${t}` });
      memory = step.memory;
    });
  }
});

// row 37: deque: pushed at the top and popped at the bottom it reads what the queue reads: (.8); (.7, .3); (0, .3, .7)
Deno.test("dequeStep() from top to bottom is a queue", () => {
  for (
    const actions of [
      GOLDEN,
      ...SEEDS.map((seed) => randomActions(seededRandom(seed), 20)),
    ]
  ) {
    let memory: SoftList = EMPTY;
    run(queueStep, actions).forEach(({ read }, t) => {
      const { pop, push, value } = actions[t];
      const step = dequeStep(memory, {
        ...nothing,
        popBottom: pop,
        pushTop: push,
        valueTop: value,
        valueBottom: value.clone().mul(0),
      });
      assertMatrix(step.readBottom, read, { message: `step ${t}` });
      memory = step.memory;
    });
  }
});

Deno.test("dequeStep() is a real deque when everything is whole", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const items: number[] = [];
    let memory: SoftList = EMPTY;
    for (let t = 1; t <= 50; t++) {
      const action = {
        popTop: random.integer(2),
        popBottom: random.integer(2),
        pushTop: random.integer(2),
        pushBottom: random.integer(2),
        valueTop: columnVector([t]),
        valueBottom: columnVector([-t]),
      };
      if (action.popTop) items.pop();
      if (action.popBottom) items.shift();
      if (action.pushTop) items.push(t);
      if (action.pushBottom) items.unshift(-t);
      const step = dequeStep(memory, action);
      const message = `step ${t}, seed ${seed}`;
      assertEquals(
        step.readTop.get(0, 0),
        items[items.length - 1] ?? 0,
        message,
      );
      assertEquals(step.readBottom.get(0, 0), items[0] ?? 0, message);
      memory = step.memory;
    }
  }
});

Deno.test("dequeStep() keeps the account of its mass", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    let memory: SoftList = EMPTY;
    let mass = 0;
    for (let t = 0; t < 50; t++) {
      const action = {
        ...nothing,
        popTop: random.uniform(),
        popBottom: random.uniform(),
        pushTop: random.uniform(),
        pushBottom: random.uniform(),
      };
      mass = Math.max(0, mass - action.popTop - action.popBottom) +
        action.pushTop + action.pushBottom;
      memory = dequeStep(memory, action).memory;
      const total = memory.strengths.reduce((a, b) => a + b, 0);
      assertAlmostEquals(total, mass, EXACT, `step ${t}, seed ${seed}`);
    }
  }
});

Deno.test("dequeStep() lets the top pop first", () => {
  const memory = {
    values: [columnVector([3]), columnVector([5])],
    strengths: [0.5, 0.5],
  };
  const { memory: next } = dequeStep(memory, {
    ...nothing,
    popTop: 0.75,
    popBottom: 0.125,
  });
  assertEquals(next.strengths, [0, 0.125, 0, 0]);
  assertEquals(memory.strengths, [0.5, 0.5]);
});

Deno.test("dequeStep() throws when sizes or strengths are wrong", () => {
  assertThrows(
    () => dequeStep(EMPTY, { ...nothing, valueTop: columnVector([1, 2]) }),
    ShapeError,
    "Cannot take a step of a deque as D must be one size: valueTop (Dx1) is 2x1, valueBottom (Dx1) is 1x1",
  );
  for (
    const [name, words] of [
      ["popTop", "the pop at the top"],
      ["popBottom", "the pop at the bottom"],
      ["pushTop", "the push at the top"],
      ["pushBottom", "the push at the bottom"],
    ] as const
  ) {
    assertThrows(
      () => dequeStep(EMPTY, { ...nothing, [name]: -1 }),
      RangeError,
      `Cannot take a step of a deque as ${words} must be a finite number of at least 0`,
    );
  }
});
