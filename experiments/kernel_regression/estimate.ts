/**
 * Estimates of all draws at once: each draw is one of the batch and has a width
 * of its own, so that one training trains them all and none knows of another.
 *
 * @module
 */
import { kernelRegression, tf } from "../../lib/layers/mod.ts";
import { type Draw, PAIRS, TEST_INPUTS, truth } from "./draws.ts";

/** The draws as tensors. */
export interface Batch {
  /** Inputs [draws, pairs, 1], as keys and, in training, as queries. */
  inputs: tf.Tensor3D;
  /** Outputs [draws, pairs, 1], the values. */
  outputs: tf.Tensor3D;
  /** 0 where a query is its own key, else 1 [pairs, pairs]. */
  others: tf.Tensor2D;
}

/** The draws as tensors. */
export function toBatch(draws: readonly Draw[]): Batch {
  const column = (values: number[]) => values.map((value) => [value]);
  return {
    inputs: tf.tensor3d(draws.map(({ inputs }) => column(inputs))),
    outputs: tf.tensor3d(draws.map(({ outputs }) => column(outputs))),
    others: tf.tidy(() => tf.sub(1, tf.eye(PAIRS))),
  };
}

/** The squared error of each draw, summed over its pairs, none of which sees its own key [draws]. */
export function leaveOneOutLoss(
  { inputs, outputs, others }: Batch,
  widths: tf.Tensor1D,
): tf.Tensor1D {
  const { output } = kernelRegression(
    { keys: inputs, values: outputs },
    inputs,
    widths,
    { mask: others },
  );
  return tf.sum(tf.square(tf.sub(output, outputs)), [1, 2]);
}

/** What the draws make of the test inputs. */
export interface Estimates {
  /** The estimate of each draw at each test input. */
  outputs: number[][];
  /** The weights of each draw: a row for each test input, a column for each pair. */
  weights: number[][][];
  /** The mean squared error of each draw. */
  errors: number[];
}

/** Estimates at the test inputs; a width of 0 gives the mean of all outputs, 1 the plain kernel. */
export function estimate(
  { inputs, outputs }: Batch,
  widths: tf.Tensor1D,
): Estimates {
  return tf.tidy(() => {
    const queries = tf.tile(
      tf.tensor3d([TEST_INPUTS.map((x) => [x])]),
      [inputs.shape[0], 1, 1],
    );
    const { output, weights } = kernelRegression(
      { keys: inputs, values: outputs },
      queries,
      widths,
    );
    const estimates = (output.arraySync() as number[][][])
      .map((draw) => draw.flat());
    return {
      outputs: estimates,
      weights: weights.arraySync(),
      errors: estimates.map((values) =>
        values.reduce(
          (sum, value, i) => sum + (value - truth(TEST_INPUTS[i])) ** 2,
          0,
        ) / values.length
      ),
    };
  });
}
