import type { Misconception } from "../../check.ts";
import { type Count, rightLargest } from "./pieces.ts";

/** The positive solution of 4m(n + m + 1) = B, with a fraction. */
const solved: Count = (n, budget) =>
  (Math.sqrt(budget + (n + 1) ** 2) - (n + 1)) / 2;

/** Mistakes in turning the count round. */
export const budgetMistakes: Misconception[] = [
  {
    id: "one-unit-too-many",
    text: {
      en:
        "This is the first size that no longer fits into the budget: the largest that does is one less.",
      zh: "这是第一个超出预算的大小：预算之内最大的要再减一。",
    },
    variants: [{
      largestHiddenSize: (n: number, budget: number) =>
        rightLargest(n, budget) + 1,
    }],
  },
  {
    id: "budget-must-be-left",
    text: {
      en:
        "A layer that spends the budget to the last parameter is refused: at most B means that B itself is allowed.",
      zh: "把恰好用完预算的层也排除了：不超过 B 的意思是可以等于 B。",
    },
    variants: [{
      largestHiddenSize: (n: number, budget: number) =>
        budget === 0 ? 0 : rightLargest(n, budget - 1),
    }],
  },
  {
    id: "rounds-up",
    text: {
      en:
        "The solution of the equation is rounded to the nearest size or up: above the solution the budget is exceeded, so round down.",
      zh: "把方程的解四舍五入或向上取整了：比解更大就超出预算，应当向下取整。",
    },
    variants: [
      {
        largestHiddenSize: (n: number, budget: number) =>
          Math.round(solved(n, budget)),
      },
      {
        largestHiddenSize: (n: number, budget: number) =>
          Math.ceil(solved(n, budget)),
      },
    ],
  },
  {
    id: "never-zero",
    text: {
      en:
        "A budget that does not pay for one unit gives 1 here: the answer is 0, since even one unit is too many.",
      zh: "预算连一个神经元都不够时返回了 1：应当返回 0。",
    },
    variants: [{
      largestHiddenSize: (n: number, budget: number) =>
        Math.max(1, rightLargest(n, budget)),
    }],
  },
  {
    id: "root-not-corrected",
    text: {
      en:
        "The square root is trusted: near 2^53 it is rounded, and a budget one parameter short seems to suffice. Test the result with the exact count.",
      zh:
        "直接相信了平方根：接近 2^53 时它会舍入，差一个参数的预算看上去也够。请用精确的计数验证结果。",
    },
    variants: [{
      largestHiddenSize: (n: number, budget: number) =>
        Math.floor(solved(n, budget)),
    }],
  },
];
