import { assertEquals, assertThrows } from "@std/assert";
import {
  gruParameterCount,
  lstmParameterCount,
  rnnParameterCount,
} from "@mneme/mneme/recurrent";
import { randomGates } from "./gates.ts";

// row 34: 4m(n + m + 1) = 180 at n = 3, m = 5 (the notes, 习题 8-1), 200 with PyTorch's second bias, 195 with 3m peepholes
Deno.test("lstmParameterCount() gives the notes' 180, PyTorch's 200, and 15 peepholes", () => {
  assertEquals(lstmParameterCount(3, 5), 180);
  assertEquals(lstmParameterCount(3, 5, { biases: 2 }), 200);
  assertEquals(lstmParameterCount(3, 5, { peepholes: true }), 195);
  assertEquals(lstmParameterCount(3, 5, { biases: 2, peepholes: true }), 215);
});

Deno.test("the counts are the entries of real parameters", () => {
  for (const [n, m] of [[1, 1], [3, 5], [5, 3], [13, 2]]) {
    const entries = Object.values(randomGates(7, n, m, 1)[0])
      .reduce((sum, matrix) => sum + matrix.rows * matrix.columns, 0);
    assertEquals(rnnParameterCount(n, m), entries);
    assertEquals(gruParameterCount(n, m), 3 * entries);
    assertEquals(lstmParameterCount(n, m), 4 * entries);
  }
});

Deno.test("rnnParameterCount() and gruParameterCount() count a second bias", () => {
  assertEquals(rnnParameterCount(3, 5, { biases: 2 }), 50);
  assertEquals(gruParameterCount(3, 5, { biases: 2 }), 150);
});

Deno.test("lstmParameterCount() stays exact for large sizes", () => {
  assertEquals(lstmParameterCount(30_000, 30_000), 7_200_120_000);
});

Deno.test("the counts throw when a size is no integer of at least 1", () => {
  for (const size of [0, -1, 2.5, NaN, Infinity]) {
    assertThrows(
      () => lstmParameterCount(size, 5),
      RangeError,
      `Cannot count the parameters of an LSTM as the input size must be an integer of at least 1: ${size}`,
    );
    assertThrows(
      () => gruParameterCount(3, size),
      RangeError,
      `Cannot count the parameters of a GRU as the hidden size must be an integer of at least 1: ${size}`,
    );
    assertThrows(() => rnnParameterCount(size, size), RangeError, "an RNN");
  }
});

Deno.test("the counts throw when a block has neither one bias nor two", () => {
  const options = { biases: 3 } as unknown as { biases: 1 };
  assertThrows(
    () => lstmParameterCount(3, 5, options),
    RangeError,
    "the biases of a block must be 1 or 2: 3",
  );
});
