import { assertThrows } from "@std/assert";
import { fastWeightsStep } from "@mneme/mneme/associative";
import {
  columnVector,
  fromRule,
  type Matrix,
  ShapeError,
} from "@mneme/mneme/core";
import { FastWeights, fastWeightsScan, tf } from "@mneme/mneme/layers";
import { layerNorm } from "@mneme/mneme/transformer";
import { inner } from "../../gradients.ts";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertLayerKeeps,
  assertTensorClose,
  assertTensorGradients,
  toBatch,
  toTensor,
  toVector,
} from "../support.ts";

const OPTIONS = { decay: 0.9, rate: 0.3, innerSteps: 2 };

/** Hidden states (H x N) by lib, one step after the other; A is formed there. */
function scanColumns(
  inputs: Matrix,
  inputWeights: Matrix,
  stateWeights: Matrix,
  gain: Matrix,
): Matrix {
  const H = stateWeights.rows;
  const options = {
    ...OPTIONS,
    normalize: (sum: Matrix) => layerNorm(sum, { scale: gain }),
  };
  let state = {
    hidden: fromRule(H, 1, () => 0),
    fastWeights: fromRule(H, H, () => 0),
  };
  const outputs = Array.from({ length: inputs.columns }, (_, n) => {
    const input = columnVector(inputs.getColumn(n));
    state = fastWeightsStep(
      { stateWeights, inputWeights },
      state,
      input,
      options,
    );
    return state.hidden;
  });
  return fromRule(H, inputs.columns, (i, n) => outputs[n].get(i, 0));
}

Deno.test("fastWeightsScan() equals lib's steps, which form the matrix", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const inputs = [draw(3, 7), draw(3, 7)];
    const [inputWeights, stateWeights, gain] = [
      draw(5, 3),
      draw(5, 5),
      draw(5, 1),
    ];
    const hidden = fastWeightsScan(toBatch(...inputs), {
      inputWeights: toTensor(inputWeights),
      stateWeights: toTensor(stateWeights),
      bias: tf.zeros([5]),
      gain: toVector(gain),
      shift: tf.zeros([5]),
    }, OPTIONS);
    const expected = inputs.map((each) =>
      scanColumns(each, inputWeights, stateWeights, gain)
    );
    assertTensorClose(hidden, toBatch(...expected), {
      message: `seed ${seed}`,
    });
  }
});

Deno.test("fastWeightsScan() has the gradients of lib's steps, by finite differences", () => {
  for (const seed of SEEDS.slice(0, 3)) {
    const draw = matrices(seed);
    const upstream = draw(5, 3);
    const loss = (hidden: Matrix) => inner(hidden, upstream);
    assertTensorGradients(
      (inputs, inputWeights, stateWeights, gain) =>
        fastWeightsScan(inputs.expandDims(0) as tf.Tensor3D, {
          inputWeights,
          stateWeights,
          bias: tf.zeros([5]),
          gain: gain.reshape([5]) as tf.Tensor1D,
          shift: tf.zeros([5]),
        }, OPTIONS).mul(toTensor(upstream)).sum(),
      (...at) => loss(scanColumns(at[0], at[1], at[2], at[3])),
      [draw(2, 3), draw(5, 2), draw(5, 5), draw(5, 1)],
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("FastWeights keeps what a layer must", async () => {
  await assertLayerKeeps(
    new FastWeights({ units: 5, innerSteps: 2, seed: 7 }),
    tf.randomNormal([2, 7, 3], 0, 1, "float32", 11),
    { parameters: 5 * (3 + 5 + 3) },
  );
});

Deno.test("what does not fit is refused", () => {
  const parameters = {
    inputWeights: tf.ones<tf.Rank.R2>([3, 5]),
    stateWeights: tf.ones<tf.Rank.R2>([5, 5]),
    bias: tf.zeros<tf.Rank.R1>([5]),
    gain: tf.ones<tf.Rank.R1>([5]),
    shift: tf.zeros<tf.Rank.R1>([5]),
  };
  assertThrows(
    () => fastWeightsScan(tf.ones([2, 7, 2]), parameters),
    ShapeError,
    "inputs [B,N,X] is [2,7,2], inputWeights [X,H] is [3,5]",
  );
  assertThrows(
    () => fastWeightsScan(tf.ones([2, 7, 3]), parameters, { decay: 2 }),
    RangeError,
    "the decay",
  );
  assertThrows(() => new FastWeights({ units: 0 }), RangeError);
});
