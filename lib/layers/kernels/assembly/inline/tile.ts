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

/**
 * The 4 x 8 numbers of C at `c`, whose rows are `row` bytes apart.
 *
 * Eight steps of the sum to a round, since a round itself costs as much as half
 * a step. The way out after each is not for the last steps alone: without it V8
 * loads for several steps at once, and has too few registers for them.
 */
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
  let b0: v128, b1: v128, x: v128;
  while (true) {
    b0 = v128.load(b), b1 = v128.load(b, 16);
    x = v128.load32_splat(a0), c00 = add(c00, x, b0), c01 = add(c01, x, b1);
    x = v128.load32_splat(a1), c10 = add(c10, x, b0), c11 = add(c11, x, b1);
    x = v128.load32_splat(a2), c20 = add(c20, x, b0), c21 = add(c21, x, b1);
    x = v128.load32_splat(a3), c30 = add(c30, x, b0), c31 = add(c31, x, b1);
    if (--depth == 0) break;
    b0 = v128.load(b, 32), b1 = v128.load(b, 48);
    x = v128.load32_splat(a0, 4), c00 = add(c00, x, b0), c01 = add(c01, x, b1);
    x = v128.load32_splat(a1, 4), c10 = add(c10, x, b0), c11 = add(c11, x, b1);
    x = v128.load32_splat(a2, 4), c20 = add(c20, x, b0), c21 = add(c21, x, b1);
    x = v128.load32_splat(a3, 4), c30 = add(c30, x, b0), c31 = add(c31, x, b1);
    if (--depth == 0) break;
    b0 = v128.load(b, 64), b1 = v128.load(b, 80);
    x = v128.load32_splat(a0, 8), c00 = add(c00, x, b0), c01 = add(c01, x, b1);
    x = v128.load32_splat(a1, 8), c10 = add(c10, x, b0), c11 = add(c11, x, b1);
    x = v128.load32_splat(a2, 8), c20 = add(c20, x, b0), c21 = add(c21, x, b1);
    x = v128.load32_splat(a3, 8), c30 = add(c30, x, b0), c31 = add(c31, x, b1);
    if (--depth == 0) break;
    b0 = v128.load(b, 96), b1 = v128.load(b, 112);
    x = v128.load32_splat(a0, 12), c00 = add(c00, x, b0), c01 = add(c01, x, b1);
    x = v128.load32_splat(a1, 12), c10 = add(c10, x, b0), c11 = add(c11, x, b1);
    x = v128.load32_splat(a2, 12), c20 = add(c20, x, b0), c21 = add(c21, x, b1);
    x = v128.load32_splat(a3, 12), c30 = add(c30, x, b0), c31 = add(c31, x, b1);
    if (--depth == 0) break;
    b0 = v128.load(b, 128), b1 = v128.load(b, 144);
    x = v128.load32_splat(a0, 16), c00 = add(c00, x, b0), c01 = add(c01, x, b1);
    x = v128.load32_splat(a1, 16), c10 = add(c10, x, b0), c11 = add(c11, x, b1);
    x = v128.load32_splat(a2, 16), c20 = add(c20, x, b0), c21 = add(c21, x, b1);
    x = v128.load32_splat(a3, 16), c30 = add(c30, x, b0), c31 = add(c31, x, b1);
    if (--depth == 0) break;
    b0 = v128.load(b, 160), b1 = v128.load(b, 176);
    x = v128.load32_splat(a0, 20), c00 = add(c00, x, b0), c01 = add(c01, x, b1);
    x = v128.load32_splat(a1, 20), c10 = add(c10, x, b0), c11 = add(c11, x, b1);
    x = v128.load32_splat(a2, 20), c20 = add(c20, x, b0), c21 = add(c21, x, b1);
    x = v128.load32_splat(a3, 20), c30 = add(c30, x, b0), c31 = add(c31, x, b1);
    if (--depth == 0) break;
    b0 = v128.load(b, 192), b1 = v128.load(b, 208);
    x = v128.load32_splat(a0, 24), c00 = add(c00, x, b0), c01 = add(c01, x, b1);
    x = v128.load32_splat(a1, 24), c10 = add(c10, x, b0), c11 = add(c11, x, b1);
    x = v128.load32_splat(a2, 24), c20 = add(c20, x, b0), c21 = add(c21, x, b1);
    x = v128.load32_splat(a3, 24), c30 = add(c30, x, b0), c31 = add(c31, x, b1);
    if (--depth == 0) break;
    b0 = v128.load(b, 224), b1 = v128.load(b, 240);
    x = v128.load32_splat(a0, 28), c00 = add(c00, x, b0), c01 = add(c01, x, b1);
    x = v128.load32_splat(a1, 28), c10 = add(c10, x, b0), c11 = add(c11, x, b1);
    x = v128.load32_splat(a2, 28), c20 = add(c20, x, b0), c21 = add(c21, x, b1);
    x = v128.load32_splat(a3, 28), c30 = add(c30, x, b0), c31 = add(c31, x, b1);
    if (--depth == 0) break;
    a0 += 32, a1 += 32, a2 += 32, a3 += 32;
    b += 8 * GROUP;
  }
  storeRow(c, c00, c01, accumulate);
  storeRow(c + row, c10, c11, accumulate);
  storeRow(c + 2 * row, c20, c21, accumulate);
  storeRow(c + 3 * row, c30, c31, accumulate);
}

/** sum + x y, in two roundings. */
// @ts-ignore: decorator
@inline
function add(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
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
