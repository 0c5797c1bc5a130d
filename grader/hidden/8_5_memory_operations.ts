/**
 * Checks of exercise 8-5, judged by lib's memory network and Turing machine;
 * writes to one slot by a list, and the comparison by the papers.
 *
 * @module
 */

import fc from "fast-check";
import { columnVector, fromRows, type Matrix } from "../../lib/core/mod.ts";
import * as memory from "../../lib/memory/mod.ts";
import { agreesWith, type Check, check } from "../check.ts";
import { ANSWERS, judgeComparison } from "./operations/comparison.ts";
import { hopExamples, type Hops, steadyHops } from "./operations/hops.ts";
import {
  addressedExamples,
  type AddressedWrites,
  addressedWrites,
  judgeAddressed,
  type Read,
  readExamples,
  reads,
  softWrites,
  type Write,
  writeExamples,
} from "./operations/writes.ts";
import { listOf, thousandths } from "./common/vectors.ts";

type Rows = number[][];
type Lookup = [query: number[], keys: Rows, values: Rows];

/** The vectors of a list as columns. */
function columns(vectors: Rows): Matrix {
  return fromRows(vectors).transpose();
}

/** The true answers. */
export const reference = {
  memoryNetworkRead: (
    query: number[],
    keys: Rows,
    values: Rows,
  ): { weights: number[]; read: number[] } => {
    const { weights, read } = memory.memoryNetworkRead(
      { keys: columns(keys), values: columns(values) },
      columnVector(query),
    );
    return { weights: weights.getColumn(0), read: read.getColumn(0) };
  },
  memoryNetworkHops: (
    query: number[],
    keys: Rows,
    values: Rows,
    hops: number,
  ): number[] => {
    const embedded = { keys: columns(keys), values: columns(values) };
    return memory.memoryNetworkHops(
      memory.tieLayerWise(embedded, hops),
      columnVector(query),
    ).query.getColumn(0);
  },
  turingRead: (slots: Rows, weights: number[]): number[] =>
    memory.turingRead(columns(slots), columnVector(weights)).getColumn(0),
  turingWrite: (
    slots: Rows,
    weights: number[],
    erase: number[],
    add: number[],
  ): Rows =>
    memory.turingWrite(columns(slots), {
      weights: columnVector(weights),
      erase: columnVector(erase),
      add: columnVector(add),
    }).transpose().to2DArray(),
  comparison: (): Record<string, memory.MemoryModel> => ({ ...ANSWERS }),
};

/** Scores near one another, and up to 30 · 30 · 7; a value is often as long as a key. */
const lookups: fc.Arbitrary<Lookup> = fc.tuple(
  fc.constantFrom(2, 3, 5, 7),
  fc.constantFrom(2, 3, 5, 7),
  fc.constantFrom(1, 2, 3, 5),
  fc.constantFrom(1, 1, 2, 30),
)
  .filter(([dimension, count]) => dimension !== count)
  .chain(([dimension, count, length, limit]) =>
    fc.tuple(
      listOf(thousandths(limit), dimension),
      listOf(listOf(thousandths(limit), dimension), count),
      listOf(listOf(thousandths(3), length), count),
    )
  );

const lookupExamples: Lookup[] = [
  [[2], [[3]], [[-1, 4]]],
  [[0, 0], [[1, 2], [3, -1], [5, 5]], [[3], [6], [-3]]],
  [[1, -2], [[0.5, 1], [0.5, 1], [1, 0.25]], [[1, 0], [0, 1], [2, 2]]],
  [[100], [[100], [-100], [100]], [[1, 2], [3, 4], [5, -6]]],
  [[-100], [[100], [99.5]], [[1], [2]]],
];

/** All checks of the exercise. */
export const checks: Check[] = [
  check<Lookup>(
    "8-5.1",
    {
      points: 1,
      name: { en: "memoryNetworkRead", zh: "memoryNetworkRead 记忆网络的读取" },
      property: {
        en:
          "the weights are softmax(keyᵀquery), one for each key, and the read is the sum of the values with these weights",
        zh:
          "权重是 softmax(键ᵀ查询)，每个键一个；读出的是以此为权重的值的加权和",
      },
      examples: lookupExamples,
    },
    lookups,
    agreesWith(reference, "memoryNetworkRead"),
  ),
  check<Hops>(
    "8-5.2",
    {
      points: 1,
      name: { en: "memoryNetworkHops", zh: "memoryNetworkHops 多跳操作" },
      property: {
        en:
          "in every hop the read with the present query is added to it; keys and values stay the same; after 0 hops it is the query itself",
        zh:
          "每一跳用当前的查询读取，并把读到的向量加到查询上；键和值不变；0 跳时就是原来的查询",
      },
      examples: hopExamples,
    },
    steadyHops,
    agreesWith(reference, "memoryNetworkHops"),
  ),
  check<Read>(
    "8-5.3",
    {
      points: 1,
      name: { en: "turingRead", zh: "turingRead 图灵机的读取" },
      property: {
        en: "the sum of the slots with the weights as they are given",
        zh: "用给定的权重对各个槽加权求和",
      },
      examples: readExamples,
    },
    reads,
    agreesWith(reference, "turingRead"),
  ),
  check<Write>(
    "8-5.4",
    {
      points: 1,
      name: { en: "turingWrite", zh: "turingWrite 图灵机的写入" },
      property: {
        en:
          "slot n becomes m ⊙ (1 - w e) + w a with its weight w: e and a are weighed both, and e does not touch what is added",
        zh:
          "第 n 个槽变为 m ⊙ (1 - w e) + w a，w 是它的权重：e 和 a 都乘以 w，而且 e 不影响新增的部分",
      },
      examples: writeExamples,
    },
    softWrites,
    agreesWith(reference, "turingWrite"),
  ),
  check<AddressedWrites>(
    "8-5.4.address",
    {
      points: 1,
      name: {
        en: "turingWrite to a single slot",
        zh: "turingWrite 只写一个槽",
      },
      property: {
        en:
          "with weight 1 at one slot: where erase is 1 the entry becomes that of add, where it is 0 that of add is added; no other slot changes",
        zh:
          "权重全在一个槽上时：erase 为 1 的项换成 add 的项，erase 为 0 的项加上 add 的项；其余的槽不变",
      },
      examples: addressedExamples,
    },
    addressedWrites,
    judgeAddressed,
  ),
  check<null>(
    "8-5.5",
    {
      points: 1,
      name: { en: "comparison", zh: "comparison 异同点" },
      property: {
        en:
          "each of the ten keys says who does this, the memory network, the Turing machine or both",
        zh:
          "十个键各说明一件事由谁来做：端到端记忆网络、神经图灵机，还是两者都做",
      },
      runs: 2,
    },
    fc.constant(null),
    judgeComparison,
  ),
];
