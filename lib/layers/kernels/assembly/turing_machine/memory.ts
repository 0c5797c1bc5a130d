// Reads and writes of the memory, a row [NP] to each number of a slot; and the
// way back.

import {
  ADD,
  ADDRESSES,
  BLOCK,
  D,
  ERASE,
  MEMORY,
  NP,
  R,
  READS,
  ROW,
  SPARE,
  W,
} from "./sizes";
import { addScaled, dot } from "./rows";

/** What the heads that read find with their new addresses, into the next state. */
export function read(block: usize): void {
  const next = block + BLOCK;
  let target = next + READS;
  for (let h = 0; h < R; h++) {
    const weights = next + ADDRESSES + h * ROW;
    for (let d = 0; d < D; d++, target += 4) {
      store<f32>(target, dot(weights, block + MEMORY + d * ROW, NP));
    }
  }
}

/** The memory after all heads that write have erased, then added, into the next state. */
export function write(block: usize): void {
  const next = block + BLOCK;
  for (let d = 0; d < D; d++) {
    const target = next + MEMORY + d * ROW;
    memory.copy(target, block + MEMORY + d * ROW, ROW);
    for (let h = 0; h < W; h++) {
      keep(target, writeWeights(next, h), eraseOf(block, h, d));
    }
    for (let h = 0; h < W; h++) {
      addScaled(target, writeWeights(next, h), addOf(block, h, d), NP);
    }
  }
}

/** Gradients of write, then of read: adds those of the addresses, leaves that of the memory before. */
export function accessGradient(block: usize, gradients: usize): void {
  for (let d = 0; d < D; d++) {
    writeGradient(block, gradients, d);
    const target = gradients + MEMORY + d * ROW;
    const slots = block + MEMORY + d * ROW;
    for (let h = 0; h < R; h++) {
      const address = ADDRESSES + h * ROW;
      const at = gradients + READS + (<usize> (h * D + d) << 2);
      const ofRead = load<f32>(at);
      addScaled(gradients + address, slots, ofRead, NP);
      addScaled(target, block + BLOCK + address, ofRead, NP);
    }
  }
}

function writeGradient(block: usize, gradients: usize, d: i32): void {
  const next = block + BLOCK;
  const target = gradients + MEMORY + d * ROW;
  const others = gradients + SPARE;
  for (let h = 0; h < W; h++) {
    const weights = writeWeights(next, h);
    const ofWeights = writeWeights(gradients, h);
    const add = addOf(block, h, d), erase = eraseOf(block, h, d);
    const at = gradients + (<usize> (h * D + d) << 2);
    multiply(others, target, block + MEMORY + d * ROW);
    for (let j = 0; j < W; j++) {
      if (j != h) keep(others, writeWeights(next, j), eraseOf(block, j, d));
    }
    store<f32>(at + ADD, dot(target, weights, NP));
    store<f32>(at + ERASE, -dot(others, weights, NP));
    addScaled(ofWeights, target, add, NP);
    addScaled(ofWeights, others, -erase, NP);
  }
  for (let h = 0; h < W; h++) {
    keep(target, writeWeights(next, h), eraseOf(block, h, d));
  }
}

// @ts-ignore: decorator
@inline
function writeWeights(block: usize, h: i32): usize {
  return block + ADDRESSES + (R + h) * ROW;
}

// @ts-ignore: decorator
@inline
function eraseOf(block: usize, h: i32, d: i32): f32 {
  return load<f32>(block + ERASE + (<usize> (h * D + d) << 2));
}

// @ts-ignore: decorator
@inline
function addOf(block: usize, h: i32, d: i32): f32 {
  return load<f32>(block + ADD + (<usize> (h * D + d) << 2));
}

/** row *= 1 - erase weights. */
function keep(row: usize, weights: usize, erase: f32): void {
  const end = row + ROW;
  const erases = f32x4.splat(erase);
  for (; row < end; row += 16, weights += 16) {
    const erased = f32x4.mul(erases, v128.load(weights));
    const kept = f32x4.sub(f32x4.splat(1), erased);
    v128.store(row, f32x4.mul(v128.load(row), kept));
  }
}

/** target = a b. */
function multiply(target: usize, a: usize, b: usize): void {
  const end = target + ROW;
  for (; target < end; target += 16, a += 16, b += 16) {
    v128.store(target, f32x4.mul(v128.load(a), v128.load(b)));
  }
}
