import { ShapeError } from "../../core/mod.ts";
import { affine } from "../affine.ts";
import { lstmCell } from "../ops/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  turingAddresses,
  type TuringHeadTensors,
  turingReads,
  turingWrites,
  type TuringWriteTensors,
} from "./turing_machine_addressing.ts";
import type { TuringMachineWeights } from "./turing_machine_weights.ts";

/** What a neural Turing machine keeps from step to step. */
export interface TuringMachineState {
  /** Memory M [B, N, D]. */
  memory: tf.Tensor3D;
  /** Addresses of the R heads that read, then of the W that write [B, R + W, N]. */
  addresses: tf.Tensor3D;
  /** Read vectors [B, R, D]. */
  reads: tf.Tensor3D;
  /** Hidden state of the controller [B, H]. */
  hidden: tf.Tensor2D;
  /** Cell of an LSTM controller [B, H]; of a feed-forward one it stays 0. */
  cell: tf.Tensor2D;
}

/** The state after a step, and what the machine says. */
export interface TuringMachineOutput {
  /** The next state. */
  state: TuringMachineState;
  /** The output [B, O], before any activation. */
  output: tf.Tensor2D;
}

/** Sizes that the weights of a machine have, by letter. */
export type TuringMachineLetters = Record<
  "F" | "C" | "H" | "P" | "N" | "D" | "R" | "W" | "K" | "S" | "O",
  number
>;

/**
 * Start of a neural Turing machine, the same for all of a batch: M₀, r₀ and w₀ = softmax(addresses).
 *
 * @source NNDL §8.5.2 神经图灵机 (row 24)
 * @param weights The machine's weights.
 * @param batch Number B of sequences.
 * @returns The state before the first step.
 * @throws {ShapeError} If the weights do not fit one another.
 *
 * @example All heads look at slot 0
 * ```ts
 * import { seededRandom } from "@mneme/mneme/core";
 * import { tf, turingMachineStart, turingMachineVariables } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const sizes = { inputs: 1, outputs: 1, hidden: 1, slots: 3, slotSize: 1 };
 * const weights = turingMachineVariables("start", sizes, seededRandom(1));
 * const { addresses } = turingMachineStart(weights, 1);
 * assertEquals(tf.round(addresses).arraySync(), [[[1, 0, 0], [1, 0, 0]]]);
 * ```
 */
export function turingMachineStart(
  weights: TuringMachineWeights,
  batch: number,
): TuringMachineState {
  const { H } = turingMachineLetters(weights);
  const repeat = (start: tf.Tensor) =>
    tf.tile(tf.expandDims(start), [batch, 1, 1]) as tf.Tensor3D;
  return {
    memory: repeat(weights.memory),
    addresses: repeat(tf.softmax(weights.addresses)),
    reads: repeat(weights.reads),
    hidden: tf.zeros([batch, H]),
    cell: tf.zeros([batch, H]),
  };
}

/**
 * One step of a neural Turing machine: h = controller(x, r₋₁), heads from h, r = Σ w(n) mₙ, write, y = [h, r]W + b.
 *
 * As in lib/memory, addresses and reads are of the memory before the write. A
 * feed-forward controller is a layer of tanh, keys and add vectors are tanh too.
 *
 * @source NNDL §8.5.2 神经图灵机 (rows 24, 25); Graves et al. 2014, §3
 * @param weights The machine's weights.
 * @param state The state before.
 * @param input Inputs x [B, F].
 * @returns The next state and the output y [B, O].
 * @throws {ShapeError} If weights, state and input do not fit one another.
 *
 * @example A step leaves a distribution over the slots to each head
 * ```ts
 * import { seededRandom } from "@mneme/mneme/core";
 * import * as layers from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { tf } = layers;
 * const sizes = { inputs: 2, outputs: 1, hidden: 5, slots: 3, slotSize: 2 };
 * const weights = layers.turingMachineVariables("step", sizes, seededRandom(1));
 * const start = layers.turingMachineStart(weights, 1);
 * const { state } = layers.turingMachineStep(weights, start, tf.ones([1, 2]));
 * for (const sum of tf.sum(state.addresses, 2).dataSync()) {
 *   assertAlmostEquals(sum, 1, 1e-6);
 * }
 * ```
 */
export function turingMachineStep(
  weights: TuringMachineWeights,
  state: TuringMachineState,
  input: tf.Tensor2D,
): TuringMachineOutput {
  bindTensors("take a step of a Turing machine", {
    input: [input, "B", "F"],
    inputKernel: [weights.inputKernel, "F", "C"],
    memory: [state.memory, "B", "N", "D"],
    reads: [state.reads, "B", "R", "D"],
    addresses: [state.addresses, "B", "K", "N"],
    hidden: [state.hidden, "B", "H"],
    cell: [state.cell, "B", "H"],
  });
  const projected = affine(
    input,
    weights.inputKernel,
    weights.controllerBias,
  );
  const next = recurrentStep(weights, state, projected);
  const output = affine(
    featuresOf(next),
    weights.outputKernel,
    weights.outputBias,
  );
  return { state: next, output };
}

