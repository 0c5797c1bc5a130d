import type { Random } from "../../core/mod.ts";
import { affine } from "../affine.ts";
import { recurrentStep } from "../recurrent/step.ts";
import {
  type RecurrentWeights,
  recurrentWeights,
} from "../recurrent/weights.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { constantVariable, glorotVariable } from "../weights.ts";
import { listSequence } from "./list_sequence.ts";
import {
  dequeStep,
  emptyList,
  queueStep,
  stackStep,
  type TensorList,
} from "./lists.ts";

/** Which list a controller has. */
export type ListKind = "stack" | "queue" | "deque";

/** What a controller with a list learns; E = 1 end, of a deque 2. */
export interface ListControllerWeights {
  /** Which list. */
  kind: ListKind;
  /** The controller: an LSTM or a GRU of H units. */
  controller: RecurrentWeights;
  /** Weights of what was read before, in the controller's sums [E·D, G·H]. */
  readWeights: tf.Tensor2D;
  /** Weights of pops, pushes and values, in this order [H, E(2 + D)]. */
  actionWeights: tf.Tensor2D;
  /** Biases of pops, pushes and values [E(2 + D)]. */
  actionBias: tf.Tensor1D;
}

/** What weights to train are told. */
export interface ListControllerOptions {
  /** In front of the variables' names; unique among all that are alive. */
  name: string;
  /** Which list. */
  kind: ListKind;
  /** Size of an input. */
  inputSize: number;
  /** Number H of the controller's units. */
  hiddenSize: number;
  /** Size D of a value. */
  valueSize: number;
  /** Bias of the pops at the start. Default: -1, the paper's, so that a list does not lose at once what it gets. */
  popBias?: number;
  /** The source of the numbers. */
  random: Random;
}

/** What a controller with a list made of sequences. */
export interface ListControllerResult {
  /** The controller's hidden states [B, N, H]. */
  outputs: tf.Tensor3D;
  /** The lists after the last item. */
  memory: TensorList;
  /** Pops [B, N, E] of each step, top before bottom, from 0 to 1. */
  pops: tf.Tensor3D;
  /** Pushes [B, N, E], from 0 to 1. */
  pushes: tf.Tensor3D;
}

/** One end of a list: the number of its pop, its push and its value. */
interface EndAction {
  pop: tf.Tensor2D;
  push: tf.Tensor2D;
  value: tf.Tensor2D;
}

/** A list, and what its ends show [B, E·D]. */
interface Shown {
  memory: TensorList;
  read: tf.Tensor2D;
}

/** Ends of a list: a deque has two. */
export function endsOf(kind: ListKind): 1 | 2 {
  return kind === "deque" ? 2 : 1;
}

/**
 * Weights of a controller with a list to train: after Glorot, biases 0, but -1 for the pops.
 *
 * @source Grefenstette et al. 2015, §3.4 and, for the bias, §4
 * @param options Kind, sizes, name and source of the numbers.
 * @returns The weights, variables.
 *
 * @example Beside an LSTM they are few
 * ```ts
 * import { listControllerWeights, variablesOf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = listControllerWeights({
 *   name: "controller of the example",
 *   kind: "stack",
 *   inputSize: 3,
 *   hiddenSize: 5,
 *   valueSize: 2,
 *   random: seededRandom(7),
 * });
 * const count = variablesOf(weights).reduce((sum, { size }) => sum + size, 0);
 * assertEquals(count, 4 * 5 * (3 + 5 + 1) + 2 * 4 * 5 + (5 + 1) * (2 + 2));
 * ```
 */
export function listControllerWeights(
  { name, kind, inputSize, hiddenSize, valueSize, popBias = -1, random }:
    ListControllerOptions,
): ListControllerWeights {
  const ends = endsOf(kind);
  const width = ends * (2 + valueSize);
  const controller = recurrentWeights({
    name: `${name}/controller`,
    kind: "lstm",
    inputSize,
    hiddenSize,
    random,
  });
  const actionBias = constantVariable(`${name}/actionBias`, [width], 0);
  tf.tidy(() => {
    const values = Array.from(
      { length: width },
      (_, i) => i < ends ? popBias : 0,
    );
    actionBias.assign(tf.tensor1d(values));
  });
  const draw = (part: string, shape: [number, number]) =>
    glorotVariable(`${name}/${part}`, shape, random) as tf.Variable<tf.Rank.R2>;
  return {
    kind,
    controller,
    readWeights: draw("readWeights", [ends * valueSize, 4 * hiddenSize]),
    actionWeights: draw("actionWeights", [hiddenSize, width]),
    actionBias: actionBias as tf.Variable<tf.Rank.R1>,
  };
}

/**
 * A controller with a list over sequences: hₙ = f(xₙ, rₙ₋₁, hₙ₋₁), then a step of the list with
 * (u, d, v) = (σ(·), σ(·), tanh(·)) of an affine map of hₙ, which shows rₙ.
 *
 * What is learned is when to push and to pop; the list itself has no weights,
 * so that what works for short sequences works for long ones.
 *
 * @source NNDL 习题 8-4 (row 37); Grefenstette et al. 2015, §3.4
 * @param inputs Inputs x [B, N, X].
 * @param weights The controller, and what it does to its list.
 * @returns Hidden states [B, N, H], the lists at the end, pops and pushes [B, N, E].
 * @throws {ShapeError} If inputs and weights do not fit.
 *
 * @example Whatever the weights, a list grows by no more than was pushed
 * ```ts
 * import { listControllerWeights, runListController, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assert } from "@std/assert";
 *
 * const weights = listControllerWeights({
 *   name: "controller that runs",
 *   kind: "queue",
 *   inputSize: 3,
 *   hiddenSize: 5,
 *   valueSize: 2,
 *   random: seededRandom(7),
 * });
 * const { memory, pushes } = runListController(tf.ones([1, 7, 3]), weights);
 * const [left] = memory.strengths.sum(1).dataSync();
 * assert(left > 0 && left < pushes.sum().dataSync()[0]);
 * ```
 */
