// Blocks of matrices, copied in the order in which tiles read them.

import { bytes, loadLanes } from "./lanes";

/** Bytes of the eight numbers of a tile's row. */
export const GROUP: usize = 8 * 4;

/** Rows of a transposed block lie so many bytes further apart than they are long: a power of two would lead them all to the same few lines of the cache. */
export const APART: usize = 64;

/** Copies a block of B, eight columns at a time, each group depth by depth. */
export function packColumns(
  from: usize,
  to: usize,
  columns: i32,
  depth: i32,
  stride: i32,
): void {
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    let at = from + bytes(j);
    for (let k = 0; k < depth; k++, to += GROUP, at += bytes(stride)) {
      v128.store(to, v128.load(at));
      v128.store(to, v128.load(at, 16), 16);
    }
  }
  if (j == columns) return;
  let at = from + bytes(j);
  const left = columns - j;
  for (let k = 0; k < depth; k++, to += GROUP, at += bytes(stride)) {
    v128.store(to, loadLanes(at, left));
    v128.store(to, left > 4 ? loadLanes(at + 16, left - 4) : f32x4.splat(0), 16);
  }
}

/** Copies a block of a transposed B: what packColumns does to its transpose. */
export function packTransposedColumns(
  from: usize,
  to: usize,
  columns: i32,
  depth: i32,
  stride: i32,
): void {
  const whole = columns & ~3;
  for (let j = 0; j < whole; j += 4) {
    const start = to + bytes((j & ~7) * depth + (j & 7));
    transposeFour(from + bytes(j * stride), start, depth, stride, GROUP);
  }
  const end = (columns + 7) & ~7; // the rest of the last group, and zeros
  for (let j = whole; j < end; j++) {
    let at = from + bytes(j * stride);
    let target = to + bytes((j & ~7) * depth + (j & 7));
    for (let k = 0; k < depth; k++, at += 4, target += GROUP) {
      store<f32>(target, j < columns ? load<f32>(at) : 0);
    }
  }
}

/** Copies a block of a transposed A, row by row, which come to lie `row` bytes apart. */
export function packTransposed(
  from: usize,
  to: usize,
  height: i32,
  depth: i32,
  stride: i32,
  row: usize,
): void {
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    transposeFour(from + bytes(k * stride), to + bytes(k), height, stride, row);
  }
  for (; k < depth; k++) {
    for (let i = 0; i < height; i++) {
      store<f32>(
        to + <usize> i * row + bytes(k),
        load<f32>(from + bytes(k * stride + i)),
      );
    }
  }
}

/** Four columns, `stride` apart, become four neighbors at each depth, `group` bytes apart. */
function transposeFour(
  from: usize,
  to: usize,
  depth: i32,
  stride: i32,
  group: usize,
): void {
  const step = bytes(stride);
  let a0 = from, a1 = from + step, a2 = a1 + step, a3 = a2 + step;
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    const r0 = v128.load(a0), r1 = v128.load(a1);
    const r2 = v128.load(a2), r3 = v128.load(a3);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(to + group, v128.shuffle<f64>(low01, low23, 1, 3));
    v128.store(to + 2 * group, v128.shuffle<f64>(high01, high23, 0, 2));
    v128.store(to + 3 * group, v128.shuffle<f64>(high01, high23, 1, 3));
    to += 4 * group;
    a0 += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
  }
  for (; k < depth; k++, to += group) {
    store<f32>(to, load<f32>(a0));
    store<f32>(to, load<f32>(a1), 4);
    store<f32>(to, load<f32>(a2), 8);
    store<f32>(to, load<f32>(a3), 12);
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
  }
}
