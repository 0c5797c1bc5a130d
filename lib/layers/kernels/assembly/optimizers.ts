// Steps of optimizers, in place. AssemblyScript: built by `deno task build:kernels`.

import { bytes, loadLanes, storeLanes } from "./inline/lanes";
import { sumLanes } from "./inline/math";

/** Σ x². */
export function sumSquares(x: usize, size: i32): f32 {
  let sums = f32x4.splat(0);
  for (let i = 0; i < size; i += 4) {
    const part = loadLanes(x + bytes(i), size - i);
    sums = f32x4.add(sums, f32x4.mul(part, part));
  }
  return sumLanes(sums);
}

/** to = scale x. */
export function scaleAll(x: usize, to: usize, size: i32, scale: f32): void {
  for (let i = 0; i < size; i += 4) {
    const n = size - i, at = bytes(i);
    storeLanes(to + at, f32x4.mul(loadLanes(x + at, n), f32x4.splat(scale)), n);
  }
}

/** w -= rate g. */
export function sgd(w: usize, g: usize, size: i32, rate: f32): void {
  const rates = f32x4.splat(rate);
  for (let i = 0; i < size; i += 4) {
    const n = size - i, at = bytes(i);
    const step = f32x4.mul(loadLanes(g + at, n), rates);
    storeLanes(w + at, f32x4.sub(loadLanes(w + at, n), step), n);
  }
}

/** a = μ a + g, w -= rate a. */
export function momentum(
  w: usize,
  g: usize,
  a: usize,
  size: i32,
  rate: f32,
  mu: f32,
): void {
  for (let i = 0; i < size; i += 4) {
    const n = size - i, at = bytes(i);
    const kept = f32x4.mul(loadLanes(a + at, n), f32x4.splat(mu));
    const velocity = f32x4.add(kept, loadLanes(g + at, n));
    const step = f32x4.mul(velocity, f32x4.splat(rate));
    storeLanes(a + at, velocity, n);
    storeLanes(w + at, f32x4.sub(loadLanes(w + at, n), step), n);
  }
}

/** s = ρ s + (1 - ρ) g², d = μ d + rate g / √(s [- m²] + ε), w -= d, with m = ρ m + (1 - ρ) g unless its address is 0. */
export function rmsprop(
  w: usize,
  g: usize,
  s: usize,
  d: usize,
  m: usize,
  size: i32,
  rate: f32,
  decay: f32,
  fresh: f32,
  mu: f32,
  epsilon: f32,
): void {
  for (let i = 0; i < size; i += 4) {
    const n = size - i, at = bytes(i);
    const gradient = loadLanes(g + at, n);
    const squares = mix(
      loadLanes(s + at, n),
      f32x4.mul(gradient, gradient),
      decay,
      fresh,
    );
    storeLanes(s + at, squares, n);
    let spread = squares;
    if (m) {
      const means = mix(loadLanes(m + at, n), gradient, decay, fresh);
      storeLanes(m + at, means, n);
      spread = f32x4.sub(squares, f32x4.mul(means, means));
    }
    const root = f32x4.sqrt(f32x4.add(spread, f32x4.splat(epsilon)));
    const push = f32x4.mul(f32x4.div(gradient, root), f32x4.splat(rate));
    const kept = f32x4.mul(loadLanes(d + at, n), f32x4.splat(mu));
    const step = f32x4.add(kept, push);
    storeLanes(d + at, step, n);
    storeLanes(w + at, f32x4.sub(loadLanes(w + at, n), step), n);
  }
}

/** m = β₁ m + (1 - β₁) g, v = β₂ v + (1 - β₂) g², w -= rate m / (√(v / correction) + ε); rate has the correction of m. */
export function adam(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  size: i32,
  rate: f32,
  beta1: f32,
  fresh1: f32,
  beta2: f32,
  fresh2: f32,
  correction: f32,
  epsilon: f32,
): void {
  for (let i = 0; i < size; i += 4) {
    const n = size - i, at = bytes(i);
    const gradient = loadLanes(g + at, n);
    const means = mix(loadLanes(m + at, n), gradient, beta1, fresh1);
    const squares = mix(
      loadLanes(v + at, n),
      f32x4.mul(gradient, gradient),
      beta2,
      fresh2,
    );
    storeLanes(m + at, means, n);
    storeLanes(v + at, squares, n);
    const root = f32x4.sqrt(f32x4.div(squares, f32x4.splat(correction)));
    const step = f32x4.div(
      f32x4.mul(means, f32x4.splat(rate)),
      f32x4.add(root, f32x4.splat(epsilon)),
    );
    storeLanes(w + at, f32x4.sub(loadLanes(w + at, n), step), n);
  }
}

/** decay old + fresh new. */
// @ts-ignore: decorator
@inline
function mix(old: v128, next: v128, decay: f32, fresh: f32): v128 {
  return f32x4.add(
    f32x4.mul(old, f32x4.splat(decay)),
    f32x4.mul(next, f32x4.splat(fresh)),
  );
}
