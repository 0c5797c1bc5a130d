// Typed arrays in and out, sums that carry their rounding error along.

function sum(numbers: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const x of numbers) {
    const y = x - lost;
    const next = total + y;
    lost = next - total - y;
    total = next;
  }
  return total;
}

export function dotProductVariance(dimension: number, sigma: number): number {
  return dimension * Math.pow(sigma * sigma, 2);
}

export function scaledScores(
  query: number[],
  keys: number[][],
): Float64Array {
  const q = Float64Array.from(query);
  return Float64Array.from(
    keys,
    (key) => sum(q.map((x, i) => x * key[i])) / Math.sqrt(q.length),
  );
}

function softmax(scores: number[]): Float64Array {
  const sorted = Float64Array.from(scores).sort();
  const weights = Float64Array.from(scores)
    .map((score) => Math.exp(score - sorted.at(-1)!));
  const total = sum(weights.toSorted());
  return weights.map((weight) => weight / total);
}

export function softmaxJacobian(scores: number[]): Float64Array[] {
  const weights = softmax(scores);
  return Array.from(weights, (weight, i) => {
    const row = weights.map((other) => -other * weight);
    // What the others have together is 1 - weight, without a difference.
    row[i] = weight * sum(weights.filter((_, j) => j !== i));
    return row;
  });
}

export function gradientNorm(scores: number[]): number {
  return Math.sqrt(
    sum(
      softmaxJacobian(scores).map((row) =>
        sum(row.map((entry) => entry * entry))
      ),
    ),
  );
}
