import { tf } from "../tf.ts";

/** The gradients by name of input, each a tensor of its own. */
export type Gradients = Record<string, () => tf.Tensor>;

/** What computes the gradients of the inputs from those of the outputs. */
export type Backward = (
  upstream: tf.Tensor[],
  saved: tf.Tensor[],
) => Gradients;

/** The part of TensorFlow.js's engine that its customGrad calls. */
interface Tape {
  runKernelFunc(operation: {
    inputs: tf.NamedTensorMap;
    forwardFunc(
      backend: unknown,
      save: (tensors: tf.Tensor[]) => void,
    ): tf.Tensor[];
    backwardsFunc(
      upstream: tf.Tensor | tf.Tensor[],
      saved: tf.Tensor[],
    ): Gradients;
  }): tf.Tensor[];
}

/**
 * Puts an operation on the tape: what tf.customGrad does, which has one output only.
 *
 * @param inputs What the outputs came from.
 * @param outputs What kernels wrote.
 * @param saved What the way back needs, kept until it is done; freed at once if there is no way back.
 * @param backward Gradients of first order.
 */
export function record(
  inputs: tf.NamedTensorMap,
  outputs: tf.Tensor[],
  saved: tf.Tensor[],
  backward: Backward,
): void {
  (tf.engine() as unknown as Tape).runKernelFunc({
    inputs,
    forwardFunc(_backend, save) {
      save(saved);
      return outputs;
    },
    backwardsFunc: (upstream, kept) => backward([upstream].flat(), kept),
  });
}
