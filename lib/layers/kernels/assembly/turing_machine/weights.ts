// Where the weights lie, in the order of lib/layers' TuringMachineWeights, and
// where their gradients do.

import { C, D, F, H, K, N, O, P, R, V } from "./sizes";

export let inputKernel: usize, recurrentKernel: usize, controllerBias: usize;
export let headKernel: usize, headBias: usize;
export let outputKernel: usize, outputBias: usize;
export let startMemory: usize, startReads: usize, startAddresses: usize;

export let ofInputKernel: usize, ofRecurrentKernel: usize;
export let ofControllerBias: usize, ofHeadKernel: usize, ofHeadBias: usize;
export let ofOutputKernel: usize, ofOutputBias: usize;
export let ofStartMemory: usize, ofStartReads: usize;
export let ofStartAddresses: usize;

export function setWeights(
  input: usize,
  recurrent: usize,
  controller: usize,
  heads: usize,
  head: usize,
  outputs: usize,
  output: usize,
  memory: usize,
  reads: usize,
  addresses: usize,
): void {
  inputKernel = input, recurrentKernel = recurrent;
  controllerBias = controller, headKernel = heads, headBias = head;
  outputKernel = outputs, outputBias = output;
  startMemory = memory, startReads = reads, startAddresses = addresses;
}

/** All of them 0 at first, as sequences add to them. */
export function setGradients(
  input: usize,
  recurrent: usize,
  controller: usize,
  heads: usize,
  head: usize,
  outputs: usize,
  output: usize,
  memory: usize,
  reads: usize,
  addresses: usize,
): void {
  ofInputKernel = clear(input, F * C);
  ofRecurrentKernel = clear(recurrent, V * C);
  ofControllerBias = clear(controller, C);
  ofHeadKernel = clear(heads, H * P), ofHeadBias = clear(head, P);
  ofOutputKernel = clear(outputs, (H + R * D) * O);
  ofOutputBias = clear(output, O);
  ofStartMemory = clear(memory, N * D), ofStartReads = clear(reads, R * D);
  ofStartAddresses = clear(addresses, K * N);
}

function clear(at: usize, size: i32): usize {
  memory.fill(at, 0, <usize> size << 2);
  return at;
}
