import type { TuringMachineWeights } from "../memory/turing_machine_weights.ts";
import { tf } from "../tf.ts";
import { BINARY } from "./binaries/turing_machine.ts";
import { addressOf, loadKernels } from "./load.ts";
import { newTensor } from "./running.ts";

/** The sizes that the kernels are told, by the letters of the weights' shapes; C is 4H of an LSTM. */
export type TuringKernelSizes = Record<
  "F" | "O" | "H" | "C" | "N" | "D" | "R" | "W" | "S",
  number
>;

/** What assembly/turing_machine.ts exports, whose comments explain the parameters. */
type TuringKernels = Record<
  | "turingConfigure"
  | "turingWeights"
  | "turingGradients"
  | "turingForward"
  | "turingBackward",
  (...parameters: (number | boolean)[]) => number
>;

/** The weights in the kernels' order. */
export const TURING_PARTS: readonly (keyof TuringMachineWeights)[] = [
  "inputKernel",
  "recurrentKernel",
  "controllerBias",
  "headKernel",
  "headBias",
  "outputKernel",
  "outputBias",
  "memory",
  "reads",
  "addresses",
];

const FLOAT_BYTES = 4;

const running = new WeakMap<tf.KernelBackend, TuringKernels>();

/** All steps of a Turing machine: outputs [B, T, O], and the blocks [B, T + 1, …] that the way back needs. */
export function turingForward(
  [inputs, ...weights]: readonly tf.Tensor[],
  sizes: TuringKernelSizes,
): { outputs: tf.Tensor; blocks: tf.Tensor } {
  const [B, T, F] = inputs.shape;
  const { kernels, block } = configure(sizes, weights);
  const outputs = newTensor([B, T, sizes.O]);
  const blocks = newTensor([B, T + 1, block / FLOAT_BYTES]);
  for (let b = 0; b < B; b++) {
    kernels.turingForward(
      addressOf(inputs) + b * T * F * FLOAT_BYTES,
      addressOf(outputs) + b * T * sizes.O * FLOAT_BYTES,
      addressOf(blocks) + b * (T + 1) * block,
      T,
    );
  }
  return { outputs, blocks };
}

/** The gradients of the inputs and of every weight. */
export function turingBackward(
  [inputs, ...weights]: readonly tf.Tensor[],
  sizes: TuringKernelSizes,
  blocks: tf.Tensor,
  ofOutputs: tf.Tensor,
): tf.Tensor[] {
  const [B, T, F] = inputs.shape;
  const { kernels, block } = configure(sizes, weights);
  const ofInputs = newTensor(inputs.shape);
  const ofWeights = weights.map(({ shape }) => newTensor(shape));
  const gradients = newTensor([block / FLOAT_BYTES]);
  kernels.turingGradients(...ofWeights.map(addressOf));
  for (let b = 0; b < B; b++) {
    kernels.turingBackward(
      addressOf(inputs) + b * T * F * FLOAT_BYTES,
      addressOf(ofInputs) + b * T * F * FLOAT_BYTES,
      addressOf(ofOutputs) + b * T * sizes.O * FLOAT_BYTES,
      addressOf(blocks) + b * (T + 1) * block,
      addressOf(gradients),
      T,
    );
  }
  gradients.dispose();
  return [ofInputs, ...ofWeights];
}

function configure(
  { F, O, H, C, N, D, R, W, S }: TuringKernelSizes,
  weights: readonly tf.Tensor[],
): { kernels: TuringKernels; block: number } {
  const kernels = running.get(tf.backend()) ??
    loadKernels<TuringKernels>(BINARY);
  running.set(tf.backend(), kernels);
  const block = kernels.turingConfigure(F, O, H, N, D, R, W, S, C !== H);
  kernels.turingWeights(...weights.map(addressOf));
  return { kernels, block };
}
