import type { Random } from "../../core/mod.ts";
import { requireSize } from "../../core/size.ts";
import { turingHeadParameterCount } from "../../memory/mod.ts";
import { tf } from "../tf.ts";
import {
  constantVariable,
  glorotVariable,
  normalVariable,
} from "../weights.ts";

/** The sizes of a neural Turing machine. */
export interface TuringMachineSizes {
  /** Features F of an input. */
  inputs: number;
  /** Features O of an output. */
  outputs: number;
  /** Units H of the controller. */
  hidden: number;
  /** Slots N of the memory. */
  slots: number;
  /** Size D of a slot. */
  slotSize: number;
  /** Heads R that read. Default: 1. */
  reads?: number;
  /** Heads W that write. Default: 1. */
  writes?: number;
  /** Moves S that a shift knows, odd. Default: 3. */
  shifts?: number;
  /** Whether the controller keeps a state of its own. Default: feed-forward. */
  controller?: "feed-forward" | "lstm";
}

/** How a neural Turing machine starts. */
export interface TuringMachineStartOptions {
  /** Whether all slots hold the same small number at the start, or each its own small random numbers. Default: constant. */
  memory?: "constant" | "random";
  /** Whether memory, reads and addresses at the start are trained too. Default: false. */
  learned?: boolean;
}

/** The weights of a neural Turing machine. Its controller is C wide: H, or 4H if it is an LSTM. */
export interface TuringMachineWeights {
  /** From the input to the controller [F, C]. */
  inputKernel: tf.Tensor2D;
  /** From the reads of the step before, and an LSTM's hidden state, to the controller [R·D (+ H), C]. */
  recurrentKernel: tf.Tensor2D;
  /** Bias of the controller [C]; an LSTM's gates are input, forget, output, candidate. */
  controllerBias: tf.Tensor1D;
  /** From the controller to the heads [H, P]: keys, strengths, gates, sharpenings, shifts, erase and add vectors. */
  headKernel: tf.Tensor2D;
  /** Bias of the heads [P]. */
  headBias: tf.Tensor1D;
  /** From the controller and the reads to the output [H + R·D, O]. */
  outputKernel: tf.Tensor2D;
  /** Bias of the output [O]. */
  outputBias: tf.Tensor1D;
  /** Memory at the start [N, D]. */
  memory: tf.Tensor2D;
  /** Reads at the start [R, D]. */
  reads: tf.Tensor2D;
  /** Addresses at the start [R + W, N], before a softmax along the slots. */
  addresses: tf.Tensor2D;
}

/** The weights of a neural Turing machine as variables to train. */
export type TuringMachineVariables =
  & TuringMachineWeights
  & Readonly<Record<keyof TuringMachineWeights, tf.Variable>>;

/**
 * Weights of a neural Turing machine: its kernels after Glorot, its memory as in lib/memory of 1e-6, its heads at slot 0, which they have read.
 *
 * @source NNDL §8.5.2 神经图灵机 (row 24); Collier and Beel 2018, on constant initialization
 * @param name In front of each variable's name.
 * @param sizes The machine's sizes.
 * @param random The source of the numbers.
 * @param start How memory, reads and addresses start.
 * @returns Variables; those of the start are not trainable unless they are to be learned.
 * @throws {RangeError} If a size is not an integer of at least 1, or the number of shifts is even.
 *
 * @example The trained weights are as many as theory says
 * ```ts
 * import { seededRandom } from "@mneme/mneme/core";
 * import { turingMachineParameterCount, turingMachineVariables } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const sizes = { inputs: 3, outputs: 2, hidden: 5, slots: 7, slotSize: 4 };
 * const weights = turingMachineVariables("machine", sizes, seededRandom(1));
 * const trained = Object.values(weights).filter(({ trainable }) => trainable);
 * assertEquals(
 *   trained.reduce((sum, { size }) => sum + size, 0),
 *   turingMachineParameterCount(sizes),
 * );
 * ```
 */
export function turingMachineVariables(
  name: string,
  sizes: TuringMachineSizes,
  random: Random,
  { memory = "constant", learned = false }: TuringMachineStartOptions = {},
): TuringMachineVariables {
  const weights = makeTuringWeights<tf.Variable>(sizes, memory, {
    glorot: (part, shape) => glorotVariable(`${name}/${part}`, shape, random),
    normal: (part, shape, deviation) =>
      normalVariable(`${name}/${part}`, shape, deviation, random),
    constant: (part, shape, value) =>
      constantVariable(`${name}/${part}`, shape, value),
  });
  tf.tidy(() => {
    const { reads, addresses } = atFirstSlot(weights.memory, sizes);
    weights.reads.assign(reads);
    weights.addresses.assign(addresses);
  });
  for (const start of [weights.memory, weights.reads, weights.addresses]) {
    start.trainable = learned;
  }
  return weights as unknown as TuringMachineVariables;
}

