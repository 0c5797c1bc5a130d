import {
  bindShapes,
  fromRule,
  type Matrix,
  type ShapedMatrix,
} from "../core/mod.ts";
import { joinColumns } from "../core/join.ts";
import { requireSize } from "../core/size.ts";
import { turingAddress, type TuringHead } from "./addressing.ts";
import { turingRead, turingWrite } from "./read_write.ts";

/** What a head that writes says: where, and what. */
export interface TuringWriteHead extends TuringHead {
  /** Erase vector e (D x 1), entries from 0 to 1. */
  erase: Matrix;
  /** Add vector a (D x 1). */
  add: Matrix;
}

/** What the controller says in one step; it has at least one head of each kind. */
export interface TuringHeads {
  /** The R heads that read. */
  reads: readonly TuringHead[];
  /** The W heads that write. */
  writes: readonly TuringWriteHead[];
}

/** What a neural Turing machine keeps from step to step, beside its controller's state. */
export interface TuringState {
  /** Memory M (D x N), a slot to a column. */
  memory: Matrix;
  /** Addresses of the heads that read (N x R). */
  readWeights: Matrix;
  /** Addresses of the heads that write (N x W). */
  writeWeights: Matrix;
}

/** The state after a step, and what was read. */
export interface TuringStep {
  /** The next state. */
  state: TuringState;
  /** Read vectors (D x R), one head to a column. */
  reads: Matrix;
}

/** A head that a count of parameters is asked for. */
export interface TuringHeadCountOptions {
  /** Number S of moves that the shift knows, odd. Default: 3. */
  shifts?: number;
  /** Whether the head writes, so that it has erase and add vectors too. Default: false. */
  writes?: boolean;
}

/**
 * One step of a neural Turing machine: each head finds its address, all read M_t, then all write M_(t+1).
 *
 * Addresses and reads are of the memory before the write, as in the notes; the
 * paper leaves it open. What the heads say comes from a controller, which gets
 * the reads at the next step.
 *
 * @source NNDL §8.5.2 神经图灵机 (rows 24, 25); Graves et al. 2014, §3
 * @param state Memory (D x N) and the heads' weights of the step before (N x R, N x W).
 * @param heads What the controller says: a head for each column of weights, in order.
 * @returns The next state and the read vectors (D x R).
 * @throws {ShapeError} If memory, heads and weights differ in D, N, R or W.
 * @throws {RangeError} If there is no head of a kind, a parameter is out of its range, an entry is not finite, or weights or a shift are not a distribution.
 *
 * @example What is written now is read in the next step
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { turingMachineStep } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const stay = {
 *   key: columnVector([1]),
 *   strength: 0,
 *   gate: 0,
 *   shift: columnVector([1]),
 *   sharpening: 1,
 * };
 * const heads = {
 *   reads: [stay],
 *   writes: [{ ...stay, erase: columnVector([1]), add: columnVector([7]) }],
 * };
 * const first = turingMachineStep({
 *   memory: fromRows([[3, 5]]),
 *   readWeights: columnVector([0, 1]),
 *   writeWeights: columnVector([0, 1]),
 * }, heads);
 * assertEquals(first.reads.get(0, 0), 5);
 * assertEquals(turingMachineStep(first.state, heads).reads.get(0, 0), 7);
 * ```
 */
export function turingMachineStep(
  { memory, readWeights, writeWeights }: TuringState,
  { reads, writes }: TuringHeads,
): TuringStep {
  const action = "take a step of a Turing machine";
  requireSize(action, "the number of heads that read", reads.length);
  requireSize(action, "the number of heads that write", writes.length);
  bindShapes(action, {
    memory: [memory, "D", "N"],
    readWeights: [readWeights, "N", reads.length],
    writeWeights: [writeWeights, "N", writes.length],
    ...vectorShapes(writes),
  });
  const nextReadWeights = addressAll(memory, reads, readWeights);
  const nextWriteWeights = addressAll(memory, writes, writeWeights);
  const next = turingWrite(memory, {
    weights: nextWriteWeights,
    erase: joinColumns(writes.map(({ erase }) => erase)),
    add: joinColumns(writes.map(({ add }) => add)),
  });
  return {
    state: {
      memory: next,
      readWeights: nextReadWeights,
      writeWeights: nextWriteWeights,
    },
    reads: turingRead(memory, nextReadWeights),
  };
}

