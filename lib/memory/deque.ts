import type { Matrix } from "../core/mod.ts";
import { requireNumber } from "../core/validate.ts";
import {
  AMOUNT,
  popFrom,
  readFrom,
  requireList,
  type SoftList,
  UNIT,
} from "./soft_list.ts";

/** What to do to a deque: pop at the top, pop at the bottom, push at both, read at both. */
export interface DequeAction {
  /** How much to pop at the top, at least 0. */
  popTop: number;
  /** How much to pop at the bottom, at least 0, of what the top has left. */
  popBottom: number;
  /** Strength of the new top entry, from 0 to 1. */
  pushTop: number;
  /** Strength of the new bottom entry, from 0 to 1. */
  pushBottom: number;
  /** Value of the new top entry (D x 1). */
  valueTop: Matrix;
  /** Value of the new bottom entry (D x 1). */
  valueBottom: Matrix;
}

/** A deque after a step, and what its ends show. */
export interface DequeStep {
  /** The next memory, bottom first, two entries longer. */
  memory: SoftList;
  /** The read at the top (D x 1). */
  readTop: Matrix;
  /** The read at the bottom (D x 1). */
  readBottom: Matrix;
}

/**
 * One step of a differentiable deque: the stack's pop at the top, the queue's at the bottom, then a push
 * and a read at either end.
 *
 * The top pops first, so of a last entry that both want it gets its share
 * first. With nothing done at the bottom it is a stack, with nothing popped at
 * the top and nothing pushed at the bottom a queue.
 *
 * @source NNDL 习题 8-4, 栈或队列 (row 37); Grefenstette et al. 2015, §3.3
 * @param memory Values and strengths, bottom first; it may be empty.
 * @param action Pops, pushes and values (D x 1) of both ends.
 * @returns The next memory and the reads at both ends (D x 1 each).
 * @throws {ShapeError} If values and strengths differ in number, or values in D.
 * @throws {RangeError} If a strength or a push lies outside of [0, 1], a pop is below 0, or a number is not finite.
 *
 * @example Each end shows what was pushed there
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { dequeStep } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const { readTop, readBottom } = dequeStep({ values: [], strengths: [] }, {
 *   popTop: 0,
 *   popBottom: 0,
 *   pushTop: 1,
 *   pushBottom: 1,
 *   valueTop: columnVector([3]),
 *   valueBottom: columnVector([5]),
 * });
 * assertEquals(readTop.to1DArray(), [3]);
 * assertEquals(readBottom.to1DArray(), [5]);
 * ```
 */
export function dequeStep(memory: SoftList, action: DequeAction): DequeStep {
  requireDeque("take a step of a deque", memory, action);
  const afterTop = popFrom(memory.strengths, action.popTop, "newest");
  const afterBoth = popFrom(afterTop, action.popBottom, "oldest");
  const next = {
    values: [
      action.valueBottom.clone(),
      ...memory.values,
      action.valueTop.clone(),
    ],
    strengths: [action.pushBottom, ...afterBoth, action.pushTop],
  };
  return {
    memory: next,
    readTop: readFrom(next, "newest"),
    readBottom: readFrom(next, "oldest"),
  };
}

function requireDeque(
  step: string,
  memory: SoftList,
  action: DequeAction,
): void {
  const { valueTop, valueBottom } = action;
  requireList(step, memory, { valueTop, valueBottom });
  requireNumber(step, "the pop at the top", action.popTop, AMOUNT);
  requireNumber(step, "the pop at the bottom", action.popBottom, AMOUNT);
  requireNumber(step, "the push at the top", action.pushTop, UNIT);
  requireNumber(step, "the push at the bottom", action.pushBottom, UNIT);
}
