// Matrix products in TensorFlow.js's memory: sizes count numbers, matrices are
// row-major. AssemblyScript: built by `deno task build:kernels`.
//
// Blocks of B, and of A if it is transposed, are copied so that the innermost
// loop, a tile of 4 x 8 numbers of C in eight registers, reads both in order:
// A row by row, B eight columns at a time, padded with zeros.

import { bytes, loadLanes } from "./inline/lanes";
import { sumLanes } from "./inline/math";

/** What a block of A and B has at most: B's fits the second cache, A's and 8 columns of B the first. */
const BLOCK_M: i32 = 64;
const BLOCK_N: i32 = 512;
const BLOCK_K: i32 = 256;

/** Bytes of eight numbers. */
const GROUP: usize = 8 * 4;
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
    a += bytes(strideA);
    b += bytes(strideB);
    c += bytes(strideC);
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
    if (!accumulate) memory.fill(c, 0, bytes(N));
    if (transposeB) rowTimesTransposed(a, b, c, N, K);
    else rowTimes(a, b, c, N, K);
    a += bytes(K);
    c += bytes(N);
  }
}

/** c += a B, sixteen columns at a time. */
function rowTimes(a: usize, b: usize, c: usize, N: i32, K: i32): void {
  const stride = bytes(N);
  const end = a + bytes(K);
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
  const end = a + bytes(K);
  const end8 = a + bytes(K & ~7);
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
  if (K == 0 && !accumulate) memory.fill(c, 0, bytes(M * N));
  for (let j = 0; j < N; j += BLOCK_N) {
    const columns = min(N - j, BLOCK_N);
    for (let k = 0; k < K; k += BLOCK_K) {
      const depth = min(K - k, BLOCK_K);
      const bAt = b + bytes(transposeB ? j * K + k : k * N + j);
      if (transposeB) packTransposedColumns(bAt, packedB, columns, depth, K);
      else packColumns(bAt, packedB, columns, depth, N);
      for (let i = 0; i < M; i += BLOCK_M) {
        const height = min(M - i, BLOCK_M);
        let aAt = a + bytes(transposeA ? k * M + i : i * K + k);
        if (transposeA) {
          packTransposed(aAt, packedA, height, depth, M);
          aAt = packedA;
        }
        tiles(
          aAt,
          bytes(transposeA ? depth : K),
          packedB,
          c + bytes(i * N + j),
          height,
          columns,
          depth,
          bytes(N),
          accumulate || k > 0,
          scratch,
        );
      }
    }
  }
}

/** Copies a block of B, eight columns at a time, each group depth by depth. */
function packColumns(
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
function packTransposedColumns(
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

/** Copies a block of a transposed A, row by row. */
function packTransposed(
  from: usize,
  to: usize,
  height: i32,
  depth: i32,
  stride: i32,
): void {
  const row = bytes(depth);
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    transposeFour(from + bytes(k * stride), to + bytes(k), height, stride, row);
  }
  for (; k < depth; k++) {
    for (let i = 0; i < height; i++) {
      store<f32>(
        to + bytes(i * depth + k),
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

/** All tiles of a block of C; rows lie `rowA` and `rowC` bytes apart. */
function tiles(
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

/** The 4 x 8 numbers of C at `c`, whose rows are `row` bytes apart. */
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
  if (k < depth) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
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
  for (let i = 0; i < height; i++, from += GROUP, to += row) {
    for (let j = 0; j < columns; j++) {
      const at = to + bytes(j);
      const value = load<f32>(from + bytes(j));
      store<f32>(at, accumulate ? load<f32>(at) + value : value);
    }
  }
}
