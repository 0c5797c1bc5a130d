import { assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  type Matrix,
  type Random,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  dequeStep,
  emptyList,
  queueStep,
  stackStep,
  type TensorList,
  tf,
} from "@mneme/mneme/layers";
import {
  type DequeAction,
  dequeStep as dequeColumns,
  queueStep as queueColumns,
  queueStepGradient,
  type SoftList,
  type SoftListAction,
  stackStep as stackColumns,
  stackStepGradient,
} from "@mneme/mneme/memory";
import { EMPTY, GOLDEN, randomActions, run } from "../../memory/lists.ts";
import { SEEDS } from "../../support.ts";
import { assertNoLeak, assertTensorClose, toTensor } from "../support.ts";

const KINDS = [
  {
    name: "stackStep",
    step: stackStep,
    columns: stackColumns,
    gradient: stackStepGradient,
  },
  {
    name: "queueStep",
    step: queueStep,
    columns: queueColumns,
    gradient: queueStepGradient,
  },
];

const scalar = (x: number) => tf.tensor2d([[x]]);

function toList({ values, strengths }: SoftList): TensorList {
  const rows = values.map((value) => value.to1DArray());
  return {
    values: tf.tensor3d(rows.flat(), [1, rows.length, rows[0].length]),
    strengths: tf.tensor2d([[...strengths]]),
  };
}

/** The same step of each of a batch. */
function toAction(actions: readonly SoftListAction[]) {
  return {
    pop: tf.tensor2d(actions.map(({ pop }) => [pop])),
    push: tf.tensor2d(actions.map(({ push }) => [push])),
    value: tf.tensor2d(actions.map(({ value }) => value.to1DArray())),
  };
}

// push .8; pop .1, push .5; pop .9, push .9: the published recurrences, by hand
Deno.test("stackStep() and queueStep() in the three steps done by hand", () => {
  const strengths = [
    [[[0.8]], [[0.7, 0.5]], [[0.3, 0, 0.9]]],
    [[[0.8]], [[0.7, 0.5]], [[0, 0.3, 0.9]]],
  ];
  const reads = [
    [[[0.8, 0, 0]], [[0.5, 0.5, 0]], [[0.1, 0, 0.9]]],
    [[[0.8, 0, 0]], [[0.7, 0.3, 0]], [[0, 0.3, 0.7]]],
  ];
  KINDS.forEach(({ step }, kind) => {
    let memory = emptyList(1, 3);
    GOLDEN.forEach((action, t) => {
      const next = step(memory, toAction([action]));
      assertTensorClose(next.memory.strengths, strengths[kind][t]);
      assertTensorClose(next.read, reads[kind][t]);
      memory = next.memory;
    });
  });
});

for (const { name, step, columns, gradient } of KINDS) {
  Deno.test(`${name}() equals lib's over runs of a batch, pops of more than there is among them`, () => {
    for (const seed of SEEDS) {
      const random = seededRandom(seed);
      const runs = [1, 2, 3].map(() => randomActions(random, 7));
      const expected = runs.map((actions) => run(columns, actions));
      let memory = emptyList(3, 2);
      for (let t = 0; t < 7; t++) {
        const next = step(memory, toAction(runs.map((actions) => actions[t])));
        const message = `seed ${seed}, step ${t}`;
        assertTensorClose(
          next.read,
          expected.map((steps) => steps[t].read.to1DArray()),
          { message },
        );
        assertTensorClose(
          next.memory.strengths,
          expected.map((steps) => [...steps[t].memory.strengths]),
          { message },
        );
        memory = next.memory;
      }
    }
  });

  Deno.test(`${name}() has the gradient that lib derives by hand, at kinks too`, () => {
    for (const seed of SEEDS) {
      const random = seededRandom(seed);
      const actions = randomActions(random, 6);
      const before = run(columns, actions)[4].memory; // some entries have strength 0
      const [read, strengths] = [normal(random, 2), normal(random, 6)];
      const upstream = { read: columnVector(read), strengths };
      const expected = gradient(before, actions[5], upstream);
      const memory = toList(before);
      const { pop, push, value } = toAction([actions[5]]);
      const [ofStrengths, ofValues, ofPop, ofPush, ofValue] = tf.grads((
        strengthsNow: tf.Tensor,
        values: tf.Tensor,
        pop: tf.Tensor,
        push: tf.Tensor,
        value: tf.Tensor,
      ) => {
        const next = step({
          values: values as tf.Tensor3D,
          strengths: strengthsNow as tf.Tensor2D,
        }, {
          pop: pop as tf.Tensor2D,
          push: push as tf.Tensor2D,
          value: value as tf.Tensor2D,
        });
        return next.read.mul([read]).sum()
          .add(next.memory.strengths.mul([strengths]).sum());
      })([memory.strengths, memory.values, pop, push, value]);
      const message = `seed ${seed}`;
      assertTensorClose(ofStrengths, [expected.strengths], { message });
      assertTensorClose(ofValues, rows(expected.values), { message });
      assertTensorClose(ofPop, [expected.pop], { message });
      assertTensorClose(ofPush, [expected.push], { message });
      assertTensorClose(ofValue, toTensor(expected.value), { message });
    }
  });
}