/**
 * Start of a neural Turing machine: every slot holds one small constant, every head looks at slot 0.
 *
 * Equal slots have equal cosines, so until something is written only location
 * can tell them apart: heads that all start in one place can then walk.
 *
 * @source NNDL §8.5.2 神经图灵机 (row 24); Collier and Beel 2018, on constant initialization
 * @param size Size D of a slot.
 * @param slots Number N of slots.
 * @param heads Number of heads that read and of heads that write.
 * @returns The state: memory of 1e-6 (D x N), weights that are 1 at slot 0.
 * @throws {RangeError} If a size or number is not an integer of at least 1.
 *
 * @example Two slots, a head of each kind
 * ```ts
 * import { turingMachineStart } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const { memory, readWeights } = turingMachineStart(1, 2, { reads: 1, writes: 1 });
 * assertEquals(memory.to2DArray(), [[1e-6, 1e-6]]);
 * assertEquals(readWeights.to2DArray(), [[1], [0]]);
 * ```
 */
export function turingMachineStart(
  size: number,
  slots: number,
  heads: { reads: number; writes: number },
): TuringState {
  const action = "start a Turing machine";
  requireSize(action, "the size of a slot", size);
  requireSize(action, "the number of slots", slots);
  requireSize(action, "the number of heads that read", heads.reads);
  requireSize(action, "the number of heads that write", heads.writes);
  const atFirst = (count: number) =>
    fromRule(slots, count, (n) => n === 0 ? 1 : 0);
  return {
    memory: fromRule(size, slots, () => SMALL),
    readWeights: atFirst(heads.reads),
    writeWeights: atFirst(heads.writes),
  };
}

/**
 * Parameters of a head: (H + 1)(D + 3 + S), of one that writes (H + 1)(3D + 3 + S).
 *
 * An affine map from the controller's H units to key (D), strength, gate and
 * sharpening (3), shift (S), erase and add (D each). The number N of slots is
 * not in it: the memory grows without a parameter more.
 *
 * @source NNDL §8.5 记忆增强神经网络, 将参数与记忆容量分离 (row 21); Graves et al. 2014, §3.3
 * @param controllerSize Number H of the controller's units.
 * @param slotSize Size D of a slot.
 * @param options `shifts` is S; `writes` for a head that writes.
 * @returns The number of parameters, one bias to each number that the head says.
 * @throws {RangeError} If a size is not an integer of at least 1, or S is even.
 *
 * @example A unit, a number to a slot
 * ```ts
 * import { turingHeadParameterCount } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(turingHeadParameterCount(1, 1), 2 * (1 + 3 + 3));
 * assertEquals(turingHeadParameterCount(1, 1, { writes: true }), 2 * (3 + 3 + 3));
 * ```
 */
export function turingHeadParameterCount(
  controllerSize: number,
  slotSize: number,
  { shifts = 3, writes = false }: TuringHeadCountOptions = {},
): number {
  const action = "count a head's parameters";
  requireSize(action, "the controller's size", controllerSize);
  requireSize(action, "the size of a slot", slotSize);
  requireSize(action, "the number of shifts", shifts);
  if (shifts % 2 === 0) {
    throw new RangeError(
      `Cannot ${action} as the number of shifts must be odd: ${shifts}`,
    );
  }
  const vectors = writes ? 3 : 1; // key, erase and add, or the key alone
  return (controllerSize + 1) * (vectors * slotSize + 3 + shifts);
}

/** Small enough to count as empty, not 0, where the cosine has no gradient. */
const SMALL = 1e-6;

function addressAll(
  memory: Matrix,
  heads: readonly TuringHead[],
  previous: Matrix,
): Matrix {
  return joinColumns(
    heads.map((head, h) =>
      turingAddress(memory, head, previous.getColumnVector(h)).weights
    ),
  );
}

/** What each head writes is as long as a slot. */
function vectorShapes(
  writes: readonly TuringWriteHead[],
): Record<string, ShapedMatrix> {
  return Object.fromEntries(
    writes.flatMap(({ erase, add }, h): [string, ShapedMatrix][] => [
      [`writes[${h}].erase`, [erase, "D", 1]],
      [`writes[${h}].add`, [add, "D", 1]],
    ]),
  );
}
