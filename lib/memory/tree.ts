import {
  bindShapes,
  columnVector,
  fromRule,
  type Matrix,
} from "../core/mod.ts";
import { sigmoid } from "../core/elementwise.ts";
import {
  bindFinite,
  requireFinite,
  requireIndex,
  requireNumber,
} from "../core/validate.ts";

/** JOIN: what an inner node says of its two children (D x 1 each), D x 1. */
export type TreeJoin = (left: Matrix, right: Matrix) => Matrix;

/** SEARCH: the logit of going right at an inner node (D x 1) for a query (Dq x 1). */
export type TreeSearch = (node: Matrix, query: Matrix) => number;

/** A complete binary tree of N leaves; N is a power of 2. */
export interface MemoryTree {
  /**
   * All nodes (D x (2N - 1)) in heap order: the root is column 0, the children
   * of node i are 2i + 1 and 2i + 2, the last N columns are the leaves.
   */
  nodes: Matrix;
}

/** What a search for a query gives. */
export interface TreeRead {
  /** The expected leaf (D x 1). */
  read: Matrix;
  /** Weights of the leaves (N x 1), left to right; they sum to 1. */
  weights: Matrix;
}

/**
 * Leaf weights: wₙ = Π σ(±sᵢ) over the inner nodes i on the way to leaf n, + where it goes right.
 *
 * Each inner node shares what reaches it between its children, so the weights
 * sum to 1 without a softmax.
 *
 * @source NNDL 习题 8-4, 树 (row 37); Andrychowicz and Kurach 2016
 * @param branchLogits Logits s of going right, inner nodes in heap order: 2^k - 1 of them.
 * @returns Weights (2^k x 1), leaves left to right; they sum to 1.
 * @throws {RangeError} If the number of logits is not 2^k - 1, or one is NaN or infinite.
 *
 * @example Three even choices, four equal leaves
 * ```ts
 * import { treeLeafWeights } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   treeLeafWeights([0, 0, 0]).to1DArray(),
 *   [0.25, 0.25, 0.25, 0.25],
 * );
 * assertEquals(treeLeafWeights([]).to1DArray(), [1]);
 * ```
 */
export function treeLeafWeights(branchLogits: readonly number[]): Matrix {
  const action = "weigh the leaves of a tree";
  const inner = branchLogits.length;
  requirePowerOfTwo(action, inner + 1);
  branchLogits.forEach((logit, i) =>
    requireNumber(action, `branch logit ${i}`, logit)
  );
  const reaching = [1]; // how much of the search reaches each node, heap order
  for (let i = 0; i < inner; i++) {
    const logits = columnVector([-branchLogits[i], branchLogits[i]]);
    const [left, right] = sigmoid(logits).getColumn(0);
    reaching.push(reaching[i] * left, reaching[i] * right);
  }
  return columnVector(reaching.slice(inner));
}

/**
 * A tree over leaves: each inner node is JOIN(left child, right child).
 *
 * @source NNDL 习题 8-4, 树 (row 37); Andrychowicz and Kurach 2016
 * @param leaves Leaves (D x N), left to right; N is a power of 2.
 * @param join JOIN of two children (D x 1 each), D x 1.
 * @returns The tree, N - 1 inner nodes above the leaves.
 * @throws {ShapeError} If a join is not D x 1.
 * @throws {RangeError} If N is not a power of 2, or an entry is not finite.
 *
 * @example Each node holds the largest of what is below it
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { buildTree } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const { nodes } = buildTree(
 *   fromRows([[3, 7, 5, 2]]),
 *   (left, right) => columnVector([Math.max(left.get(0, 0), right.get(0, 0))]),
 * );
 * assertEquals(nodes.to1DArray(), [7, 7, 5, 3, 7, 5, 2]);
 * ```
 */
export function buildTree(leaves: Matrix, join: TreeJoin): MemoryTree {
  const action = "build a tree";
  const { N } = bindFinite(action, { leaves: [leaves, "D", "N"] });
  requirePowerOfTwo(action, N);
  const nodes = fromRule(leaves.rows, 2 * N - 1, () => 0);
  nodes.setSubMatrix(leaves, 0, N - 1);
  for (let i = N - 2; i >= 0; i--) joinChildren(action, nodes, i, join);
  return { nodes };
}

