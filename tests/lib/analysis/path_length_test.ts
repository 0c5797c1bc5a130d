import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  convolutionalCost,
  convolutionalGraph,
  type LayerGraph,
  pathLength,
  recurrentCost,
  recurrentGraph,
  restrictedSelfAttentionCost,
  restrictedSelfAttentionGraph,
  selfAttentionCost,
  selfAttentionGraph,
} from "@mneme/mneme/analysis";

function edgesByName({ nodes, edges }: LayerGraph): string[] {
  const name = (index: number) =>
    `${nodes[index].layer}:${nodes[index].position}`;
  return edges.map(([from, to]) => `${name(from)}>${name(to)}`).sort();
}

Deno.test("the graphs have the edges of their layers, by hand", () => {
  assertEquals(edgesByName(selfAttentionGraph(2)), [
    "0:0>1:0",
    "0:0>1:1",
    "0:1>1:0",
    "0:1>1:1",
  ]);
  assertEquals(edgesByName(recurrentGraph(3)), [
    "0:0>1:0",
    "0:1>1:1",
    "0:2>1:2",
    "1:0>1:1",
    "1:1>1:2",
  ]);
  assertEquals(edgesByName(convolutionalGraph(3, 2, 2)), [
    "0:0>1:0",
    "0:0>1:1",
    "0:1>1:1",
    "0:1>1:2",
    "0:2>1:2",
    "1:0>2:0",
    "1:0>2:2",
    "1:1>2:1",
    "1:2>2:2",
  ]);
  assertEquals(edgesByName(convolutionalGraph(2, 2)), [
    "0:0>1:0",
    "0:0>1:1",
    "0:1>1:1",
  ]);
  assertEquals(edgesByName(restrictedSelfAttentionGraph(3, 1)), [
    "0:0>1:0",
    "0:0>1:1",
    "0:1>1:1",
    "0:1>1:2",
    "0:2>1:2",
  ]);
});

Deno.test("pathLength() of self-attention is 1, of recurrence n, for every length to 40", () => {
  for (let n = 1; n <= 40; n++) {
    const attention = selfAttentionCost(n, 3).maximumPathLength;
    assertEquals(pathLength(selfAttentionGraph(n)), attention, `n ${n}`);
    const recurrence = recurrentCost(n, 3).maximumPathLength;
    assertEquals(pathLength(recurrentGraph(n)), recurrence, `n ${n}`);
  }
});

Deno.test("pathLength() does not grow when more layers are stacked", () => {
  for (const layers of [2, 3]) {
    assertEquals(pathLength(selfAttentionGraph(7, layers)), 1);
    assertEquals(pathLength(recurrentGraph(7, layers)), 7);
    assertEquals(pathLength(convolutionalGraph(7, 7, layers)), 1);
    assertEquals(pathLength(restrictedSelfAttentionGraph(7, 6, layers)), 1);
  }
});

Deno.test("pathLength() of a dilated convolution is the formula's, and one layer fewer does not reach", () => {
  for (const kernel of [2, 3, 5]) {
    for (let n = 1; n <= 60; n++) {
      const layers = convolutionalCost(n, 3, kernel).maximumPathLength;
      const message = `n ${n}, kernel ${kernel}`;
      const graph = convolutionalGraph(n, kernel, layers);
      assertEquals(pathLength(graph), layers, message);
      const deeper = convolutionalGraph(n, kernel, layers + 2);
      assertEquals(pathLength(deeper), layers, message);
      if (layers === 1) continue;
      const shallower = convolutionalGraph(n, kernel, layers - 1);
      assertEquals(pathLength(shallower), Infinity, message);
    }
  }
});

Deno.test("pathLength() of a window is the formula's, within one of the table's n/r", () => {
  for (const window of [1, 2, 3, 5, 7, 50]) {
    for (let n = 1; n <= 40; n++) {
      const message = `n ${n}, window ${window}`;
      const cost = restrictedSelfAttentionCost(n, 3, window);
      const layers = cost.maximumPathLength;
      const measured = pathLength(
        restrictedSelfAttentionGraph(n, window, layers + 1),
      );
      assertEquals(measured, layers, message);
      assert(Math.abs(measured - Math.ceil(n / window)) <= 1, message);
      if (layers === 1) continue;
      const shallower = restrictedSelfAttentionGraph(n, window, layers - 1);
      assertEquals(pathLength(shallower), Infinity, message);
    }
  }
});

Deno.test("pathLength() takes the shortest of several ways", () => {
  const nodes = [0, 1].flatMap((layer) =>
    [0, 1, 2].map((position) => ({ layer, position }))
  );
  const long: [number, number][] = [[0, 3], [3, 4], [4, 5]];
  assertEquals(pathLength({ length: 3, nodes, edges: long }), 3);
  const short: [number, number][] = [...long, [3, 5]];
  assertEquals(pathLength({ length: 3, nodes, edges: short }), 2);
});

Deno.test("pathLength() ends when the edges form a circle", () => {
  const nodes = [0, 1].flatMap((layer) =>
    [0, 1].map((position) => ({ layer, position }))
  );
  assertEquals(
    pathLength({ length: 2, nodes, edges: [[0, 2], [2, 0]] }),
    Infinity,
  );
});

Deno.test("the graphs throw when a size is not legal", () => {
  assertThrows(
    () => selfAttentionGraph(0),
    RangeError,
    "Cannot draw self-attention as the length must be an integer of at least 1: 0",
  );
  assertThrows(() => recurrentGraph(3, 0), RangeError, "the number of layers");
  assertThrows(() => convolutionalGraph(3, 1), RangeError, "at least 2: 1");
  assertThrows(
    () => restrictedSelfAttentionGraph(3, 0),
    RangeError,
    "the window must be an integer of at least 1: 0",
  );
});
