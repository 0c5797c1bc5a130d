// Visible examples: deno task try 8-1. They help you start; deno task grade
// uses other inputs.

import { assertEquals } from "@std/assert";
import {
  gruParameterCount,
  largestHiddenSize,
  lstmParameterCount,
  stackedLstmParameterCount,
} from "./lstm_parameters.ts";

Deno.test("8-1.1 lstmParameterCount() counts four blocks", () => {
  // a block: 5·3 weights for the input, 5·5 for the state, 5 biases = 45
  assertEquals(lstmParameterCount(3, 5), 180);
});

Deno.test("8-1.1 lstmParameterCount() treats input and state differently", () => {
  // a block: 3·5 + 3·3 + 3 = 27
  assertEquals(lstmParameterCount(5, 3), 108);
});

Deno.test("8-1.2 gruParameterCount() counts three blocks", () => {
  // 3 blocks of 45
  assertEquals(gruParameterCount(3, 5), 135);
});

Deno.test("8-1.3 stackedLstmParameterCount() feeds each layer to the next", () => {
  // 3 -> 5: 4·(15 + 25 + 5) = 180; 5 -> 2: 4·(10 + 4 + 2) = 64
  assertEquals(stackedLstmParameterCount(3, [5, 2]), 244);
});

Deno.test("8-1.3 stackedLstmParameterCount() is 0 without layers", () => {
  assertEquals(stackedLstmParameterCount(3, []), 0);
});

Deno.test("8-1.4 largestHiddenSize() spends the budget to the last parameter", () => {
  // 4 units: 4·4·8 = 128; 5 units: 4·5·9 = 180
  assertEquals(largestHiddenSize(3, 179), 4);
  assertEquals(largestHiddenSize(3, 180), 5);
});

Deno.test("8-1.4 largestHiddenSize() is 0 when one unit is too many", () => {
  // 1 unit: 4·1·5 = 20
  assertEquals(largestHiddenSize(3, 19), 0);
  assertEquals(largestHiddenSize(3, 0), 0);
});
