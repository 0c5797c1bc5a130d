// Visible examples: deno task try 8-4. They help you start; deno task grade
// uses other inputs.

import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  queueStep,
  setRead,
  stackStep,
  treeLeafWeights,
} from "./memory_structures.ts";

// Values of this form show in the read how much of each was read.
const memory = {
  values: [[1, 0, 0], [0, 1, 0]],
  strengths: [0.75, 0.5],
};

Deno.test("8-4.1 stackStep() pops the newest first, and reads strength 1", () => {
  // pop 1: all 0.5 of the newest, then 0.5 of 0.75; push 0.5;
  // read: 0.5 of the new one, 0 of the popped one, 0.25 that is left
  const { memory: after, read } = stackStep(memory, 1, 0.5, [0, 0, 1]);
  assertEquals(after.values, [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  assertVector(after.strengths, [0.25, 0, 0.5]);
  assertVector(read, [0.25, 0, 0.5]);
});

Deno.test("8-4.1 stackStep() reads no more than strength 1", () => {
  // strengths 0.75, 0.5, 0.75: all of the newest, and 0.25 of the next
  const { read } = stackStep(memory, 0, 0.75, [0, 0, 1]);
  assertVector(read, [0, 0.25, 0.75]);
});

Deno.test("8-4.1 stackStep() loses what is popped beyond the total", () => {
  // 0.75 + 0.5 are there; the push comes after the pop and is safe
  const { memory: after, read } = stackStep(memory, 5, 1, [0, 0, 1]);
  assertVector(after.strengths, [0, 0, 1]);
  assertVector(read, [0, 0, 1]);
});

Deno.test("8-4.2 queueStep() pops and reads the oldest first", () => {
  // pop 1: all 0.75 of the oldest, then 0.25 of 0.5; push 0.5;
  // read: what is left, 0.25 and 0.5
  const { memory: after, read } = queueStep(memory, 1, 0.5, [0, 0, 1]);
  assertVector(after.strengths, [0, 0.25, 0.5]);
  assertVector(read, [0, 0.25, 0.5]);
});

Deno.test("8-4.2 queueStep() appends even a push of 0", () => {
  const empty = { values: [], strengths: [] };
  const { memory: after, read } = queueStep(empty, 1, 0, [7]);
  assertEquals(after.values, [[7]]);
  assertVector(after.strengths, [0]);
  assertVector(read, [0]); // nothing is there to be read
});

Deno.test("8-4.3 setRead() weighs slots by how well they match", () => {
  // scores 0 and ln 3, weights 1/4 and 3/4
  const read = setRead([[0, 4], [1, 8]], [Math.log(3), 0], 1);
  assertVector(read, [0.75, 7]);
});

Deno.test("8-4.3 setRead() gives the mean at sharpness 0, equal slots counted each", () => {
  // (2 + 2 + 8) / 3
  assertVector(setRead([[2], [2], [8]], [5], 0), [4]);
});

Deno.test("8-4.4 treeLeafWeights() multiplies along the way", () => {
  // right with 3/4 at the root, 1/2 at the left child, 4/5 at the right one
  const weights = treeLeafWeights([Math.log(3), 0, Math.log(4)]);
  assertVector(weights, [0.125, 0.125, 0.15, 0.6]);
});

Deno.test("8-4.4 treeLeafWeights() of one leaf and no branch", () => {
  assertVector(treeLeafWeights([]), [1]);
});

function assertVector(actual: number[], expected: number[]): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((x, i) => assertAlmostEquals(actual[i], x));
}
