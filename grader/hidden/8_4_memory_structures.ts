/**
 * Checks of exercise 8-4, judged by lib's soft lists, set and tree; with whole
 * pops and pushes by a stack and a queue of the textbook.
 *
 * @module
 */

import fc from "fast-check";
import { columnVector, fromRows } from "../../lib/core/mod.ts";
import * as memory from "../../lib/memory/mod.ts";
import { agreesWith, type Caller, type Check, check } from "../check.ts";
import { disagreement, type Mismatch } from "../compare.ts";
import {
  type Action,
  anyHistory,
  discreteStep,
  follows,
  type History,
  historyExamples,
  type SoftList,
  type Step,
} from "./structures/histories.ts";
import { listOf, thousandths } from "./common/vectors.ts";

type Rows = number[][];
type SetInput = [slots: Rows, query: number[], sharpness: number];
type Logits = [branchLogits: number[]];

/** The same step on lib's lists, whose values are columns. */
function stepWith(
  step: typeof memory.stackStep,
  { values, strengths }: SoftList,
  [pop, push, value]: Action,
): Step {
  const after = step(
    { values: values.map((each) => columnVector(each)), strengths },
    { pop, push, value: columnVector(value) },
  );
  return {
    memory: {
      values: after.memory.values.map((each) => each.getColumn(0)),
      strengths: [...after.memory.strengths],
    },
    read: after.read.getColumn(0),
  };
}

/** The true answers. */
export const reference = {
  stackStep: (list: SoftList, ...action: Action): Step =>
    stepWith(memory.stackStep, list, action),
  queueStep: (list: SoftList, ...action: Action): Step =>
    stepWith(memory.queueStep, list, action),
  setRead: (slots: Rows, query: number[], sharpness: number): number[] =>
    memory.setRead(fromRows(slots).transpose(), columnVector(query), {
      sharpness,
    }).getColumn(0),
  treeLeafWeights: (branchLogits: number[]): number[] =>
    memory.treeLeafWeights(branchLogits).getColumn(0),
};

/** Slots in two orders have one read. */
async function judgeSet(
  caller: Caller,
  [slots, query, sharpness]: SetInput,
): Promise<Mismatch | null> {
  const expected = reference.setRead(slots, query, sharpness);
  for (const order of [slots, slots.toReversed()]) {
    const answer = await caller.call("setRead", order, query, sharpness);
    const mismatch = disagreement(answer, expected);
    if (mismatch) return mismatch;
  }
  return null;
}

const sizes = fc.constantFrom(2, 3, 5, 7);

/** As many slots as dimensions would hide a transposition; one in three sets has equal slots. */
const sets: fc.Arbitrary<SetInput> = fc.tuple(
  sizes,
  sizes,
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.integer({ min: 0, max: 4000 }).map(toThousandths),
    },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, 1000) },
  ),
  fc.nat(2),
)
  .filter(([dimension, count]) => dimension !== count)
  .chain(([dimension, count, sharpness, equal]) =>
    fc.tuple(
      // |β mᵀq| <= 1000 · 7 · 1
      listOf(listOf(thousandths(1), dimension), count)
        .map((slots) => equal === 0 ? slots.with(-1, slots[0]) : slots),
      listOf(thousandths(1), dimension),
      fc.constant(sharpness),
    )
  );

function toThousandths(n: number): number {
  return n / 1000;
}

const setExamples: SetInput[] = [
  [[[2, -3]], [0.5, 1], 1],
  [[[4], [4], [1]], [0], 1],
  [[[4], [4], [1]], [7], 0],
  [[[1, 2], [1, 2], [3, -1]], [0.5, 0.25], 2],
  [[[10], [-10]], [1], 1000],
  [[[-10], [-10], [-9]], [1], 1000],
  [[[1, 0], [0, 1], [1, 0]], [1, 1], 1000],
];

/** Logits of a tree with up to 16 leaves. */
const trees: fc.Arbitrary<Logits> = fc.tuple(
  fc.constantFrom(1, 2, 2, 3, 3, 4),
  fc.constantFrom(4, 4, 4, 10_000),
).chain(([levels, limit]) =>
  listOf(thousandths(limit), 2 ** levels - 1)
    .map((logits): Logits => [logits])
);

