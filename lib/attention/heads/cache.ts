import { bindShapes } from "../../core/mod.ts";
import { joinColumns } from "../../core/join.ts";
import type { KeyValueMemory } from "../key_value.ts";

/**
 * Key/value cache: K' = [K, K_new], V' = [V, V_new], the items of earlier calls first.
 *
 * A causal decoder that keeps keys and values computes each item's once: with
 * {@linkcode causalMask} and `past`, step by step gives what one pass gives.
 *
 * @source Vaswani et al. 2017, §3.2.3, one step at a time; NNDL §8.2.1 键值对注意力 (row 8)
 * @param past Keys (Dk x P) and values (Dv x P) of earlier calls.
 * @param present Keys (Dk x N) and values (Dv x N) of this one.
 * @returns Keys (Dk x (P + N)) and values (Dv x (P + N)), new matrices.
 * @throws {ShapeError} If past and present differ in Dk or Dv, or keys and values in number.
 *
 * @example What is remembered stands first
 * ```ts
 * import { extendMemory } from "@mneme/mneme/attention";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const { keys, values } = extendMemory(
 *   { keys: fromRows([[1, 2]]), values: fromRows([[10, 20]]) },
 *   { keys: fromRows([[3]]), values: fromRows([[30]]) },
 * );
 * assertEquals(keys.to1DArray(), [1, 2, 3]);
 * assertEquals(values.to1DArray(), [10, 20, 30]);
 * ```
 */
export function extendMemory(
  past: KeyValueMemory,
  present: KeyValueMemory,
): KeyValueMemory {
  bindShapes("extend a memory", {
    pastKeys: [past.keys, "Dk", "P"],
    pastValues: [past.values, "Dv", "P"],
    keys: [present.keys, "Dk", "N"],
    values: [present.values, "Dv", "N"],
  });
  return {
    keys: joinColumns([past.keys, present.keys]),
    values: joinColumns([past.values, present.values]),
  };
}
