/**
 * Checks of exercise 8-3, judged by lib's costs.
 *
 * @module
 */

import fc from "fast-check";
import * as analysis from "../../lib/analysis/mod.ts";
import { agreesWith, type Caller, type Check, check } from "../check.ts";
import { disagreement, type Mismatch } from "../compare.ts";

type LayerCost = analysis.LayerCost;
type Sizes = [length: number, width: number];
type SizesAndReach = [length: number, width: number, reach: number];

/** The true answers. */
export const reference = {
  selfAttentionCost: (length: number, width: number): LayerCost =>
    analysis.selfAttentionCost(length, width),
  recurrentCost: (length: number, width: number): LayerCost =>
    analysis.recurrentCost(length, width),
  convolutionalCost: (
    length: number,
    width: number,
    kernel: number,
  ): LayerCost => analysis.convolutionalCost(length, width, kernel),
  restrictedSelfAttentionCost: (
    length: number,
    width: number,
    window: number,
  ): LayerCost => analysis.restrictedSelfAttentionCost(length, width, window),
  crossoverLength: (width: number): number => analysis.crossoverLength(width),
};

const LONGEST = 30_000;

// deno-fmt-ignore -- a list of primes
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 101, 307, 1009, 4999, 29_989];

const prime = fc.constantFrom(...PRIMES);

/** Length and width, never equal. */
const sizes: fc.Arbitrary<Sizes> = fc
  .uniqueArray(prime, { minLength: 2, maxLength: 2 })
  .map(([length, width]) => [length, width]);

/** Narrow enough for k·n·d² to be exact: 101 · 30,000 · 4999² < 2^53. */
const width = fc.constantFrom(...PRIMES.filter((size) => size < 5000));

// Up to 28 the kernels need not be prime: their powers are what counts.
const kernel = fc.oneof(
  fc.integer({ min: 2, max: 28 }),
  fc.constantFrom(31, 37, 101),
);

/** Lengths at and beside a power of the kernel, where a path gets longer, and anywhere. */
const convolutions: fc.Arbitrary<SizesAndReach> = fc.tuple(kernel, width)
  .chain(([k, d]) => {
    const most = Math.floor(Math.log(LONGEST) / Math.log(k));
    return fc.oneof(
      {
        weight: 2,
        arbitrary: fc.tuple(
          fc.integer({ min: 1, max: most }),
          fc.constantFrom(-1, 0, 1),
        ).map(([power, beside]) => Math.min(k ** power + beside, LONGEST)),
      },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: LONGEST }) },
    ).map((length): SizesAndReach => [length, d, k]);
  });

/** Windows narrower and wider than the sequence, and the lengths at which a path gets longer. */
const windows: fc.Arbitrary<SizesAndReach> = fc.tuple(prime, prime).chain(
  ([window, d]) =>
    fc.oneof(
      fc.tuple(fc.integer({ min: 1, max: 10 }), fc.constantFrom(-1, 0, 1, 2))
        .map(([layers, beside]) =>
          Math.max(1, Math.min(layers * window + beside, LONGEST))
        ),
      fc.integer({ min: 1, max: LONGEST }),
      fc.integer({ min: 1, max: window }),
    ).map((length): SizesAndReach => [length, d, window]),
);

/**
 * The judge of some fields of a cost: the answer must have all of them, and
 * those must be right.
 */
function agreesIn(
  fn: "convolutionalCost",
  fields: (keyof LayerCost)[],
): (caller: Caller, input: SizesAndReach) => Promise<Mismatch | null> {
  return async (caller, input) => {
    const answer = await caller.call(fn, ...input);
    const expected = reference[fn](...input);
    return disagreement(withTruth(answer, expected, fields), expected, "exact");
  };
}

/** The answer, in which only the fields that are judged can be wrong. */
function withTruth(
  answer: unknown,
  expected: LayerCost,
  judged: (keyof LayerCost)[],
): unknown {
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    return answer;
  }
  const isJudged = (name: string) => (judged as string[]).includes(name);
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      isJudged(name) || !Object.hasOwn(expected, name)
        ? value
        : expected[name as keyof LayerCost],
    ]),
  );
}

