import { requireSize } from "../core/size.ts";

/** A place in a stack of layers. */
export interface LayerNode {
  /** Layer, from 1; 0 are the inputs. */
  layer: number;
  /** Position in the sequence, from 0. */
  position: number;
}

/** What depends on what in a stack of layers over a sequence. */
export interface LayerGraph {
  /** Number n of positions. */
  length: number;
  /** The nodes: layer by layer, in each the n positions in order. */
  nodes: readonly LayerNode[];
  /** The edges as indices of nodes, from what is read to what reads it. */
  edges: readonly (readonly [from: number, to: number])[];
}

/**
 * Graph of self-attention: position t reads s of the layer below, for all s.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, §4 (row 36)
 * @param length Number n of positions, an integer of at least 1.
 * @param layers Number of layers, an integer of at least 1. Default: 1.
 * @returns The graph, with n² edges to a layer.
 * @throws {RangeError} If a size is not an integer of at least 1.
 *
 * @example Everything is one edge away
 * ```ts
 * import { pathLength, selfAttentionGraph } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(selfAttentionGraph(5).edges.length, 25);
 * assertEquals(pathLength(selfAttentionGraph(5)), 1);
 * ```
 */
export function selfAttentionGraph(length: number, layers = 1): LayerGraph {
  requireSizes("self-attention", { length, layers });
  return stack(length, layers, ({ layer }) =>
    Array.from(
      { length },
      (_, position) => ({ layer: layer - 1, position }),
    ));
}

/**
 * Graph of a recurrent layer: state t reads input t of the layer below, and state t - 1.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, §4 (row 36)
 * @param length Number n of positions, an integer of at least 1.
 * @param layers Number of layers, an integer of at least 1. Default: 1.
 * @returns The graph, with 2n - 1 edges to a layer.
 * @throws {RangeError} If a size is not an integer of at least 1.
 *
 * @example Into the first state, then from state to state
 * ```ts
 * import { pathLength, recurrentGraph } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(pathLength(recurrentGraph(5)), 1 + 4);
 * ```
 */
export function recurrentGraph(length: number, layers = 1): LayerGraph {
  requireSizes("recurrence", { length, layers });
  return stack(length, layers, ({ layer, position }) => [
    { layer: layer - 1, position },
    { layer, position: position - 1 },
  ]);
}

/**
 * Graph of a one-sided dilated convolution: position t of layer ℓ reads t - j·k^(ℓ-1) below, j = 0, ..., k - 1.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, §4 (dilated convolutions) (row 36)
 * @param length Number n of positions, an integer of at least 1.
 * @param kernel Kernel size k, an integer of at least 2.
 * @param layers Number of layers, with dilations 1, k, k², ...; an integer of at least 1. Default: 1.
 * @returns The graph, with at most kn edges to a layer.
 * @throws {RangeError} If a size is not an integer of at least 1, or the kernel's of at least 2.
 *
 * @example Two layers of kernel 3 span nine positions, not ten
 * ```ts
 * import { convolutionalGraph, pathLength } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(pathLength(convolutionalGraph(9, 3, 2)), 2);
 * assertEquals(pathLength(convolutionalGraph(10, 3, 2)), Infinity);
 * ```
 */
export function convolutionalGraph(
  length: number,
  kernel: number,
  layers = 1,
): LayerGraph {
  requireSizes("a convolution", { length, layers });
  requireSize("draw a convolution", "the kernel", kernel, 2);
  return stack(
    length,
    layers,
    ({ layer, position }) =>
      Array.from({ length: kernel }, (_, j) => ({
        layer: layer - 1,
        position: position - j * kernel ** (layer - 1),
      })),
  );
}

/**
 * Graph of self-attention in a window: position t reads t - j of the layer below, j = 0, ..., r.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, §4 (restricted self-attention) (row 36)
 * @param length Number n of positions, an integer of at least 1.
 * @param window Number r of earlier positions that are read, an integer of at least 1.
 * @param layers Number of layers, an integer of at least 1. Default: 1.
 * @returns The graph, with at most (r + 1)n edges to a layer.
 * @throws {RangeError} If a size is not an integer of at least 1.
 *
 * @example Each layer carries a window further
 * ```ts
 * import { pathLength, restrictedSelfAttentionGraph } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(pathLength(restrictedSelfAttentionGraph(7, 3, 2)), 2);
 * assertEquals(pathLength(restrictedSelfAttentionGraph(8, 3, 2)), Infinity);
 * ```
 */
export function restrictedSelfAttentionGraph(
  length: number,
  window: number,
  layers = 1,
): LayerGraph {
  requireSizes("self-attention in a window", { length, window, layers });
  return stack(length, layers, ({ layer, position }) =>
    Array.from(
      { length: window + 1 },
      (_, j) => ({ layer: layer - 1, position: position - j }),
    ));
}

/**
 * Path length: the number of edges from input 1 to the nearest output n, by breadth-first search.
 *
 * Output n is the last position of any layer, so a stack that is deeper than
 * it needs to be has the length of one that is just deep enough.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, §4 (maximum path length) (row 36)
 * @param graph A stack of layers.
 * @returns The number of edges, at least 1; Infinity if no output n depends on input 1.
 *
 * @example An edge that is missing cannot be used
 * ```ts
 * import { pathLength } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * const nodes = [
 *   { layer: 0, position: 0 },
 *   { layer: 0, position: 1 },
 *   { layer: 1, position: 0 },
 *   { layer: 1, position: 1 },
 * ];
 * assertEquals(pathLength({ length: 2, nodes, edges: [[0, 2], [2, 3]] }), 2);
 * assertEquals(pathLength({ length: 2, nodes, edges: [[0, 2]] }), Infinity);
 * ```
 */
export function pathLength({ length, nodes, edges }: LayerGraph): number {
  const readers: number[][] = nodes.map(() => []);
  for (const [from, to] of edges) readers[from].push(to);
  const first = 0; // layer 0, position 0
  const seen = new Set([first]);
  let frontier = [first];
  for (let steps = 0; frontier.length > 0; steps++) {
    if (frontier.some((index) => isLastOutput(nodes[index], length))) {
      return steps;
    }
    const next = new Set(frontier.flatMap((index) => readers[index]));
    frontier = [...next].filter((index) => !seen.has(index));
    frontier.forEach((index) => seen.add(index));
  }
  return Infinity;
}

function isLastOutput({ layer, position }: LayerNode, length: number): boolean {
  return layer > 0 && position === length - 1;
}

/** Layers 0, ..., L over n positions, each node above the inputs reading its sources; those before the start do not exist. */
function stack(
  length: number,
  layers: number,
  sources: (node: LayerNode) => LayerNode[],
): LayerGraph {
  const nodes = Array.from({ length: (layers + 1) * length }, (_, index) => ({
    layer: Math.floor(index / length),
    position: index % length,
  }));
  const edges = nodes.flatMap((node, to) =>
    node.layer === 0 ? [] : sources(node)
      .filter(({ position }) => position >= 0)
      .map(({ layer, position }) => [layer * length + position, to] as const)
  );
  return { length, nodes, edges };
}

function requireSizes(
  layer: string,
  sizes: Readonly<Record<string, number>>,
): void {
  for (const [name, size] of Object.entries(sizes)) {
    const noun = name === "layers" ? "the number of layers" : `the ${name}`;
    requireSize(`draw ${layer}`, noun, size);
  }
}
