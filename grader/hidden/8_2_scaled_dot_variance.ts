/**
 * Checks of exercise 8-2, judged by lib's scores, variance and Jacobian.
 *
 * @module
 */

import fc from "fast-check";
import * as analysis from "../../lib/analysis/mod.ts";
import { scaledDotScores } from "../../lib/attention/mod.ts";
import { columnVector, fromRows } from "../../lib/core/mod.ts";
import { agreesWith, type Check, check } from "../check.ts";

type Rows = number[][];
type DimensionAndSigma = [dimension: number, sigma: number];
type QueryAndKeys = [query: number[], keys: Rows];
type Scores = [scores: number[]];

/** The true answers. */
export const reference = {
  dotProductVariance: (dimension: number, sigma: number): number =>
    analysis.dotProductVariance(dimension, sigma),
  scaledScores: (query: number[], keys: Rows): number[] =>
    scaledDotScores(fromRows(keys).transpose(), columnVector(query))
      .getColumn(0),
  softmaxJacobian: (scores: number[]): Rows =>
    analysis.softmaxJacobian(columnVector(scores)).to2DArray(),
  gradientNorm: (scores: number[]): number =>
    analysis.softmaxJacobianNorm(columnVector(scores)),
};

/** Reals that a report shows in few digits. */
function thousandths(limit: number): fc.Arbitrary<number> {
  return fc.integer({ min: -1000 * limit, max: 1000 * limit })
    .map((n) => n / 1000);
}

function list<Item>(
  item: fc.Arbitrary<Item>,
  length: number,
): fc.Arbitrary<Item[]> {
  return fc.array(item, { minLength: length, maxLength: length });
}

const sizes = fc.constantFrom(2, 3, 5, 7, 11);

const dimensionAndSigma: fc.Arbitrary<DimensionAndSigma> = fc.tuple(
  fc.oneof(sizes, fc.integer({ min: 1, max: 1024 })),
  fc.integer({ min: 100, max: 5000 }).map((n) => n / 1000),
);

/** As many keys as the query has entries would hide which of the two is under the root. */
const queryAndKeys: fc.Arbitrary<QueryAndKeys> = fc
  .tuple(sizes, sizes, fc.constantFrom(3, 100))
  .filter(([dimension, count]) => dimension !== count)
  .chain(([dimension, count, limit]) =>
    fc.tuple(
      list(thousandths(limit), dimension),
      list(list(thousandths(limit), dimension), count),
    )
  );

/** Scores near one another, so that every weight counts. */
const near = sizes.chain((size) => list(thousandths(3), size));

/** Any scores, most of them far apart. */
const far = sizes.chain((size) => list(thousandths(10_000), size));

/** The same number added to all scores. */
function shifted(scores: fc.Arbitrary<number[]>): fc.Arbitrary<number[]> {
  return fc.tuple(scores, fc.integer({ min: -9900, max: 9900 }))
    .map(([unshifted, shift]) => unshifted.map((score) => score + shift));
}

/** One score 5 to 20 above the next: the gradient is small, and not yet 0. */
const saturated = fc.tuple(
  sizes,
  fc.integer({ min: 5000, max: 20_000 }).map((n) => n / 1000),
).chain(([size, gap]) =>
  fc.tuple(list(thousandths(1), size), fc.nat(size - 1)).map(
    ([scores, winner]) => scores.with(winner, Math.max(...scores) + gap),
  )
);

const one: Scores = [[-2.5]];
const equal: Scores = [[1, 1, 1]];
const equalAndLarge: Scores[] = [
  [[1e4, 1e4, 1e4]],
  [[-1e4, -1e4]],
  [[1e4, 0, 1e4]],
];
const apart: Scores = [[1e4, -1e4, 0]];

const anyScores: fc.Arbitrary<Scores> = fc.oneof(
  { weight: 3, arbitrary: near },
  { weight: 1, arbitrary: shifted(near) },
  { weight: 1, arbitrary: far },
).map((scores) => [scores]);

/** All checks of the exercise. */
export const checks: Check[] = [
  check<DimensionAndSigma>(
    "8-2.1",
    {
      points: 1,
      name: {
        en: "dotProductVariance",
        zh: "dotProductVariance 点积的方差",
      },
      property: {
        en:
          "the variance of a sum of d independent products, each of two independent numbers of mean 0 and standard deviation σ",
        zh:
          "d 个独立乘积之和的方差，每个乘积的两个因子独立，均值为 0、标准差为 σ",
      },
      examples: [[1, 1], [64, 1], [1, 2], [3, 0.5]],
    },
    dimensionAndSigma,
    agreesWith(reference, "dotProductVariance"),
  ),
  check<QueryAndKeys>(
    "8-2.2",
    {
      points: 1,
      name: { en: "scaledScores", zh: "scaledScores 缩放点积分数" },
      property: {
        en:
          "one score for each key: its dot product with the query, divided by the root of the query's length",
        zh: "每个键一个分数：它与查询向量的点积，除以查询向量长度的平方根",
      },
      examples: [
        [[2], [[3]]],
        [[1, -2, 3], [[0.5, 1, -1]]],
        [[3], [[1], [1]]],
        [[1, 2], [[3, -1], [3, -1], [0, 0]]],
      ],
    },
    queryAndKeys,
    agreesWith(reference, "scaledScores"),
  ),
  check<Scores>(
    "8-2.3",
    {
      points: 2,
      name: {
        en: "softmaxJacobian",
        zh: "softmaxJacobian softmax 的雅可比矩阵",
      },
      property: {
        en:
          "row i, column j is ∂αᵢ/∂sⱼ for α = softmax(s); one number added to all scores changes nothing, however large it is",
        zh:
          "第 i 行第 j 列是 ∂αᵢ/∂sⱼ，其中 α = softmax(s)；所有分数同加一个数，无论多大，结果不变",
      },
      examples: [one, equal, ...equalAndLarge, apart],
    },
    anyScores,
    agreesWith(reference, "softmaxJacobian"),
  ),
  check<Scores>(
    "8-2.4",
    {
      points: 1,
      name: { en: "gradientNorm", zh: "gradientNorm 梯度的范数" },
      property: {
        en:
          "the root of the sum of the squares of all entries of the Jacobian, for scores up to ±1e4",
        zh: "雅可比矩阵所有项的平方和再开方，分数可达 ±1e4",
      },
      examples: [one, equal, ...equalAndLarge, apart],
    },
    fc.oneof(near, shifted(near)).map((scores): Scores => [scores]),
    agreesWith(reference, "gradientNorm"),
  ),
  check<Scores>(
    "8-2.4.saturated",
    {
      points: 1,
      name: {
        en: "gradientNorm when saturated",
        zh: "gradientNorm 饱和时",
      },
      property: {
        // Any sum of squares is right to 1e-12 here; a difference of
        // numbers near 1 misses by up to 1e-8, and at a gap of 20 gives 0.
        en:
          "where one score stands out the norm is small, and still right to nine decimals",
        zh: "一个分数远高于其余时范数很小，但仍须精确到小数点后九位",
      },
      examples: [[[20, 0]], [[0, 19, 0]], [[-3, 16.5]]],
    },
    saturated.map((scores): Scores => [scores]),
    agreesWith(reference, "gradientNorm"),
  ),
];
