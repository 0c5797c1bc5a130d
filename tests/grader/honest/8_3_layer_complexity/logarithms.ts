// A logarithm for the path, put right by whole powers; noise; fields in another order.

const cost = (
  operations: number,
  maximumPathLength = 1,
  sequentialSteps = 1,
) => ({ maximumPathLength, sequentialSteps, operations });

export const selfAttentionCost = (n: number, d: number) => cost(n * (n * d));

export const recurrentCost = (n: number, d: number) => cost(d * (n * d), n, n);

export const convolutionalCost = (n: number, d: number, k: number) => {
  let layers = Math.max(1, Math.ceil(Math.log(n) / Math.log(k)));
  console.log("the logarithm says", layers);
  while (k ** layers < n) layers++;
  while (layers > 1 && k ** (layers - 1) >= n) layers--;
  return cost(n * k * d * d, layers);
};

export const restrictedSelfAttentionCost = (n: number, d: number, w: number) =>
  cost(n * d * w, 1 + Math.floor(Math.max(0, n - 2) / w));

export const crossoverLength = (d: number) => Math.floor(d * d / d) + 1;
