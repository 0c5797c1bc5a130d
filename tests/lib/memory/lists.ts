/**
 * What the tests of stack, queue and deque share: runs of steps, random ones
 * too, and the paper's recurrences as they stand.
 *
 * @module
 */
import { columnVector, type Matrix, type Random } from "@mneme/mneme/core";
import type {
  SoftList,
  SoftListAction,
  SoftListStep,
} from "@mneme/mneme/memory";

/** A list without an entry. */
export const EMPTY: SoftList = { values: [], strengths: [] };

/** The answer's three steps: push .8; pop .1, push .5; pop .9, push .9. Values are the unit vectors, so a read shows its weights. */
export const GOLDEN: readonly SoftListAction[] = [
  { push: 0.8, pop: 0, value: columnVector([1, 0, 0]) },
  { push: 0.5, pop: 0.1, value: columnVector([0, 1, 0]) },
  { push: 0.9, pop: 0.9, value: columnVector([0, 0, 1]) },
];

/** Runs the actions one after the other, from an empty list. */
export function run(
  step: (memory: SoftList, action: SoftListAction) => SoftListStep,
  actions: readonly SoftListAction[],
): SoftListStep[] {
  let memory = EMPTY;
  return actions.map((action) => {
    const next = step(memory, action);
    memory = next.memory;
    return next;
  });
}

/** Random steps; now and then a pop of more than there is. */
export function randomActions(
  random: Random,
  count: number,
  size = 2,
): SoftListAction[] {
  return Array.from({ length: count }, () => ({
    pop: random.uniform() < 0.1 ? 9 : 1.2 * random.uniform(),
    push: random.uniform(),
    value: columnVector(Array.from({ length: size }, () => random.normal())),
  }));
}

/** Steps with d and u from {0, 1}, and a number as the value. */
export function discreteActions(
  random: Random,
  count: number,
): SoftListAction[] {
  return Array.from({ length: count }, (_, t) => ({
    pop: random.integer(2),
    push: random.integer(2),
    value: columnVector([t + 1]),
  }));
}

/** Grefenstette et al. 2015, eq. 2-5, with the sums over nearer entries: above i for a stack, below for a queue. */
export function stepByDefinition(
  { values, strengths }: SoftList,
  { pop, push, value }: SoftListAction,
  isNearer: (j: number, i: number) => boolean,
): { strengths: number[]; read: Matrix } {
  const nearer = (list: readonly number[], i: number) =>
    list.reduce((sum, s, j) => isNearer(j, i) ? sum + s : sum, 0);
  const next = [
    ...strengths.map((s, i) =>
      Math.max(0, s - Math.max(0, pop - nearer(strengths, i)))
    ),
    push,
  ];
  const read = [...values, value].reduce(
    (sum, v, i) =>
      sum.add(
        v.clone().mul(Math.min(next[i], Math.max(0, 1 - nearer(next, i)))),
      ),
    value.clone().mul(0),
  );
  return { strengths: next, read };
}
