// Rows of numbers: sizes count numbers, of any size unless said otherwise.

import { expNegative, maxLanes, sigmoid, sumLanes, tanh } from "../inline/math";

/** Σ a b. */
export function dot(a: usize, b: usize, size: i32): f32 {
  const end = a + (<usize> (size & ~3) << 2);
  let sums = f32x4.splat(0);
  for (; a < end; a += 16, b += 16) {
    sums = f32x4.add(sums, f32x4.mul(v128.load(a), v128.load(b)));
  }
  let sum = sumLanes(sums);
  for (let i = size & 3; i > 0; i--, a += 4, b += 4) {
    sum += load<f32>(a) * load<f32>(b);
  }
  return sum;
}

/** target += scale source. */
export function addScaled(
  target: usize,
  source: usize,
  scale: f32,
  size: i32,
): void {
  const end = target + (<usize> (size & ~3) << 2);
  const scales = f32x4.splat(scale);
  for (; target < end; target += 16, source += 16) {
    v128.store(
      target,
      f32x4.add(v128.load(target), f32x4.mul(scales, v128.load(source))),
    );
  }
  for (let i = size & 3; i > 0; i--, target += 4, source += 4) {
    store<f32>(target, load<f32>(target) + scale * load<f32>(source));
  }
}

/** target += x A, of an A of `rows` rows: sixteen columns at a time in registers. */
export function addProduct(
  target: usize,
  x: usize,
  matrix: usize,
  rows: i32,
  columns: i32,
): void {
  const stride = <usize> columns << 2;
  const end = x + (<usize> rows << 2);
  let j = 0;
  for (; j + 16 <= columns; j += 16, matrix += 64, target += 64) {
    let a = v128.load(target), b = v128.load(target, 16);
    let c = v128.load(target, 32), d = v128.load(target, 48);
    for (let xi = x, row = matrix; xi < end; xi += 4, row += stride) {
      const scale = v128.load32_splat(xi);
      a = f32x4.add(a, f32x4.mul(scale, v128.load(row)));
      b = f32x4.add(b, f32x4.mul(scale, v128.load(row, 16)));
      c = f32x4.add(c, f32x4.mul(scale, v128.load(row, 32)));
      d = f32x4.add(d, f32x4.mul(scale, v128.load(row, 48)));
    }
    v128.store(target, a);
    v128.store(target, b, 16);
    v128.store(target, c, 32);
    v128.store(target, d, 48);
  }
  for (; j + 4 <= columns; j += 4, matrix += 16, target += 16) {
    let a = v128.load(target);
    for (let xi = x, row = matrix; xi < end; xi += 4, row += stride) {
      a = f32x4.add(a, f32x4.mul(v128.load32_splat(xi), v128.load(row)));
    }
    v128.store(target, a);
  }
  for (; j < columns; j++, matrix += 4, target += 4) {
    let sum = load<f32>(target);
    for (let xi = x, row = matrix; xi < end; xi += 4, row += stride) {
      sum += load<f32>(xi) * load<f32>(row);
    }
    store<f32>(target, sum);
  }
}

/** The gradients of y = x A: dx += A dy and dA += xᵀ dy. */
export function addProductGradients(
  ofX: usize,
  ofMatrix: usize,
  x: usize,
  matrix: usize,
  ofY: usize,
  rows: i32,
  columns: i32,
): void {
  const stride = <usize> columns << 2;
  for (let i = 0; i < rows; i++) {
    const at = <usize> i << 2;
    const row = i * stride;
    const sum = dot(matrix + row, ofY, columns);
    store<f32>(ofX + at, load<f32>(ofX + at) + sum);
    addScaled(ofMatrix + row, ofY, load<f32>(x + at), columns);
  }
}

/** target = softmax(scale source), scale at least 0; weights below 1e-26 are 0 and padding to a multiple of four too. */
export function softmax(
  target: usize,
  source: usize,
  scale: f32,
  size: i32,
): void {
  const padded = (size + 3) & ~3;
  const scales = f32x4.splat(scale);
  const shift = f32x4.splat(scale * largest(source, size));
  for (let at: usize = 0; at < <usize> padded << 2; at += 16) {
    const score = f32x4.mul(scales, v128.load(source + at));
    const x = f32x4.pmin(f32x4.sub(score, shift), f32x4.splat(0));
    const power = v128.andnot(expNegative(x), f32x4.lt(x, f32x4.splat(-60)));
    v128.store(target + at, power);
  }
  clearPadding(target, size);
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < <usize> padded << 2; at += 16) {
    sums = f32x4.add(sums, v128.load(target + at));
  }
  const share = f32x4.splat(<f32> 1 / sumLanes(sums));
  for (let at: usize = 0; at < <usize> padded << 2; at += 16) {
    v128.store(target + at, f32x4.mul(share, v128.load(target + at)));
  }
}

/** The same of few numbers, in place, without padding. */
export function softmaxOfFew(at: usize, size: i32): void {
  const most = largest(at, size);
  const end = at + (<usize> size << 2);
  let sum: f32 = 0;
  for (let i = at; i < end; i += 4) {
    const power = expNegative(f32x4.splat(load<f32>(i) - most));
    store<f32>(i, f32x4.extract_lane(power, 0));
    sum += load<f32>(i);
  }
  for (let i = at; i < end; i += 4) store<f32>(i, load<f32>(i) / sum);
}

