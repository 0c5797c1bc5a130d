import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  buildTree,
  type TreeJoin,
  treeLeafWeights,
  treeRead,
  treeWrite,
} from "@mneme/mneme/memory";
import { columnVector, fromRows, ShapeError } from "@mneme/mneme/core";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";

/** Rounding of the published figure, which has six digits. */
const SIX_DIGITS = 5e-7;

const sum: TreeJoin = (left, right) => left.clone().add(right);

// row 37: tree: branch logits (.3, -.2, .5) give leaf weights .233986, .191572, .216875, .357567 (computed for the 8-4 answer; again by hand: σ(-.3)σ(.2), ...)
Deno.test("treeLeafWeights() of the answer's branch logits", () => {
  const weights = treeLeafWeights([0.3, -0.2, 0.5]);
  assertMatrix(weights, [[0.233986], [0.191572], [0.216875], [0.357567]], {
    tolerance: SIX_DIGITS,
  });
  const sigma = (a: number) => 1 / (1 + Math.exp(-a));
  assertMatrix(weights, [
    [sigma(-0.3) * sigma(0.2)],
    [sigma(-0.3) * sigma(-0.2)],
    [sigma(0.3) * sigma(-0.5)],
    [sigma(0.3) * sigma(0.5)],
  ]);
});

// row 37: tree: leaf weights sum to 1, at logits of ±1e4 too
Deno.test("treeLeafWeights() sum to 1 whatever the logits", () => {
  for (const seed of SEEDS) {
    for (const scale of [1, 1e4]) {
      const weights = treeLeafWeights(matrices(seed)(31, 1, scale).to1DArray());
      assertEquals(weights.rows, 32);
      assertAlmostEquals(weights.sum(), 1, EXACT, `seed ${seed}`);
      assertEquals(weights.min() >= 0, true, `seed ${seed}`);
    }
  }
});

Deno.test("treeLeafWeights() follows sharp logits to one leaf", () => {
  // Right at the root, left at its right child (node 2): leaf 2 of 0 to 3.
  assertEquals(treeLeafWeights([1e4, 1e4, -1e4]).to1DArray(), [0, 0, 1, 0]);
});

Deno.test("buildTree() of one leaf is that leaf", () => {
  const leaf = columnVector([3, 5]);
  const tree = buildTree(leaf, sum);
  assertEquals(tree.nodes, leaf);
  const { read, weights } = treeRead(tree, columnVector([7]), () => 1);
  assertEquals(read, leaf);
  assertEquals(weights.to1DArray(), [1]);
});

Deno.test("buildTree() joins left and right in order", () => {
  const difference: TreeJoin = (left, right) => left.clone().sub(right);
  const { nodes } = buildTree(fromRows([[7, 3, 5, 11]]), difference);
  assertEquals(nodes.to1DArray(), [10, 4, -6, 7, 3, 5, 11]);
});

// row 37: tree: a sharp search for the largest leaf finds it, whatever leaf it is (a priority queue, as in Andrychowicz and Kurach 2016)
Deno.test("treeRead() finds the largest by joining maxima", () => {
  const larger: TreeJoin = (left, right) =>
    columnVector([Math.max(left.get(0, 0), right.get(0, 0))]);
  // Each node also knows its right child's maximum: search compares the two.
  const join: TreeJoin = (left, right) =>
    columnVector([
      larger(left, right).get(0, 0),
      right.get(0, 0) - left.get(0, 0),
    ]);
  for (const seed of SEEDS) {
    const values = matrices(seed)(1, 8).to1DArray();
    const leaves = fromRows([values, values.map(() => 0)]);
    const { read } = treeRead(
      buildTree(leaves, join),
      columnVector([0]),
      (node) => 1e6 * node.get(1, 0),
    );
    assertAlmostEquals(
      read.get(0, 0),
      Math.max(...values),
      1e-9,
      `seed ${seed}`,
    );
  }
});

Deno.test("treeRead() is the expectation over the leaves", () => {
  const leaves = fromRows([[1, 2, 3, 4], [10, 20, 30, 40]]);
  const tree = buildTree(leaves, sum);
  const { read, weights } = treeRead(
    tree,
    columnVector([0.1]),
    (node, query) => node.get(0, 0) * query.get(0, 0) - 0.5,
  );
  // Nodes hold 10, 3 and 7, so the logits are .5, -.2 and .2.
  assertMatrix(weights, treeLeafWeights([0.5, -0.2, 0.2]));
  assertMatrix(read, leaves.mmul(weights));
});

Deno.test("treeWrite() equals building anew, and joins log N times", () => {
  for (const seed of SEEDS) {
    const leaves = matrices(seed)(3, 8);
    const value = matrices(seed + 1)(3, 1);
    const tree = buildTree(leaves, sum);
    const before = tree.nodes.to2DArray();
    for (let leaf = 0; leaf < 8; leaf++) {
      let joins = 0;
      const written = treeWrite(tree, leaf, value, (left, right) => {
        joins++;
        return sum(left, right);
      });
      const changed = leaves.clone().setSubMatrix(value, 0, leaf);
      assertMatrix(written.nodes, buildTree(changed, sum).nodes);
      assertEquals(joins, 3);
    }
    assertEquals(tree.nodes.to2DArray(), before);
  }
});

Deno.test("treeLeafWeights() and its fellows throw when there is no complete tree", () => {
  assertThrows(
    () => treeLeafWeights([1, 2]),
    RangeError,
    "Cannot weigh the leaves of a tree as the number of leaves must be a power of 2: 3",
  );
  assertThrows(
    () => treeLeafWeights([NaN]),
    RangeError,
    "Cannot weigh the leaves of a tree as branch logit 0 must be a finite number: NaN",
  );
  assertThrows(
    () => buildTree(fromRows([[1, 2, 3]]), sum),
    RangeError,
    "Cannot build a tree as the number of leaves must be a power of 2: 3",
  );
  const nodes = fromRows([[1, 2, 3, 4]]);
  const one = columnVector([1]);
  assertThrows(
    () => treeRead({ nodes }, one, () => 0),
    RangeError,
    "Cannot read a tree as the number of leaves must be a power of 2: 2.5",
  );
  assertThrows(
    () => treeWrite({ nodes: fromRows([[1, 2, 3]]) }, 2, one, sum),
    RangeError,
    "Cannot write to a tree as the leaf must be an integer from 0 to 1: 2",
  );
});

Deno.test("buildTree() and treeWrite() throw when a join or a value has another size", () => {
  assertThrows(
    () => buildTree(fromRows([[1, 2]]), () => columnVector([1, 2])),
    ShapeError,
    "Cannot build a tree as D must be one size: left (Dx1) is 1x1, joined (Dx1) is 2x1",
  );
  assertThrows(
    () =>
      treeWrite(
        { nodes: fromRows([[1, 2, 3]]) },
        0,
        columnVector([1, 2]),
        sum,
      ),
    ShapeError,
    "Cannot write to a tree as D must be one size",
  );
});
