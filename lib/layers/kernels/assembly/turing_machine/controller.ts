// The controller, what it tells the heads, and what it says; and the way back.

import {
  ADD,
  BLOCK,
  C,
  CELL,
  D,
  ERASE,
  F,
  GATE,
  GATES,
  H,
  HEADS,
  HIDDEN,
  K,
  LSTM,
  O,
  P,
  R,
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
import {
  controllerBias,
  headBias,
  headKernel,
  inputKernel,
  ofControllerBias,
  ofHeadBias,
  ofHeadKernel,
  ofInputKernel,
  ofOutputBias,
  ofOutputKernel,
  ofRecurrentKernel,
  outputBias,
  outputKernel,
  recurrentKernel,
} from "./weights";

/** The controller's next hidden state, and cell, from an input and the block's reads and hidden state. */
export function control(block: usize, input: usize): void {
  const next = block + BLOCK;
  const sums = LSTM ? block + GATES : next + HIDDEN;
  memory.copy(sums, controllerBias, <usize> C << 2);
  addProduct(sums, input, inputKernel, F, C);
  addProduct(sums, block + READS, recurrentKernel, V, C);
  if (LSTM) remember(block);
  else activate(sums, H, TANH);
}

/** What the heads say, from the next hidden state. */
export function instruct(block: usize): void {
  memory.copy(block + HEADS, headBias, <usize> P << 2);
  addProduct(block + HEADS, block + BLOCK + HIDDEN, headKernel, H, P);
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

/** The output, from the next hidden state and reads. */
export function say(block: usize, output: usize): void {
  const next = block + BLOCK;
  const below = <usize> (H * O) << 2; // the kernel's rows for the reads
  memory.copy(output, outputBias, <usize> O << 2);
  addProduct(output, next + HIDDEN, outputKernel, H, O);
  addProduct(output, next + READS, outputKernel + below, R * D, O);
}

/** Adds what comes from the output's gradient to those of hidden state, reads and weights. */
export function sayGradient(
  block: usize,
  gradients: usize,
  ofOutput: usize,
): void {
  const next = block + BLOCK;
  const below = <usize> (H * O) << 2; // the kernel's rows for the reads
  addScaled(ofOutputBias, ofOutput, 1, O);
  addProductGradients(
    gradients + HIDDEN,
    ofOutputKernel,
    next + HIDDEN,
    outputKernel,
    ofOutput,
    H,
    O,
  );
  addProductGradients(
    gradients + READS,
    ofOutputKernel + below,
    next + READS,
    outputKernel + below,
    ofOutput,
    R * D,
    O,
  );
}

/** From the gradients of HEADS to those of the hidden state and of the weights, which it adds to. */
export function instructGradient(block: usize, gradients: usize): void {
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
  addScaled(ofHeadBias, gradients + HEADS, 1, P);
  addProductGradients(
    gradients + HIDDEN,
    ofHeadKernel,
    block + BLOCK + HIDDEN,
    headKernel,
    gradients + HEADS,
    H,
    P,
  );
}

/** From the gradients of hidden state and cell to those of the input, the reads and hidden state before, and the weights. */
export function controlGradient(
  block: usize,
  gradients: usize,
  input: usize,
  ofInput: usize,
): void {
  const sums = gradients + GATES;
  if (LSTM) rememberGradient(block, gradients);
  else {
    memory.copy(sums, gradients + HIDDEN, <usize> H << 2);
    activateGradient(sums, block + BLOCK + HIDDEN, H, TANH);
  }
  addScaled(ofControllerBias, sums, 1, C);
  memory.fill(ofInput, 0, <usize> F << 2);
  addProductGradients(ofInput, ofInputKernel, input, inputKernel, sums, F, C);
  const before = gradients + READS;
  memory.fill(before, 0, HIDDEN - READS + (<usize> H << 2));
  addProductGradients(
    before,
    ofRecurrentKernel,
    block + READS,
    recurrentKernel,
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
