import { assertThrows } from "@std/assert";
import { ShapeError } from "@mneme/mneme/core";
import { gruParameterCount, lstmParameterCount } from "@mneme/mneme/recurrent";
import { Recurrent, tf } from "@mneme/mneme/layers";
import { matrices } from "../../support.ts";
import { assertLayerKeeps, toBatch } from "../support.ts";

Deno.test("Recurrent keeps what a layer must, one direction", async () => {
  await assertLayerKeeps(
    new Recurrent({ kind: "lstm", units: 5, depth: 2 }),
    toBatch(matrices(3)(3, 7)),
    { parameters: lstmParameterCount(3, 5) + lstmParameterCount(5, 5) },
  );
});

Deno.test("Recurrent keeps what a layer must, both directions and a mask", async () => {
  await assertLayerKeeps(
    new Recurrent({ kind: "gru", units: 5, depth: 2, bidirectional: true }),
    [toBatch(matrices(3)(3, 7)), tf.ones([1, 7])],
    { parameters: 2 * (gruParameterCount(3, 5) + gruParameterCount(10, 5)) },
  );
});

Deno.test("Recurrent names all shapes when items and mask differ", () => {
  const layer = new Recurrent({ kind: "gru", units: 5 });
  assertThrows(
    () => layer.apply([tf.zeros([2, 7, 3]), tf.zeros([2, 5])]),
    ShapeError,
    "N must be one size: items [B,N,D] is [2,7,3], mask [B,N] is [2,5]",
  );
});
