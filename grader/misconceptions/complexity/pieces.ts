/**
 * Right costs to make mistakes in.
 *
 * @module
 */

import type { Reference } from "../../check.ts";

/** Length, width, and kernel or window, where there is one. */
type Cost = (n: number, d: number, k: number) => LayerCost;

interface LayerCost {
  operations: number;
  sequentialSteps: number;
  maximumPathLength: number;
}

/** The smallest L >= 1 with k^L >= n. */
export function layersFor(n: number, k: number): number {
  let layers = 1;
  for (let reach = k; reach < n; reach *= k) layers++;
  return layers;
}

const right = {
  selfAttentionCost: (n: number, d: number): LayerCost => ({
    operations: n * n * d,
    sequentialSteps: 1,
    maximumPathLength: 1,
  }),
  recurrentCost: (n: number, d: number): LayerCost => ({
    operations: n * d * d,
    sequentialSteps: n,
    maximumPathLength: n,
  }),
  convolutionalCost: (n: number, d: number, k: number): LayerCost => ({
    operations: k * n * d * d,
    sequentialSteps: 1,
    maximumPathLength: layersFor(n, k),
  }),
  restrictedSelfAttentionCost: (
    n: number,
    d: number,
    w: number,
  ): LayerCost => ({
    operations: w * n * d,
    sequentialSteps: 1,
    maximumPathLength: Math.max(1, Math.ceil((n - 1) / w)),
  }),
};

type Layer = keyof typeof right;

/** One layer's cost with some fields mistaken. */
export function mistake(
  layer: Layer,
  change: (n: number, d: number, k: number) => Partial<LayerCost>,
): Reference {
  const cost: Cost = (n, d, k) => ({
    ...right[layer](n, d, k),
    ...change(n, d, k),
  });
  return { [layer]: cost };
}

export function windowPath(path: (n: number, w: number) => number): Reference {
  return mistake("restrictedSelfAttentionCost", (n, _d, w) => ({
    maximumPathLength: path(n, w),
  }));
}

export function windowOperations(
  operations: (n: number, d: number, w: number) => number,
): Reference {
  return mistake("restrictedSelfAttentionCost", (n, d, w) => ({
    operations: operations(n, d, w),
  }));
}

/** All of several mistakes at once, and each alone. */
export function togetherAndAlone(...mistakes: Reference[]): Reference[] {
  return [Object.assign({}, ...mistakes), ...mistakes];
}
