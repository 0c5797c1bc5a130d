// Everything as logarithms until the end.

export function dotProductVariance(dimension: number, sigma: number): number {
  return Math.exp(Math.log(dimension) + 4 * Math.log(sigma));
}

export function scaledScores(query: number[], keys: number[][]): number[] {
  const scale = query.length ** -0.5;
  const scaled = query.map((entry) => entry * scale);
  return keys.map((key) =>
    key.map((entry, i) => entry * scaled[i]).reduce((a, b) => a + b)
  );
}

const logSumExp = (scores: number[]): number => {
  const top = Math.max(...scores);
  return top + Math.log(
    scores.map((score) => Math.exp(score - top)).reduce((a, b) => a + b),
  );
};

export function softmaxJacobian(scores: number[]): number[][] {
  const log = logSumExp(scores);
  const logWeights = scores.map((score) => score - log);
  return logWeights.map((a, i) =>
    logWeights.map((b, j) =>
      i === j ? Math.exp(a) * -Math.expm1(a) : -Math.exp(a + b)
    )
  );
}

export function gradientNorm(scores: number[]): number {
  return Math.hypot(...softmaxJacobian(scores).flat());
}