/**
 * Read of a tree: r = Σₙ wₙ mₙ, the expected leaf of a search that goes right with probability σ(SEARCH).
 *
 * A sampled descent visits log₂ N nodes, but has no gradient; the expectation
 * has one and visits all N - 1.
 *
 * @source NNDL 习题 8-4, 树 (row 37); Andrychowicz and Kurach 2016
 * @param tree The tree.
 * @param query Query (Dq x 1).
 * @param search SEARCH(node, query), the logit of going right.
 * @returns The expected leaf (D x 1) and the weights of the leaves (N x 1).
 * @throws {RangeError} If the number of nodes is not 2N - 1 for a power N of 2, or an entry or a logit is not finite.
 *
 * @example Looking for the largest
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { buildTree, treeRead } from "@mneme/mneme/memory";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const tree = buildTree(fromRows([[3, 7]]), (_left, right) => right);
 * const { read } = treeRead(tree, columnVector([5]), (node, query) =>
 *   100 * (node.get(0, 0) - query.get(0, 0)));
 * assertAlmostEquals(read.get(0, 0), 7); // the node says 7, more than 5: right
 * ```
 */
export function treeRead(
  { nodes }: MemoryTree,
  query: Matrix,
  search: TreeSearch,
): TreeRead {
  const action = "read a tree";
  const inner = requireTree(action, nodes);
  requireFinite(action, { nodes, query });
  const logits = Array.from(
    { length: inner },
    (_, i) => search(nodes.getColumnVector(i), query),
  );
  const weights = treeLeafWeights(logits);
  const leaves = nodes.subMatrix(0, nodes.rows - 1, inner, nodes.columns - 1);
  return { read: leaves.mmul(weights), weights };
}

/**
 * Write to a leaf: mₙ ← x, then JOIN anew for each of its log₂ N ancestors.
 *
 * @source NNDL 习题 8-4, 树 (row 37); Andrychowicz and Kurach 2016
 * @param tree The tree.
 * @param leaf Number n of the leaf, from 0 at the left.
 * @param value The value x (D x 1).
 * @param join JOIN of two children, as the tree was built with.
 * @returns The next tree.
 * @throws {ShapeError} If value or a join is not D x 1.
 * @throws {RangeError} If the number of nodes is not 2N - 1 for a power N of 2, there is no such leaf, or an entry is not finite.
 *
 * @example The sum at the root follows
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { buildTree, type TreeJoin, treeWrite } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const sum: TreeJoin = (left, right) =>
 *   columnVector([left.get(0, 0) + right.get(0, 0)]);
 * const tree = buildTree(fromRows([[1, 2, 3, 4]]), sum);
 * const { nodes } = treeWrite(tree, 2, columnVector([30]), sum);
 * assertEquals(nodes.to1DArray(), [37, 3, 34, 1, 2, 30, 4]);
 * ```
 */
export function treeWrite(
  { nodes }: MemoryTree,
  leaf: number,
  value: Matrix,
  join: TreeJoin,
): MemoryTree {
  const action = "write to a tree";
  const inner = requireTree(action, nodes);
  bindFinite(action, { nodes: [nodes, "D", "nodes"], value: [value, "D", 1] });
  requireIndex(action, "the leaf", leaf, inner + 1);
  const next = nodes.clone();
  let node = inner + leaf;
  next.setSubMatrix(value, 0, node);
  while (node > 0) {
    node = (node - 1) >> 1;
    joinChildren(action, next, node, join);
  }
  return { nodes: next };
}

/** Sets a node of a matrix that the caller has just made to the join of its children. */
function joinChildren(
  action: string,
  nodes: Matrix,
  node: number,
  join: TreeJoin,
): void {
  const [left, right] = [2 * node + 1, 2 * node + 2]
    .map((child) => nodes.getColumnVector(child));
  const joined = join(left, right);
  bindShapes(action, { left: [left, "D", 1], joined: [joined, "D", 1] });
  nodes.setSubMatrix(joined, 0, node);
}

/** The number of inner nodes. */
function requireTree(action: string, nodes: Matrix): number {
  const inner = (nodes.columns - 1) / 2;
  requirePowerOfTwo(action, inner + 1);
  return inner;
}

function requirePowerOfTwo(action: string, leaves: number): void {
  if (
    leaves >= 1 && Number.isInteger(leaves) && (leaves & (leaves - 1)) === 0
  ) {
    return;
  }
  throw new RangeError(
    `Cannot ${action} as the number of leaves must be a power of 2: ${leaves}`,
  );
}
