import { bindShapes, type Matrix, ShapeError } from "../core/mod.ts";
import { requireFinite, requireNumber } from "../core/validate.ts";

/** A list whose entries are there to a degree, oldest (of a deque: bottom) first. */
export interface SoftList {
  /** Values v (D x 1 each). */
  values: readonly Matrix[];
  /** Strengths s, as many as values, from 0 to 1; an entry of strength 0 stays in the list. */
  strengths: readonly number[];
}

/** What to do to a stack or a queue: pop, then push, then read. */
export interface SoftListAction {
  /** How much to pop, at least 0; what exceeds the total is lost. */
  pop: number;
  /** Strength of the new entry, from 0 to 1; 0 too appends one. */
  push: number;
  /** Value of the new entry (D x 1). */
  value: Matrix;
}

/** A stack or a queue after a step, and what it shows. */
export interface SoftListStep {
  /** The next memory, one entry longer. */
  memory: SoftList;
  /** The read (D x 1): the nearest entries, up to strength 1 together. */
  read: Matrix;
}

/** Which end of a list an operation starts from. */
export type ListEnd = "newest" | "oldest";

/** What an operation of a certain strength does to each entry, and how much it leaves undone. */
export interface Take {
  /** How much of each entry it takes, in the list's order. */
  taken: number[];
  /** The entry of which it takes a part only, as its index; null if there is none. */
  partial: number | null;
  /** The entries that it takes whole, nearest first. */
  whole: number[];
}

/**
 * tᵢ = min(sᵢ, max(0, a - Σ s of the entries nearer to the end)): an amount a, taken from one end.
 *
 * Popping leaves s - t(u), reading weighs by t(1): both halves of the paper's
 * recurrences are this.
 */
export function takeFrom(
  strengths: readonly number[],
  amount: number,
  end: ListEnd,
): Take {
  const taken = strengths.map(() => 0);
  const whole: number[] = [];
  let nearer = 0;
  for (let step = 0; step < strengths.length; step++) {
    const i = end === "oldest" ? step : strengths.length - 1 - step;
    const left = amount - nearer;
    if (left <= 0) break;
    taken[i] = Math.min(strengths[i], left);
    if (strengths[i] > left) return { taken, partial: i, whole };
    whole.push(i);
    nearer += strengths[i];
  }
  return { taken, partial: null, whole };
}

/** The strengths that popping an amount from one end leaves. */
export function popFrom(
  strengths: readonly number[],
  amount: number,
  end: ListEnd,
): number[] {
  const { taken } = takeFrom(strengths, amount, end);
  return strengths.map((strength, i) => strength - taken[i]);
}

/** Σᵢ tᵢ vᵢ for the nearest entries up to strength 1 (D x 1); the list has an entry. */
export function readFrom(
  { values, strengths }: SoftList,
  end: ListEnd,
): Matrix {
  const { taken } = takeFrom(strengths, 1, end);
  const read = values[0].clone().mul(0);
  values.forEach((value, i) => {
    if (taken[i] > 0) read.add(value.clone().mul(taken[i]));
  });
  return read;
}

/** Throws unless the list and the new value are in order; the list may be empty. */
export function requireList(
  action: string,
  { values, strengths }: SoftList,
  newValues: Readonly<Record<string, Matrix>>,
): void {
  if (values.length !== strengths.length) {
    throw new ShapeError(
      `Cannot ${action} as each value must have a strength: there are ${values.length} values and ${strengths.length} strengths`,
    );
  }
  const [first] = Object.entries(newValues);
  for (const each of Object.entries(newValues).slice(1)) {
    requireSameSize(action, first, each);
  }
  values.forEach((value, i) =>
    requireSameSize(action, first, [`values[${i}]`, value])
  );
  requireFinite(action, newValues);
  strengths.forEach((strength, i) =>
    requireNumber(action, `strength ${i}`, strength, UNIT)
  );
}

/** Pops are at least 0. */
export const AMOUNT: { readonly minimum: number } = { minimum: 0 };

/** Pushes and strengths lie from 0 to 1. */
export const UNIT: { readonly minimum: number; readonly maximum: number } = {
  minimum: 0,
  maximum: 1,
};

function requireSameSize(
  action: string,
  [firstName, first]: [string, Matrix],
  [name, value]: [string, Matrix],
): void {
  bindShapes(action, {
    [firstName]: [first, "D", 1],
    [name]: [value, "D", 1],
  });
}
