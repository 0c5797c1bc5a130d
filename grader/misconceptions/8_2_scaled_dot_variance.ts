/**
 * Wrong answers to exercise 8-2 that people really give.
 *
 * @module
 */

import type { Misconception, Reference } from "../check.ts";
import { jacobianMistakes } from "./scaling/jacobians.ts";
import { normMistakes } from "./scaling/norms.ts";
import { scoreMistakes } from "./scaling/scores.ts";

function varianceMistake(
  variance: (d: number, sigma: number) => number,
): Reference[] {
  return [{ dotProductVariance: variance }];
}

const variances: Misconception[] = [
  {
    id: "variance-of-one-factor",
    text: {
      en:
        "σ² is the variance of one factor: q and k both vary, and for mean 0 the variance of the product is σ²·σ².",
      zh:
        "σ² 只是一个因子的方差：q 和 k 都是随机的，均值为 0 时乘积的方差是 σ²·σ²。",
    },
    variants: varianceMistake((d, sigma) => d * sigma ** 2),
  },
  {
    id: "variances-of-factors-added",
    text: {
      en:
        "The variances of q and k are added: that belongs to a sum. For a product of independent factors of mean 0 they multiply.",
      zh:
        "把 q 和 k 的方差相加了：和的方差才相加。均值为 0 的独立因子相乘时，方差要相乘。",
    },
    variants: varianceMistake((d, sigma) => 2 * d * sigma ** 2),
  },
  {
    id: "spread-ignored",
    text: {
      en:
        "The variance is d only for σ = 1: entries that spread more make the dot product spread more.",
      zh: "只有 σ = 1 时方差才是 d：分量散得越开，点积也散得越开。",
    },
    variants: varianceMistake((d) => d),
  },
  {
    id: "dimension-ignored",
    text: {
      en:
        "This is the variance of one product: the dot product is a sum of d of them, and variances of independent terms add.",
      zh: "这是一个乘积的方差：点积是 d 个乘积之和，独立的各项方差相加。",
    },
    variants: varianceMistake((_d, sigma) => sigma ** 4),
  },
  {
    id: "dimension-squared",
    text: {
      en:
        "d is squared, as if the d products were d times the same number: they are independent, and their variances merely add.",
      zh:
        "d 被平方了，好像 d 个乘积是同一个数的 d 倍：它们相互独立，方差只是相加。",
    },
    variants: varianceMistake((d, sigma) => d ** 2 * sigma ** 4),
  },
  {
    id: "standard-deviation",
    text: {
      en:
        "√d·σ² is the standard deviation of the dot product: the variance is its square.",
      zh: "√d·σ² 是点积的标准差：方差是它的平方。",
    },
    variants: varianceMistake((d, sigma) => Math.sqrt(d) * sigma ** 2),
  },
];

/** The mistakes. */
export const misconceptions: Misconception[] = [
  ...variances,
  ...scoreMistakes,
  ...jacobianMistakes,
  ...normMistakes,
];