/** A step from the controller's input, already projected [B, C], on. */
export function recurrentStep(
  weights: TuringMachineWeights,
  state: TuringMachineState,
  projected: tf.Tensor2D,
): TuringMachineState {
  const letters = turingMachineLetters(weights);
  const { hidden, cell } = controllerStep(weights, state, projected);
  const raw = affine(
    hidden,
    weights.headKernel,
    weights.headBias,
  );
  const heads = splitHeads(raw, letters);
  const addresses = turingAddresses(state.memory, heads, state.addresses);
  const [forReads, forWrites] = tf.split<tf.Tensor3D>(
    addresses,
    [letters.R, letters.W],
    1,
  );
  return {
    memory: turingWrites(state.memory, forWrites, heads),
    addresses,
    reads: turingReads(state.memory, forReads),
    hidden,
    cell,
  };
}

/** What the output is computed from: hidden state and reads [B, H + R·D]. */
export function featuresOf({ hidden, reads }: TuringMachineState): tf.Tensor2D {
  return tf.concat([hidden, flat(reads)], 1);
}

/** The sizes of the weights by letter, checked. */
export function turingMachineLetters(
  weights: TuringMachineWeights,
): TuringMachineLetters {
  const sizes = bindTensors("run a Turing machine", {
    inputKernel: [weights.inputKernel, "F", "C"],
    recurrentKernel: [weights.recurrentKernel, "V", "C"],
    controllerBias: [weights.controllerBias, "C"],
    headKernel: [weights.headKernel, "H", "P"],
    headBias: [weights.headBias, "P"],
    outputKernel: [weights.outputKernel, "Q", "O"],
    outputBias: [weights.outputBias, "O"],
    memory: [weights.memory, "N", "D"],
    reads: [weights.reads, "R", "D"],
    addresses: [weights.addresses, "K", "N"],
  });
  const { C, H, P, D, R, K, V, Q } = sizes;
  const W = K - R;
  const S = (P - 2 * W * D) / K - D - 3;
  const memoryOfController = C === 4 * H && V === R * D + H;
  const requirements: [boolean, string][] = [
    [W >= 1, "there must be more addresses than reads"],
    [S >= 1 && S % 2 === 1, "P must be (R + W)(D + 3 + S) + 2WD with S odd"],
    [Q === H + R * D, "Q must be H + RD"],
    [
      memoryOfController || C === H && V === R * D,
      "C and V must be H and RD, or 4H and RD + H of an LSTM",
    ],
  ];
  const broken = requirements.find(([holds]) => !holds);
  if (broken) {
    throw new ShapeError(
      `Cannot run a Turing machine as ${broken[1]}: ${JSON.stringify(sizes)}`,
    );
  }
  return { ...sizes, W, S } as TuringMachineLetters;
}

function controllerStep(
  { recurrentKernel }: TuringMachineWeights,
  { reads, hidden, cell }: TuringMachineState,
  projected: tf.Tensor2D,
): { hidden: tf.Tensor2D; cell: tf.Tensor2D } {
  const lstm = projected.shape[1] !== hidden.shape[1];
  const before = lstm ? tf.concat([flat(reads), hidden], 1) : flat(reads);
  const sums = tf.add(
    projected,
    tf.matMul(before, recurrentKernel),
  ) as tf.Tensor2D;
  return lstm ? lstmCell(sums, cell) : { hidden: tf.tanh(sums), cell };
}

/** What the heads say, each number in its range. */
function splitHeads(
  raw: tf.Tensor2D,
  { K, W, D, S }: TuringMachineLetters,
): TuringHeadTensors & TuringWriteTensors {
  const widths = [K * D, K, K, K, K * S, W * D, W * D];
  const [key, strength, gate, sharpening, shift, erase, add] = tf.split(
    raw,
    widths,
    1,
  );
  const heads = (part: tf.Tensor, count: number) =>
    tf.reshape(part, [raw.shape[0], count, -1]) as tf.Tensor3D;
  return {
    key: heads(tf.tanh(key), K),
    strength: heads(tf.softplus(strength), K),
    gate: heads(tf.sigmoid(gate), K),
    sharpening: heads(tf.add(1, tf.softplus(sharpening)), K),
    shift: tf.softmax(heads(shift, K)),
    erase: heads(tf.sigmoid(erase), W),
    add: heads(tf.tanh(add), W),
  };
}

function flat(reads: tf.Tensor3D): tf.Tensor2D {
  return tf.reshape(reads, [reads.shape[0], -1]);
}
