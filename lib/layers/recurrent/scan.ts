import { ShapeError } from "../../core/mod.ts";
import { type Kernels, kernelsFor } from "../kernels/running.ts";
import { affine } from "../affine.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  type RecurrentState,
  recurrentStep,
  stepsOf,
  zeroState,
} from "./step.ts";
import { fusedScan } from "./fused_scan.ts";
import { hiddenSizeOf, type RecurrentWeights } from "./weights.ts";

/** Where a sequence starts, which items count, and in which direction it is read. */
export interface ScanOptions {
  /** 1 for items that count, 0 for padding [B, N]; at padding the state stays as it is. Default: all count. */
  mask?: tf.Tensor2D;
  /** Whether to begin with the last item. Default: false. */
  reverse?: boolean;
  /** The state before the first item [B, H]. Default: 0. */
  initialState?: RecurrentState;
}

/** What a recurrent network makes of a sequence. */
export interface ScanResult {
  /** The hidden states, one to an item and in the items' order [B, N, H]. */
  outputs: tf.Tensor3D;
  /** The state after the item that was read last [B, H]. */
  state: RecurrentState;
}

/**
 * A recurrent network over sequences: sₙ = f(xₙW + b + hₙ₋₁U, sₙ₋₁), n = 1, ..., N.
 *
 * With a mask the state is kept over padding, so the last one is that of the
 * last item that counts, and a reversed scan begins, in effect, with that item.
 *
 * @source NNDL §6.2 简单循环网络, unrolled; §6.6; lib's lstmScan, and gruScan with `reset: "after"`
 * @param inputs Inputs X [B, N, D].
 * @param weights The network: W [D, G H], U [H, G H] and b [G H].
 * @param options Mask, direction and first state.
 * @returns Outputs [B, N, H] and the last state [B, H].
 * @throws {ShapeError} If inputs, weights, mask and first state do not fit.
 *
 * @example The first output of a reversed scan has seen all items
 * ```ts
 * import { recurrentScan, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const { outputs, state } = recurrentScan(
 *   tf.ones([2, 7, 3]),
 *   {
 *     kind: "lstm",
 *     inputWeights: tf.ones([3, 20]),
 *     stateWeights: tf.ones([5, 20]),
 *     bias: tf.zeros([20]),
 *   },
 *   { reverse: true },
 * );
 * assertEquals(outputs.shape, [2, 7, 5]);
 * const first = outputs.slice([0, 0, 0], [2, 1, 5]).reshape([2, 5]);
 * assertEquals(first.arraySync(), state.hidden.arraySync());
 * ```
 */
export function recurrentScan(
  inputs: tf.Tensor3D,
  weights: RecurrentWeights,
  { mask, reverse = false, initialState }: ScanOptions = {},
): ScanResult {
  const action = "run a recurrent network";
  const hiddenSize = hiddenSizeOf(action, weights);
  const { B } = bindTensors(action, {
    inputs: [inputs, "B", "N", "D"],
    inputWeights: [weights.inputWeights, "D", "W"],
    ...(mask && { mask: [mask, "B", "N"] as const }),
    ...(initialState &&
      { initialState: [initialState.hidden, "B", hiddenSize] as const }),
  });
  const start = initialState ?? zeroState(weights, B);
  const kernels = kernelsFor(inputs, weights.stateWeights);
  return kernels
    ? scanAtOnce(kernels, inputs, weights, { mask, reverse }, start)
    : scanBySteps(inputs, weights, { mask, reverse }, start);
}

function scanBySteps(
  inputs: tf.Tensor3D,
  weights: RecurrentWeights,
  { mask, reverse }: ScanOptions,
  start: RecurrentState,
): ScanResult {
  const projected = stepsOf(affine(inputs, weights.inputWeights, weights.bias));
  const kept = mask && tf.split(mask, mask.shape[1], 1);
  const order = projected.map((_, n) => reverse ? projected.length - 1 - n : n);
  const outputs: tf.Tensor2D[] = [];
  let state = start;
  for (const n of order) {
    const next = recurrentStep(projected[n], state, weights);
    state = kept ? keepOverPadding(kept[n] as tf.Tensor2D, next, state) : next;
    outputs[n] = state.hidden;
  }
  return { outputs: tf.stack(outputs, 1) as tf.Tensor3D, state };
}

/** The same as one operation, item after item in memory. */
function scanAtOnce(
  kernels: Kernels,
  inputs: tf.Tensor3D,
  { kind, inputWeights, stateWeights, bias }: RecurrentWeights,
  { mask, reverse = false }: ScanOptions,
  start: RecurrentState,
): ScanResult {
  const [B, N] = inputs.shape;
  const H = stateWeights.shape[0];
  const items = tf.transpose(inputs, [1, 0, 2]);
  const padding = paddingOf(mask, N);
  const { hidden, cells } = fusedScan(
    kind,
    { kernels, N, B, H, reverse, padding },
    {
      projected: affine(items, inputWeights, bias),
      stateWeights,
      hidden: start.hidden,
      cell: start.cell ?? tf.zerosLike(start.hidden),
    },
  );
  const outputs = tf.slice(hidden, [reverse ? 0 : 1, 0, 0], [N, B, H]);
  const last = (slots: tf.Tensor3D) =>
    tf.reshape(
      tf.slice(slots, [reverse ? 0 : N, 0, 0], [1, B, H]),
      [B, H],
    ) as tf.Tensor2D;
  return {
    outputs: tf.transpose(outputs, [1, 0, 2]),
    state: {
      hidden: last(hidden),
      ...cells && { cell: last(cells) },
    },
  };
}

