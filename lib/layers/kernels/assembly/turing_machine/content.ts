// The cosines of a head's key and every slot; and the way back.

import { sumLanes } from "../inline/math";
import { addScaled, dot } from "./rows";
import {
  CONTENT,
  COSINES,
  D,
  HEADS,
  INVERSE,
  MEMORY,
  NP,
  ROW,
  STRENGTH,
} from "./sizes";

/** As in turing_machine_addressing.ts. */
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

/** The cosine of the key and every slot. */
export function compare(block: usize, key: usize, cosines: usize): void {
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

/** Leaves the gradient over the slot's length in COSINES, adds its share along the slots to INVERSE. */
export function contentGradient(
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

/** 1 / ‖k‖. */
export function inverseLength(key: usize): f32 {
  return <f32> 1 / sqrt<f32>(dot(key, key, D) + SMALLEST_SQUARE);
}
