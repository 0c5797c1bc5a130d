import type { SoftList, SoftListAction, SoftListStep } from "./soft_list.ts";
import {
  type SoftListGradient,
  type SoftListUpstream,
  stepList,
  stepListGradient,
} from "./soft_list_step.ts";

/**
 * One step of a differentiable queue: sᵢ ← max(0, sᵢ - max(0, u - Σ_(j<i) sⱼ)), then push d,
 * then r = Σᵢ min(sᵢ, max(0, 1 - Σ_(j<i) sⱼ)) vᵢ.
 *
 * The stack's formulas with the sums over the older entries: what is oldest is
 * popped and read first. With d and u from {0, 1} it is a real queue.
 *
 * @source NNDL 习题 8-4, 队列 (row 37); Grefenstette et al. 2015, eq. 4, 5
 * @param memory Values and strengths, oldest first; it may be empty.
 * @param action How much to pop (u), how much to push (d), and the value v (D x 1).
 * @returns The next memory, Σ s = max(0, Σ s - u) + d, and the read (D x 1).
 * @throws {ShapeError} If values and strengths differ in number, or values in D.
 * @throws {RangeError} If a strength or the push lies outside of [0, 1], the pop is below 0, or a number is not finite.
 *
 * @example First in, first out
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { queueStep, type SoftList } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const value = (x: number) => columnVector([x]);
 * const empty: SoftList = { values: [], strengths: [] };
 * const first = queueStep(empty, { pop: 0, push: 1, value: value(3) });
 * const second = queueStep(first.memory, { pop: 0, push: 1, value: value(5) });
 * assertEquals(second.read, value(3));
 * const third = queueStep(second.memory, { pop: 1, push: 0, value: value(0) });
 * assertEquals(third.read, value(5));
 * ```
 */
export function queueStep(
  memory: SoftList,
  action: SoftListAction,
): SoftListStep {
  return stepList("take a step of a queue", memory, action, "oldest");
}

/**
 * Gradient of a queue's step: an entry read or popped whole passes its gradient on, the one taken
 * in part passes it to the amount and, negated, to the entries before it.
 *
 * Where min or max has a kink, it is the gradient of one side.
 *
 * @source NNDL 习题 8-4, 队列 (row 37); Grefenstette et al. 2015, eq. 4, 5, differentiated by hand
 * @param memory Values and strengths before the step, oldest first.
 * @param action The pop, the push and the value (D x 1) of the step.
 * @param upstream Gradients with respect to the read (D x 1) and to the next strengths.
 * @returns Gradients with respect to strengths, values, pop, push and value.
 * @throws {ShapeError} If values and strengths differ in number, or values and gradients in D.
 * @throws {RangeError} If a strength or the push lies outside of [0, 1], the pop is below 0, or a number is not finite.
 *
 * @example Popping more brings the next one to the front
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { queueStepGradient } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = {
 *   values: [columnVector([3]), columnVector([5])],
 *   strengths: [0.9, 0.8],
 * };
 * const action = { pop: 0.4, push: 0, value: columnVector([0]) };
 * const { pop } = queueStepGradient(memory, action, { read: columnVector([1]) });
 * assertEquals(pop, 5 - 3);
 * ```
 */
export function queueStepGradient(
  memory: SoftList,
  action: SoftListAction,
  upstream: SoftListUpstream,
): SoftListGradient {
  return stepListGradient(
    "a step of a queue",
    memory,
    action,
    upstream,
    "oldest",
  );
}
