import { assertThrows } from "@std/assert";
import { ShapeError } from "@mneme/mneme/core";
import {
  addPositions,
  Positions,
  positionTable,
  tf,
} from "@mneme/mneme/layers";
import { sinusoidalPositions } from "@mneme/mneme/transformer";
import { matrices } from "../../support.ts";
import {
  assertLayerKeeps,
  assertNoLeak,
  assertTensorClose,
  toBatch,
  toTensor,
} from "../support.ts";

Deno.test("positionTable() is lib's sinusoidal positions as rows", () => {
  assertTensorClose(positionTable(7, 6), toTensor(sinusoidalPositions(6, 7)));
});

Deno.test("addPositions() adds the table's first rows to every sequence", () => {
  const [first, second] = [matrices(3)(6, 5), matrices(5)(6, 5)];
  const positions = sinusoidalPositions(6, 5);
  assertTensorClose(
    addPositions(toBatch(first, second), positionTable(7, 6)),
    toBatch(first.clone().add(positions), second.clone().add(positions)),
  );
});

Deno.test("addPositions() leaves nothing behind", () => {
  const [x, table] = [tf.ones([2, 3, 4]), positionTable(5, 4)];
  assertNoLeak(() => addPositions(x as tf.Tensor3D, table).dispose());
});

Deno.test("addPositions() throws when the table is too short or too narrow", () => {
  const x = tf.ones([2, 3, 4]) as tf.Tensor3D;
  assertThrows(
    () => addPositions(x, positionTable(2, 4)),
    RangeError,
    "Cannot add positions as there must be one for each item: 3 items, 2 positions",
  );
  assertThrows(
    () => addPositions(x, positionTable(3, 6)),
    ShapeError,
    "D must be one size: x [B,N,D] is [2,3,4], table [L,D] is [3,6]",
  );
});

Deno.test("Positions keeps what a layer must: nothing to learn, or N·D", async () => {
  const x = toBatch(matrices(3)(6, 5), matrices(5)(6, 5));
  await assertLayerKeeps(new Positions(), x, { parameters: 0 });
  await assertLayerKeeps(new Positions({ learned: true, seed: 3 }), x, {
    parameters: 30,
  });
});

Deno.test("Positions adds the table that it learns", () => {
  const layer = new Positions({ learned: true });
  const x = tf.zeros([2, 3, 5]);
  const placed = layer.apply(x) as tf.Tensor;
  const [table] = layer.getWeights();
  assertTensorClose(placed, tf.stack([table, table]));
});
