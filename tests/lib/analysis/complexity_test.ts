import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  convolutionalCost,
  crossoverLength,
  recurrentCost,
  restrictedSelfAttentionCost,
  selfAttentionCost,
} from "@mneme/mneme/analysis";

// row 36: n²d, nd², knd², rnd operations; paths 1, n, log_k n, n/r (Vaswani et al. 2017, table 1)
Deno.test("the costs are the rows of Vaswani's table, by hand", () => {
  assertEquals(selfAttentionCost(7, 5), {
    operations: 245,
    sequentialSteps: 1,
    maximumPathLength: 1,
  });
  assertEquals(recurrentCost(7, 5), {
    operations: 175,
    sequentialSteps: 7,
    maximumPathLength: 7,
  });
  assertEquals(convolutionalCost(7, 5, 3), {
    operations: 525,
    sequentialSteps: 1,
    maximumPathLength: 2,
  });
  assertEquals(restrictedSelfAttentionCost(7, 5, 2), {
    operations: 70,
    sequentialSteps: 1,
    maximumPathLength: 3,
  });
});

Deno.test("convolutionalCost() needs L layers up to k^L items and one more beyond", () => {
  for (const kernel of [2, 3, 5, 7, 10]) {
    for (let layers = 1, reach = kernel; reach < 1e6; layers++) {
      const path = (n: number) =>
        convolutionalCost(n, 1, kernel).maximumPathLength;
      assertEquals(path(reach), layers, `k ${kernel}`);
      assertEquals(path(reach + 1), layers + 1, `k ${kernel}`);
      reach *= kernel;
    }
  }
});

Deno.test("convolutionalCost() is exact where logarithms are not", () => {
  // Math.log(125) / Math.log(5) and Math.log(1000) / Math.log(10) are off by one bit
  assertEquals(convolutionalCost(125, 1, 5).maximumPathLength, 3);
  assertEquals(convolutionalCost(1000, 1, 10).maximumPathLength, 3);
  assertEquals(convolutionalCost(2 ** 52, 1, 2).maximumPathLength, 52);
  assertEquals(convolutionalCost(2 ** 52 + 1, 1, 2).maximumPathLength, 53);
});

Deno.test("restrictedSelfAttentionCost() is exact where a quotient rounds", () => {
  const most = Number.MAX_SAFE_INTEGER;
  assertEquals(
    restrictedSelfAttentionCost(most, 1, most - 2).maximumPathLength,
    2,
  );
  assertEquals(
    restrictedSelfAttentionCost(most, 1, most - 1).maximumPathLength,
    1,
  );
});

Deno.test("the path is 1 for one item, and for a window that sees everything", () => {
  assertEquals(recurrentCost(1, 3).maximumPathLength, 1);
  assertEquals(convolutionalCost(1, 3, 2).maximumPathLength, 1);
  assertEquals(restrictedSelfAttentionCost(1, 3, 2).maximumPathLength, 1);
  assertEquals(restrictedSelfAttentionCost(5, 3, 100), {
    operations: 1500,
    sequentialSteps: 1,
    maximumPathLength: 1,
  });
});

Deno.test("crossoverLength() is the first length at which self-attention costs more", () => {
  for (const width of [1, 2, 13, 512]) {
    const n = crossoverLength(width);
    const more = (length: number) =>
      selfAttentionCost(length, width).operations >
        recurrentCost(length, width).operations;
    assert(more(n), `width ${width}`);
    for (let shorter = 1; shorter < n; shorter++) {
      assert(!more(shorter), `width ${width}, length ${shorter}`);
    }
  }
});

Deno.test("the costs throw when a size is not legal", () => {
  assertThrows(
    () => selfAttentionCost(0, 5),
    RangeError,
    "Cannot cost self-attention as the length must be an integer of at least 1: 0",
  );
  assertThrows(() => recurrentCost(3, 2.5), RangeError, "the width");
  assertThrows(
    () => convolutionalCost(7, 5, 1),
    RangeError,
    "Cannot cost a convolution as the kernel must be an integer of at least 2: 1",
  );
  assertThrows(
    () => restrictedSelfAttentionCost(7, 5, 0),
    RangeError,
    "the window must be an integer of at least 1: 0",
  );
  assertThrows(
    () => crossoverLength(NaN),
    RangeError,
    "Cannot compare layers as the width must be an integer of at least 1: NaN",
  );
});
