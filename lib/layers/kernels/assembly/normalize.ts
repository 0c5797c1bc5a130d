// Layer normalization, forwards and backwards. AssemblyScript: built by `deno task build:kernels`.

import { bytes, keepLanes, loadLanes, storeLanes } from "./inline/lanes";
import { sumLanes } from "./inline/math";

/** y = gain (x - μ) / √(σ² + ε) + bias row by row, and μ and 1 / √(σ² + ε) of each row. */
export function normalizeRows(
  x: usize,
  gain: usize,
  bias: usize,
  y: usize,
  moments: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
): void {
  const row = bytes(columns);
  for (let i = 0; i < rows; i++) {
    let sums = f32x4.splat(0);
    for (let j = 0; j < columns; j += 4) {
      sums = f32x4.add(sums, loadLanes(x + bytes(j), columns - j));
    }
    const mean = sumLanes(sums) / <f32> columns;
    const means = f32x4.splat(mean);
    sums = f32x4.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const n = columns - j;
      const apart = f32x4.sub(loadLanes(x + bytes(j), n), means);
      sums = f32x4.add(sums, keepLanes(f32x4.mul(apart, apart), n, 0));
    }
    const variance = sumLanes(sums) / <f32> columns;
    const spread: f32 = 1 / sqrt<f32>(variance + epsilon);
    const spreads = f32x4.splat(spread);
    for (let j = 0; j < columns; j += 4) {
      const n = columns - j, at = bytes(j);
      const apart = f32x4.sub(loadLanes(x + at, n), means);
      const normal = f32x4.mul(apart, spreads);
      const scaled = f32x4.mul(normal, loadLanes(gain + at, n));
      storeLanes(y + at, f32x4.add(scaled, loadLanes(bias + at, n)), n);
    }
    store<f32>(moments, mean);
    store<f32>(moments, spread, 4);
    x += row;
    y += row;
    moments += 8;
  }
}

/** The derivatives by x, gain and bias from that by y. */
export function normalizeRowsBackward(
  x: usize,
  gain: usize,
  moments: usize,
  dy: usize,
  dx: usize,
  dGain: usize,
  dBias: usize,
  rows: i32,
  columns: i32,
): void {
  const row = bytes(columns);
  memory.fill(dGain, 0, row);
  memory.fill(dBias, 0, row);
  for (let i = 0; i < rows; i++) {
    const means = f32x4.splat(load<f32>(moments));
    const spreads = f32x4.splat(load<f32>(moments, 4));
    let sums = f32x4.splat(0), products = f32x4.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const n = columns - j, at = bytes(j);
      const d = loadLanes(dy + at, n);
      const apart = f32x4.sub(loadLanes(x + at, n), means);
      const normal = f32x4.mul(apart, spreads);
      const dNormal = f32x4.mul(d, loadLanes(gain + at, n));
      sums = f32x4.add(sums, dNormal);
      products = f32x4.add(products, f32x4.mul(dNormal, normal));
      const gains = f32x4.add(loadLanes(dGain + at, n), f32x4.mul(d, normal));
      storeLanes(dGain + at, gains, n);
      storeLanes(dBias + at, f32x4.add(loadLanes(dBias + at, n), d), n);
    }
    const mean = f32x4.splat(sumLanes(sums) / <f32> columns);
    const product = f32x4.splat(sumLanes(products) / <f32> columns);
    for (let j = 0; j < columns; j += 4) {
      const n = columns - j, at = bytes(j);
      const apart = f32x4.sub(loadLanes(x + at, n), means);
      const normal = f32x4.mul(apart, spreads);
      const dNormal = f32x4.mul(loadLanes(dy + at, n), loadLanes(gain + at, n));
      const along = f32x4.add(mean, f32x4.mul(normal, product));
      storeLanes(dx + at, f32x4.mul(spreads, f32x4.sub(dNormal, along)), n);
    }
    x += row;
    dy += row;
    dx += row;
    moments += 8;
  }
}
