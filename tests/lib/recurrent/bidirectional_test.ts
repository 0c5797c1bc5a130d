import { assertEquals, assertThrows } from "@std/assert";
import { fromRows, type Matrix, ShapeError } from "@mneme/mneme/core";
import {
  bidirectionalScan,
  reverseColumns,
  rnnScan,
} from "@mneme/mneme/recurrent";
import { assertMatrix, matrices, SEEDS } from "../support.ts";
import { randomGates } from "./gates.ts";

Deno.test("reverseColumns() turns a sequence round and leaves the items alone", () => {
  const items = fromRows([[1, 2, 3], [4, 5, 6]]);
  assertEquals(reverseColumns(items).to2DArray(), [[3, 2, 1], [6, 5, 4]]);
  assertEquals(items.to2DArray(), [[1, 2, 3], [4, 5, 6]]);
});

Deno.test("reverseColumns() of one item is that item", () => {
  const item = fromRows([[2], [3]]);
  assertEquals(reverseColumns(item), item);
});

// row 46: h₂ of the biRNN has 2H entries; the upper H do not know x₃, the lower H do not know x₁ (Bahdanau et al. 2015, §3.2)
Deno.test("bidirectionalScan() knows the past above and the future below", () => {
  for (const seed of SEEDS) {
    const [there, back] = randomGates(seed, 3, 5, 2);
    const run = (inputs: Matrix) =>
      bidirectionalScan(
        inputs,
        (x) => rnnScan(x, there),
        (x) => rnnScan(x, back),
      );
    const inputs = matrices(seed + 1)(3, 7);
    const states = run(inputs);
    assertEquals([states.rows, states.columns], [10, 7]);
    for (
      const [changed, above, below] of [[6, true, false], [0, false, true]]
    ) {
      const other = inputs.clone();
      other.set(1, Number(changed), 9);
      const after = run(other);
      const half = (m: Matrix, from: number) =>
        m.subMatrix(from, from + 4, 3, 3);
      const message = `seed ${seed}, item ${changed}`;
      assertEquals(
        JSON.stringify(half(after, 0)) === JSON.stringify(half(states, 0)),
        above,
        message,
      );
      assertEquals(
        JSON.stringify(half(after, 5)) === JSON.stringify(half(states, 5)),
        below,
        message,
      );
    }
  }
});

Deno.test("bidirectionalScan() of a palindrome with one layer twice is symmetric", () => {
  const [gate] = randomGates(3, 1, 2, 1);
  const scan = (x: Matrix) => rnnScan(x, gate);
  const states = bidirectionalScan(fromRows([[2, 3, 2]]), scan, scan);
  const [above, below] = [0, 2].map((i) => states.subMatrix(i, i + 1, 0, 2));
  assertMatrix(below, reverseColumns(above));
});

Deno.test("bidirectionalScan() throws when a layer loses items", () => {
  const inputs = matrices(5)(3, 7);
  const lose = (x: Matrix) => x.subMatrix(0, 2, 0, 4);
  assertThrows(
    () => bidirectionalScan(inputs, (x) => x, lose),
    ShapeError,
    "Cannot run a layer in both directions as N must be one size: inputs (DxN) is 3x7, forward (HfxN) is 3x7, backward (HbxN) is 3x5",
  );
});

Deno.test("bidirectionalScan() does not mutate its inputs", () => {
  const inputs = matrices(7)(3, 7);
  const before = inputs.to2DArray();
  bidirectionalScan(inputs, (x) => x.clone().mul(2), (x) => x.clone().mul(2));
  assertEquals(inputs.to2DArray(), before);
});
