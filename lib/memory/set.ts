import {
  type Attention,
  dotScores,
  keyValueAttention,
} from "../attention/mod.ts";
import { fromRule, type Matrix } from "../core/mod.ts";
import { bindFinite, requireNumber } from "../core/validate.ts";
import { joinColumns } from "../core/join.ts";

/** How sharply a set distinguishes its members. */
export interface SetOptions {
  /** Sharpness β, at least 0: scores are β mₙᵀq. 0 reads the mean, a large one the best match. Default: 1. */
  sharpness?: number;
}

/** How a write meets what the set holds. */
export interface SetWriteOptions extends SetOptions {
  /** Gate g from 0 (nothing changes) to 1: how far the matching slots move to the item. Default: 1. */
  gate?: number;
}

/**
 * Read of a set: r = Σₙ αₙ mₙ with α = softmax(β mₙᵀq).
 *
 * Only content leads to a member, so the order of the slots does not matter.
 * Two equal slots count twice: it is a multiset.
 *
 * @source NNDL 习题 8-4, 集合 (row 37)
 * @param slots Members m (D x N), one to a column.
 * @param queries Queries q (D x M).
 * @param options `sharpness` is β.
 * @returns What was read (D x M).
 * @throws {ShapeError} If slots and queries differ in D.
 * @throws {RangeError} If an entry is not finite or the sharpness is below 0.
 *
 * @example Duplicates add up
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { setRead } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const read = setRead(fromRows([[4, 0, 0, 0]]), columnVector([0]));
 * assertEquals(read.get(0, 0), 1);
 * ```
 */
export function setRead(
  slots: Matrix,
  queries: Matrix,
  { sharpness = 1 }: SetOptions = {},
): Matrix {
  const action = "read a set";
  bindFinite(action, {
    slots: [slots, "D", "N"],
    queries: [queries, "D", "M"],
  });
  requireNumber(action, "the sharpness", sharpness, { minimum: 0 });
  return matchSlots(slots, queries, sharpness).output;
}

/**
 * Insertion: [m₁, …, m_N] and x, a set with one member more.
 *
 * @source NNDL 习题 8-4, 集合 (row 37)
 * @param slots Members m (D x N).
 * @param item The new member x (D x 1).
 * @returns The members (D x (N + 1)).
 * @throws {ShapeError} If slots and item differ in D.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example One more column
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { setInsert } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const slots = setInsert(fromRows([[2, 3]]), columnVector([5]));
 * assertEquals(slots.to2DArray(), [[2, 3, 5]]);
 * ```
 */
export function setInsert(slots: Matrix, item: Matrix): Matrix {
  bindFinite("insert into a set", {
    slots: [slots, "D", "N"],
    item: [item, "D", 1],
  });
  return joinColumns([slots, item]);
}

/**
 * Write to the slots that match: mₙ ← mₙ + g αₙ (x - mₙ) with α = softmax(β mₙᵀx).
 *
 * An item that the set already holds merges with it instead of counting twice;
 * one that is new belongs in {@linkcode setInsert}. The controller decides.
 *
 * @source NNDL 习题 8-4, 集合 (row 37)
 * @param slots Members m (D x N).
 * @param item The item x (D x 1).
 * @param options `gate` is g and `sharpness` β.
 * @returns The members (D x N).
 * @throws {ShapeError} If slots and item differ in D.
 * @throws {RangeError} If an entry is not finite, the sharpness is below 0, or the gate lies outside of [0, 1].
 *
 * @example A sharp write replaces the member that matches
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { setWrite } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const slots = setWrite(fromRows([[1, 0], [0, 1]]), columnVector([0, 3]), {
 *   sharpness: 1000,
 * });
 * assertEquals(slots.to2DArray(), [[1, 0], [0, 3]]);
 * ```
 */
export function setWrite(
  slots: Matrix,
  item: Matrix,
  { gate = 1, sharpness = 1 }: SetWriteOptions = {},
): Matrix {
  const action = "write to a set";
  bindFinite(action, { slots: [slots, "D", "N"], item: [item, "D", 1] });
  requireNumber(action, "the sharpness", sharpness, { minimum: 0 });
  requireNumber(action, "the gate", gate, { minimum: 0, maximum: 1 });
  const { weights } = matchSlots(slots, item, sharpness);
  return fromRule(slots.rows, slots.columns, (d, n) => {
    const moved = gate * weights.get(n, 0);
    return slots.get(d, n) + moved * (item.get(d, 0) - slots.get(d, n));
  });
}

function matchSlots(
  slots: Matrix,
  queries: Matrix,
  sharpness: number,
): Attention {
  return keyValueAttention({ keys: slots, values: slots }, queries, {
    score: (keys, each) => dotScores(keys, each).mul(sharpness),
  });
}
