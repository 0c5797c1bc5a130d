import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { take, type TakingEnd } from "./take.ts";

/** Lists whose entries are there to a degree, one for each of a batch, oldest (of a deque: bottom) first. */
export interface TensorList {
  /** Values v [B, T, D]. */
  values: tf.Tensor3D;
  /** Strengths s [B, T], from 0 to 1. */
  strengths: tf.Tensor2D;
}

/** What to do to a stack or a queue: pop, then push, then read. */
export interface TensorListAction {
  /** How much to pop [B, 1], at least 0. */
  pop: tf.Tensor2D;
  /** Strength of the new entry [B, 1], from 0 to 1. */
  push: tf.Tensor2D;
  /** Value of the new entry [B, D]. */
  value: tf.Tensor2D;
}

/** A stack or a queue after a step, and what it shows. */
export interface TensorListStep {
  /** The next memory, one entry longer. */
  memory: TensorList;
  /** The read [B, D]: the nearest entries, up to strength 1 together. */
  read: tf.Tensor2D;
}

/** What to do to a deque: pop at the top, pop at the bottom, push at both, read at both. */
export interface TensorDequeAction {
  /** How much to pop at the top [B, 1]. */
  popTop: tf.Tensor2D;
  /** How much to pop at the bottom [B, 1], of what the top has left. */
  popBottom: tf.Tensor2D;
  /** Strength of the new top entry [B, 1]. */
  pushTop: tf.Tensor2D;
  /** Strength of the new bottom entry [B, 1]. */
  pushBottom: tf.Tensor2D;
  /** Value of the new top entry [B, D]. */
  valueTop: tf.Tensor2D;
  /** Value of the new bottom entry [B, D]. */
  valueBottom: tf.Tensor2D;
}

/** A deque after a step, and what its ends show. */
export interface TensorDequeStep {
  /** The next memory, bottom first, two entries longer. */
  memory: TensorList;
  /** The read at the top [B, D]. */
  readTop: tf.Tensor2D;
  /** The read at the bottom [B, D]. */
  readBottom: tf.Tensor2D;
}

/**
 * Empty lists: T = 0, from which a run starts.
 *
 * @source NNDL 习题 8-4 (row 37); Grefenstette et al. 2015, §3
 * @param batch Number B of lists.
 * @param size Size D of a value.
 * @returns Values [B, 0, D] and strengths [B, 0].
 *
 * @example Its total strength is 0
 * ```ts
 * import { emptyList } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(emptyList(2, 3).strengths.sum(1).arraySync(), [0, 0]);
 * ```
 */
export function emptyList(batch: number, size: number): TensorList {
  return {
    values: tf.zeros([batch, 0, size]),
    strengths: tf.zeros([batch, 0]),
  };
}

/**
 * One step of differentiable stacks: sᵢ ← max(0, sᵢ - max(0, u - Σ_(j>i) sⱼ)), then push d,
 * then r = Σᵢ min(sᵢ, max(0, 1 - Σ_(j>i) sⱼ)) vᵢ.
 *
 * @source NNDL 习题 8-4, 栈 (row 37); Grefenstette et al. 2015, eq. 1-3
 * @param memory Values [B, T, D] and strengths [B, T], oldest first.
 * @param action How much to pop (u [B, 1]), how much to push (d [B, 1]), and the value v [B, D].
 * @returns The next memory, one entry longer, and the read [B, D].
 * @throws {ShapeError} If memory and action differ in B, T or D.
 *
 * @example Last in, first out
 * ```ts
 * import { emptyList, stackStep, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const step = (memory = emptyList(1, 1), pop: number, push: number, value: number) =>
 *   stackStep(memory, {
 *     pop: tf.tensor2d([[pop]]),
 *     push: tf.tensor2d([[push]]),
 *     value: tf.tensor2d([[value]]),
 *   });
 * const first = step(undefined, 0, 1, 3);
 * const second = step(first.memory, 0, 1, 5);
 * assertEquals(second.read.arraySync(), [[5]]);
 * assertEquals(step(second.memory, 1, 0, 0).read.arraySync(), [[3]]);
 * ```
 */
export function stackStep(
  memory: TensorList,
  action: TensorListAction,
): TensorListStep {
  return listStep("take a step of a stack", memory, action, "newest");
}

