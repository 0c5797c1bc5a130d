/**
 * Wrong answers to exercise 8-3 that people really give.
 *
 * @module
 */

import type { Misconception } from "../check.ts";
import { convolutionMistakes } from "./complexity/convolutions.ts";
import {
  layersFor,
  mistake,
  togetherAndAlone,
  windowOperations,
} from "./complexity/pieces.ts";
import { windowMistakes } from "./complexity/windows.ts";

const severalLayers: Misconception[] = [
  {
    id: "path-taken-for-time",
    text: {
      en:
        "The path length is given as the number of operations. The notes call 1, n and log n a time complexity, but they are path lengths: what is computed is n²d, nd² and knd².",
      zh:
        "把路径长度当成了运算量。笔记把 1、n、log n 写成时间复杂度，其实那是路径长度：运算量是 n²d、nd² 和 knd²。",
    },
    variants: togetherAndAlone(
      mistake("selfAttentionCost", () => ({ operations: 1 })),
      mistake("recurrentCost", (n) => ({ operations: n })),
      mistake("convolutionalCost", (n, _d, k) => ({
        operations: layersFor(n, k),
      })),
      windowOperations((n, _d, w) => Math.max(1, Math.ceil((n - 1) / w))),
    ),
  },
  {
    id: "length-and-width-swapped",
    text: {
      en:
        "n²d and nd² are swapped: attention looks at pairs of positions, n² of them; recurrence multiplies by a d x d matrix.",
      zh:
        "n²d 和 nd² 弄反了：自注意力看的是位置对，有 n² 对；循环层乘的是 d x d 的矩阵。",
    },
    variants: togetherAndAlone(
      mistake("selfAttentionCost", (n, d) => ({ operations: n * d * d })),
      mistake("recurrentCost", (n, d) => ({ operations: n * n * d })),
      mistake("convolutionalCost", (n, d, k) => ({
        operations: k * n * n * d,
      })),
    ),
  },
  {
    id: "keeps-constants",
    text: {
      en:
        "A constant 2 is kept, for the two products of a layer: the table asks for the leading term with constant 1.",
      zh: "保留了系数 2（一层里有两次乘积）：表中只要最高阶项，系数为 1。",
    },
    variants: togetherAndAlone(
      mistake("selfAttentionCost", (n, d) => ({ operations: 2 * n * n * d })),
      mistake("recurrentCost", (n, d) => ({ operations: 2 * n * d * d })),
      windowOperations((n, d, w) => 2 * w * n * d),
    ),
  },
  {
    id: "steps-without-recurrence",
    text: {
      en:
        "The steps of a layer without a recurrence are given as n: all its positions are computed at once, so there is 1.",
      zh:
        "没有循环的层也写成了 n 个顺序步骤：它的所有位置可以同时计算，所以是 1。",
    },
    variants: togetherAndAlone(
      mistake("selfAttentionCost", (n) => ({ sequentialSteps: n })),
      mistake("convolutionalCost", (n) => ({ sequentialSteps: n })),
      mistake("restrictedSelfAttentionCost", (n) => ({ sequentialSteps: n })),
    ),
  },
  {
    id: "steps-of-all-layers",
    text: {
      en:
        "The layers on the path are counted as steps: operations and steps are those of one layer.",
      zh: "把路径上的层数算成了顺序操作数：运算量和顺序操作数只算一层。",
    },
    variants: togetherAndAlone(
      mistake("convolutionalCost", (n, _d, k) => ({
        sequentialSteps: layersFor(n, k),
      })),
      mistake("restrictedSelfAttentionCost", (n, _d, w) => ({
        sequentialSteps: Math.max(1, Math.ceil((n - 1) / w)),
      })),
    ),
  },
  {
    id: "operations-of-all-layers",
    text: {
      en:
        "The operations of all layers on the path are added up: operations and steps are those of one layer.",
      zh: "把路径上各层的运算量都加了起来：运算量和顺序操作数只算一层。",
    },
    variants: togetherAndAlone(
      mistake("convolutionalCost", (n, d, k) => ({
        operations: k * n * d * d * layersFor(n, k),
      })),
      windowOperations((n, d, w) =>
        w * n * d * Math.max(1, Math.ceil((n - 1) / w))
      ),
    ),
  },
];

const recurrences: Misconception[] = [
  {
    id: "recurrence-at-once",
    text: {
      en:
        "The recurrent layer is given 1 step: a state needs the one before it, so the n positions wait for each other.",
      zh:
        "循环层写成了 1 个顺序步骤：每个状态都要等前一个状态，所以 n 个位置必须依次进行。",
    },
    variants: [mistake("recurrentCost", () => ({ sequentialSteps: 1 }))],
  },
  {
    id: "input-edge-forgotten",
    text: {
      en:
        "Only the n - 1 edges from state to state are counted: the path begins at input 1, whose edge into the first state belongs to it.",
      zh:
        "只数了状态之间的 n - 1 条边：路径从输入 1 开始，进入第一个状态的那条边也要算。",
    },
    variants: [
      mistake("recurrentCost", (n) => ({ maximumPathLength: n - 1 })),
      mistake("recurrentCost", (n) => ({
        maximumPathLength: Math.max(1, n - 1),
      })),
    ],
  },
];

const crossovers: Misconception[] = [
  {
    id: "equal-is-not-more",
    text: {
      en:
        "At n = d both do d³ operations: as many is not more, so the answer lies one further on.",
      zh: "n = d 时两者都是 d³：相等不算超过，所以答案要再加一。",
    },
    variants: [{ crossoverLength: (d: number) => d }],
  },
  {
    id: "crossover-squared",
    text: {
      en:
        "n is compared with d²: n²d > nd² has nd on both sides, and what remains is n > d.",
      zh: "拿 n 和 d² 比了：n²d > nd² 两边约去 nd，剩下的是 n > d。",
    },
    variants: [
      { crossoverLength: (d: number) => d * d },
      { crossoverLength: (d: number) => d * d + 1 },
    ],
  },
  {
    id: "last-instead-of-first",
    text: {
      en:
        "This is the largest n at which self-attention does fewer operations: asked for is the smallest at which it does more.",
      zh:
        "这是自注意力运算量还较少的最大的 n：题目问的是它开始超过的最小的 n。",
    },
    variants: [{ crossoverLength: (d: number) => d - 1 }],
  },
];

/** The mistakes. */
export const misconceptions: Misconception[] = [
  ...severalLayers,
  ...recurrences,
  ...convolutionMistakes,
  ...windowMistakes,
  ...crossovers,
];
