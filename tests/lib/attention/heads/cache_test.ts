import { assertEquals, assertThrows } from "@std/assert";
import {
  causalMask,
  extendMemory,
  keyValueAttention,
  type KeyValueMemory,
} from "@mneme/mneme/attention";
import { fromRule, type Matrix, ShapeError } from "@mneme/mneme/core";
import { assertMatrix, matrices, SEEDS } from "../../support.ts";

// row 8: causal key-value attention one item at a time with a cache equals one masked pass over all
Deno.test("extendMemory() step by step gives what one causal pass gives", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const memory = { keys: draw(3, 7), values: draw(2, 7) };
    const queries = draw(3, 7);
    const whole = keyValueAttention(memory, queries, {
      mask: causalMask(7, 7),
    });
    let cache: KeyValueMemory | undefined;
    for (let n = 0; n < 7; n++) {
      const item = {
        keys: memory.keys.getColumnVector(n),
        values: memory.values.getColumnVector(n),
      };
      cache = cache ? extendMemory(cache, item) : item;
      const { output } = keyValueAttention(cache, queries.getColumnVector(n));
      assertMatrix(output, column(whole.output, n), {
        message: `seed ${seed}`,
      });
    }
  }
});

Deno.test("extendMemory() with several new items needs the causal mask's past", () => {
  const draw = matrices(31);
  const memory = { keys: draw(3, 7), values: draw(2, 7) };
  const queries = draw(3, 7);
  const whole = keyValueAttention(memory, queries, { mask: causalMask(7, 7) });
  const part = (from: number, to: number) => ({
    keys: memory.keys.subMatrix(0, 2, from, to),
    values: memory.values.subMatrix(0, 1, from, to),
  });
  const last = keyValueAttention(
    extendMemory(part(0, 4), part(5, 6)),
    queries.subMatrix(0, 2, 5, 6),
    { mask: causalMask(7, 2, { past: 5 }) },
  );
  assertMatrix(last.output, whole.output.subMatrix(0, 1, 5, 6));
});

Deno.test("extendMemory() throws when past and present differ in Dk", () => {
  const memory = (size: number) => ({
    keys: fromRule(size, 3, () => 0),
    values: fromRule(2, 3, () => 0),
  });
  assertThrows(
    () => extendMemory(memory(5), memory(7)),
    ShapeError,
    "Cannot extend a memory as Dk must be one size: pastKeys (DkxP) is 5x3, pastValues (DvxP) is 2x3, keys (DkxN) is 7x3, values (DvxN) is 2x3",
  );
});

Deno.test("extendMemory() does not mutate past or present", () => {
  const draw = matrices(37);
  const past = { keys: draw(3, 5), values: draw(2, 5) };
  const present = { keys: draw(3, 2), values: draw(2, 2) };
  const before = JSON.stringify([past, present]);
  const joined = extendMemory(past, present);
  joined.keys.set(0, 0, 99);
  assertEquals(JSON.stringify([past, present]), before);
});

function column(matrix: Matrix, n: number): Matrix {
  return matrix.getColumnVector(n);
}
