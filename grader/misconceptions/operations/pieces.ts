/**
 * A right memory network and Turing machine to make mistakes in.
 *
 * @module
 */

import type { Reference } from "../../check.ts";

export type Rows = number[][];

export const sum = (numbers: number[]): number =>
  numbers.reduce((a, b) => a + b, 0);

export const dot = (a: number[], b: number[]): number =>
  sum(a.map((x, i) => x * b[i]));

export const lengthOf = (a: number[]): number => Math.sqrt(dot(a, a));

/** Σₙ wₙ vₙ. */
export const weighed = (weights: number[], vectors: Rows): number[] =>
  vectors[0].map((_, d) => dot(weights, vectors.map((vector) => vector[d])));

/** The right softmax. */
export function softmax(scores: number[]): number[] {
  return normalized(scores, Math.max(...scores));
}

/** A softmax that subtracts something else first. */
export function normalized(scores: number[], subtracted: number): number[] {
  const powers = scores.map((score) => Math.exp(score - subtracted));
  const total = sum(powers);
  return powers.map((power) => power / total);
}

/** 1 at the largest, 0 elsewhere; of equals the first. */
export function oneHot(scores: number[]): number[] {
  const best = scores.indexOf(Math.max(...scores));
  return scores.map((_, i) => i === best ? 1 : 0);
}

/** What a read answers. */
export interface MemoryRead {
  weights: number[];
  read: number[];
}

/** A read of a memory network. */
export type ReadFunction = (
  query: number[],
  keys: Rows,
  values: Rows,
) => MemoryRead;

/** The pieces of a read; a mistake changes one and keeps the others. */
export interface ReadPieces {
  score: (key: number[], query: number[]) => number;
  weights: (scores: number[]) => number[];
}

/** A read from pieces, of which some are mistaken. */
export function readFrom(changed: Partial<ReadPieces>): ReadFunction {
  const { score, weights } = { score: dot, weights: softmax, ...changed };
  return (query, keys, values) => {
    const made = weights(keys.map((key) => score(key, query)));
    return { weights: made, read: weighed(made, values) };
  };
}

/** The right read. */
export const rightRead: ReadFunction = readFrom({});

/** Read and hops with a mistaken read; a check sees the calls of one of them. */
export function networkWith(read: ReadFunction): Reference {
  return {
    memoryNetworkRead: read,
    memoryNetworkHops: (q: number[], keys: Rows, values: Rows, hops: number) =>
      Array.from({ length: hops }).reduce(
        (now: number[]) => plus(now, read(now, keys, values).read),
        q,
      ),
  };
}

export const plus = (a: number[], b: number[]): number[] =>
  a.map((x, i) => x + b[i]);
