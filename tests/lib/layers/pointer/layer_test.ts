import { assertThrows } from "@std/assert";
import { pointerDistribution } from "@mneme/mneme/attention";
import { ShapeError } from "@mneme/mneme/core";
import { Pointing, tf } from "@mneme/mneme/layers";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertLayerKeeps,
  assertTensorClose,
  toBatch,
  toTensor,
  toVector,
} from "../support.ts";

const encodings = toBatch(matrices(3)(2, 5), matrices(5)(2, 5));
const states = toBatch(matrices(7)(3, 4), matrices(11)(3, 4));

Deno.test("Pointing keeps what a layer must, with A(De + Dh + 1) parameters", async () => {
  const keep = tf.tensor2d([[1, 1, 1, 1, 1], [1, 1, 0, 0, 0]]);
  for (const inputs of [[encodings, states], [encodings, states, keep]]) {
    await assertLayerKeeps(new Pointing({ units: 7, seed: 3 }), inputs, {
      parameters: 7 * (2 + 3 + 1),
    });
  }
});

Deno.test("Pointing is lib's pointer distribution, padding left out", () => {
  for (const seed of SEEDS) {
    const matrix = matrices(seed);
    const parameters = {
      keyWeights: matrix(7, 2),
      queryWeights: matrix(7, 3),
      scoreVector: matrix(7, 1),
    };
    const [items, asking] = [matrix(2, 5), matrix(3, 4)];
    const mask = matrices(seed)(5, 4);
    for (let m = 0; m < 4; m++) {
      for (let n = 0; n < 5; n++) mask.set(n, m, n < 3 ? 1 : 0);
    }
    const layer = new Pointing({ units: 7 });
    const inputs = [
      toBatch(items),
      toBatch(asking),
      tf.tensor2d([[1, 1, 1, 0, 0]]),
    ];
    layer.apply(inputs);
    layer.setWeights([
      toTensor(parameters.keyWeights),
      toTensor(parameters.queryWeights),
      toVector(parameters.scoreVector),
    ]);
    assertTensorClose(
      layer.apply(inputs) as tf.Tensor,
      pointerDistribution(items, asking, parameters, { mask }),
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("Pointing throws when the inputs do not fit", () => {
  assertThrows(
    () => new Pointing({ units: 7 }).apply([encodings, tf.ones([3, 4, 3])]),
    ShapeError,
    "Cannot point at items as B must be one size",
  );
  assertThrows(
    () => new Pointing({ units: 7 }).apply(encodings),
    ShapeError,
    "the inputs must be encodings, states, keep",
  );
});
