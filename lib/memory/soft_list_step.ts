import { bindShapes, type Matrix, ShapeError } from "../core/mod.ts";
import { requireFinite, requireNumber } from "../core/validate.ts";
import {
  AMOUNT,
  type ListEnd,
  popFrom,
  readFrom,
  requireList,
  type SoftList,
  type SoftListAction,
  type SoftListStep,
  takeFrom,
  UNIT,
} from "./soft_list.ts";

/** The gradient of a loss with respect to what a step gives. */
export interface SoftListUpstream {
  /** With respect to the read (D x 1). */
  read: Matrix;
  /** With respect to the next strengths, the new one last. Default: 0. */
  strengths?: readonly number[];
}

/** The gradient of a loss with respect to what a step depends on. */
export interface SoftListGradient {
  /** With respect to the strengths before the step. */
  strengths: number[];
  /** With respect to the values before the step (D x 1 each), by the read alone. */
  values: Matrix[];
  /** With respect to how much was popped. */
  pop: number;
  /** With respect to how much was pushed. */
  push: number;
  /** With respect to the value pushed (D x 1), by the read alone. */
  value: Matrix;
}

/** Pop from one end, append, read from that end: a stack or a queue. */
export function stepList(
  step: string,
  memory: SoftList,
  { pop, push, value }: SoftListAction,
  end: ListEnd,
): SoftListStep {
  requireStep(step, memory, { pop, push, value });
  const next = {
    values: [...memory.values, value.clone()],
    strengths: [...popFrom(memory.strengths, pop, end), push],
  };
  return { memory: next, read: readFrom(next, end) };
}

/** The gradient of {@linkcode stepList}, by hand; at a kink of min or max that of one side. */
export function stepListGradient(
  step: string,
  memory: SoftList,
  { pop, push, value }: SoftListAction,
  upstream: SoftListUpstream,
  end: ListEnd,
): SoftListGradient {
  const action = `differentiate ${step}`;
  requireStep(action, memory, { pop, push, value });
  requireUpstream(action, memory, value, upstream);
  const strengths = [...popFrom(memory.strengths, pop, end), push];
  const values = [...memory.values, value];
  const ofRead = takeGradient(
    strengths,
    1,
    values.map((each) => each.dot(upstream.read)),
    end,
  );
  const ofNext = ofRead.strengths
    .map((gradient, i) => gradient + (upstream.strengths?.[i] ?? 0));
  const ofPop = takeGradient(memory.strengths, pop, ofNext.slice(0, -1), end);
  const { taken } = takeFrom(strengths, 1, end);
  const ofValues = taken.map((share) => upstream.read.clone().mul(share));
  return {
    strengths: ofPop.strengths.map((gradient, i) => ofNext[i] - gradient),
    values: ofValues.slice(0, -1),
    pop: 0 - ofPop.amount,
    push: ofNext[ofNext.length - 1],
    value: ofValues[ofValues.length - 1],
  };
}

/** Backwards through takeFrom: an entry taken whole gives its strength, a partial one what the nearer ones left. */
function takeGradient(
  strengths: readonly number[],
  amount: number,
  upstream: readonly number[],
  end: ListEnd,
): { strengths: number[]; amount: number } {
  const { partial, whole } = takeFrom(strengths, amount, end);
  const ofPartial = partial === null ? 0 : upstream[partial];
  const gradient = strengths.map(() => 0);
  for (const i of whole) gradient[i] = upstream[i] - ofPartial;
  return { strengths: gradient, amount: ofPartial };
}

function requireStep(
  action: string,
  memory: SoftList,
  { pop, push, value }: SoftListAction,
): void {
  requireList(action, memory, { value });
  requireNumber(action, "the pop", pop, AMOUNT);
  requireNumber(action, "the push", push, UNIT);
}

function requireUpstream(
  action: string,
  memory: SoftList,
  value: Matrix,
  { read, strengths }: SoftListUpstream,
): void {
  bindShapes(action, { value: [value, "D", 1], read: [read, "D", 1] });
  requireFinite(action, { read });
  const count = memory.strengths.length + 1;
  if (strengths && strengths.length !== count) {
    throw new ShapeError(
      `Cannot ${action} as each next strength must have a gradient: there are ${count} strengths and ${strengths.length} gradients`,
    );
  }
}
