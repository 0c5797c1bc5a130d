// Softmax of rows, and the cross entropy of one, forwards and backwards. AssemblyScript: built by `deno task build:kernels`.

import { bytes, keepLanes, loadLanes, storeLanes } from "./inline/lanes";
import { exp, expNegative, INFINITY, log, maxLanes, sumLanes } from "./inline/math";

/** x = softmax(scale x) row by row, in place; 0 where the mask is, whose rows and columns lie the strides apart. */
export function softmaxRows(
  x: usize,
  rows: i32,
  columns: i32,
  scale: f32,
  mask: usize,
  maskRow: i32,
  maskColumn: i32,
): void {
  const row = bytes(columns);
  for (let i = 0; i < rows; i++) {
    if (mask) hideMasked(x, columns, scale < 0, mask, maskColumn);
    softmaxRow(x, columns, scale);
    x += row;
    mask += bytes(maskRow);
  }
}

/** Scores that the mask hides become infinitely small. */
function hideMasked(
  x: usize,
  columns: i32,
  negative: bool,
  mask: usize,
  maskColumn: i32,
): void {
  const hidden = negative ? INFINITY : -INFINITY;
  let j = 0;
  if (maskColumn == 1) {
    for (; j + 4 <= columns; j += 4, mask += 16) {
      const at = x + bytes(j);
      const masked = f32x4.eq(v128.load(mask), f32x4.splat(0));
      const shown = v128.load(at);
      v128.store(at, v128.bitselect(f32x4.splat(hidden), shown, masked));
    }
  }
  for (; j < columns; j++, mask += bytes(maskColumn)) {
    if (load<f32>(mask) == 0) store<f32>(x + bytes(j), hidden);
  }
}

function softmaxRow(x: usize, columns: i32, scale: f32): void {
  const scales = f32x4.splat(scale);
  let most = f32x4.splat(-INFINITY);
  for (let j = 0; j < columns; j += 4) {
    const n = columns - j;
    const scaled = f32x4.mul(loadLanes(x + bytes(j), n), scales);
    most = f32x4.pmax(keepLanes(scaled, n, -INFINITY), most);
    storeLanes(x + bytes(j), scaled, n);
  }
  const largest = maxLanes(most);
  if (largest == -INFINITY) { // all is masked
    memory.fill(x, 0, bytes(columns));
    return;
  }
  const shift = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  for (let j = 0; j < columns; j += 4) {
    const n = columns - j;
    const e = expNegative(f32x4.sub(loadLanes(x + bytes(j), n), shift));
    sums = f32x4.add(sums, keepLanes(e, n, 0));
    storeLanes(x + bytes(j), e, n);
  }
  const factor = f32x4.splat(1 / sumLanes(sums));
  for (let j = 0; j < columns; j += 4) {
    const n = columns - j;
    storeLanes(x + bytes(j), f32x4.mul(loadLanes(x + bytes(j), n), factor), n);
  }
}

/** dx = scale w (dw - Σ w dw) row by row, in place of dw. */
export function softmaxRowsBackward(
  w: usize,
  dw: usize,
  rows: i32,
  columns: i32,
  scale: f32,
): void {
  const row = bytes(columns);
  const scales = f32x4.splat(scale);
  for (let i = 0; i < rows; i++) {
    let sums = f32x4.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const n = columns - j, at = bytes(j);
      sums = f32x4.add(
        sums,
        f32x4.mul(loadLanes(w + at, n), loadLanes(dw + at, n)),
      );
    }
    const mean = f32x4.splat(sumLanes(sums));
    for (let j = 0; j < columns; j += 4) {
      const n = columns - j, at = bytes(j);
      const apart = f32x4.sub(loadLanes(dw + at, n), mean);
      const weighted = f32x4.mul(loadLanes(w + at, n), scales);
      storeLanes(dw + at, f32x4.mul(weighted, apart), n);
    }
    w += row;
    dw += row;
  }
}

/** log Σ exp of each row, and the sum of weight (that - the label's score) over all rows; no weights count as 1. */
export function crossEntropy(
  logits: usize,
  labels: usize,
  weights: usize,
  normalizers: usize,
  rows: i32,
  columns: i32,
): f32 {
  let loss: f32 = 0;
  for (let i = 0; i < rows; i++) {
    const normalizer = logSumExp(logits, columns);
    const right = load<f32>(logits + bytes(load<i32>(labels + bytes(i))));
    const weight: f32 = weights ? load<f32>(weights + bytes(i)) : 1;
    if (weight != 0) loss += weight * (normalizer - right);
    store<f32>(normalizers + bytes(i), normalizer);
    logits += bytes(columns);
  }
  return loss;
}

function logSumExp(x: usize, columns: i32): f32 {
  let most = f32x4.splat(-INFINITY);
  for (let j = 0; j < columns; j += 4) {
    const n = columns - j;
    const part = keepLanes(loadLanes(x + bytes(j), n), n, -INFINITY);
    most = f32x4.pmax(part, most);
  }
  const largest = maxLanes(most);
  const shift = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  for (let j = 0; j < columns; j += 4) {
    const n = columns - j;
    const e = expNegative(f32x4.sub(loadLanes(x + bytes(j), n), shift));
    sums = f32x4.add(sums, keepLanes(e, n, 0));
  }
  return largest + log(sumLanes(sums));
}

/** dx = scale weight (softmax(x) - onehot(label)) row by row. */
export function crossEntropyBackward(
  logits: usize,
  labels: usize,
  weights: usize,
  normalizers: usize,
  dLogits: usize,
  rows: i32,
  columns: i32,
  scale: f32,
): void {
  for (let i = 0; i < rows; i++) {
    const weight: f32 = weights ? load<f32>(weights + bytes(i)) : 1;
    const factor: f32 = scale * weight;
    const factors = f32x4.splat(factor);
    const shift = f32x4.splat(load<f32>(normalizers + bytes(i)));
    if (factor == 0) memory.fill(dLogits, 0, bytes(columns));
    else {
      for (let j = 0; j < columns; j += 4) {
        const n = columns - j, at = bytes(j);
        const p = exp(f32x4.sub(loadLanes(logits + at, n), shift));
        storeLanes(dLogits + at, f32x4.mul(p, factors), n);
      }
      const right = dLogits + bytes(load<i32>(labels + bytes(i)));
      store<f32>(right, load<f32>(right) - factor);
    }
    logits += bytes(columns);
    dLogits += bytes(columns);
  }
}
