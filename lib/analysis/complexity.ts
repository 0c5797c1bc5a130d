import { requireSize } from "../core/size.ts";

/** What a layer costs: a row of Vaswani's table with constant 1. */
export interface LayerCost {
  /** Multiplications, the leading term; exact up to 2⁵³. */
  operations: number;
  /** Steps that must wait for one another. */
  sequentialSteps: number;
  /** Edges from input 1 to output n, the pair farthest apart; at least 1. */
  maximumPathLength: number;
}

/**
 * Cost of a self-attention layer: n²d operations, 1 sequential step, path length 1.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, table 1 (row 36)
 * @param length Number n of items, an integer of at least 1.
 * @param width Width d of an item, an integer of at least 1.
 * @returns The three costs.
 * @throws {RangeError} If a size is not an integer of at least 1.
 *
 * @example Any two items are neighbors
 * ```ts
 * import { selfAttentionCost } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(selfAttentionCost(50, 8), {
 *   operations: 20_000,
 *   sequentialSteps: 1,
 *   maximumPathLength: 1,
 * });
 * ```
 */
export function selfAttentionCost(length: number, width: number): LayerCost {
  requireSizes("self-attention", { length, width });
  return {
    operations: length * length * width,
    sequentialSteps: 1,
    maximumPathLength: 1,
  };
}

/**
 * Cost of a recurrent layer: nd² operations, n sequential steps, path length n.
 *
 * The path is one edge from input 1 into the first state and n - 1 from state
 * to state.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, table 1 (row 36)
 * @param length Number n of items, an integer of at least 1.
 * @param width Width d of item and state, an integer of at least 1.
 * @returns The three costs.
 * @throws {RangeError} If a size is not an integer of at least 1.
 *
 * @example Steps and distance grow with the length
 * ```ts
 * import { recurrentCost } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(recurrentCost(50, 8), {
 *   operations: 3200,
 *   sequentialSteps: 50,
 *   maximumPathLength: 50,
 * });
 * ```
 */
export function recurrentCost(length: number, width: number): LayerCost {
  requireSizes("recurrence", { length, width });
  return {
    operations: length * width * width,
    sequentialSteps: length,
    maximumPathLength: length,
  };
}

/**
 * Cost of a convolutional layer: k·n·d² operations, 1 sequential step, path length ⌈logₖ n⌉, at least 1.
 *
 * The path is through a stack of one-sided layers with dilations 1, k, k², ...:
 * the smallest L with k^L >= n. Without dilation it would be about n/k. The
 * operations are those of one layer.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, table 1 (row 36)
 * @param length Number n of items, an integer of at least 1.
 * @param width Width d of an item, an integer of at least 1.
 * @param kernel Kernel size k, an integer of at least 2.
 * @returns The three costs.
 * @throws {RangeError} If a size is not an integer of at least 1, or the kernel's of at least 2.
 *
 * @example Three layers of kernel 3 span 27 items, not 28
 * ```ts
 * import { convolutionalCost } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(convolutionalCost(27, 8, 3).maximumPathLength, 3);
 * assertEquals(convolutionalCost(28, 8, 3).maximumPathLength, 4);
 * ```
 */
export function convolutionalCost(
  length: number,
  width: number,
  kernel: number,
): LayerCost {
  requireSizes("a convolution", { length, width });
  requireSize("cost a convolution", "the kernel", kernel, 2);
  let layers = 1;
  // Whole numbers: Math.log(125) / Math.log(5) is above 3.
  for (let reach = kernel; reach < length; reach *= kernel) layers++;
  return {
    operations: kernel * length * width * width,
    sequentialSteps: 1,
    maximumPathLength: layers,
  };
}

/**
 * Cost of self-attention in a window: r·n·d operations, 1 sequential step, path length ⌈(n - 1)/r⌉, at least 1.
 *
 * A position sees itself and the r before it, so each layer carries r
 * positions on, and input 1 is n - 1 away from output n; the table's n/r is
 * the same up to 1. The operations keep the table's r·n·d for r >= n too.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, table 1 and §4 (row 36)
 * @param length Number n of items, an integer of at least 1.
 * @param width Width d of an item, an integer of at least 1.
 * @param window Number r of earlier items that are seen, an integer of at least 1.
 * @returns The three costs.
 * @throws {RangeError} If a size is not an integer of at least 1.
 *
 * @example Six items lie one window of five apart
 * ```ts
 * import { restrictedSelfAttentionCost } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(restrictedSelfAttentionCost(6, 8, 5).maximumPathLength, 1);
 * assertEquals(restrictedSelfAttentionCost(7, 8, 5).maximumPathLength, 2);
 * ```
 */
export function restrictedSelfAttentionCost(
  length: number,
  width: number,
  window: number,
): LayerCost {
  requireSizes("self-attention in a window", { length, width, window });
  const distance = length - 1;
  const rest = distance % window; // a quotient of large numbers could round down to an integer
  const hops = (distance - rest) / window + (rest > 0 ? 1 : 0);
  return {
    operations: window * length * width,
    sequentialSteps: 1,
    maximumPathLength: Math.max(1, hops),
  };
}

/**
 * Length from which self-attention costs more than recurrence: n²d > nd² from n = d + 1.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, §4 (row 36)
 * @param width Width d of an item, an integer of at least 1.
 * @returns The smallest such n.
 * @throws {RangeError} If the width is not an integer of at least 1.
 *
 * @example At n = d they cost the same
 * ```ts
 * import { crossoverLength } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(crossoverLength(512), 513);
 * ```
 */
export function crossoverLength(width: number): number {
  return requireSize("compare layers", "the width", width) + 1;
}

function requireSizes(
  layer: string,
  sizes: Readonly<Record<string, number>>,
): void {
  for (const [name, size] of Object.entries(sizes)) {
    requireSize(`cost ${layer}`, `the ${name}`, size);
  }
}
