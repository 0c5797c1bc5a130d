// Where a head looks: content, gate, shift, sharpening; and the way back.

import { compare, contentGradient } from "./content";
import { clearPadding, dot, log, softmax } from "./rows";
import {
  ADDRESSES,
  BLOCK,
  CONTENT,
  COSINES,
  D,
  GATE,
  GATED,
  HALO,
  HEADS,
  LOGARITHMS,
  MIDDLE,
  N,
  NP,
  ROW,
  S,
  SHARPENING,
  SHIFT,
  SHIFTED,
  STRENGTH,
} from "./sizes";

/** As in turing_machine_addressing.ts. */
const SMALLEST_WEIGHT: f32 = 1e-30;

/** The address of head k, from the block's to the next one. */
export function address(block: usize, k: i32): void {
  const cosines = block + COSINES + k * ROW;
  const content = block + CONTENT + k * ROW;
  const gated = block + GATED + k * HALO;
  const previous = block + ADDRESSES + k * ROW;
  const numbers = block + (<usize> k << 2);
  compare(block, block + HEADS + <usize> (k * D) * 4, cosines);
  softmax(content, cosines, load<f32>(numbers + STRENGTH), N);
  mix(gated, content, previous, load<f32>(numbers + GATE));
  closeCircle(gated);
  const shifted = block + SHIFTED + k * ROW;
  const logarithms = block + LOGARITHMS + k * ROW;
  shift(shifted, gated, block + SHIFT + <usize> (k * S) * 4);
  for (let at: usize = 0; at < ROW; at += 16) {
    const weight = v128.load(shifted + at);
    const above = f32x4.add(weight, f32x4.splat(SMALLEST_WEIGHT));
    v128.store(logarithms + at, log(above));
  }
  const next = previous + BLOCK;
  softmax(next, logarithms, load<f32>(numbers + SHARPENING), N);
}

/** Gradients of head k's address: from ADDRESSES, after the step, to what it came from; those before the step replace them. */
export function addressGradient(block: usize, gradients: usize, k: i32): void {
  const ofAddress = gradients + ADDRESSES + k * ROW;
  const ofShifted = gradients + GATED + k * HALO;
  const ofGated = gradients + CONTENT + k * ROW;
  sharpenGradient(block, gradients, k, ofAddress, ofShifted);
  closeCircle(ofShifted);
  shiftGradient(block, gradients, k, ofShifted, ofGated);
  gateGradient(block, gradients, k, ofGated, ofAddress);
  contentGradient(block, gradients, k, ofGated);
}

/** previous + gate (content - previous), in the middle of its circle. */
function mix(gated: usize, content: usize, previous: usize, gate: f32): void {
  const gates = f32x4.splat(gate);
  const target = gated + (<usize> MIDDLE << 2);
  for (let at: usize = 0; at < ROW; at += 16) {
    const before = v128.load(previous + at);
    const way = f32x4.sub(v128.load(content + at), before);
    v128.store(target + at, f32x4.add(before, f32x4.mul(gates, way)));
  }
}

/** Continues a row beyond both ends with the numbers of the other. */
function closeCircle(row: usize): void {
  const middle = row + (<usize> MIDDLE << 2);
  for (let j = 1; j <= MIDDLE; j++) {
    const fromEnd = <usize> (N - 1 - (j - 1) % N) << 2;
    store<f32>(middle - (<usize> j << 2), load<f32>(middle + fromEnd));
  }
  for (let j = 0; j < MIDDLE; j++) {
    const fromStart = <usize> (j % N) << 2;
    store<f32>(middle + (<usize> (N + j) << 2), load<f32>(middle + fromStart));
  }
}

/** Σ over moves of share times the row moved. */
function shift(shifted: usize, gated: usize, shares: usize): void {
  const last = gated + (<usize> (S - 1) << 2);
  for (let at: usize = 0; at < ROW; at += 16) {
    let sums = f32x4.splat(0);
    for (let i: usize = 0; i < <usize> S << 2; i += 4) {
      const moved = v128.load(last + at - i);
      sums = f32x4.add(sums, f32x4.mul(v128.load32_splat(shares + i), moved));
    }
    v128.store(shifted + at, sums);
  }
  clearPadding(shifted, N);
}

function sharpenGradient(
  block: usize,
  gradients: usize,
  k: i32,
  ofAddress: usize,
  ofShifted: usize,
): void {
  const numbers = <usize> k << 2;
  const weights = block + BLOCK + ADDRESSES + k * ROW;
  const shifted = block + SHIFTED + k * ROW;
  const ofScore = gradients + SHIFTED + k * ROW;
  const sharpening = f32x4.splat(load<f32>(block + SHARPENING + numbers));
  const mean = f32x4.splat(dot(weights, ofAddress, NP));
  const target = ofShifted + (<usize> MIDDLE << 2);
  for (let at: usize = 0; at < ROW; at += 16) {
    const centered = f32x4.sub(v128.load(ofAddress + at), mean);
    const score = f32x4.mul(v128.load(weights + at), centered);
    const above = f32x4.add(
      v128.load(shifted + at),
      f32x4.splat(SMALLEST_WEIGHT),
    );
    v128.store(ofScore + at, score);
    v128.store(target + at, f32x4.div(f32x4.mul(sharpening, score), above));
  }
  store<f32>(
    gradients + SHARPENING + numbers,
    dot(ofScore, block + LOGARITHMS + k * ROW, NP),
  );
}

function shiftGradient(
  block: usize,
  gradients: usize,
  k: i32,
  ofShifted: usize,
  ofGated: usize,
): void {
  const shares = SHIFT + <usize> (k * S) * 4;
  const middle = ofShifted + (<usize> MIDDLE << 2);
  const last = block + GATED + k * HALO + (<usize> (S - 1) << 2);
  for (let i: usize = 0; i < <usize> S << 2; i += 4) {
    store<f32>(gradients + shares + i, dot(middle, last - i, N));
  }
  for (let at: usize = 0; at < ROW; at += 16) {
    let sums = f32x4.splat(0);
    for (let i: usize = 0; i < <usize> S << 2; i += 4) {
      const share = v128.load32_splat(block + shares + i);
      sums = f32x4.add(sums, f32x4.mul(share, v128.load(ofShifted + at + i)));
    }
    v128.store(ofGated + at, sums);
  }
  clearPadding(ofGated, N);
}

/** Leaves the content's gradient in ofGated, and the one of the address before in ofAddress. */
function gateGradient(
  block: usize,
  gradients: usize,
  k: i32,
  ofGated: usize,
  ofAddress: usize,
): void {
  const numbers = <usize> k << 2;
  const content = block + CONTENT + k * ROW;
  const previous = block + ADDRESSES + k * ROW;
  const gate = f32x4.splat(load<f32>(block + GATE + numbers));
  store<f32>(
    gradients + GATE + numbers,
    dot(ofGated, content, NP) - dot(ofGated, previous, NP),
  );
  for (let at: usize = 0; at < ROW; at += 16) {
    const gradient = v128.load(ofGated + at);
    const ofContent = f32x4.mul(gate, gradient);
    v128.store(ofGated + at, ofContent);
    v128.store(ofAddress + at, f32x4.sub(gradient, ofContent));
  }
}
