// Matrix products in TensorFlow.js's memory: sizes count numbers, matrices are
// row-major. AssemblyScript: built by `deno task build:kernels`.
//
// Blocks of A and B are copied so that the innermost loop, a tile of 4 x 8
// numbers of C in eight registers, reads both in order: A four rows at a time,
// B eight columns at a time, padded with zeros.

import { sumLanes } from "./inline/math";

/** What a block of A and B has at most: B's fits the second cache, A's and 8 columns of B the first. */
const BLOCK_M: i32 = 64;
const BLOCK_N: i32 = 512;
const BLOCK_K: i32 = 256;

const TILE_BYTES: usize = 4 * 8 * 4;
const A_BYTES: usize = <usize> BLOCK_M * BLOCK_K * 4;

/** How many bytes `scratch` must have. */
export function scratchBytes(): usize {
  return TILE_BYTES + A_BYTES + <usize> BLOCK_N * BLOCK_K * 4;
}

/** C = op(A) op(B), or C += it: `batch` products, whose matrices lie the strides apart. */
export function gemm(
  a: usize,
  b: usize,
  c: usize,
  M: i32,
  N: i32,
  K: i32,
  transposeA: bool,
  transposeB: bool,
  accumulate: bool,
  batch: i32,
  strideA: i32,
  strideB: i32,
  strideC: i32,
  scratch: usize,
): void {
  for (let i = 0; i < batch; i++) {
    if (N == 1) { // Cᵀ = op(B)ᵀ op(A)ᵀ, whose first matrix is one row
      rows(b, a, c, 1, M, K, !transposeA, accumulate);
    } else if (M == 1 || (M <= 3 && !transposeA)) {
      rows(a, b, c, M, N, K, transposeB, accumulate);
    } else {
      blocks(a, b, c, M, N, K, transposeA, transposeB, accumulate, scratch);
    }
    a += <usize> strideA << 2;
    b += <usize> strideB << 2;
    c += <usize> strideC << 2;
  }
}

/** Few rows of A: copying B would cost more than the product. */
function rows(
  a: usize,
  b: usize,
  c: usize,
  M: i32,
  N: i32,
  K: i32,
  transposeB: bool,
  accumulate: bool,
): void {
  for (let i = 0; i < M; i++) {
    if (!accumulate) memory.fill(c, 0, <usize> N << 2);
    if (transposeB) rowTimesTransposed(a, b, c, N, K);
    else rowTimes(a, b, c, N, K);
    a += <usize> K << 2;
    c += <usize> N << 2;
  }
}

/** c += a B, sixteen columns at a time. */
function rowTimes(a: usize, b: usize, c: usize, N: i32, K: i32): void {
  const stride = <usize> N << 2;
  const end = a + (<usize> K << 2);
  let j = 0;
  for (; j + 16 <= N; j += 16, b += 64, c += 64) {
    let c0 = v128.load(c), c1 = v128.load(c, 16);
    let c2 = v128.load(c, 32), c3 = v128.load(c, 48);
    for (let ak = a, bk = b; ak < end; ak += 4, bk += stride) {
      const x = v128.load32_splat(ak);
      c0 = f32x4.add(c0, f32x4.mul(x, v128.load(bk)));
      c1 = f32x4.add(c1, f32x4.mul(x, v128.load(bk, 16)));
      c2 = f32x4.add(c2, f32x4.mul(x, v128.load(bk, 32)));
      c3 = f32x4.add(c3, f32x4.mul(x, v128.load(bk, 48)));
    }
    v128.store(c, c0);
    v128.store(c, c1, 16);
    v128.store(c, c2, 32);
    v128.store(c, c3, 48);
  }
  for (; j + 4 <= N; j += 4, b += 16, c += 16) {
    let sum = v128.load(c);
    for (let ak = a, bk = b; ak < end; ak += 4, bk += stride) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(ak), v128.load(bk)));
    }
    v128.store(c, sum);
  }
  for (; j < N; j++, b += 4, c += 4) {
    let sum = load<f32>(c);
    for (let ak = a, bk = b; ak < end; ak += 4, bk += stride) {
      sum += load<f32>(ak) * load<f32>(bk);
    }
    store<f32>(c, sum);
  }
}

/** c += a Bᵀ: the dot products of a with the rows of B. */
function rowTimesTransposed(
  a: usize,
  b: usize,
  c: usize,
  N: i32,
  K: i32,
): void {
  const end = a + (<usize> K << 2);
  const end8 = a + (<usize> (K & ~7) << 2);
  for (let j = 0; j < N; j++, c += 4) {
    let first = f32x4.splat(0), second = f32x4.splat(0);
    let ak = a;
    for (; ak < end8; ak += 32, b += 32) {
      first = f32x4.add(first, f32x4.mul(v128.load(ak), v128.load(b)));
      second = f32x4.add(
        second,
        f32x4.mul(v128.load(ak, 16), v128.load(b, 16)),
      );
    }
    let sum = sumLanes(f32x4.add(first, second));
    for (; ak < end; ak += 4, b += 4) sum += load<f32>(ak) * load<f32>(b);
    store<f32>(c, load<f32>(c) + sum);
  }
}

