// Products of few rows with a matrix, which is read in place.

import { bytes } from "./lanes";
import { sumLanes } from "./math";

/** Few rows of A: copying B would cost more than the product. */
export function rows(
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
