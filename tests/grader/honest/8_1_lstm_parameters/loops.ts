// Loops over the blocks and what is in them, and bisection.

export function lstmParameterCount(
  inputSize: number,
  hiddenSize: number,
): number {
  let count = 0;
  for (const _block of ["input", "forget", "output", "candidate"]) {
    count += hiddenSize * inputSize;
    count += hiddenSize * hiddenSize;
    count += hiddenSize;
  }
  return count;
}

export function gruParameterCount(
  inputSize: number,
  hiddenSize: number,
): number {
  let count = 0;
  for (let block = 0; block < 3; block++) {
    count += hiddenSize * inputSize;
    count += hiddenSize * hiddenSize;
    count += hiddenSize;
  }
  return count;
}

export function stackedLstmParameterCount(
  inputSize: number,
  hiddenSizes: number[],
): number {
  let total = 0;
  for (let layer = hiddenSizes.length - 1; layer >= 0; layer--) {
    const below = layer === 0 ? inputSize : hiddenSizes[layer - 1];
    total += lstmParameterCount(below, hiddenSizes[layer]);
  }
  return total;
}

export function largestHiddenSize(inputSize: number, budget: number): number {
  let fits = 0;
  let tooLarge = 1;
  while (lstmParameterCount(inputSize, tooLarge) <= budget) tooLarge *= 2;
  while (tooLarge - fits > 1) {
    const middle = Math.floor((fits + tooLarge) / 2);
    if (lstmParameterCount(inputSize, middle) <= budget) fits = middle;
    else tooLarge = middle;
  }
  return fits;
}
