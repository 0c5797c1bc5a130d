import { tf } from "../tf.ts";
import { BINARY } from "./binaries/turing_machine.ts";
import { addressOf, loadKernels } from "./load.ts";
import { newTensor } from "./running.ts";

/** The sizes that the kernels are told, by the letters of the weights' shapes. */
export type TuringKernelSizes = Record<
  "H" | "N" | "D" | "R" | "W" | "S",
  number
>;

/** What assembly/turing_machine.ts exports; addresses and sizes are numbers. */
interface TuringKernels {
  configure(
    hidden: number,
    slots: number,
    slotSize: number,
    reads: number,
    writes: number,
    shifts: number,
    lstm: boolean,
  ): number;
  bindWeights(
    recurrent: number,
    heads: number,
    bias: number,
    memory: number,
    reads: number,
    addresses: number,
  ): void;
  bindGradients(recurrent: number, heads: number, bias: number): void;
  forward(
    projected: number,
    features: number,
    blocks: number,
    steps: number,
  ): void;
  backward(
    ofProjected: number,
    ofFeatures: number,
    blocks: number,
    gradients: number,
    steps: number,
  ): void;
  addStartGradients(
    gradients: number,
    ofMemory: number,
    ofReads: number,
    ofAddresses: number,
  ): void;
}

/** Projected inputs [B, T, C], then recurrent kernel, head kernel and bias, memory, reads and addresses at the start. */
export type TuringKernelInputs = readonly [
  tf.Tensor,
  tf.Tensor,
  tf.Tensor,
  tf.Tensor,
  tf.Tensor,
  tf.Tensor,
  tf.Tensor,
];

const FLOAT_BYTES = 4;

const running = new WeakMap<tf.KernelBackend, TuringKernels>();

/** All steps of a Turing machine: features [B, T, H + R·D], and the blocks [B, T + 1, …] that the way back needs. */
export function turingForward(
  inputs: TuringKernelInputs,
  sizes: TuringKernelSizes,
): { features: tf.Tensor; blocks: tf.Tensor } {
  const [projected] = inputs;
  const [B, T, C] = projected.shape;
  const { kernels, block } = configure(inputs, sizes);
  const width = sizes.H + sizes.R * sizes.D;
  const features = newTensor([B, T, width]);
  const blocks = newTensor([B, T + 1, block / FLOAT_BYTES]);
  for (let b = 0; b < B; b++) {
    kernels.forward(
      addressOf(projected) + b * T * C * FLOAT_BYTES,
      addressOf(features) + b * T * width * FLOAT_BYTES,
      addressOf(blocks) + b * (T + 1) * block,
      T,
    );
  }
  return { features, blocks };
}

/** The gradients of all that the features came from, in the order of the inputs. */
export function turingBackward(
  inputs: TuringKernelInputs,
  sizes: TuringKernelSizes,
  blocks: tf.Tensor,
  ofFeatures: tf.Tensor,
): tf.Tensor[] {
  const [projected] = inputs;
  const [B, T, C] = projected.shape;
  const width = ofFeatures.shape[2]!;
  const { kernels, block } = configure(inputs, sizes);
  const ofInputs = inputs.map(({ shape }, i) =>
    i < 4 ? newTensor(shape) : tf.zeros(shape) // sums over the batch
  );
  const at = ofInputs.map(addressOf);
  kernels.bindGradients(at[1], at[2], at[3]);
  const gradients = newTensor([block / FLOAT_BYTES]);
  for (let b = 0; b < B; b++) {
    kernels.backward(
      at[0] + b * T * C * FLOAT_BYTES,
      addressOf(ofFeatures) + b * T * width * FLOAT_BYTES,
      addressOf(blocks) + b * (T + 1) * block,
      addressOf(gradients),
      T,
    );
    kernels.addStartGradients(addressOf(gradients), at[4], at[5], at[6]);
  }
  gradients.dispose();
  return ofInputs;
}

function configure(
  [projected, ...weights]: TuringKernelInputs,
  { H, N, D, R, W, S }: TuringKernelSizes,
): { kernels: TuringKernels; block: number } {
  const kernels = running.get(tf.backend()) ??
    loadKernels<TuringKernels>(BINARY);
  running.set(tf.backend(), kernels);
  const lstm = projected.shape[2] !== H;
  const block = kernels.configure(H, N, D, R, W, S, lstm);
  const [recurrent, heads, bias, memory, reads, addresses] = weights.map(
    addressOf,
  );
  kernels.bindWeights(recurrent, heads, bias, memory, reads, addresses);
  return { kernels, block };
}
