/**
 * What the tests of lib/layers share: a running backend, lib's columns as
 * tensors and back, closeness, gradients against finite differences of float64
 * functions, and what every layer must keep.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import {
  fromRows,
  itemsToColumns,
  itemsToRows,
  type Matrix,
} from "@mneme/mneme/core";
import { initBackend, tf } from "@mneme/mneme/layers";
import { numericalGradient } from "../gradients.ts";

/** The backend that runs; whoever imports this file has it started. */
export const backend = await initBackend();

/** Rounding of some dozen float32 operations on numbers near 1. */
export const FLOAT32 = 1e-5;

/** How far numbers may differ, and what a failure says besides. */
export interface Closeness {
  /** Largest difference, relative to the largest expected entry if that is above 1. Default: FLOAT32. */
  tolerance?: number;
  /** What a failure says besides, the seed say. */
  message?: string;
}

/** Plain numbers of any rank, a tensor, or lib's columns (D x N), which stand for `[N, D]`. */
export type Expected = Matrix | tf.Tensor | tf.TensorLike;

/** Columns of lib (D x N) as a tensor `[N, D]`; a linear map of lib (out x in) becomes a kernel `[in, out]`. */
export function toTensor(columns: Matrix): tf.Tensor2D {
  return tf.tensor2d(itemsToRows(columns).to2DArray());
}

/** Sequences of lib, each D x N, as one tensor `[batch, N, D]`. */
export function toBatch(...sequences: Matrix[]): tf.Tensor3D {
  return tf.tensor3d(
    sequences.map((columns) => itemsToRows(columns).to2DArray()),
  );
}

/** A column vector of lib (D x 1) as a tensor `[D]`. */
export function toVector(column: Matrix): tf.Tensor1D {
  return tf.tensor1d(column.to1DArray());
}

/** `[N, D]`, or one of the batch in `[batch, N, D]`, as columns of lib (D x N). */
export function toColumns(tensor: tf.Tensor, index = 0): Matrix {
  const nested = tensor.arraySync();
  const rows = tensor.rank === 3
    ? (nested as number[][][])[index]
    : nested as number[][];
  return itemsToColumns(fromRows(rows));
}

/**
 * Fails unless the tensor has the expected numbers; leading sizes of 1 that only
 * one of them has are overlooked, so that lib's columns stand for a batch of one.
 */
export function assertTensorClose(
  tensor: tf.Tensor,
  expected: Expected,
  { tolerance = FLOAT32, message = "" }: Closeness = {},
): void {
  const { shape, values } = flatten(expected);
  assertEquals(
    withoutLeadingOnes(tensor.shape),
    withoutLeadingOnes(shape),
    `shape ${message}`,
  );
  const allowed = tolerance * Math.max(1, ...values.map(Math.abs));
  tensor.dataSync().forEach((got, i) =>
    assert(
      Math.abs(got - values[i]) <= allowed, // false for NaN
      `entry ${i} of [${tensor.shape}] is ${got}, expected ${
        values[i]
      } ${message}`,
    )
  );
}

/**
 * Fails unless the gradients of a loss of tensors agree with central differences
 * of the same loss of float64 matrices, in every argument.
 *
 * @param loss Gets each matrix as toTensor gives it; expandDims(0) makes a batch of one.
 * @param oracle The loss in float64, by functions of lib.
 * @param at Where the gradients are taken.
 */
export function assertTensorGradients(
  loss: (...tensors: tf.Tensor2D[]) => tf.Tensor,
  oracle: (...matrices: Matrix[]) => number,
  at: readonly Matrix[],
  { tolerance, message = "" }: Closeness = {},
): void {
  tf.tidy(() => {
    const { grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) =>
      loss(...tensors as tf.Tensor2D[]).asScalar()
    )(at.map(toTensor));
    at.forEach((matrix, i) => {
      const gradient = numericalGradient(
        matrix,
        (moved) => oracle(...at.with(i, moved)),
      );
      assertTensorClose(grads[i], toTensor(gradient), {
        tolerance,
        message: `gradient in argument ${i} ${message}`,
      });
    });
  });
}

