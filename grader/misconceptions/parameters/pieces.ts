/**
 * Counts of parameters to make mistakes in.
 *
 * @module
 */

import type { Reference } from "../../check.ts";

/** Parameters of one layer. */
export type Count = (n: number, m: number) => number;

/** Blocks of a kind, of which each has its own parameters. */
export const blocks = (count: number, block: Count): Count => (n, m) =>
  count * block(n, m);

export const rightBlock: Count = (n, m) => m * (n + m + 1);
export const lstm = blocks(4, rightBlock);

/** All that follows from how an LSTM layer and a GRU layer are counted. */
export function solutionFrom(lstmCount: Count, gruCount: Count): Reference {
  return {
    lstmParameterCount: lstmCount,
    gruParameterCount: gruCount,
    stackedLstmParameterCount: (n: number, sizes: number[]) =>
      sizes.reduce((sum, m, i) => sum + lstmCount(sizes[i - 1] ?? n, m), 0),
    largestHiddenSize: largestWith(lstmCount),
  };
}

/** The mistaken block in both units, and in each function alone. */
export function blockMistake(block: Count): Reference[] {
  const whole = solutionFrom(blocks(4, block), blocks(3, block));
  return [
    whole,
    ...Object.entries(whole).map(([name, fn]) => ({ [name]: fn })),
  ];
}

/** Doubles until it is too much, then halves the interval. */
export function largestWith(count: Count): Count {
  return (n, budget) => {
    let fits = 0;
    let tooLarge = 1;
    while (count(n, tooLarge) <= budget) tooLarge *= 2;
    while (tooLarge - fits > 1) {
      const middle = Math.floor((fits + tooLarge) / 2);
      if (count(n, middle) <= budget) fits = middle;
      else tooLarge = middle;
    }
    return fits;
  };
}

export const rightLargest = largestWith(lstm);

export function stackedWith(
  layers: (n: number, sizes: number[]) => number[],
): Reference {
  return {
    stackedLstmParameterCount: (n: number, sizes: number[]) =>
      layers(n, sizes).reduce((sum, count) => sum + count, 0),
  };
}