/** Gradient of softmaxOfFew: from that of its result to that of its argument, in place. */
export function softmaxOfFewGradient(
  gradient: usize,
  result: usize,
  size: i32,
): void {
  const mean = dot(gradient, result, size);
  for (let i: usize = 0; i < <usize> size << 2; i += 4) {
    const centered = load<f32>(gradient + i) - mean;
    store<f32>(gradient + i, load<f32>(result + i) * centered);
  }
}

/** Zeros from the end of a row to a multiple of four. */
export function clearPadding(row: usize, size: i32): void {
  for (let i = size; i & 3; i++) store<f32>(row + (<usize> i << 2), 0);
}

function largest(row: usize, size: i32): f32 {
  const end = row + (<usize> (size & ~3) << 2);
  let most = f32x4.splat(load<f32>(row));
  for (; row < end; row += 16) most = f32x4.pmax(most, v128.load(row));
  let result = maxLanes(most);
  for (let i = size & 3; i > 0; i--, row += 4) {
    result = max(result, load<f32>(row));
  }
  return result;
}

/** Activations. */
export const TANH: i32 = 0;
export const SIGMOID: i32 = 1;
export const SOFTPLUS: i32 = 2;
/** 1 + softplus. */
export const SOFTPLUS_1: i32 = 3;

/** An activation of each number, in place. */
export function activate(row: usize, size: i32, kind: i32): void {
  const end = row + (<usize> (size & ~3) << 2);
  for (; row < end; row += 16) {
    v128.store(row, activated(v128.load(row), kind));
  }
  for (let i = size & 3; i > 0; i--, row += 4) {
    const result = activated(v128.load32_splat(row), kind);
    store<f32>(row, f32x4.extract_lane(result, 0));
  }
}

/** Gradient of an activation: from that of its result to that of its argument, in place. */
export function activateGradient(
  gradient: usize,
  result: usize,
  size: i32,
  kind: i32,
): void {
  const end = gradient + (<usize> (size & ~3) << 2);
  for (; gradient < end; gradient += 16, result += 16) {
    const slope = slopeAt(v128.load(result), kind);
    v128.store(gradient, f32x4.mul(v128.load(gradient), slope));
  }
  for (let i = size & 3; i > 0; i--, gradient += 4, result += 4) {
    const slope = slopeAt(v128.load32_splat(result), kind);
    store<f32>(
      gradient,
      load<f32>(gradient) * f32x4.extract_lane(slope, 0),
    );
  }
}

function activated(x: v128, kind: i32): v128 {
  if (kind == TANH) return tanh(x);
  if (kind == SIGMOID) return sigmoid(x);
  const y = f32x4.add(
    f32x4.pmax(x, f32x4.splat(0)),
    log(f32x4.add(f32x4.splat(1), expNegative(f32x4.neg(f32x4.abs(x))))),
  );
  return kind == SOFTPLUS ? y : f32x4.add(f32x4.splat(1), y);
}

/** Of softplus, 1 - exp(-y). */
function slopeAt(y: v128, kind: i32): v128 {
  const one = f32x4.splat(1);
  if (kind == TANH) return f32x4.sub(one, f32x4.mul(y, y));
  if (kind == SIGMOID) return f32x4.mul(y, f32x4.sub(one, y));
  const negative = f32x4.sub(f32x4.splat(kind == SOFTPLUS ? 0 : 1), y);
  return f32x4.sub(one, expNegative(negative));
}

/** log of positive normal numbers; the coefficients are of the Cephes library's logf. */
export function log(x: v128): v128 {
  const one = f32x4.splat(1);
  const mantissa = v128.or(
    v128.and(x, i32x4.splat(0x7fffff)),
    i32x4.splat(0x3f000000), // 0.5 to 1
  );
  const low = f32x4.lt(mantissa, f32x4.splat(0.707106781186547524));
  const biased = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  const exponent = f32x4.sub(
    f32x4.convert_i32x4_s(biased),
    v128.and(one, low),
  );
  const m = f32x4.sub(
    f32x4.add(mantissa, v128.and(mantissa, low)),
    one,
  );
  const z = f32x4.mul(m, m);
  let p = f32x4.splat(7.0376836292e-2);
  p = step(p, m, -1.1514610310e-1);
  p = step(p, m, 1.1676998740e-1);
  p = step(p, m, -1.2420140846e-1);
  p = step(p, m, 1.4249322787e-1);
  p = step(p, m, -1.6668057665e-1);
  p = step(p, m, 2.0000714765e-1);
  p = step(p, m, -2.4999993993e-1);
  p = step(p, m, 3.3333331174e-1);
  p = f32x4.mul(f32x4.mul(p, m), z);
  p = f32x4.add(p, f32x4.mul(exponent, f32x4.splat(-2.12194440e-4)));
  p = f32x4.sub(p, f32x4.mul(f32x4.splat(0.5), z));
  return f32x4.add(
    f32x4.add(m, p),
    f32x4.mul(exponent, f32x4.splat(0.693359375)),
  );
}

// @ts-ignore: decorator
@inline
function step(p: v128, m: v128, constant: f32): v128 {
  return f32x4.add(f32x4.mul(p, m), f32x4.splat(constant));
}