Deno.test("a real stack and a real queue come of pops and pushes of 0 and 1", () => {
  const push = (value: number) => ({
    pop: scalar(0),
    push: scalar(1),
    value: scalar(value),
  });
  const pop = { pop: scalar(1), push: scalar(0), value: scalar(9) };
  for (
    const [step, order] of [[stackStep, [5, 3]], [queueStep, [3, 5]]] as const
  ) {
    let { memory } = step(emptyList(1, 1), push(3));
    let read: tf.Tensor2D;
    ({ memory, read } = step(memory, push(5)));
    assertEquals(read.arraySync(), [[order[0]]]);
    ({ memory, read } = step(memory, pop));
    assertEquals(read.arraySync(), [[order[1]]]);
    ({ read } = step(memory, pop));
    assertEquals(read.arraySync(), [[0]]);
  }
});

function randomDeque(random: Random): DequeAction {
  return {
    popTop: random.uniform(),
    popBottom: random.uniform(),
    pushTop: random.uniform(),
    pushBottom: random.uniform(),
    valueTop: columnVector(normal(random, 2)),
    valueBottom: columnVector(normal(random, 2)),
  };
}

function toDequeAction(action: DequeAction) {
  return {
    popTop: scalar(action.popTop),
    popBottom: scalar(action.popBottom),
    pushTop: scalar(action.pushTop),
    pushBottom: scalar(action.pushBottom),
    valueTop: toTensor(action.valueTop),
    valueBottom: toTensor(action.valueBottom),
  };
}

Deno.test("dequeStep() equals lib's over a run", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    let [memory, expected] = [emptyList(1, 2), EMPTY];
    for (let t = 0; t < 5; t++) {
      const action = randomDeque(random);
      const next = dequeStep(memory, toDequeAction(action));
      const wanted = dequeColumns(expected, action);
      const message = `seed ${seed}, step ${t}`;
      assertTensorClose(next.readTop, wanted.readTop, { message });
      assertTensorClose(next.readBottom, wanted.readBottom, { message });
      assertTensorClose(next.memory.strengths, [
        ...wanted.memory.strengths,
      ], { message });
      [memory, expected] = [next.memory, wanted.memory];
    }
  }
});

Deno.test("dequeStep() has the gradients of lib's, by finite differences", () => {
  const names = ["popTop", "popBottom", "pushTop", "pushBottom"] as const;
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    let before = EMPTY;
    for (let t = 0; t < 3; t++) {
      before = dequeColumns(before, randomDeque(random)).memory;
    }
    const action = randomDeque(random);
    const [top, bottom] = [normal(random, 2), normal(random, 2)];
    const oracle = (moved: DequeAction) => {
      const { readTop, readBottom } = dequeColumns(before, moved);
      return readTop.dot(columnVector(top)) +
        readBottom.dot(columnVector(bottom));
    };
    const { valueTop, valueBottom, ...amounts } = toDequeAction(action);
    const gradients = tf.grads((...moved: tf.Tensor[]) => {
      const amountsNow = Object.fromEntries(
        names.map((name, i) => [name, moved[i]]),
      ) as typeof amounts;
      const { readTop, readBottom } = dequeStep(
        toList(before),
        { ...amountsNow, valueTop, valueBottom },
      );
      return readTop.mul([top]).sum().add(readBottom.mul([bottom]).sum());
    })(names.map((name) => amounts[name]));
    names.forEach((name, i) => {
      const move = (step: number) =>
        oracle({ ...action, [name]: action[name] + step });
      assertTensorClose(gradients[i], [(move(1e-6) - move(-1e-6)) / 2e-6], {
        message: `seed ${seed}, ${name}`,
      });
    });
  }
});

Deno.test("stackStep() leaves nothing behind but its result", () => {
  const memory = toList({
    values: [columnVector([3])],
    strengths: [0.5],
  });
  const action = toAction([{ pop: 0.1, push: 1, value: columnVector([5]) }]);
  assertNoLeak(() => tf.tidy(() => void stackStep(memory, action)));
});

Deno.test("lists and actions that do not fit are refused", () => {
  assertThrows(
    () =>
      stackStep(emptyList(2, 3), {
        pop: tf.ones([2, 1]),
        push: tf.ones([2, 1]),
        value: tf.ones([2, 5]),
      }),
    ShapeError,
    "Cannot take a step of a stack as D must be one size: values [B,T,D] is [2,0,3]",
  );
});

function normal(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.normal());
}

function rows(values: readonly Matrix[]): number[][] {
  return values.map((value) => value.to1DArray());
}
