// The formulas of Grefenstette et al., sums and maxima as they stand there.

interface SoftList {
  values: number[][];
  strengths: number[];
}

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

const rectify = (x: number): number => Math.max(0, x);

type Others = (strengths: number[], n: number) => number[];

const newer: Others = (strengths, n) => strengths.slice(n + 1);
const older: Others = (strengths, n) => strengths.slice(0, n);

const stepWith = (first: Others) =>
(
  { values: V, strengths: s }: SoftList,
  u: number,
  d: number,
  v: number[],
): { memory: SoftList; read: number[] } => {
  const values = [...V, v];
  const strengths = [
    ...s.map((own, n) => rectify(own - rectify(u - sum(first(s, n))))),
    d,
  ];
  const weights = strengths.map((own, n) =>
    Math.min(own, rectify(1 - sum(first(strengths, n))))
  );
  const read = v.map((_, i) => sum(weights.map((w, n) => w * values[n][i])));
  return { memory: { values, strengths }, read };
};

export const stackStep = stepWith(newer);

export const queueStep = stepWith(older);

export const setRead = (
  slots: number[][],
  query: number[],
  sharpness: number,
): number[] => {
  const scores = slots.map((slot) =>
    sum(slot.map((x, i) => sharpness * x * query[i]))
  );
  const log = Math.max(...scores) +
    Math.log(sum(scores.map((x) => Math.exp(x - Math.max(...scores)))));
  return query.map((_, i) =>
    sum(slots.map((slot, n) => slot[i] * Math.exp(scores[n] - log)))
  );
};

/** log σ(x) without overflow. */
const logSigmoid = (x: number): number =>
  Math.min(0, x) - Math.log1p(Math.exp(-Math.abs(x)));

const leaves = (logits: number[], node: number, log: number): number[] =>
  node >= logits.length ? [Math.exp(log)] : [
    ...leaves(logits, 2 * node + 1, log + logSigmoid(-logits[node])),
    ...leaves(logits, 2 * node + 2, log + logSigmoid(logits[node])),
  ];

export const treeLeafWeights = (branchLogits: number[]): number[] =>
  leaves(branchLogits, 0, 0);
