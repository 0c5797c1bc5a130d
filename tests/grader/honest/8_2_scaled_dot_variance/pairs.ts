// Helpers, noise, promises, and the norm from the pairs of weights.

export const dotProductVariance = async (
  dimension: number,
  sigma: number,
): Promise<number> => {
  const product = await Promise.resolve(sigma ** 4);
  console.log("one product has variance", product);
  return dimension * product;
};

export const scaledScores = (query: number[], keys: number[][]): number[] => {
  const root = Math.sqrt(query.length);
  const scores = keys.map(() => 0);
  query.forEach((q, i) => {
    keys.forEach((key, n) => scores[n] += q / root * key[i]);
  });
  return scores;
};

/** One pass: the total is rescaled when a larger score turns up. */
function softmax(scores: number[]): number[] {
  let top = -Infinity;
  let total = 0;
  for (const score of scores) {
    const next = Math.max(top, score);
    total = total * Math.exp(top - next) + Math.exp(score - next);
    top = next;
  }
  return scores.map((score) => Math.exp(score - top) / total);
}

export const softmaxJacobian = (scores: number[]): number[][] => {
  const weights = softmax(scores);
  console.log(weights);
  const jacobian = weights.map(() => weights.map(() => 0));
  weights.forEach((a, i) => {
    weights.slice(0, i).forEach((b, j) => {
      jacobian[i][j] = jacobian[j][i] = -a * b;
      jacobian[i][i] += a * b;
      jacobian[j][j] += a * b;
    });
  });
  return jacobian;
};

export const gradientNorm = (scores: number[]): Promise<number> => {
  const jacobian = softmaxJacobian(scores);
  let squares = 0;
  for (let i = 0; i < jacobian.length; i++) {
    squares += jacobian[i][i] ** 2;
    for (let j = 0; j < i; j++) squares += 2 * jacobian[i][j] ** 2;
  }
  return Promise.resolve(squares ** 0.5);
};
