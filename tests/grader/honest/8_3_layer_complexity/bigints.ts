// Whole numbers of any size; a layer joins groups of positions to one.

interface Cost {
  operations: number;
  sequentialSteps: number;
  maximumPathLength: number;
}

function product(...factors: number[]): number {
  return Number(factors.map(BigInt).reduce((a, b) => a * b, 1n));
}

function ceilingOf(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

export function selfAttentionCost(n: number, d: number): Cost {
  const operations = product(n, n, d);
  return { operations, sequentialSteps: 1, maximumPathLength: 1 };
}

export function recurrentCost(n: number, d: number): Cost {
  const operations = product(n, d, d);
  return { operations, sequentialSteps: n, maximumPathLength: n };
}

export function convolutionalCost(n: number, d: number, k: number): Cost {
  let groups = ceilingOf(BigInt(n), BigInt(k));
  let layers = 1;
  for (; groups > 1n; layers++) groups = ceilingOf(groups, BigInt(k));
  return {
    operations: product(k, n, d, d),
    sequentialSteps: 1,
    maximumPathLength: layers,
  };
}

export function restrictedSelfAttentionCost(
  n: number,
  d: number,
  window: number,
): Cost {
  const edges = ceilingOf(BigInt(n) - 1n, BigInt(window));
  return {
    operations: product(window, n, d),
    sequentialSteps: 1,
    maximumPathLength: edges === 0n ? 1 : Number(edges),
  };
}

export function crossoverLength(width: number): number {
  return Number(BigInt(width) + 1n);
}
