// A neural Turing machine over whole sequences, and the way back through time,
// in TensorFlow.js's memory; the formulas are those of lib/layers/memory.
// AssemblyScript: built by `deno task build:kernels`.
//
// A sequence has a block for each step and one for the state after the last:
// see turing_machine/sizes.ts. Kernels are row-major, [inputs, outputs].

import { address, addressGradient } from "./turing_machine/addressing";
import { measureSlots, slotGradient } from "./turing_machine/content";
import {
  control,
  controlGradient,
  instruct,
  instructGradient,
  say,
  sayGradient,
} from "./turing_machine/controller";
import { accessGradient, read, write } from "./turing_machine/memory";
import { BLOCK, F, INVERSE, K, O, ROW, setSizes } from "./turing_machine/sizes";
import { addStartGradient, start } from "./turing_machine/start";
import { setGradients, setWeights } from "./turing_machine/weights";

/** Sets the sizes; gives the bytes of a block. */
export function turingConfigure(
  inputs: i32,
  outputs: i32,
  hidden: i32,
  slots: i32,
  slotSize: i32,
  reads: i32,
  writes: i32,
  shifts: i32,
  lstm: bool,
): usize {
  setSizes(
    inputs,
    outputs,
    hidden,
    slots,
    slotSize,
    reads,
    writes,
    shifts,
    lstm,
  );
  return BLOCK;
}

export { setGradients as turingGradients, setWeights as turingWeights };

/** Outputs [T, O] of a sequence [T, F]; fills T + 1 blocks. */
export function turingForward(
  inputs: usize,
  outputs: usize,
  blocks: usize,
  steps: i32,
): void {
  start(blocks);
  for (let t = 0; t < steps; t++, blocks += BLOCK) {
    control(blocks, inputs);
    instruct(blocks);
    measureSlots(blocks);
    for (let k = 0; k < K; k++) address(blocks, k);
    read(blocks);
    write(blocks);
    say(blocks, outputs);
    inputs += <usize> F << 2;
    outputs += <usize> O << 2;
  }
}

/** From the gradients of a sequence's outputs to those of its inputs; adds to those of the weights. `gradients` is a block to work with. */
export function turingBackward(
  inputs: usize,
  ofInputs: usize,
  ofOutputs: usize,
  blocks: usize,
  gradients: usize,
  steps: i32,
): void {
  memory.fill(gradients, 0, BLOCK);
  for (let t = <usize> steps; t-- > 0;) {
    const block = blocks + t * BLOCK;
    const at = (t * F) << 2;
    sayGradient(block, gradients, ofOutputs + ((t * O) << 2));
    accessGradient(block, gradients);
    memory.fill(gradients + INVERSE, 0, ROW);
    for (let k = 0; k < K; k++) addressGradient(block, gradients, k);
    slotGradient(block, gradients, K);
    instructGradient(block, gradients);
    controlGradient(block, gradients, inputs + at, ofInputs + at);
  }
  addStartGradient(blocks, gradients);
}
