// Whole numbers of any size, and an integer square root by Newton's method.

function count(blocks: bigint, n: bigint, m: bigint): bigint {
  return blocks * (m * n + m * m + m);
}

function integerRoot(x: bigint): bigint {
  if (x < 2n) return x;
  let root = x;
  let next = (root + 1n) / 2n;
  while (next < root) {
    root = next;
    next = (root + x / root) / 2n;
  }
  return root;
}

export function lstmParameterCount(n: number, m: number): number {
  return Number(count(4n, BigInt(n), BigInt(m)));
}

export function gruParameterCount(n: number, m: number): number {
  return Number(count(3n, BigInt(n), BigInt(m)));
}

export function stackedLstmParameterCount(n: number, sizes: number[]): number {
  let total = 0n;
  let below = BigInt(n);
  for (const size of sizes.map(BigInt)) {
    total += count(4n, below, size);
    below = size;
  }
  return Number(total);
}

export function largestHiddenSize(n: number, budget: number): number {
  // m(n + 1 + m) <= B/4, rounded down, since the left side is whole.
  const quarter = BigInt(budget) / 4n;
  const half = BigInt(n) + 1n;
  return Number((integerRoot(4n * quarter + half * half) - half) / 2n);
}
