// 习题 8-1 · Exercise 8-1: one way to solve it.

/**
 * Task 1: 4m(n + m + 1).
 *
 * A block computes W x + U h + b, where W is m x n, U is m x m and b has m
 * numbers. The three gates and the candidate are four such blocks: they differ
 * in what follows (σ or tanh), and that has nothing to learn.
 */
export function lstmParameterCount(
  inputSize: number,
  hiddenSize: number,
): number {
  return 4 * blockCount(inputSize, hiddenSize);
}

/**
 * Task 2: 3m(n + m + 1).
 *
 * Two gates and a candidate. The GRU has no output gate, and one gate z does
 * the work of two: it keeps z of the old state and lets in 1 - z of the new.
 */
export function gruParameterCount(
  inputSize: number,
  hiddenSize: number,
): number {
  return 3 * blockCount(inputSize, hiddenSize);
}

/**
 * Task 3: the sum over the layers.
 *
 * What comes out of a layer is its hidden state, so the hidden size of one
 * layer is the input size of the next; only the first sees the input itself.
 */
export function stackedLstmParameterCount(
  inputSize: number,
  hiddenSizes: number[],
): number {
  let total = 0;
  let size = inputSize;
  for (const hiddenSize of hiddenSizes) {
    total += lstmParameterCount(size, hiddenSize);
    size = hiddenSize;
  }
  return total;
}

/**
 * Task 4: the largest m with 4m(n + m + 1) <= B.
 *
 * Adding (n + 1)² to both sides completes the square:
 *   (2m + n + 1)² <= B + (n + 1)²,
 * so m is (√(B + (n + 1)²) - (n + 1)) / 2, rounded down.
 *
 * Near 2^53 a number has no digits left to tell √(x² - 1) from x. A budget that
 * is one parameter short then looks as if it were enough, and the root is one
 * too large. The count itself is exact, so it has the last word. (Bisection
 * with the count needs no square root, and is as good.)
 */
export function largestHiddenSize(inputSize: number, budget: number): number {
  const half = inputSize + 1;
  const root = Math.floor((Math.sqrt(budget + half * half) - half) / 2);
  return lstmParameterCount(inputSize, root) > budget ? root - 1 : root;
}

/** Weights for the input, weights for the hidden state, biases. */
function blockCount(inputSize: number, hiddenSize: number): number {
  return hiddenSize * (inputSize + hiddenSize + 1);
}
