// Functions of four numbers at once, in plain SIMD, so that every machine gets
// the same bits; AssemblyScript's Mathf would bring tables, static data that
// kernels must not have. Coefficients: the Cephes library's expf, tanhf, logf.

export const INFINITY: f32 = <f32> Infinity;

const LOG2_E: f32 = 1.44269504088896341;
const LN_2_HIGH: f32 = 0.693359375;
const LN_2_LOW: f32 = -2.12194440e-4;
/** Below it exp is 0: it would be no normal number. */
const LOWEST: f32 = -87.3;

/** exp of each number that is at most 0, or NaN: relative error below 2e-7. */
// @ts-ignore: decorator
@inline
export function expNegative(x: v128): v128 {
  const bounded = f32x4.pmax(x, f32x4.splat(LOWEST));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(LOG2_E)));
  const power = i32x4.shl(
    i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)),
    23,
  );
  const result = f32x4.mul(expFraction(bounded, n), power);
  return v128.andnot(result, f32x4.lt(x, f32x4.splat(LOWEST)));
}

/** exp of each number, infinite above 88.7. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const bounded = f32x4.pmin(
    f32x4.pmax(x, f32x4.splat(LOWEST)),
    f32x4.splat(89),
  );
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(LOG2_E)));
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1); // 2^128 is no number, 2^64 twice is one
  const first = i32x4.shl(i32x4.add(half, i32x4.splat(127)), 23);
  const second = i32x4.shl(
    i32x4.add(i32x4.sub(whole, half), i32x4.splat(127)),
    23,
  );
  const result = f32x4.mul(f32x4.mul(expFraction(bounded, n), first), second);
  return v128.andnot(result, f32x4.lt(x, f32x4.splat(LOWEST)));
}

/** exp(x - n ln 2), |x - n ln 2| at most ln 2 / 2. */
// @ts-ignore: decorator
@inline
function expFraction(x: v128, n: v128): v128 {
  const r = f32x4.sub(
    f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN_2_HIGH))),
    f32x4.mul(n, f32x4.splat(LN_2_LOW)),
  );
  let p = f32x4.splat(1.9875691500e-4);
  p = fma(p, r, 1.3981999507e-3);
  p = fma(p, r, 8.3334519073e-3);
  p = fma(p, r, 4.1665795894e-2);
  p = fma(p, r, 1.6666665459e-1);
  p = fma(p, r, 5.0000001201e-1);
  p = f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r);
  return f32x4.add(p, f32x4.splat(1));
}

/** p r + constant, in two roundings. */
// @ts-ignore: decorator
@inline
function fma(p: v128, r: v128, constant: f32): v128 {
  return f32x4.add(f32x4.mul(p, r), f32x4.splat(constant));
}

/** σ(x) = 1 / (1 + exp(-x)). */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  const t = expNegative(f32x4.neg(f32x4.abs(x)));
  const above = f32x4.div(one, f32x4.add(one, t));
  const negative = f32x4.lt(x, f32x4.splat(0));
  return v128.bitselect(f32x4.mul(t, above), above, negative);
}

/** tanh(x): a polynomial near 0, where 1 - exp(-2|x|) would cancel. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const one = f32x4.splat(1);
  const size = f32x4.abs(x);
  const t = expNegative(f32x4.mul(size, f32x4.splat(-2)));
  const large = f32x4.div(f32x4.sub(one, t), f32x4.add(one, t));
  const sign = v128.and(x, i32x4.splat(i32.MIN_VALUE));
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = fma(p, z, 2.06390887954e-2);
  p = fma(p, z, -5.37397155531e-2);
  p = fma(p, z, 1.33314422036e-1);
  p = fma(p, z, -3.33332819422e-1);
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x);
  const near = f32x4.lt(size, f32x4.splat(0.625));
  return v128.bitselect(small, v128.or(large, sign), near);
}

/** log(x) of one positive normal number: error below 2e-7. */
export function log(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  let exponent: f32 = <f32> ((bits >> 23) - 126);
  let m = reinterpret<f32>((bits & 0x7fffff) | 0x3f000000); // 0.5 to 1
  if (m < 0.707106781186547524) {
    exponent -= 1;
    m += m;
  }
  m -= 1;
  const z = m * m;
  let p: f32 = 7.0376836292e-2;
  p = p * m - 1.1514610310e-1;
  p = p * m + 1.1676998740e-1;
  p = p * m - 1.2420140846e-1;
  p = p * m + 1.4249322787e-1;
  p = p * m - 1.6668057665e-1;
  p = p * m + 2.0000714765e-1;
  p = p * m - 2.4999993993e-1;
  p = p * m + 3.3333331174e-1;
  p = p * m * z + LN_2_LOW * exponent - 0.5 * z;
  return m + p + LN_2_HIGH * exponent;
}

/** The sum of four numbers. */
// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** The largest of four numbers. */
// @ts-ignore: decorator
@inline
export function maxLanes(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}
