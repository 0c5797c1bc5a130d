// Promises everywhere, and the stable form of the quadratic formula.

const later = <Value>(value: Value) => Promise.resolve(value);

export async function lstmParameterCount(n: number, m: number) {
  return 4 * await later(m * (n + m + 1));
}

export async function gruParameterCount(n: number, m: number) {
  return 3 * await later(m * (n + m + 1));
}

export async function stackedLstmParameterCount(n: number, sizes: number[]) {
  const counts = await Promise.all(
    sizes.map((size, i) => lstmParameterCount(i > 0 ? sizes[i - 1] : n, size)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

export async function largestHiddenSize(n: number, budget: number) {
  // The root of m² + (n + 1)m - B/4 without a difference of large numbers.
  const b = n + 1;
  const quarter = budget / 4;
  let m = Math.floor(2 * quarter / (b + Math.sqrt(b * b + 4 * quarter)));
  while (await lstmParameterCount(n, m + 1) <= budget) m++;
  while (await lstmParameterCount(n, m) > budget) m--;
  return m;
}
