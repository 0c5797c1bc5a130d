// Rows whose length four does not divide: the last numbers go in the first lanes.

/** Four numbers, or the `count` that are left and zeros. */
// @ts-ignore: decorator
@inline
export function loadLanes(at: usize, count: i32): v128 {
  return count >= 4 ? v128.load(at) : loadRest(at, count);
}

function loadRest(at: usize, count: i32): v128 {
  let x = v128.load32_zero(at);
  if (count > 1) x = f32x4.replace_lane(x, 1, load<f32>(at, 4));
  if (count > 2) x = f32x4.replace_lane(x, 2, load<f32>(at, 8));
  return x;
}

/** Stores four numbers, or the `count` that are left. */
// @ts-ignore: decorator
@inline
export function storeLanes(at: usize, x: v128, count: i32): void {
  if (count >= 4) v128.store(at, x);
  else storeRest(at, x, count);
}

function storeRest(at: usize, x: v128, count: i32): void {
  store<f32>(at, f32x4.extract_lane(x, 0));
  if (count > 1) store<f32>(at, f32x4.extract_lane(x, 1), 4);
  if (count > 2) store<f32>(at, f32x4.extract_lane(x, 2), 8);
}

/** The numbers of the first `count` lanes, `other` in the rest. */
// @ts-ignore: decorator
@inline
export function keepLanes(x: v128, count: i32, other: f32): v128 {
  if (count >= 4) return x;
  const lanes = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
  return v128.bitselect(x, f32x4.splat(other), lanes);
}

/** Bytes of so many numbers. */
// @ts-ignore: decorator
@inline
export function bytes(numbers: i32): usize {
  return <usize> numbers << 2;
}
