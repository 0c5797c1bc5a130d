/**
 * Checks of exercise 8-1, judged by lib's parameter counts and, for the
 * largest layer, by halving an interval with them.
 *
 * @module
 */

import fc from "fast-check";
import * as recurrent from "../../lib/recurrent/mod.ts";
import { agreesWith, type Check, check } from "../check.ts";

type Sizes = [inputSize: number, hiddenSize: number];
type Stack = [inputSize: number, hiddenSizes: number[]];
type InputAndBudget = [inputSize: number, budget: number];

// 4m(n + m + 1) with a larger m is above 2^53, the largest budget.
const MOST_UNITS = 47_453_133;

/** The true answers. */
export const reference = {
  lstmParameterCount: (inputSize: number, hiddenSize: number): number =>
    recurrent.lstmParameterCount(inputSize, hiddenSize),
  gruParameterCount: (inputSize: number, hiddenSize: number): number =>
    recurrent.gruParameterCount(inputSize, hiddenSize),
  stackedLstmParameterCount: (
    inputSize: number,
    hiddenSizes: number[],
  ): number =>
    hiddenSizes.reduce(
      (total, size, layer) =>
        total +
        recurrent.lstmParameterCount(
          layer === 0 ? inputSize : hiddenSizes[layer - 1],
          size,
        ),
      0,
    ),
  largestHiddenSize: (inputSize: number, budget: number): number => {
    let fits = 0;
    let tooLarge = MOST_UNITS;
    while (tooLarge - fits > 1) {
      const middle = Math.floor((fits + tooLarge) / 2);
      const count = recurrent.lstmParameterCount(inputSize, middle);
      if (count <= budget) fits = middle;
      else tooLarge = middle;
    }
    return fits;
  },
};

// deno-fmt-ignore -- a list of primes
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 101, 307, 1009, 29_989];

const prime = fc.constantFrom(...PRIMES);

/** Input and hidden size, never equal. */
const sizes: fc.Arbitrary<Sizes> = fc
  .uniqueArray(prime, { minLength: 2, maxLength: 2 })
  .map(([inputSize, hiddenSize]) => [inputSize, hiddenSize]);

/** Up to four layers, no two sizes equal. */
const stacks: fc.Arbitrary<Stack> = fc
  .uniqueArray(prime, { minLength: 1, maxLength: 5 })
  .map(([inputSize, ...hiddenSizes]) => [inputSize, hiddenSizes]);

/** Budgets at the count of a layer, one beside it, and anywhere up to the next layer's. */
function budgets(units: fc.Arbitrary<number>): fc.Arbitrary<InputAndBudget> {
  return fc.tuple(prime, units).chain(([inputSize, size]) => {
    const count = reference.lstmParameterCount(inputSize, size);
    const next = reference.lstmParameterCount(inputSize, size + 1);
    return fc.oneof(
      fc.constantFrom(count - 1, count, count + 1),
      fc.integer({ min: count, max: next - 1 }),
    ).map((budget): InputAndBudget => [inputSize, budget]);
  });
}

/** Budgets around what a layer would count with no bias, a shared one, or two: wrong counts that nearly agree part there. */
function atOtherBiases(inputSize: number, size: number): InputAndBudget[] {
  const count = reference.lstmParameterCount(inputSize, size);
  return [-4 * size - 1, -4 * size, -3 * size - 1, 4 * size - 1]
    .map((more) => [inputSize, count + more]);
}

const oneOfEach: Sizes[] = [[1, 1], [1, 2], [2, 1]];

/** All checks of the exercise. */
export const checks: Check[] = [
  check<Sizes>(
    "8-1.1",
    {
      points: 1,
      name: {
        en: "lstmParameterCount",
        zh: "lstmParameterCount LSTM 的参数数量",
      },
      property: {
        en:
          "three gates and a candidate, each with weights for the input, weights for the hidden state and one bias vector",
        zh:
          "三个门和一个候选状态，每块都有输入的权重、隐状态的权重和一个偏置向量",
      },
      examples: oneOfEach,
    },
    sizes,
    agreesWith(reference, "lstmParameterCount", "exact"),
  ),
  check<Sizes>(
    "8-1.2",
    {
      points: 1,
      name: { en: "gruParameterCount", zh: "gruParameterCount GRU 的参数数量" },
      property: {
        en:
          "two gates and a candidate, each with weights for the input, weights for the hidden state and one bias vector",
        zh:
          "两个门和一个候选状态，每块都有输入的权重、隐状态的权重和一个偏置向量",
      },
      examples: oneOfEach,
    },
    sizes,
    agreesWith(reference, "gruParameterCount", "exact"),
  ),
  check<Stack>(
    "8-1.3",
    {
      points: 2,
      name: {
        en: "stackedLstmParameterCount",
        zh: "stackedLstmParameterCount 多层 LSTM",
      },
      property: {
        en:
          "the sum over the layers, where each layer reads the hidden state of the one below; 0 without layers",
        zh: "各层之和，每一层读下面一层的隐状态；没有层时为 0",
      },
      examples: [[3, []], [3, [5]], [7, [5, 11, 2]], [2, [3, 3, 3]]],
    },
    stacks,
    agreesWith(reference, "stackedLstmParameterCount", "exact"),
  ),
  check<InputAndBudget>(
    "8-1.4",
    {
      points: 1,
      name: {
        en: "largestHiddenSize",
        zh: "largestHiddenSize 预算之内最大的隐状态",
      },
      property: {
        en:
          "this many hidden units fit into the budget and one more does not; 0 if not even one fits",
        zh: "这么多个神经元在预算之内，再多一个就超出；一个也放不下时为 0",
      },
      examples: [
        ...atOtherBiases(3, 5),
        [1, 0],
        [3, 1],
        [3, 19],
        [3, 20],
        [3, 179],
        [29_989, 30_000],
      ],
    },
    budgets(fc.integer({ min: 1, max: 30_000 })),
    agreesWith(reference, "largestHiddenSize", "exact"),
  ),
  check<InputAndBudget>(
    "8-1.4.exact",
    {
      points: 1,
      name: {
        en: "largestHiddenSize near 2^53",
        zh: "largestHiddenSize 预算接近 2^53 时",
      },
      property: {
        en:
          "a budget that is one parameter short does not pay for another unit, and the answer comes at once",
        zh: "只差一个参数的预算也不够再多一个神经元，而且很快就能算出",
      },
      examples: [
        ...atOtherBiases(3, 40_000_003),
        [3, 4_503_599_895_805_939], // √ rounds up, and 33554431 seems to fit
        [2, 9_007_199_254_740_991],
        [5, 9_007_199_254_740_992],
      ],
    },
    // From where √(x² - 1) and x are one number.
    budgets(fc.integer({ min: 33_554_432, max: MOST_UNITS - 30_000 })),
    agreesWith(reference, "largestHiddenSize", "exact"),
  ),
];
