// Visible examples: deno task try 8-3. They help you start; deno task grade
// uses other inputs.

import { assertEquals } from "@std/assert";
import {
  convolutionalCost,
  crossoverLength,
  recurrentCost,
  restrictedSelfAttentionCost,
  selfAttentionCost,
} from "./layer_complexity.ts";

Deno.test("8-3.1 selfAttentionCost() joins every pair directly", () => {
  // 10·10 pairs, 4 multiplications each
  assertEquals(selfAttentionCost(10, 4), {
    operations: 400,
    maximumPathLength: 1,
    sequentialSteps: 1,
  });
});

Deno.test("8-3.2 recurrentCost() goes from position to position", () => {
  // 10 positions, a 4 x 4 matrix each
  assertEquals(recurrentCost(10, 4), {
    operations: 160,
    sequentialSteps: 10,
    maximumPathLength: 10,
  });
});

Deno.test("8-3.3 convolutionalCost() reaches 3, 9, 27 positions with 1, 2, 3 layers", () => {
  // 3 matrices of 4 x 4 at each of 10 positions
  assertEquals(convolutionalCost(10, 4, 3), {
    operations: 480,
    sequentialSteps: 1,
    maximumPathLength: 3,
  });
});

Deno.test("8-3.3 convolutionalCost() is exact at a power of the kernel", () => {
  // 125 = 5·5·5
  assertEquals(convolutionalCost(125, 2, 5).maximumPathLength, 3);
  assertEquals(convolutionalCost(126, 2, 5).maximumPathLength, 4);
});

Deno.test("8-3.4 restrictedSelfAttentionCost() advances by a window at a time", () => {
  // 12 positions to go, 3 at a time
  assertEquals(restrictedSelfAttentionCost(13, 4, 3), {
    operations: 156,
    sequentialSteps: 1,
    maximumPathLength: 4,
  });
});

Deno.test("8-3.4 restrictedSelfAttentionCost() keeps its formula when the window is wide", () => {
  // 9·5·4 operations, as the table says, and one layer reaches everything
  assertEquals(restrictedSelfAttentionCost(5, 4, 9), {
    operations: 180,
    maximumPathLength: 1,
    sequentialSteps: 1,
  });
});

Deno.test("8-3.5 crossoverLength() is where self-attention first does more", () => {
  // at n = 4: 4·4·4 = 64 against 4·4·4 = 64; at n = 5: 5·5·4 = 100 against 5·4·4 = 80
  assertEquals(crossoverLength(4), 5);
});
