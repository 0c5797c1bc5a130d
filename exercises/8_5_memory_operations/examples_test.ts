// Visible examples: deno task try 8-5. They help you start; deno task grade
// uses other inputs.

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  comparison,
  memoryNetworkHops,
  memoryNetworkRead,
  turingRead,
  turingWrite,
} from "./memory_operations.ts";

Deno.test("8-5.1 memoryNetworkRead() finds by key and reads the value", () => {
  // scores ln 3 and 0, so the weights are 3/4 and 1/4
  const { weights, read } = memoryNetworkRead(
    [Math.log(3), 5],
    [[1, 0], [0, 0]],
    [[4, 0, 8], [0, 4, 8]],
  );
  assertVector(weights, [0.75, 0.25]);
  assertVector(read, [3, 1, 8]);
});

Deno.test("8-5.1 memoryNetworkRead() does not overflow", () => {
  // equal scores of 1e4 share evenly
  const { weights } = memoryNetworkRead([100], [[100], [100]], [[1], [2]]);
  assertVector(weights, [0.5, 0.5]);
});

Deno.test("8-5.2 memoryNetworkHops() adds what it reads to the query", () => {
  // one slot is always read whole: 1 + 2 + 2 + 2
  assertVector(memoryNetworkHops([1], [[5]], [[2]], 3), [7]);
});

Deno.test("8-5.2 memoryNetworkHops() looks with the new query in the next hop", () => {
  // hop 1: scores 0 and 0, read (0 + ln 9) / 2 = ln 3, which is the new query;
  // hop 2: scores 0 and ln 3, read 3/4 of ln 9 = 1.5 ln 3
  const last = memoryNetworkHops([0], [[0], [1]], [[0], [Math.log(9)]], 2);
  assertVector(last, [2.5 * Math.log(3)]);
});

Deno.test("8-5.2 memoryNetworkHops() gives back the query after no hop", () => {
  assertVector(memoryNetworkHops([1, -2], [[1, 1]], [[3, 3]], 0), [1, -2]);
});

Deno.test("8-5.3 turingRead() weighs the slots", () => {
  // 0.25·(4, 8, 0) + 0.75·(0, 4, 4)
  assertVector(turingRead([[4, 8, 0], [0, 4, 4]], [0.25, 0.75]), [1, 5, 3]);
});

Deno.test("8-5.4 turingWrite() erases and adds in proportion to the weights", () => {
  // slot 0: 4·(1 - 0.5·1) + 0.5·6 = 5 and 8·(1 - 0.5·0.5) + 0.5·0 = 6;
  // slot 1: 0 + 0.5·6 = 3 and 2·(1 - 0.5·0.5) = 1.5
  const after = turingWrite([[4, 8], [0, 2]], [0.5, 0.5], [1, 0.5], [6, 0]);
  assertEquals(after.length, 2);
  assertVector(after[0], [5, 6]);
  assertVector(after[1], [3, 1.5]);
});

Deno.test("8-5.4 turingWrite() leaves a slot of weight 0 alone", () => {
  const after = turingWrite([[4], [7]], [1, 0], [1], [9]);
  assertVector(after[0], [9]);
  assertVector(after[1], [7]);
});

Deno.test("8-5.5 comparison() says one of three things of each key", () => {
  const answers = Object.values(comparison());
  assertEquals(answers.length, 10);
  for (const answer of answers) {
    assert(["memory-network", "turing-machine", "both"].includes(answer));
  }
});

function assertVector(actual: number[], expected: number[]): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((x, i) => assertAlmostEquals(actual[i], x));
}
