// The controller and what its heads say; and the way back.

import {
  ADD,
  BLOCK,
  C,
  CELL,
  D,
  ERASE,
  GATE,
  GATES,
  H,
  HEADS,
  HIDDEN,
  K,
  LSTM,
  P,
  READS,
  S,
  SHARPENING,
  SHIFT,
  STRENGTH,
  V,
  W,
} from "./sizes";
import {
  activate,
  activateGradient,
  addProduct,
  addProductGradients,
  addScaled,
  SIGMOID,
  SOFTPLUS,
  SOFTPLUS_1,
  softmaxOfFew,
  softmaxOfFewGradient,
  TANH,
} from "./rows";

/** The controller's next hidden state, and cell, from its projected input and the block's reads and hidden state. */
export function control(block: usize, projected: usize, kernel: usize): void {
  const next = block + BLOCK;
  const sums = LSTM ? block + GATES : next + HIDDEN;
  memory.copy(sums, projected, <usize> C << 2);
  addProduct(sums, block + READS, kernel, V, C);
  if (LSTM) remember(block);
  else activate(sums, H, TANH);
}

/** What the heads say, from the next hidden state. */
export function say(block: usize, kernel: usize, bias: usize): void {
  memory.copy(block + HEADS, bias, <usize> P << 2);
  addProduct(block + HEADS, block + BLOCK + HIDDEN, kernel, H, P);
  activate(block + HEADS, K * D, TANH);
  activate(block + STRENGTH, K, SOFTPLUS);
  activate(block + GATE, K, SIGMOID);
  activate(block + SHARPENING, K, SOFTPLUS_1);
  for (let k = 0; k < K; k++) {
    softmaxOfFew(block + SHIFT + (<usize> (k * S) << 2), S);
  }
  activate(block + ERASE, W * D, SIGMOID);
  activate(block + ADD, W * D, TANH);
}

/** From the gradients of HEADS, after the activations, to the hidden state's, and those of kernel and bias. */
export function sayGradient(
  block: usize,
  gradients: usize,
  kernel: usize,
  ofKernel: usize,
  ofBias: usize,
): void {
  differentiate(block, gradients, HEADS, K * D, TANH);
  differentiate(block, gradients, STRENGTH, K, SOFTPLUS);
  differentiate(block, gradients, GATE, K, SIGMOID);
  differentiate(block, gradients, SHARPENING, K, SOFTPLUS_1);
  for (let k = 0; k < K; k++) {
    const shift = SHIFT + (<usize> (k * S) << 2);
    softmaxOfFewGradient(gradients + shift, block + shift, S);
  }
  differentiate(block, gradients, ERASE, W * D, SIGMOID);
  differentiate(block, gradients, ADD, W * D, TANH);
  addScaled(ofBias, gradients + HEADS, 1, P);
  addProductGradients(
    gradients + HIDDEN,
    ofKernel,
    block + BLOCK + HIDDEN,
    kernel,
    gradients + HEADS,
    H,
    P,
  );
}

/** From the gradients of hidden state and cell to those of the projected input, the reads and hidden state before, and the kernel. */
export function controlGradient(
  block: usize,
  gradients: usize,
  ofProjected: usize,
  kernel: usize,
  ofKernel: usize,
): void {
  const sums = gradients + GATES;
  if (LSTM) rememberGradient(block, gradients);
  else {
    memory.copy(sums, gradients + HIDDEN, <usize> H << 2);
    activateGradient(sums, block + BLOCK + HIDDEN, H, TANH);
  }
  memory.copy(ofProjected, sums, <usize> C << 2);
  memory.fill(gradients + READS, 0, HIDDEN - READS + (<usize> H << 2));
  addProductGradients(
    gradients + READS,
    ofKernel,
    block + READS,
    kernel,
    sums,
    V,
    C,
  );
}

/** A step of an LSTM: gates are input, forget, output, candidate. */
function remember(block: usize): void {
  const next = block + BLOCK;
  const stride = <usize> H << 2;
  const gates = block + GATES;
  activate(gates, 3 * H, SIGMOID);
  activate(gates + 3 * stride, H, TANH);
  for (let at: usize = 0; at < stride; at += 4) {
    const i = gates + at;
    const kept = load<f32>(i + stride) * load<f32>(block + CELL + at);
    const cell = kept + load<f32>(i) * load<f32>(i + 3 * stride);
    store<f32>(next + CELL + at, cell);
    store<f32>(next + HIDDEN + at, cell);
  }
  activate(next + HIDDEN, H, TANH);
  for (let at: usize = 0; at < stride; at += 4) {
    const output = load<f32>(gates + 2 * stride + at);
    const hidden = next + HIDDEN + at;
    store<f32>(hidden, load<f32>(hidden) * output);
  }
}

/** Leaves the gradients of the gates' sums in GATES, and of the cell before in CELL. */
function rememberGradient(block: usize, gradients: usize): void {
  const stride = <usize> H << 2;
  const shown = gradients + GATES + 3 * stride; // tanh of the cell, for a while
  memory.copy(shown, block + BLOCK + CELL, stride);
  activate(shown, H, TANH);
  for (let at: usize = 0; at < stride; at += 4) {
    const gates = block + GATES + at, ofGates = gradients + GATES + at;
    const ofHidden = load<f32>(gradients + HIDDEN + at);
    const seen = load<f32>(shown + at);
    const output = load<f32>(gates + 2 * stride);
    const input = load<f32>(gates), candidate = load<f32>(gates + 3 * stride);
    const ofCell = load<f32>(gradients + CELL + at) +
      ofHidden * output * (<f32> 1 - seen * seen);
    store<f32>(ofGates, ofCell * candidate);
    store<f32>(ofGates + stride, ofCell * load<f32>(block + CELL + at));
    store<f32>(ofGates + 2 * stride, ofHidden * seen);
    store<f32>(ofGates + 3 * stride, ofCell * input);
    store<f32>(gradients + CELL + at, ofCell * load<f32>(gates + stride));
  }
  differentiate(block, gradients, GATES, 3 * H, SIGMOID);
  differentiate(block, gradients, GATES + 3 * stride, H, TANH);
}

// @ts-ignore: decorator
@inline
function differentiate(
  block: usize,
  gradients: usize,
  part: usize,
  size: i32,
  kind: i32,
): void {
  activateGradient(gradients + part, block + part, size, kind);
}
