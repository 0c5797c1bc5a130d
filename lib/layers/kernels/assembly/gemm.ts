// Matrix products in TensorFlow.js's memory: sizes count numbers, matrices are
// row-major. AssemblyScript: built by `deno task build:kernels`.
//
// Blocks of B, and of A if it is transposed, are copied so that the innermost
// loop, a tile of 4 x 8 numbers of C in eight registers, reads both in order:
// A row by row, B eight columns at a time, padded with zeros.

import { rows } from "./inline/few_rows";
import { bytes } from "./inline/lanes";
import { APART, packColumns, packTransposed, packTransposedColumns } from "./inline/pack";
import { tiles } from "./inline/tile";

/** What a block of A and B has at most: B's fits the second cache, A's and 8 columns of B the first. */
const BLOCK_M: i32 = 64;
const BLOCK_N: i32 = 512;
const BLOCK_K: i32 = 256;

const TILE_BYTES: usize = 4 * 8 * 4;
const A_BYTES: usize = <usize> BLOCK_M * (<usize> BLOCK_K * 4 + APART);

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
      const rowA = transposeA ? bytes(depth) + APART : bytes(K);
      for (let i = 0; i < M; i += BLOCK_M) {
        const height = min(M - i, BLOCK_M);
        let aAt = a + bytes(transposeA ? k * M + i : i * K + k);
        if (transposeA) {
          packTransposed(aAt, packedA, height, depth, M, rowA);
          aAt = packedA;
        }
        tiles(
          aAt,
          rowA,
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
