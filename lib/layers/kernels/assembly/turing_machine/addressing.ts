// Where a head looks: content, gate, shift, sharpening; and the way back.

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
  INVERSE,
  LOGARITHMS,
  MEMORY,
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
import { sumLanes } from "../inline/math";
import {
  addScaled,
  clearPadding,
  dot,
  log,
  softmax,
} from "./rows";

/** As in turing_machine_addressing.ts. */
const SMALLEST_WEIGHT: f32 = 1e-30;
const SMALLEST_SQUARE: f32 = 1e-20;

/** 1 / ‖m‖ of every slot. */
export function measureSlots(block: usize): void {
  const end = block + INVERSE + ROW;
  let column = block + MEMORY;
  for (let at = block + INVERSE; at < end; at += 16, column += 16) {
    let squares = f32x4.splat(SMALLEST_SQUARE);
    let row = column;
    for (let d = 0; d < D; d++, row += ROW) {
      const m = v128.load(row);
      squares = f32x4.add(squares, f32x4.mul(m, m));
    }
    v128.store(at, f32x4.div(f32x4.splat(1), f32x4.sqrt(squares)));
  }
}

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

/** 1 / ‖k‖. */
export function inverseLength(key: usize): f32 {
  return <f32> 1 / sqrt<f32>(dot(key, key, D) + SMALLEST_SQUARE);
}

/** The cosine of the key and every slot. */
function compare(block: usize, key: usize, cosines: usize): void {
  const inverse = f32x4.splat(inverseLength(key));
  let column = block + MEMORY;
  for (let at: usize = 0; at < ROW; at += 16, column += 16) {
    let sums = f32x4.splat(0);
    let row = column;
    for (let d: usize = 0; d < <usize> D << 2; d += 4, row += ROW) {
      const product = f32x4.mul(v128.load32_splat(key + d), v128.load(row));
      sums = f32x4.add(sums, product);
    }
    const scale = f32x4.mul(inverse, v128.load(block + INVERSE + at));
    v128.store(cosines + at, f32x4.mul(sums, scale));
  }
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

/** Leaves the gradient over the slot's length in COSINES, adds its share along the slots to INVERSE. */
function contentGradient(
  block: usize,
  gradients: usize,
  k: i32,
  ofContent: usize,
): void {
  const numbers = <usize> k << 2;
  const cosines = block + COSINES + k * ROW;
  const content = block + CONTENT + k * ROW;
  const ofCosines = gradients + COSINES + k * ROW;
  const along = gradients + INVERSE;
  const strength = load<f32>(block + STRENGTH + numbers);
  const mean = f32x4.splat(dot(content, ofContent, NP));
  let ofStrength = f32x4.splat(0);
  for (let at: usize = 0; at < ROW; at += 16) {
    const centered = f32x4.sub(v128.load(ofContent + at), mean);
    const ofScore = f32x4.mul(v128.load(content + at), centered);
    const cosine = v128.load(cosines + at);
    const inverse = v128.load(block + INVERSE + at);
    const scaled = f32x4.mul(
      f32x4.mul(f32x4.splat(strength), ofScore),
      inverse,
    );
    const part = f32x4.mul(scaled, f32x4.mul(cosine, inverse));
    ofStrength = f32x4.add(ofStrength, f32x4.mul(ofScore, cosine));
    v128.store(ofCosines + at, scaled);
    v128.store(along + at, f32x4.add(v128.load(along + at), part));
  }
  const total = sumLanes(ofStrength);
  store<f32>(gradients + STRENGTH + numbers, total);
  keyGradient(block, gradients, k, strength * total);
}

/** Of k in cos = k m / (‖k‖ ‖m‖); `along` is Σ over slots of the cosine's gradient times the cosine. */
function keyGradient(
  block: usize,
  gradients: usize,
  k: i32,
  along: f32,
): void {
  const key = HEADS + <usize> (k * D) * 4;
  const inverse = inverseLength(block + key);
  const ofCosines = gradients + COSINES + k * ROW;
  for (let d: usize = 0; d < <usize> D; d++) {
    const towards = dot(ofCosines, block + MEMORY + d * ROW, NP);
    const at = key + (d << 2);
    const back = inverse * along * load<f32>(block + at);
    store<f32>(gradients + at, inverse * (towards - back));
  }
}

/** Adds to the memory's gradient what comes from the cosines of all heads. */
export function slotGradient(block: usize, gradients: usize, heads: i32): void {
  const along = gradients + INVERSE;
  for (let d: usize = 0; d < <usize> D; d++) {
    const target = gradients + MEMORY + d * ROW;
    const slots = block + MEMORY + d * ROW;
    for (let at: usize = 0; at < ROW; at += 16) {
      const back = f32x4.mul(v128.load(along + at), v128.load(slots + at));
      v128.store(target + at, f32x4.sub(v128.load(target + at), back));
    }
    for (let k = 0; k < heads; k++) {
      const key = block + HEADS + <usize> (k * D) * 4;
      const unit = load<f32>(key + (d << 2)) * inverseLength(key);
      addScaled(target, gradients + COSINES + k * ROW, unit, NP);
    }
  }
}