/** Fails if the function leaves tensors behind. */
export function assertNoLeak(run: () => void): void {
  const before = tf.memory().numTensors;
  run();
  assertEquals(tf.memory().numTensors - before, 0, "tensors left behind");
}

/**
 * Fails unless the layer does in a model what a layer must: its configuration
 * makes an equal layer, shapes are as it computed them, saved and loaded it
 * predicts the same, it has as many parameters as the theory says, and
 * predicting leaves no tensors behind.
 */
export async function assertLayerKeeps(
  layer: tf.layers.Layer,
  inputs: tf.Tensor | tf.Tensor[],
  { parameters }: { parameters: number },
): Promise<void> {
  assertConfigRoundTrip(layer);
  const symbols = [inputs].flat().map(({ shape, dtype }) =>
    tf.input({ shape: shape.slice(1), dtype })
  );
  const model = tf.model({
    inputs: symbols,
    outputs: layer.apply(
      Array.isArray(inputs) ? symbols : symbols[0],
    ) as tf.SymbolicTensor,
  });
  assertEquals(layer.countParams(), parameters, "parameters");
  const predicted = predict(model, inputs);
  assertEquals(
    predicted.map(({ shape }) => shape.slice(1)),
    model.outputs.map(({ shape }) => shape.slice(1)),
    "computeOutputShape()",
  );
  assertNoLeak(() => tf.dispose(predict(model, inputs)));
  const loaded = await saveAndLoad(model);
  const again = predict(loaded, inputs);
  again.forEach((tensor, i) =>
    assertTensorClose(tensor, predicted[i], {
      tolerance: 0,
      message: "after saving and loading",
    })
  );
  tf.dispose([predicted, again]);
  model.dispose();
  loaded.dispose();
}

/** The model after a walk through what it would be in a file. */
export async function saveAndLoad(
  model: tf.LayersModel,
): Promise<tf.LayersModel> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(tf.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    return Promise.resolve({
      modelArtifactsInfo: {
        dateSaved: new Date(0),
        modelTopologyType: "JSON",
      },
    });
  }));
  assert(saved, "saved nothing");
  return await tf.loadLayersModel(tf.io.fromMemory(saved));
}

function assertConfigRoundTrip(layer: tf.layers.Layer): void {
  const config = layer.getConfig();
  const Layer = layer.constructor as tf.serialization.SerializableConstructor<
    tf.layers.Layer
  >;
  const copy = Layer.fromConfig(Layer, JSON.parse(JSON.stringify(config)));
  assertEquals(
    JSON.stringify(copy.getConfig()),
    JSON.stringify(config),
    "configuration",
  );
  assertEquals(copy.getClassName(), layer.getClassName());
}

function predict(
  model: tf.LayersModel,
  inputs: tf.Tensor | tf.Tensor[],
): tf.Tensor[] {
  return [model.predict(inputs)].flat() as tf.Tensor[];
}

function flatten(expected: Expected): { shape: number[]; values: number[] } {
  if (expected instanceof tf.Tensor) {
    return { shape: expected.shape, values: [...expected.dataSync()] };
  }
  const nested = isMatrix(expected)
    ? itemsToRows(expected).to2DArray()
    : expected;
  const shape: number[] = [];
  for (let part = nested; Array.isArray(part); part = part[0]) {
    shape.push(part.length);
  }
  const values = Array.isArray(nested) ? nested.flat(Infinity) : [nested];
  return { shape, values: values as number[] };
}

function isMatrix(expected: Expected): expected is Matrix {
  return typeof (expected as Matrix).to2DArray === "function";
}

function withoutLeadingOnes(shape: readonly number[]): readonly number[] {
  const first = shape.findIndex((size) => size !== 1);
  return first < 0 ? [] : shape.slice(first);
}
