// Arrow functions, recursion, and a root that is put right in both directions.

type Count = (inputSize: number, hiddenSize: number) => number;

const countOf = (blocks: number): Count => (n, m) =>
  blocks * (n + 1) * m + blocks * m ** 2;

export const lstmParameterCount: Count = countOf(4);

export const gruParameterCount: Count = countOf(3);

export const stackedLstmParameterCount = (
  inputSize: number,
  [first, ...others]: number[],
): number =>
  first === undefined ? 0 : lstmParameterCount(inputSize, first) +
    stackedLstmParameterCount(first, others);

const adjust = (n: number, budget: number, guess: number): number =>
  lstmParameterCount(n, guess) > budget
    ? adjust(n, budget, guess - 1)
    : lstmParameterCount(n, guess + 1) <= budget
    ? adjust(n, budget, guess + 1)
    : guess;

export const largestHiddenSize = (n: number, budget: number): number =>
  adjust(n, budget, Math.max(0, Math.round(Math.sqrt(budget) / 2 - n / 2)));
