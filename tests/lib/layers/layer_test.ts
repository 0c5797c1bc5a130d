import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { ShapeError } from "@mneme/mneme/core";
import { AdditiveAttention, tf } from "@mneme/mneme/layers";
import { listInputs } from "../../../lib/layers/layer.ts";
import { assertNoLeak } from "./support.ts";

/** What a layer starts with for inputs of 3 and 5 features. */
function start(seed: number): number[] {
  return tf.tidy(() => {
    const layer = new AdditiveAttention({ units: 7, seed });
    layer.apply([tf.zeros([1, 2, 3]), tf.zeros([1, 4, 5])]);
    const values = layer.getWeights().flatMap((weight) => [
      ...weight.dataSync(),
    ]);
    layer.dispose();
    return values;
  });
}

Deno.test("SeededLayer starts with weights that follow from its seed", () => {
  assertEquals(start(7), start(7));
  assertNotEquals(start(7), start(8));
  const weights = start(7);
  assertEquals(weights.length, 7 * (3 + 5 + 1));
  assertNotEquals(weights.slice(0, 7), weights.slice(35, 42), "two matrices");
});

Deno.test("a layer's weights are gone after dispose()", () => {
  assertNoLeak(() => start(3));
});

Deno.test("listInputs() wants as many inputs as there are names, optional ones aside", () => {
  assertEquals(listInputs("look", ["a", "mask"], 3, 1), [3]);
  assertEquals(listInputs("look", ["a", "mask"], [3, 5], 1), [3, 5]);
  for (const wrong of [[], [3], [3, 5, 7]]) {
    assertThrows(
      () => listInputs("look", ["a", "b"], wrong),
      ShapeError,
      `Cannot look as the inputs must be a, b: there are ${wrong.length}`,
    );
  }
});
