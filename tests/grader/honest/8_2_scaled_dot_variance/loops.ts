// Nested loops that fill lists, from the last entry to the first.

export function dotProductVariance(dimension: number, sigma: number): number {
  let variance = 0;
  for (let i = 0; i < dimension; i++) variance += sigma ** 2 * sigma ** 2;
  return variance;
}

export function scaledScores(query: number[], keys: number[][]): number[] {
  const scores: number[] = [];
  for (let n = 0; n < keys.length; n++) {
    let sum = 0;
    for (let i = query.length - 1; i >= 0; i--) sum += keys[n][i] * query[i];
    scores.push(sum / Math.sqrt(query.length));
  }
  return scores;
}

export function softmaxJacobian(scores: number[]): number[][] {
  let top = -Infinity;
  for (const score of scores) if (score > top) top = score;
  const weights: number[] = [];
  let total = 0;
  for (let n = 0; n < scores.length; n++) {
    weights[n] = Math.exp(scores[n] - top);
    total += weights[n];
  }
  for (let n = 0; n < weights.length; n++) weights[n] /= total;
  const jacobian: number[][] = [];
  for (let i = 0; i < weights.length; i++) {
    jacobian[i] = [];
    for (let j = 0; j < weights.length; j++) {
      jacobian[i][j] = -weights[i] * weights[j];
      if (i === j) jacobian[i][j] += weights[i];
    }
  }
  return jacobian;
}

export function gradientNorm(scores: number[]): number {
  let sum = 0;
  for (const row of softmaxJacobian(scores)) {
    for (const entry of row) sum += entry ** 2;
  }
  return Math.sqrt(sum);
}