export function runListController(
  inputs: tf.Tensor3D,
  weights: ListControllerWeights,
): ListControllerResult {
  const { controller, readWeights, actionWeights, actionBias, kind } = weights;
  const { B, E, H, D } = bindController(inputs, weights);
  let shown: Shown = { memory: emptyList(B, D), read: tf.zeros([B, E * D]) };
  const zero = tf.zeros<tf.Rank.R2>([B, H]);
  let state = controller.kind === "lstm"
    ? { hidden: zero, cell: zero }
    : { hidden: zero };
  const [outputs, amounts]: tf.Tensor2D[][] = [[], []];
  const sums = affine(inputs, controller.inputWeights, controller.bias);
  for (const sum of tf.unstack(sums, 1)) {
    const read = tf.matMul(shown.read, readWeights);
    state = recurrentStep(tf.add(sum, read), state, controller);
    const all = affine(state.hidden, actionWeights, actionBias);
    const [degrees, values] = tf.split(all, [2 * E, E * D], 1);
    const amount = tf.sigmoid(degrees) as tf.Tensor2D;
    shown = act(kind, shown.memory, amount, tf.tanh(values) as tf.Tensor2D);
    outputs.push(state.hidden);
    amounts.push(amount);
  }
  const [pops, pushes] = tf.split(tf.stack(amounts, 1), 2, 2);
  return {
    outputs: tf.stack(outputs, 1) as tf.Tensor3D,
    memory: shown.memory,
    pops: pops as tf.Tensor3D,
    pushes: pushes as tf.Tensor3D,
  };
}

/**
 * The hidden states of {@linkcode runListController} alone, a whole sequence as one operation where the controller is an LSTM.
 *
 * Several times as fast, with the same gradients, written by hand; to train with.
 *
 * @source NNDL 习题 8-4 (row 37); Grefenstette et al. 2015, §3.4
 * @param inputs Inputs x [B, N, X].
 * @param weights The controller, and what it does to its list.
 * @returns Hidden states [B, N, H].
 * @throws {ShapeError} If inputs and weights do not fit.
 *
 * @example The same numbers
 * ```ts
 * import { listControllerWeights, listStates, runListController, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const weights = listControllerWeights({
 *   name: "controller of two ways",
 *   kind: "deque",
 *   inputSize: 3,
 *   hiddenSize: 5,
 *   valueSize: 2,
 *   random: seededRandom(7),
 * });
 * const inputs = tf.ones<tf.Rank.R3>([1, 7, 3]);
 * const { outputs } = runListController(inputs, weights);
 * const distance = tf.max(tf.abs(tf.sub(outputs, listStates(inputs, weights))));
 * assertAlmostEquals(distance.dataSync()[0], 0, 1e-6);
 * ```
 */
export function listStates(
  inputs: tf.Tensor3D,
  weights: ListControllerWeights,
): tf.Tensor3D {
  const { controller } = weights;
  bindController(inputs, weights);
  return tf.tidy(() =>
    controller.kind === "lstm"
      ? listSequence(
        affine(inputs, controller.inputWeights, controller.bias),
        weights,
      )
      : runListController(inputs, weights).outputs
  );
}

/** The sizes of inputs and weights: batch B, units H, ends E, value size D. */
function bindController(
  inputs: tf.Tensor3D,
  { kind, controller, readWeights, actionWeights, actionBias }:
    ListControllerWeights,
): { B: number; E: number; H: number; D: number } {
  const [E, H] = [endsOf(kind), controller.stateWeights.shape[0]];
  const D = readWeights.shape[0] / E;
  const { B } = bindTensors("run a controller with a list", {
    inputs: [inputs, "B", "N", "X"],
    inputWeights: [controller.inputWeights, "X", "W"],
    readWeights: [readWeights, E * D, "W"],
    actionWeights: [actionWeights, H, E * (2 + D)],
    actionBias: [actionBias, E * (2 + D)],
  });
  return { B, E, H, D };
}

function act(
  kind: ListKind,
  memory: TensorList,
  amounts: tf.Tensor2D,
  values: tf.Tensor2D,
): Shown {
  const [first, second] = endActions(endsOf(kind), amounts, values);
  if (kind === "stack") return stackStep(memory, first);
  if (kind === "queue") return queueStep(memory, first);
  const step = dequeStep(memory, {
    popTop: first.pop,
    popBottom: second.pop,
    pushTop: first.push,
    pushBottom: second.push,
    valueTop: first.value,
    valueBottom: second.value,
  });
  return {
    memory: step.memory,
    read: tf.concat([step.readTop, step.readBottom], 1),
  };
}

function endActions(
  ends: 1 | 2,
  amounts: tf.Tensor2D,
  values: tf.Tensor2D,
): EndAction[] {
  const degrees = tf.split(amounts, 2 * ends, 1) as tf.Tensor2D[];
  const parts =
    (ends === 1 ? [values] : tf.split(values, ends, 1)) as tf.Tensor2D[];
  return parts.map((value, end) => ({
    pop: degrees[end],
    push: degrees[ends + end],
    value,
  }));
}