/** Exact powers: plain ones, and those on which a logarithm's quotient is rounded up. */
const powers: [length: number, kernel: number][] = [
  [8, 2],
  [9, 3],
  [49, 7],
  [125, 5],
  [15_625, 5],
  [216, 6],
  [16_807, 7],
  [5832, 18],
  [15_625, 25],
  [243, 3],
  [19_683, 3],
  [3125, 5],
  [4913, 17],
  [19_683, 27],
  [21_952, 28],
  [1000, 10],
  [512, 8],
  [13_824, 24],
];

const pathExamples: SizesAndReach[] = [
  [1, 3, 5],
  [3, 2, 3],
  ...powers.map(([length, kernel]): SizesAndReach => [length, 2, kernel]),
  [126, 2, 5],
  [5, 3, 101],
];

/** All checks of the exercise. */
export const checks: Check[] = [
  check<Sizes>(
    "8-3.1",
    {
      points: 1,
      name: { en: "selfAttentionCost", zh: "selfAttentionCost 自注意力" },
      property: {
        en:
          "d multiplications for each pair of positions; no pair waits for another; every input is joined to every output by one edge",
        zh:
          "每一对位置做 d 次乘法；各对互不等待；每个输入与每个输出之间只隔一条边",
      },
      examples: [[1, 1], [1, 7], [30_000, 29_989]],
    },
    sizes,
    agreesWith(reference, "selfAttentionCost", "exact"),
  ),
  check<Sizes>(
    "8-3.2",
    {
      points: 1,
      name: { en: "recurrentCost", zh: "recurrentCost 循环层" },
      property: {
        en:
          "a d x d matrix at each position, one position after the other; one edge into the first state, then from state to state",
        zh:
          "每个位置乘一个 d x d 的矩阵，位置之间依次进行；一条边进入第一个状态，其余在状态之间传递",
      },
      examples: [[1, 1], [1, 7], [30_000, 29_989]],
    },
    sizes,
    agreesWith(reference, "recurrentCost", "exact"),
  ),
  check<SizesAndReach>(
    "8-3.3",
    {
      points: 1,
      name: {
        en: "convolutionalCost: operations and steps",
        zh: "convolutionalCost 卷积层：运算量与顺序操作数",
      },
      property: {
        en:
          "in one layer a d x d matrix for each of k positions, at each position; no position waits for another",
        zh:
          "一层之内，每个位置对 k 个位置各乘一个 d x d 的矩阵；各位置互不等待",
      },
      examples: [[1, 3, 5], [30_000, 101, 29], [5, 3, 101]],
    },
    convolutions,
    agreesIn("convolutionalCost", ["operations", "sequentialSteps"]),
  ),
  check<SizesAndReach>(
    "8-3.3.path",
    {
      points: 1,
      name: {
        en: "convolutionalCost: the path",
        zh: "convolutionalCost 卷积层：路径长度",
      },
      property: {
        en:
          "the smallest number of layers L, at least 1, with k^L >= n, in exact whole numbers",
        zh: "满足 k^L >= n 的最小层数 L，至少为 1，用整数精确计算",
      },
      examples: pathExamples,
    },
    convolutions,
    agreesIn("convolutionalCost", ["maximumPathLength"]),
  ),
  check<SizesAndReach>(
    "8-3.4",
    {
      points: 1,
      name: {
        en: "restrictedSelfAttentionCost",
        zh: "restrictedSelfAttentionCost 窗口自注意力",
      },
      property: {
        en:
          "window · n · d operations however wide the window is; one layer carries a signal `window` positions on, and there are n - 1 to go; at least one layer",
        zh:
          "不论窗口多宽，运算量都是 window · n · d；一层把信息传 window 步，一共要走 n - 1 步；至少一层",
      },
      examples: [
        [1, 3, 1],
        [1, 3, 5],
        [7, 3, 1],
        [6, 2, 5],
        [7, 2, 5],
        [11, 2, 5],
        [3, 5, 101],
      ],
    },
    windows,
    agreesWith(reference, "restrictedSelfAttentionCost", "exact"),
  ),
  check<[width: number]>(
    "8-3.5",
    {
      points: 1,
      name: { en: "crossoverLength", zh: "crossoverLength 交叉长度" },
      property: {
        en:
          "at this length self-attention does more operations than recurrence, and at one less it does not",
        zh: "在这个长度上自注意力的运算量超过循环层，短一个就不超过",
      },
      examples: [[1], [2], [512], [30_000]],
    },
    fc.integer({ min: 1, max: LONGEST }).map((d): [number] => [d]),
    agreesWith(reference, "crossoverLength", "exact"),
  ),
];