/**
 * Parameters of a neural Turing machine: controller (F + R·D + 1)C, an LSTM's with H more rows and C = 4H; heads; output (H + R·D + 1)O.
 *
 * A head that reads has (H + 1)(D + 3 + S), one that writes (H + 1)(3D + 3 + S).
 * The number of slots is not in it; a start that is learned adds N·D + R·D + (R + W)N.
 *
 * @source NNDL §8.5 记忆增强神经网络, 将参数与记忆容量分离 (row 21); Graves et al. 2014, §3.3
 * @param sizes The machine's sizes.
 * @returns The number of parameters.
 * @throws {RangeError} If a size is not an integer of at least 1, or the number of shifts is even.
 *
 * @example Memory grows without a parameter more
 * ```ts
 * import { turingMachineParameterCount } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const sizes = { inputs: 9, outputs: 8, hidden: 100, slotSize: 20 };
 * assertEquals(
 *   turingMachineParameterCount({ ...sizes, slots: 128 }),
 *   turingMachineParameterCount({ ...sizes, slots: 12 }),
 * );
 * ```
 */
export function turingMachineParameterCount(sizes: TuringMachineSizes): number {
  const { hidden: H, slotSize: D, reads = 1, writes = 1, shifts } = sizes;
  const { inputKernel: [F, C], recurrentKernel: [V], outputKernel: [Q, O] } =
    turingMachineShapes(sizes);
  return (F + V + 1) * C + (Q + 1) * O +
    reads * turingHeadParameterCount(H, D, { shifts }) +
    writes * turingHeadParameterCount(H, D, { shifts, writes: true });
}

/** How a weight is made, by its start. */
export interface TuringWeightMaker<Weight> {
  /** After Glorot. */
  glorot(part: string, shape: number[]): Weight;
  /** Normal, with mean 0. */
  normal(part: string, shape: number[], deviation: number): Weight;
  /** All one value. */
  constant(part: string, shape: number[], value: number): Weight;
}

/** Every weight, except that reads and addresses have yet to be atFirstSlot. */
export function makeTuringWeights<Weight>(
  sizes: TuringMachineSizes,
  memory: "constant" | "random",
  make: TuringWeightMaker<Weight>,
): Record<keyof TuringMachineWeights, Weight> {
  const shapes = turingMachineShapes(sizes);
  const glorot = (part: keyof TuringMachineWeights) =>
    make.glorot(part, shapes[part]);
  const zeros = (part: keyof TuringMachineWeights) =>
    make.constant(part, shapes[part], 0);
  return {
    inputKernel: glorot("inputKernel"),
    recurrentKernel: glorot("recurrentKernel"),
    controllerBias: zeros("controllerBias"),
    headKernel: glorot("headKernel"),
    headBias: zeros("headBias"),
    outputKernel: glorot("outputKernel"),
    outputBias: zeros("outputBias"),
    memory: memory === "constant"
      ? make.constant("memory", shapes.memory, EMPTY)
      : make.normal("memory", shapes.memory, 0.1),
    reads: zeros("reads"),
    addresses: zeros("addresses"),
  };
}

/** The shape of each weight. */
export function turingMachineShapes(
  sizes: TuringMachineSizes,
): Record<keyof TuringMachineWeights, number[]> {
  const { inputs, outputs, hidden, slots, slotSize, controller } = sizes;
  const { reads = 1, writes = 1, shifts = 3 } = sizes;
  const heads = { reads, writes, shifts };
  requireSizes({ inputs, outputs, hidden, slots, slotSize, ...heads });
  const [F, O, H, N, D] = [inputs, outputs, hidden, slots, slotSize];
  const [R, W, S] = [reads, writes, shifts];
  const lstm = controller === "lstm";
  const [K, C] = [R + W, lstm ? 4 * H : H];
  const P = K * (D + 3 + S) + 2 * W * D;
  return {
    inputKernel: [F, C],
    recurrentKernel: [R * D + (lstm ? H : 0), C],
    controllerBias: [C],
    headKernel: [H, P],
    headBias: [P],
    outputKernel: [H + R * D, O],
    outputBias: [O],
    memory: [N, D],
    reads: [R, D],
    addresses: [K, N],
  };
}

/** Heads that look at slot 0, and have read what is there: logits of one, zero to float32's last bit at all other slots. */
export function atFirstSlot(
  memory: tf.Tensor,
  { reads = 1, writes = 1 }: { reads?: number; writes?: number },
): { reads: tf.Tensor2D; addresses: tf.Tensor2D } {
  const [N, D] = memory.shape;
  const row = Array.from({ length: N }, (_, n) => n === 0 ? FAR : 0);
  const first = tf.slice(memory as tf.Tensor2D, [0, 0], [1, D]);
  return {
    reads: tf.tile(first, [reads, 1]),
    addresses: tf.tensor2d(
      Array.from({ length: reads + writes }, () => row),
    ),
  };
}

function requireSizes(sizes: Record<string, number>): void {
  const action = "build a Turing machine";
  for (const [name, size] of Object.entries(sizes)) {
    requireSize(action, name, size);
  }
  if (sizes.shifts % 2 === 0) {
    throw new RangeError(
      `Cannot ${action} as the number of shifts must be odd: ${sizes.shifts}`,
    );
  }
}

/** As in lib/memory: small enough to count as empty, not 0, where the cosine has no gradient. */
const EMPTY = 1e-6;

/** exp(-FAR) is 0 beside 1 in float32. */
const FAR = 30;