/**
 * One step of differentiable queues: sᵢ ← max(0, sᵢ - max(0, u - Σ_(j<i) sⱼ)), then push d,
 * then r = Σᵢ min(sᵢ, max(0, 1 - Σ_(j<i) sⱼ)) vᵢ.
 *
 * @source NNDL 习题 8-4, 队列 (row 37); Grefenstette et al. 2015, eq. 4, 5
 * @param memory Values [B, T, D] and strengths [B, T], oldest first.
 * @param action How much to pop (u [B, 1]), how much to push (d [B, 1]), and the value v [B, D].
 * @returns The next memory, one entry longer, and the read [B, D].
 * @throws {ShapeError} If memory and action differ in B, T or D.
 *
 * @example First in, first out
 * ```ts
 * import { emptyList, queueStep, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const push = (memory = emptyList(1, 1), value: number) =>
 *   queueStep(memory, {
 *     pop: tf.tensor2d([[0]]),
 *     push: tf.tensor2d([[1]]),
 *     value: tf.tensor2d([[value]]),
 *   });
 * assertEquals(push(push(undefined, 3).memory, 5).read.arraySync(), [[3]]);
 * ```
 */
export function queueStep(
  memory: TensorList,
  action: TensorListAction,
): TensorListStep {
  return listStep("take a step of a queue", memory, action, "oldest");
}

/**
 * One step of differentiable deques: the stack's pop at the top, the queue's at the bottom, then a push
 * and a read at either end.
 *
 * @source NNDL 习题 8-4, 栈或队列 (row 37); Grefenstette et al. 2015, §3.3
 * @param memory Values [B, T, D] and strengths [B, T], bottom first.
 * @param action Pops and pushes [B, 1] and values [B, D] of both ends.
 * @returns The next memory, two entries longer, and the reads at both ends [B, D].
 * @throws {ShapeError} If memory and action differ in B, T or D.
 *
 * @example Each end shows what was pushed there
 * ```ts
 * import { dequeStep, emptyList, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const [zero, one] = [tf.zeros<tf.Rank.R2>([1, 1]), tf.ones<tf.Rank.R2>([1, 1])];
 * const { readTop, readBottom } = dequeStep(emptyList(1, 1), {
 *   popTop: zero,
 *   popBottom: zero,
 *   pushTop: one,
 *   pushBottom: one,
 *   valueTop: tf.tensor2d([[3]]),
 *   valueBottom: tf.tensor2d([[5]]),
 * });
 * assertEquals(readTop.arraySync(), [[3]]);
 * assertEquals(readBottom.arraySync(), [[5]]);
 * ```
 */
export function dequeStep(
  memory: TensorList,
  action: TensorDequeAction,
): TensorDequeStep {
  bindDeque(memory, action);
  const afterTop = popFrom(memory.strengths, action.popTop, "newest");
  const afterBoth = popFrom(afterTop, action.popBottom, "oldest");
  const next: TensorList = {
    values: tf.concat([
      tf.expandDims(action.valueBottom, 1),
      memory.values,
      tf.expandDims(action.valueTop, 1),
    ], 1) as tf.Tensor3D,
    strengths: tf.concat([action.pushBottom, afterBoth, action.pushTop], 1),
  };
  return {
    memory: next,
    readTop: readFrom(next, "newest"),
    readBottom: readFrom(next, "oldest"),
  };
}

/** Pop from one end, append, read from that end. */
function listStep(
  step: string,
  memory: TensorList,
  { pop, push, value }: TensorListAction,
  end: TakingEnd,
): TensorListStep {
  bindTensors(step, {
    values: [memory.values, "B", "T", "D"],
    strengths: [memory.strengths, "B", "T"],
    pop: [pop, "B", 1],
    push: [push, "B", 1],
    value: [value, "B", "D"],
  });
  const next: TensorList = {
    values: tf.concat(
      [memory.values, tf.expandDims(value, 1)],
      1,
    ) as tf.Tensor3D,
    strengths: tf.concat([popFrom(memory.strengths, pop, end), push], 1),
  };
  return { memory: next, read: readFrom(next, end) };
}

/** The strengths that popping leaves. */
function popFrom(
  strengths: tf.Tensor2D,
  pop: tf.Tensor2D,
  end: TakingEnd,
): tf.Tensor2D {
  return strengths.size === 0
    ? strengths
    : tf.sub(strengths, take(strengths, pop, end));
}

/** Σᵢ tᵢ vᵢ for the nearest entries up to strength 1. */
function readFrom(
  { values, strengths }: TensorList,
  end: TakingEnd,
): tf.Tensor2D {
  const [B, T, D] = values.shape;
  const shares = take(strengths, tf.ones([B, 1]), end);
  const read = tf.matMul(tf.reshape(shares, [B, 1, T]), values);
  return tf.reshape(read, [B, D]);
}

function bindDeque(memory: TensorList, action: TensorDequeAction): void {
  bindTensors("take a step of a deque", {
    values: [memory.values, "B", "T", "D"],
    strengths: [memory.strengths, "B", "T"],
    popTop: [action.popTop, "B", 1],
    popBottom: [action.popBottom, "B", 1],
    pushTop: [action.pushTop, "B", 1],
    pushBottom: [action.pushBottom, "B", 1],
    valueTop: [action.valueTop, "B", "D"],
    valueBottom: [action.valueBottom, "B", "D"],
  });
}
