import { tf } from "../tf.ts";
import type { ListControllerWeights } from "./list_controller.ts";
import { type RowAction, RowList } from "./list_row.ts";

/** Sizes of a run: batch B, steps N, units H, ends E, value size D. */
interface Sizes {
  B: number;
  N: number;
  H: number;
  E: number;
  D: number;
}

/** The weights as plain numbers, row by row. */
interface Numbers {
  /** U and below it R [H + E·D, 4H]: a step's state and what was read before come in as one row. */
  recurrent: Float32Array;
  /** [H, E(2 + D)] and [E(2 + D)]. */
  actions: Float32Array;
  bias: Float32Array;
}

/** What a run keeps for the way back, time before batch. */
interface Kept {
  /** Input, forget, output gate and candidate, after σ and tanh [N, B, 4H]. */
  gates: Float32Array;
  /** State and read before each step, and after the last [N + 1, B, H + E·D]. */
  carried: Float32Array;
  /** Cells before each step, and after the last [N + 1, B, H]. */
  cells: Float32Array;
  /** Pops, pushes and values after σ and tanh [N, B, E(2 + D)]. */
  actions: Float32Array;
  lists: RowList[];
}

/**
 * The hidden states of a controller with a list, as one operation: an LSTM's
 * steps and its lists' forwards and, for the gradient, backwards.
 *
 * What {@linkcode runListController} does by some twenty operations a step;
 * gradients are of first order.
 *
 * @param sums The inputs' part of the gates' sums [B, N, 4H].
 * @param weights The controller, an LSTM, and what it does to its list.
 * @returns Hidden states [B, N, H].
 */
export function listSequence(
  sums: tf.Tensor3D,
  weights: ListControllerWeights,
): tf.Tensor3D {
  const { kind, controller, readWeights, actionWeights, actionBias } = weights;
  const E = kind === "deque" ? 2 : 1;
  const [B, N, gateWidth] = sums.shape;
  const D = readWeights.shape[0] / E;
  const sizes = { B, N, H: gateWidth / 4, E, D };
  const recurrent = tf.concat([controller.stateWeights, readWeights], 0);
  const run = tf.customGrad((...inputs) => {
    const [given, recurrent, actions, bias] = (inputs as tf.Tensor[])
      .slice(0, 4).map((input) => input.dataSync() as Float32Array);
    const numbers = { recurrent, actions, bias };
    const kept = forward(kind, sizes, given, numbers);
    return {
      value: hiddenOf(sizes, kept),
      gradFunc: (upstream: tf.Tensor) =>
        backward(sizes, numbers, kept, upstream.dataSync() as Float32Array),
    };
  });
  return run(sums, recurrent, actionWeights, actionBias) as tf.Tensor3D;
}

function forward(
  kind: ListControllerWeights["kind"],
  sizes: Sizes,
  sums: Float32Array,
  numbers: Numbers,
): Kept {
  const { B, N, H, E, D } = sizes;
  const [G, C, W] = [4 * H, H + E * D, E * (2 + D)];
  const kept: Kept = {
    gates: new Float32Array(N * B * G),
    carried: new Float32Array((N + 1) * B * C),
    cells: new Float32Array((N + 1) * B * H),
    actions: new Float32Array(N * B * W),
    lists: Array.from({ length: B }, () => new RowList(kind, N, D)),
  };
  for (let n = 0; n < N; n++) {
    for (let b = 0; b < B; b++) {
      const row = n * B + b;
      const gates = part(kept.gates, row, G);
      gates.set(part(sums, b * N + n, G));
      addProduct(part(kept.carried, row, C), numbers.recurrent, gates);
      const carried = part(kept.carried, row + B, C);
      const hidden = carried.subarray(0, H);
      const cell = part(kept.cells, row + B, H);
      stepCell(gates, part(kept.cells, row, H), cell, hidden);
      const action = part(kept.actions, row, W);
      action.set(numbers.bias);
      addProduct(hidden, numbers.actions, action);
      for (let i = 0; i < W; i++) {
        action[i] = i < 2 * E ? sigmoid(action[i]) : Math.tanh(action[i]);
      }
      kept.lists[b].step(n, actionOf(action, E), carried.subarray(H));
    }
  }
  return kept;
}

function backward(
  sizes: Sizes,
  numbers: Numbers,
  kept: Kept,
  upstream: Float32Array,
): tf.Tensor[] {
  const { B, N, H, E, D } = sizes;
  const [G, C, W] = [4 * H, H + E * D, E * (2 + D)];
  const ofGates = new Float32Array(N * B * G);
  const ofActions = new Float32Array(N * B * W);
  const ofCarried = new Float32Array(B * C); // From the step after.
  const ofCells = new Float32Array(B * H);
  for (let n = N - 1; n >= 0; n--) {
    for (let b = 0; b < B; b++) {
      const row = n * B + b;
      const ofState = part(ofCarried, b, C);
      const ofHidden = ofState.subarray(0, H);
      const ofAction = part(ofActions, row, W);
      actBack(sizes, kept, { n, b }, ofState.subarray(H), ofAction);
      addTransposed(ofAction, numbers.actions, ofHidden);
      const given = part(upstream, b * N + n, H);
      for (let h = 0; h < H; h++) ofHidden[h] += given[h];
      stepCellBack(
        part(kept.gates, row, G),
        part(kept.cells, row, H),
        part(kept.cells, row + B, H),
        ofHidden,
        part(ofCells, b, H),
        part(ofGates, row, G),
      );
      ofState.fill(0);
      addTransposed(part(ofGates, row, G), numbers.recurrent, ofState);
    }
  }
  return weightGradients(sizes, kept.carried, ofGates, ofActions);
}

