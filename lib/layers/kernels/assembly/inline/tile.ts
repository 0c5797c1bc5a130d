// Tiles of a product: 4 x 8 numbers in eight registers.

import { bytes } from "./lanes";
import { GROUP } from "./pack";

/** All tiles of a block of C; rows lie `rowA` and `rowC` bytes apart. */
export function tiles(
  a: usize,
  rowA: usize,
  packedB: usize,
  c: usize,
  height: i32,
  columns: i32,
  depth: i32,
  rowC: usize,
  accumulate: bool,
  scratch: usize,
): void {
  for (let j = 0; j < columns; j += 8) {
    const b = packedB + bytes(j * depth);
    for (let i = 0; i < height; i += 4) {
      const at = c + <usize> i * rowC + bytes(j);
      // Rows beyond the last one are the last one again, and go nowhere.
      const last = height - i - 1;
      const a0 = a + <usize> i * rowA;
      const a1 = a0 + <usize> min(1, last) * rowA;
      const a2 = a0 + <usize> min(2, last) * rowA;
      const a3 = a0 + <usize> min(3, last) * rowA;
      if (last >= 3 && j + 8 <= columns) {
        tile(a0, a1, a2, a3, b, at, rowC, depth, accumulate);
      } else {
        tile(a0, a1, a2, a3, b, scratch, GROUP, depth, false);
        const rows = min(last + 1, 4), inside = min(columns - j, 8);
        copyTile(scratch, at, rowC, rows, inside, accumulate);
      }
    }
  }
}

/** The 4 x 8 numbers of C at `c`, whose rows are `row` bytes apart: two steps of the sum at a time, which keeps the processor's adders busy. */
function tile(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  b: usize,
  c: usize,
  row: usize,
  depth: i32,
  accumulate: bool,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero;
  let c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  let k = 0;
  for (; k + 2 <= depth; k += 2) {
    let b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    c00 = f32x4.add(c00, f32x4.mul(x, b0));
    c01 = f32x4.add(c01, f32x4.mul(x, b1));
    x = v128.load32_splat(a1);
    c10 = f32x4.add(c10, f32x4.mul(x, b0));
    c11 = f32x4.add(c11, f32x4.mul(x, b1));
    x = v128.load32_splat(a2);
    c20 = f32x4.add(c20, f32x4.mul(x, b0));
    c21 = f32x4.add(c21, f32x4.mul(x, b1));
    x = v128.load32_splat(a3);
    c30 = f32x4.add(c30, f32x4.mul(x, b0));
    c31 = f32x4.add(c31, f32x4.mul(x, b1));
    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    x = v128.load32_splat(a0, 4);
    c00 = f32x4.add(c00, f32x4.mul(x, b0));
    c01 = f32x4.add(c01, f32x4.mul(x, b1));
    x = v128.load32_splat(a1, 4);
    c10 = f32x4.add(c10, f32x4.mul(x, b0));
    c11 = f32x4.add(c11, f32x4.mul(x, b1));
    x = v128.load32_splat(a2, 4);
    c20 = f32x4.add(c20, f32x4.mul(x, b0));
    c21 = f32x4.add(c21, f32x4.mul(x, b1));
    x = v128.load32_splat(a3, 4);
    c30 = f32x4.add(c30, f32x4.mul(x, b0));
    c31 = f32x4.add(c31, f32x4.mul(x, b1));
    a0 += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
    b += 2 * GROUP;
  }
  storeRow(c, c00, c01, accumulate);
  storeRow(c + row, c10, c11, accumulate);
  storeRow(c + 2 * row, c20, c21, accumulate);
  storeRow(c + 3 * row, c30, c31, accumulate);
  if (k == depth) return;
  const b0 = v128.load(b), b1 = v128.load(b, 16);
  addStep(c, a0, b0, b1);
  addStep(c + row, a1, b0, b1);
  addStep(c + 2 * row, a2, b0, b1);
  addStep(c + 3 * row, a3, b0, b1);
}

/** A row of the tile, and the product of a number and a row of B. */
// @ts-ignore: decorator
@inline
function addStep(c: usize, a: usize, b0: v128, b1: v128): void {
  const x = v128.load32_splat(a);
  storeRow(c, f32x4.mul(x, b0), f32x4.mul(x, b1), true);
}

// @ts-ignore: decorator
@inline
function storeRow(at: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    left = f32x4.add(left, v128.load(at));
    right = f32x4.add(right, v128.load(at, 16));
  }
  v128.store(at, left);
  v128.store(at, right, 16);
}

/** The part of a tile that lies in C. */
function copyTile(
  from: usize,
  to: usize,
  row: usize,
  height: i32,
  columns: i32,
  accumulate: bool,
): void {
  for (let i = 0; i < height; i++, from += GROUP, to += row) {
    for (let j = 0; j < columns; j++) {
      const at = to + bytes(j);
      const value = load<f32>(from + bytes(j));
      store<f32>(at, accumulate ? load<f32>(at) + value : value);
    }
  }
}
