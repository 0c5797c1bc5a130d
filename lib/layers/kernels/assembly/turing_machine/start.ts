// The state before the first step; and the way back.

import {
  ADDRESSES,
  CELL,
  D,
  H,
  K,
  MEMORY,
  N,
  R,
  READS,
  ROW,
} from "./sizes";
import { addScaled, softmaxOfFew, softmaxOfFewGradient } from "./rows";
import {
  ofStartAddresses,
  ofStartMemory,
  ofStartReads,
  startAddresses,
  startMemory,
  startReads,
} from "./weights";

/** The first block's state: memory and addresses in padded rows, the reads, a controller of zeros. */
export function start(block: usize): void {
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
    const row = block + ADDRESSES + k * ROW;
    memory.copy(row, startAddresses + (<usize> (k * N) << 2), <usize> N << 2);
    softmaxOfFew(row, N);
  }
}

/** Adds the gradients of the first block's state, which they overwrite, to those of what it came from. */
export function addStartGradient(block: usize, gradients: usize): void {
  let target = ofStartMemory;
  for (let n = 0; n < N; n++) {
    const column = gradients + MEMORY + (<usize> n << 2);
    for (let d = 0; d < D; d++, target += 4) {
      store<f32>(target, load<f32>(target) + load<f32>(column + d * ROW));
    }
  }
  addScaled(ofStartReads, gradients + READS, 1, R * D);
  for (let k = 0; k < K; k++) {
    const row = ADDRESSES + k * ROW;
    softmaxOfFewGradient(gradients + row, block + row, N);
    const logits = ofStartAddresses + (<usize> (k * N) << 2);
    addScaled(logits, gradients + row, 1, N);
  }
}