/** The rows of a mask [B, N] that are 0, for each item. */
function paddingOf(mask: tf.Tensor2D | undefined, items: number): number[][] {
  const rows: number[][] = Array.from({ length: items }, () => []);
  mask?.dataSync().forEach((counts, i) => {
    if (counts === 0) rows[i % items].push(Math.floor(i / items));
  });
  return rows;
}

/** Where the item counts (1) the state after it, elsewhere (0) the one before it. */
function keepOverPadding(
  counts: tf.Tensor2D,
  next: RecurrentState,
  before: RecurrentState,
): RecurrentState {
  const padding = tf.sub(1, counts);
  const choose = (after: tf.Tensor2D, old: tf.Tensor2D): tf.Tensor2D =>
    tf.add(tf.mul(counts, after), tf.mul(padding, old));
  const hidden = choose(next.hidden, before.hidden);
  if (!next.cell) return { hidden };
  const old = before.cell ?? tf.zerosLike(next.cell);
  return { hidden, cell: choose(next.cell, old) };
}

/** The networks of the two directions. */
export interface BidirectionalWeights {
  /** The one that goes with the time. */
  forward: RecurrentWeights;
  /** The one that goes against it. */
  backward: RecurrentWeights;
}

/** What two networks make of a sequence. */
export interface BidirectionalResult {
  /** The hidden states of both, the forward ones first [B, N, Hf + Hb]. */
  outputs: tf.Tensor3D;
  /** The forward network's state after the last item. */
  forward: RecurrentState;
  /** The backward network's state after the first item. */
  backward: RecurrentState;
}

/**
 * Bidirectional recurrence: hₙ = [→hₙ; ←hₙ], with →hₙ from x₁, ..., xₙ and ←hₙ from x_N, ..., xₙ.
 *
 * @source NNDL §6.5.2 双向循环神经网络; Schuster and Paliwal 1997; Bahdanau et al. 2015, §3.2
 * @param inputs Inputs X [B, N, D].
 * @param weights The two networks; they may differ in size.
 * @param options `mask` is 1 for items that count [B, N].
 * @returns Outputs [B, N, Hf + Hb] and the last state of each direction.
 * @throws {ShapeError} If inputs, weights and mask do not fit.
 *
 * @example Both directions are in each output
 * ```ts
 * import { bidirectionalScan, recurrentWeights, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const random = seededRandom(7);
 * const network = (name: string) =>
 *   recurrentWeights({ name, kind: "gru", inputSize: 3, hiddenSize: 5, random });
 * const weights = { forward: network("there"), backward: network("back") };
 * const { outputs } = bidirectionalScan(tf.ones([2, 7, 3]), weights);
 * assertEquals(outputs.shape, [2, 7, 10]);
 * ```
 */
export function bidirectionalScan(
  inputs: tf.Tensor3D,
  { forward, backward }: BidirectionalWeights,
  { mask }: Pick<ScanOptions, "mask"> = {},
): BidirectionalResult {
  const there = recurrentScan(inputs, forward, { mask });
  const back = recurrentScan(inputs, backward, { mask, reverse: true });
  return {
    outputs: tf.concat([there.outputs, back.outputs], 2),
    forward: there.state,
    backward: back.state,
  };
}

/** Which items count, and where each layer starts. */
export interface StackedScanOptions {
  /** 1 for items that count, 0 for padding [B, N]. */
  mask?: tf.Tensor2D;
  /** One first state to a layer. Default: 0. */
  initialStates?: readonly RecurrentState[];
}

/** What layers one above the other make of a sequence. */
export interface StackedResult {
  /** The top layer's hidden states [B, N, H]. */
  outputs: tf.Tensor3D;
  /** The last state of each layer, the lowest first. */
  states: RecurrentState[];
}

/**
 * Layers one above the other: layer l reads the outputs of layer l - 1, the first one the inputs.
 *
 * @source NNDL §6.5.1 堆叠循环神经网络; lib's stackedCell
 * @param inputs Inputs X [B, N, D].
 * @param layers The networks, the lowest first; each one's D is the H of the one below.
 * @param options Mask and first states.
 * @returns The top layer's outputs [B, N, H] and the last state of each layer.
 * @throws {ShapeError} If there is no layer, or inputs, layers, mask and first states do not fit.
 *
 * @example A stack of one layer is that layer
 * ```ts
 * import { recurrentScan, recurrentWeights, stackedScan, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = recurrentWeights({
 *   name: "one layer",
 *   kind: "lstm",
 *   inputSize: 3,
 *   hiddenSize: 5,
 *   random: seededRandom(7),
 * });
 * const inputs = tf.ones<tf.Rank.R3>([2, 7, 3]);
 * const { outputs } = stackedScan(inputs, [weights]);
 * const alone = recurrentScan(inputs, weights).outputs;
 * assertEquals(outputs.arraySync(), alone.arraySync());
 * ```
 */
export function stackedScan(
  inputs: tf.Tensor3D,
  layers: readonly RecurrentWeights[],
  { mask, initialStates }: StackedScanOptions = {},
): StackedResult {
  if (
    layers.length === 0 || (initialStates ?? layers).length !== layers.length
  ) {
    throw new ShapeError(
      `Cannot run a stack of recurrent networks as each of at least one layer must have a first state or none: there are ${layers.length} layers and ${
        initialStates?.length ?? "no"
      } states`,
    );
  }
  let outputs = inputs;
  const states = layers.map((weights, l) => {
    const scan = recurrentScan(outputs, weights, {
      mask,
      initialState: initialStates?.[l],
    });
    outputs = scan.outputs;
    return scan.state;
  });
  return { outputs, states };
}
