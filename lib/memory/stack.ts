import type { SoftList, SoftListAction, SoftListStep } from "./soft_list.ts";
import {
  type SoftListGradient,
  type SoftListUpstream,
  stepList,
  stepListGradient,
} from "./soft_list_step.ts";

/**
 * One step of a differentiable stack: sᵢ ← max(0, sᵢ - max(0, u - Σ_(j>i) sⱼ)), then push d,
 * then r = Σᵢ min(sᵢ, max(0, 1 - Σ_(j>i) sⱼ)) vᵢ.
 *
 * What is newest is popped and read first. With d and u from {0, 1} it is a
 * real stack.
 *
 * @source NNDL 习题 8-4, 栈 (row 37); Grefenstette et al. 2015, eq. 1-3
 * @param memory Values and strengths, oldest first; it may be empty.
 * @param action How much to pop (u), how much to push (d), and the value v (D x 1).
 * @returns The next memory, Σ s = max(0, Σ s - u) + d, and the read (D x 1).
 * @throws {ShapeError} If values and strengths differ in number, or values in D.
 * @throws {RangeError} If a strength or the push lies outside of [0, 1], the pop is below 0, or a number is not finite.
 *
 * @example Last in, first out
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { type SoftList, stackStep } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const value = (x: number) => columnVector([x]);
 * const empty: SoftList = { values: [], strengths: [] };
 * const first = stackStep(empty, { pop: 0, push: 1, value: value(3) });
 * const second = stackStep(first.memory, { pop: 0, push: 1, value: value(5) });
 * assertEquals(second.read, value(5));
 * const third = stackStep(second.memory, { pop: 1, push: 0, value: value(0) });
 * assertEquals(third.read, value(3));
 * ```
 */
export function stackStep(
  memory: SoftList,
  action: SoftListAction,
): SoftListStep {
  return stepList("take a step of a stack", memory, action, "newest");
}

/**
 * Gradient of a stack's step: an entry read or popped whole passes its gradient on, the one taken
 * in part passes it to the amount and, negated, to the entries above it.
 *
 * Where min or max has a kink, it is the gradient of one side.
 *
 * @source NNDL 习题 8-4, 栈 (row 37); Grefenstette et al. 2015, eq. 1-3, differentiated by hand
 * @param memory Values and strengths before the step, oldest first.
 * @param action The pop, the push and the value (D x 1) of the step.
 * @param upstream Gradients with respect to the read (D x 1) and to the next strengths.
 * @returns Gradients with respect to strengths, values, pop, push and value.
 * @throws {ShapeError} If values and strengths differ in number, or values and gradients in D.
 * @throws {RangeError} If a strength or the push lies outside of [0, 1], the pop is below 0, or a number is not finite.
 *
 * @example Popping more uncovers what lies below
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { stackStepGradient } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = {
 *   values: [columnVector([3]), columnVector([5])],
 *   strengths: [0.9, 0.8],
 * };
 * const action = { pop: 0.4, push: 0, value: columnVector([0]) };
 * const { pop } = stackStepGradient(memory, action, { read: columnVector([1]) });
 * assertEquals(pop, 3 - 5); // less of the 5 on top, more of the 3 below
 * ```
 */
export function stackStepGradient(
  memory: SoftList,
  action: SoftListAction,
  upstream: SoftListUpstream,
): SoftListGradient {
  return stepListGradient(
    "a step of a stack",
    memory,
    action,
    upstream,
    "newest",
  );
}