/** C block by block, after Goto and van de Geijn. */
function blocks(
  a: usize,
  b: usize,
  c: usize,
  M: i32,
  N: i32,
  K: i32,
  transposeA: bool,
  transposeB: bool,
  accumulate: bool,
  scratch: usize,
): void {
  const packedA = scratch + TILE_BYTES;
  const packedB = packedA + A_BYTES;
  if (K == 0 && !accumulate) memory.fill(c, 0, <usize> M * N << 2);
  for (let j = 0; j < N; j += BLOCK_N) {
    const columns = min(N - j, BLOCK_N);
    for (let k = 0; k < K; k += BLOCK_K) {
      const depth = min(K - k, BLOCK_K);
      const bAt = b + (<usize> (transposeB ? j * K + k : k * N + j) << 2);
      if (transposeB) packAcross(bAt, packedB, columns, depth, K, 8);
      else packAlong(bAt, packedB, columns, depth, N, 8);
      for (let i = 0; i < M; i += BLOCK_M) {
        const height = min(M - i, BLOCK_M);
        const aAt = a + (<usize> (transposeA ? k * M + i : i * K + k) << 2);
        if (transposeA) packAlong(aAt, packedA, height, depth, M, 4);
        else packAcross(aAt, packedA, height, depth, K, 4);
        tiles(
          packedA,
          packedB,
          c + (<usize> (i * N + j) << 2),
          height,
          columns,
          depth,
          N,
          accumulate || k > 0,
          scratch,
        );
      }
    }
  }
}

/** Copies a block whose rows are as deep as K, `width` columns at a time, each group depth by depth. */
// @ts-ignore: decorator
@inline
function packAlong(
  from: usize,
  to: usize,
  columns: i32,
  depth: i32,
  stride: i32,
  width: i32,
): void {
  const step = <usize> stride << 2;
  let j = 0;
  for (; j + width <= columns; j += width) {
    let at = from + (<usize> j << 2);
    for (let k = 0; k < depth; k++) {
      v128.store(to, v128.load(at));
      if (width == 8) v128.store(to, v128.load(at, 16), 16);
      to += <usize> width << 2;
      at += step;
    }
  }
  if (j < columns) {
    memory.fill(to, 0, <usize> depth * width << 2);
    const rest = columns - j;
    let at = from + (<usize> j << 2);
    for (let k = 0; k < depth; k++) {
      for (let i = 0; i < rest; i++) {
        store<f32>(to + (<usize> i << 2), load<f32>(at + (<usize> i << 2)));
      }
      to += <usize> width << 2;
      at += step;
    }
  }
}

/** Copies a block whose columns are as deep as K: what packAlong does to its transpose. */
// @ts-ignore: decorator
@inline
function packAcross(
  from: usize,
  to: usize,
  columns: i32,
  depth: i32,
  stride: i32,
  width: i32,
): void {
  const group = <usize> width << 2;
  const size = <usize> depth * group;
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    const offset = <usize> (j % width) << 2;
    const start = to + <usize> (j / width) * size + offset;
    transposeFour(from + (<usize> (j * stride) << 2), start, depth, stride, group);
  }
  if (columns % width == 0) return;
  // The last group: its rest, and zeros.
  const whole = columns / width;
  const last = to + <usize> whole * size;
  for (; j < (whole + 1) * width; j++) {
    let at = from + (<usize> (j * stride) << 2);
    let target = last + (<usize> (j % width) << 2);
    const inside = j < columns;
    for (let k = 0; k < depth; k++, at += 4, target += group) {
      store<f32>(target, inside ? load<f32>(at) : 0);
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
  const step = <usize> stride << 2;
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

/** All tiles of a block of C. */
function tiles(
  packedA: usize,
  packedB: usize,
  c: usize,
  height: i32,
  columns: i32,
  depth: i32,
  stride: i32,
  accumulate: bool,
  scratch: usize,
): void {
  const row = <usize> stride << 2;
  for (let j = 0; j < columns; j += 8) {
    const b = packedB + (<usize> (j * depth) << 2);
    for (let i = 0; i < height; i += 4) {
      const a = packedA + (<usize> (i * depth) << 2);
      const at = c + <usize> i * row + (<usize> j << 2);
      if (i + 4 <= height && j + 8 <= columns) {
        tile(a, b, at, row, depth, accumulate);
      } else {
        tile(a, b, scratch, 32, depth, false);
        const rowsLeft = min(height - i, 4), columnsLeft = min(columns - j, 8);
        copyTile(scratch, at, row, rowsLeft, columnsLeft, accumulate);
      }
    }
  }
}

/** The 4 x 8 numbers of C at `c`, whose rows are `row` bytes apart. */
function tile(
  a: usize,
  b: usize,
  c: usize,
  row: usize,
  depth: i32,
  accumulate: bool,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero;
  let c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  const end = a + (<usize> depth << 4);
  while (a < end) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(x, b0));
    c01 = f32x4.add(c01, f32x4.mul(x, b1));
    x = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(x, b0));
    c11 = f32x4.add(c11, f32x4.mul(x, b1));
    x = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(x, b0));
    c21 = f32x4.add(c21, f32x4.mul(x, b1));
    x = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(x, b0));
    c31 = f32x4.add(c31, f32x4.mul(x, b1));
    a += 16;
    b += 32;
  }
  storeRow(c, c00, c01, accumulate);
  storeRow(c + row, c10, c11, accumulate);
  storeRow(c + 2 * row, c20, c21, accumulate);
  storeRow(c + 3 * row, c30, c31, accumulate);
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
  for (let i = 0; i < height; i++, from += 32, to += row) {
    for (let j = 0; j < columns; j++) {
      const at = to + (<usize> j << 2);
      const value = load<f32>(from + (<usize> j << 2));
      store<f32>(at, accumulate ? load<f32>(at) + value : value);
    }
  }
}
