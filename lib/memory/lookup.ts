import { bindShapes, type Matrix } from "../core/mod.ts";
import { requireFinite, requireIndex } from "../core/validate.ts";

/** What of the cue is known. */
export interface ContentAddressOptions {
  /** Known entries (D x 1): an entry other than 0 takes part in the comparison. Default: all. */
  known?: Matrix;
}

/**
 * Random access: r = m_a, the slot at address a, whatever it holds.
 *
 * What a computer's memory does: every address costs the same, and moving the
 * content elsewhere loses it.
 *
 * @source NNDL §8.4 联想记忆, 随机访问存储 (rows 19, 20)
 * @param memory Memory M (D x N), a slot to a column.
 * @param address Address a, from 0 to N - 1.
 * @returns The slot's content (D x 1), a copy.
 * @throws {RangeError} If there is no such address.
 *
 * @example An address leads to a slot
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { randomAccessRead } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = fromRows([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(randomAccessRead(memory, 2).to2DArray(), [[3], [6]]);
 * ```
 */
export function randomAccessRead(memory: Matrix, address: number): Matrix {
  const action = "read at an address";
  requireIndex(action, "the address", address, memory.columns);
  return memory.getColumnVector(address);
}

/**
 * Content address: a = argminₙ Σ_d (m_dn - c_d)² over the known entries d, the slot nearest to the cue.
 *
 * A cue may lack entries or have wrong ones: it is enough that no other slot
 * is nearer. The soft form, which has a gradient, is key-value attention.
 *
 * @source NNDL §8.4 联想记忆, 基于内容寻址的存储 (row 19); Kohonen 1977, "Associative Memory"
 * @param memory Memory M (D x N), a slot to a column.
 * @param cue Cue c (D x 1).
 * @param options `known` (D x 1) says which entries of the cue count.
 * @returns The address, from 0 to N - 1; of equally near slots the first.
 * @throws {ShapeError} If memory, cue and known entries differ in D.
 * @throws {RangeError} If an entry is not finite, or none is known.
 *
 * @example Half of an item is enough to find it
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { contentAddress } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = fromRows([[1, 2, 3], [4, 5, 6]]);
 * const known = columnVector([0, 1]);
 * assertEquals(contentAddress(memory, columnVector([99, 5]), { known }), 1);
 * ```
 */
export function contentAddress(
  memory: Matrix,
  cue: Matrix,
  { known }: ContentAddressOptions = {},
): number {
  const action = "find a slot by its content";
  const { D, N } = bindShapes(action, {
    memory: [memory, "D", "N"],
    cue: [cue, "D", 1],
    ...known && { known: [known, "D", 1] as const },
  });
  requireFinite(action, { memory, cue });
  const compared = Array.from({ length: D }, (_, d) => d)
    .filter((d) => !known || known.get(d, 0) !== 0);
  if (compared.length === 0) {
    throw new RangeError(
      `Cannot ${action} as at least one entry of the cue must be known: none of ${D} is`,
    );
  }
  const distances = Array.from(
    { length: N },
    (_, n) =>
      compared.reduce(
        (sum, d) => sum + (memory.get(d, n) - cue.get(d, 0)) ** 2,
        0,
      ),
  );
  return distances.reduce(
    (best, distance, n) => distance < distances[best] ? n : best,
    0,
  );
}

/**
 * Content-addressed read: r = m_a with a the address of the slot nearest to the cue.
 *
 * It gives the whole item for a part of it, wherever the item lies: what the
 * notes call associative memory, and what a random access cannot do.
 *
 * @source NNDL §8.4 联想记忆, 基于内容寻址的存储 (rows 19, 20)
 * @param memory Memory M (D x N), a slot to a column.
 * @param cue Cue c (D x 1).
 * @param options `known` (D x 1) says which entries of the cue count.
 * @returns The content of the slot found (D x 1), a copy.
 * @throws {ShapeError} If memory, cue and known entries differ in D.
 * @throws {RangeError} If an entry is not finite, or none is known.
 *
 * @example The order of the slots does not matter
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { contentAddressedRead } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const cue = columnVector([1.9, 5.2]);
 * const read = contentAddressedRead(fromRows([[1, 2, 3], [4, 5, 6]]), cue);
 * assertEquals(read.to2DArray(), [[2], [5]]);
 * assertEquals(contentAddressedRead(fromRows([[2, 3, 1], [5, 6, 4]]), cue), read);
 * ```
 */
export function contentAddressedRead(
  memory: Matrix,
  cue: Matrix,
  options: ContentAddressOptions = {},
): Matrix {
  return randomAccessRead(memory, contentAddress(memory, cue, options));
}