/** Back through a step of a list, σ and tanh: from the gradient in its read to that in the actions' sums. */
function actBack(
  { B, E, D }: Sizes,
  { actions, lists }: Kept,
  { n, b }: { n: number; b: number },
  ofRead: Float32Array,
  ofAction: Float32Array,
): void {
  const W = E * (2 + D);
  const action = part(actions, n * B + b, W);
  lists[b].stepBack(n, actionOf(action, E), ofRead, actionOf(ofAction, E));
  for (let i = 0; i < W; i++) {
    const y = action[i];
    ofAction[i] *= i < 2 * E ? y * (1 - y) : 1 - y * y;
  }
}

/** Gradients in the sums, in U and R, in the actions' weights and their bias: one product each. */
function weightGradients(
  { B, N, H, E, D }: Sizes,
  carried: Float32Array,
  ofGates: Float32Array,
  ofActions: Float32Array,
): tf.Tensor[] {
  const [G, C, W] = [4 * H, H + E * D, E * (2 + D)];
  return tf.tidy(() => {
    const before = tf.tensor2d(carried.subarray(0, N * B * C), [N * B, C]);
    const after = tf.tensor2d(carried.subarray(B * C), [N * B, C]);
    const hidden = tf.slice(after, [0, 0], [N * B, H]);
    const gates = tf.tensor2d(ofGates, [N * B, G]);
    const actions = tf.tensor2d(ofActions, [N * B, W]);
    return [
      tf.transpose(tf.reshape(gates, [N, B, G]), [1, 0, 2]),
      tf.matMul(before, gates, true),
      tf.matMul(hidden, actions, true),
      tf.sum(actions, 0),
    ];
  });
}

function hiddenOf({ B, N, H, E, D }: Sizes, { carried }: Kept): tf.Tensor3D {
  const C = H + E * D;
  const outputs = new Float32Array(B * N * H);
  for (let row = 0; row < N * B; row++) {
    const [n, b] = [Math.floor(row / B), row % B];
    outputs.set(part(carried, row + B, C).subarray(0, H), (b * N + n) * H);
  }
  return tf.tensor3d(outputs, [B, N, H]);
}

/** c = σ(f) c₋₁ + σ(i) tanh(g), h = σ(o) tanh(c); the gates are replaced by what σ and tanh make of them. */
function stepCell(
  gates: Float32Array,
  before: Float32Array,
  cell: Float32Array,
  hidden: Float32Array,
): void {
  const H = cell.length;
  for (let h = 0; h < H; h++) {
    const i = gates[h] = sigmoid(gates[h]);
    const f = gates[H + h] = sigmoid(gates[H + h]);
    const o = gates[2 * H + h] = sigmoid(gates[2 * H + h]);
    const g = gates[3 * H + h] = Math.tanh(gates[3 * H + h]);
    cell[h] = f * before[h] + i * g;
    hidden[h] = o * Math.tanh(cell[h]);
  }
}

/** Back through {@linkcode stepCell}; the cell's gradient becomes that of the cell before. */
function stepCellBack(
  gates: Float32Array,
  before: Float32Array,
  cell: Float32Array,
  ofHidden: Float32Array,
  ofCell: Float32Array,
  ofGates: Float32Array,
): void {
  const H = cell.length;
  for (let h = 0; h < H; h++) {
    const [i, f] = [gates[h], gates[H + h]];
    const [o, g] = [gates[2 * H + h], gates[3 * H + h]];
    const shown = Math.tanh(cell[h]);
    const inCell = ofCell[h] + ofHidden[h] * o * (1 - shown * shown);
    ofGates[h] = inCell * g * i * (1 - i);
    ofGates[H + h] = inCell * before[h] * f * (1 - f);
    ofGates[2 * H + h] = ofHidden[h] * shown * o * (1 - o);
    ofGates[3 * H + h] = inCell * i * (1 - g * g);
    ofCell[h] = inCell * f;
  }
}

/** y += xW, row by row of W. */
function addProduct(x: Float32Array, W: Float32Array, y: Float32Array): void {
  const width = y.length;
  for (let k = 0; k < x.length; k++) {
    const factor = x[k];
    const at = k * width;
    for (let j = 0; j < width; j++) y[j] += factor * W[at + j];
  }
}

/** x += yWᵀ. */
function addTransposed(
  y: Float32Array,
  W: Float32Array,
  x: Float32Array,
): void {
  const width = y.length;
  for (let k = 0; k < x.length; k++) {
    const at = k * width;
    let sum = 0;
    for (let j = 0; j < width; j++) sum += y[j] * W[at + j];
    x[k] += sum;
  }
}

/** Views of a row of pops, pushes and values. */
function actionOf(row: Float32Array, E: number): RowAction {
  return {
    pops: row.subarray(0, E),
    pushes: row.subarray(E, 2 * E),
    values: row.subarray(2 * E),
  };
}

function part(all: Float32Array, row: number, width: number): Float32Array {
  return all.subarray(row * width, (row + 1) * width);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