const treeExamples: Logits[] = [
  [[]],
  [[0]],
  [[2]],
  [[0.3, -0.2, 0.5]],
  [[1e4, -1e4, 1e4]],
  [[-1e4, 1e4, 0]],
  [[0, 1, -1, 2, -2, 3, -3]],
];

const [stack, queue] = [
  { fn: "stackStep", step: reference.stackStep, whole: discreteStep("newest") },
  { fn: "queueStep", step: reference.queueStep, whole: discreteStep("oldest") },
];

/** All checks of the exercise. */
export const checks: Check[] = [
  check<History>(
    "8-4.1",
    {
      points: 1,
      name: { en: "stackStep: the memory", zh: "stackStep 栈：记忆" },
      property: {
        en:
          "pop takes strength u in all, from the newest entry on and from each at most what it has; push appends one entry; none is removed; in whole numbers it is an ordinary stack",
        zh:
          "弹出从最新的一项开始，一共减去强度 u，每项最多减到 0；压入追加一项；不删除任何一项；取整数时就是普通的栈",
      },
      examples: historyExamples,
    },
    anyHistory,
    follows(stack.fn, "memory", stack.step, stack.whole),
  ),
  check<History>(
    "8-4.1.read",
    {
      points: 1,
      name: { en: "stackStep: the read", zh: "stackStep 栈：读出的向量" },
      property: {
        en:
          "after pop and push the newest entries are added up, each weighed by its strength, until strength 1 is reached",
        zh: "弹出和压入之后，从最新的一项开始按强度加权求和，累加到强度为 1",
      },
      examples: historyExamples,
      inputsOf: "8-4.1",
    },
    anyHistory,
    follows(stack.fn, "read", stack.step, stack.whole),
  ),
  check<History>(
    "8-4.2",
    {
      points: 1,
      name: { en: "queueStep: the memory", zh: "queueStep 队列：记忆" },
      property: {
        en:
          "pop takes strength u in all, from the oldest entry on and from each at most what it has; push appends one entry; none is removed; in whole numbers it is an ordinary queue",
        zh:
          "弹出从最旧的一项开始，一共减去强度 u，每项最多减到 0；压入追加一项；不删除任何一项；取整数时就是普通的队列",
      },
      examples: historyExamples,
    },
    anyHistory,
    follows(queue.fn, "memory", queue.step, queue.whole),
  ),
  check<History>(
    "8-4.2.read",
    {
      points: 1,
      name: { en: "queueStep: the read", zh: "queueStep 队列：读出的向量" },
      property: {
        en:
          "after pop and push the oldest entries are added up, each weighed by its strength, until strength 1 is reached",
        zh: "弹出和压入之后，从最旧的一项开始按强度加权求和，累加到强度为 1",
      },
      examples: historyExamples,
      inputsOf: "8-4.2",
    },
    anyHistory,
    follows(queue.fn, "read", queue.step, queue.whole),
  ),
  check<SetInput>(
    "8-4.3",
    {
      points: 1,
      name: { en: "setRead", zh: "setRead 集合的读取" },
      property: {
        en:
          "the slots weighed by softmax(sharpness · slotᵀquery), equal slots each on its own; the order of the slots changes nothing",
        zh:
          "以 softmax(锐度 · 槽ᵀ查询) 为权重对槽加权求和，相同的槽分别计算；槽的次序不影响结果",
      },
      examples: setExamples,
    },
    sets,
    judgeSet,
  ),
  check<Logits>(
    "8-4.4",
    {
      points: 1,
      name: { en: "treeLeafWeights", zh: "treeLeafWeights 叶子的权重" },
      property: {
        en:
          "a leaf's weight is the product of the probabilities on its path, σ(logit) to the right and the rest to the left; leaves come from left to right",
        zh:
          "叶子的权重是沿途概率的乘积，向右为 σ(分数)，其余向左；叶子从左到右排列",
      },
      examples: treeExamples,
    },
    trees,
    agreesWith(reference, "treeLeafWeights"),
  ),
];
