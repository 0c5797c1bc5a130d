/**
 * A right stack, queue, set and tree to make mistakes in.
 *
 * @module
 */

import type { Reference } from "../../check.ts";

export type Rows = number[][];

/** A soft stack or queue, oldest entry first. */
export interface SoftList {
  values: Rows;
  strengths: number[];
}

/** Where popping and reading start. */
export type End = "newest" | "oldest";

export const sum = (numbers: number[]): number =>
  numbers.reduce((a, b) => a + b, 0);

export const dot = (a: number[], b: number[]): number =>
  sum(a.map((x, i) => x * b[i]));

/** Σₙ wₙ vₙ, as long as `like`. */
export const weighed = (
  weights: number[],
  values: Rows,
  like: number[],
): number[] => like.map((_, d) => dot(weights, values.map((each) => each[d])));

/** For each entry, the strength of all that come before it in line. */
export function ahead(strengths: number[], end: End): number[] {
  return strengths.map((_, i) =>
    sum(end === "newest" ? strengths.slice(i + 1) : strengths.slice(0, i))
  );
}

/** The pieces of a step; a mistake changes one and keeps the others. */
export interface Pieces {
  /** The strengths that a pop leaves. */
  pop: (strengths: number[], amount: number, end: End) => number[];
  /** The weights of a read. */
  weights: (strengths: number[], end: End) => number[];
}

/** The right pieces. */
export const right: Pieces = {
  pop: (strengths, amount, end) => {
    const before = ahead(strengths, end);
    return strengths.map((s, i) =>
      Math.max(0, s - Math.max(0, amount - before[i]))
    );
  },
  weights: (strengths, end) => {
    const before = ahead(strengths, end);
    return strengths.map((s, i) => Math.min(s, Math.max(0, 1 - before[i])));
  },
};

/** A step of a list, told from which end it pops and reads. */
export type ListStep = (
  list: SoftList,
  pop: number,
  push: number,
  value: number[],
  end: End,
) => { memory: SoftList; read: number[] };

/** A step from pieces, of which some are mistaken. */
export function stepFrom(changed: Partial<Pieces>): ListStep {
  const { pop, weights } = { ...right, ...changed };
  return (list, amount, push, value, end) => {
    const strengths = [...pop(list.strengths, amount, end), push];
    const values = [...list.values, value];
    return {
      memory: { values, strengths },
      read: weighed(weights(strengths, end), values, value),
    };
  };
}

/** The right step. */
export const rightStep: ListStep = stepFrom({});

/** Stack and queue with one mistaken step; a check sees the calls of one of them. */
export function listsWith(step: ListStep): Reference {
  const from =
    (end: End) =>
    (list: SoftList, pop: number, push: number, value: number[]) =>
      step(list, pop, push, value, end);
  return { stackStep: from("newest"), queueStep: from("oldest") };
}

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

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The leaves' weights, from what each node gives its children and where their logits lie. */
export function leaves(
  logits: number[],
  {
    share = (weight, s) => [weight * sigmoid(-s), weight * sigmoid(s)],
    indexOf = (level, place) => 2 ** level - 1 + place,
  }: {
    share?: (weight: number, logit: number) => number[];
    /** The index of the node that is so many levels down and so many places from the left. */
    indexOf?: (level: number, place: number) => number;
  } = {},
): number[] {
  let weights = [1];
  for (let level = 0; weights.length <= logits.length; level++) {
    weights = weights.flatMap((weight, place) =>
      share(weight, logits[indexOf(level, place)])
    );
  }
  return weights;
}
