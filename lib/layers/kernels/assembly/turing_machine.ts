// A neural Turing machine over whole sequences, and the way back through time,
// in TensorFlow.js's memory; the formulas are those of lib/layers/memory.
// AssemblyScript: built by `deno task build:kernels`.
//
// A sequence has a block for each step and one for the state after the last:
// see turing_machine/sizes.ts. Kernels are row-major, [inputs, outputs].

import {
  address,
  addressGradient,
  measureSlots,
  slotGradient,
} from "./turing_machine/addressing";
import {
  control,
  controlGradient,
  say,
  sayGradient,
} from "./turing_machine/controller";
import { accessGradient, read, write } from "./turing_machine/memory";
import { addScaled } from "./turing_machine/rows";
import {
  ADDRESSES,
  BLOCK,
  C,
  CELL,
  D,
  H,
  HIDDEN,
  INVERSE,
  K,
  MEMORY,
  N,
  P,
  R,
  READS,
  ROW,
  setSizes,
  V,
} from "./turing_machine/sizes";

/** Where weights lie, or their gradients. */
let recurrentKernel: usize, headKernel: usize, headBias: usize;
let startMemory: usize, startReads: usize, startAddresses: usize;
let ofRecurrentKernel: usize, ofHeadKernel: usize, ofHeadBias: usize;

/** Sets the sizes; gives the bytes of a block. */
export function configure(
  hidden: i32,
  slots: i32,
  slotSize: i32,
  reads: i32,
  writes: i32,
  shifts: i32,
  lstm: bool,
): usize {
  setSizes(hidden, slots, slotSize, reads, writes, shifts, lstm);
  return BLOCK;
}

/** Says where the weights are. */
export function bindWeights(
  recurrent: usize,
  heads: usize,
  bias: usize,
  memory: usize,
  reads: usize,
  addresses: usize,
): void {
  recurrentKernel = recurrent, headKernel = heads, headBias = bias;
  startMemory = memory, startReads = reads, startAddresses = addresses;
}

/** Hidden states and reads [T, H + R D] of a sequence from its projected inputs [T, C]; fills T + 1 blocks. */
export function forward(
  projected: usize,
  features: usize,
  blocks: usize,
  steps: i32,
): void {
  start(blocks);
  const hidden = <usize> H << 2, reads = <usize> (R * D) << 2;
  for (let t = 0; t < steps; t++, blocks += BLOCK) {
    control(blocks, projected, recurrentKernel);
    say(blocks, headKernel, headBias);
    measureSlots(blocks);
    for (let k = 0; k < K; k++) address(blocks, k);
    read(blocks);
    write(blocks);
    memory.copy(features, blocks + BLOCK + HIDDEN, hidden);
    memory.copy(features + hidden, blocks + BLOCK + READS, reads);
    projected += <usize> C << 2;
    features += hidden + reads;
  }
}

/** Says where the weights' gradients are, and makes them 0. */
export function bindGradients(
  recurrent: usize,
  heads: usize,
  bias: usize,
): void {
  ofRecurrentKernel = recurrent, ofHeadKernel = heads, ofHeadBias = bias;
  memory.fill(recurrent, 0, <usize> (V * C) << 2);
  memory.fill(heads, 0, <usize> (H * P) << 2);
  memory.fill(bias, 0, <usize> P << 2);
}

/** From the gradients of the features to those of the projected inputs; adds the sequence's to the weights', leaves those of the start in the block `gradients`. */
export function backward(
  ofProjected: usize,
  ofFeatures: usize,
  blocks: usize,
  gradients: usize,
  steps: i32,
): void {
  memory.fill(gradients, 0, BLOCK);
  for (let t = steps - 1; t >= 0; t--) {
    const block = blocks + t * BLOCK;
    const features = ofFeatures + (<usize> (t * (H + R * D)) << 2);
    addScaled(gradients + HIDDEN, features, 1, H);
    addScaled(gradients + READS, features + (<usize> H << 2), 1, R * D);
    accessGradient(block, gradients);
    memory.fill(gradients + INVERSE, 0, ROW);
    for (let k = 0; k < K; k++) addressGradient(block, gradients, k);
    slotGradient(block, gradients, K);
    sayGradient(block, gradients, headKernel, ofHeadKernel, ofHeadBias);
    controlGradient(
      block,
      gradients,
      ofProjected + (<usize> (t * C) << 2),
      recurrentKernel,
      ofRecurrentKernel,
    );
  }
}

/** Adds the gradients of a sequence's start to those of memory [N, D], reads [R, D] and addresses [K, N]. */
export function addStartGradients(
  gradients: usize,
  ofMemory: usize,
  ofReads: usize,
  ofAddresses: usize,
): void {
  for (let n = 0; n < N; n++) {
    const column = gradients + MEMORY + (<usize> n << 2);
    for (let d = 0; d < D; d++, ofMemory += 4) {
      const more = load<f32>(column + d * ROW);
      store<f32>(ofMemory, load<f32>(ofMemory) + more);
    }
  }
  addScaled(ofReads, gradients + READS, 1, R * D);
  for (let k = 0; k < K; k++, ofAddresses += <usize> N << 2) {
    addScaled(ofAddresses, gradients + ADDRESSES + k * ROW, 1, N);
  }
}

/** The first block's state: memory and addresses in padded rows, the reads, a controller of zeros. */
function start(block: usize): void {
  memory.fill(block, 0, CELL + (<usize> H << 2));
  let source = startMemory;
  for (let n = 0; n < N; n++) {
    const column = block + MEMORY + (<usize> n << 2);
    for (let d = 0; d < D; d++, source += 4) {
      store<f32>(column + d * ROW, load<f32>(source));
    }
  }
  memory.copy(block + READS, startReads, <usize> (R * D) << 2);
  for (let k = 0; k < K; k++) {
    const row = startAddresses + (<usize> (k * N) << 2);
    memory.copy(block + ADDRESSES + k * ROW, row, <usize> N << 2);
  }
}
