// The element-wise parts of recurrent cells, forwards and backwards, one pass
// each. AssemblyScript: built by `deno task build:kernels`.

import { bytes, loadLanes, storeLanes } from "./inline/lanes";
import { sigmoid, tanh } from "./inline/math";

/** From gates [B, 4H] and the cell [B, H] the next state, and gates after σ and tanh, and tanh(c) [B, 5H]. */
export function lstmForward(
  gates: usize,
  cell: usize,
  hidden: usize,
  next: usize,
  active: usize,
  B: i32,
  H: i32,
): void {
  const row = bytes(H);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < H; h += 4) {
      const n = H - h;
      const at = bytes(h);
      const i = sigmoid(loadLanes(gates + at, n));
      const f = sigmoid(loadLanes(gates + row + at, n));
      const o = sigmoid(loadLanes(gates + 2 * row + at, n));
      const g = tanh(loadLanes(gates + 3 * row + at, n));
      const c = f32x4.add(
        f32x4.mul(f, loadLanes(cell + at, n)),
        f32x4.mul(i, g),
      );
      const t = tanh(c);
      storeLanes(next + at, c, n);
      storeLanes(hidden + at, f32x4.mul(o, t), n);
      storeLanes(active + at, i, n);
      storeLanes(active + row + at, f, n);
      storeLanes(active + 2 * row + at, o, n);
      storeLanes(active + 3 * row + at, g, n);
      storeLanes(active + 4 * row + at, t, n);
    }
    gates += 4 * row;
    active += 5 * row;
    cell += row;
    hidden += row;
    next += row;
  }
}

/** From the derivatives by hidden state and cell those by gates and the cell before. */
export function lstmBackward(
  active: usize,
  cell: usize,
  dHidden: usize,
  dNext: usize,
  dGates: usize,
  dCell: usize,
  B: i32,
  H: i32,
): void {
  const row = bytes(H);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < H; h += 4) {
      const n = H - h;
      const at = bytes(h);
      const i = loadLanes(active + at, n);
      const f = loadLanes(active + row + at, n);
      const o = loadLanes(active + 2 * row + at, n);
      const g = loadLanes(active + 3 * row + at, n);
      const t = loadLanes(active + 4 * row + at, n);
      const dh = loadLanes(dHidden + at, n);
      const through = f32x4.mul(f32x4.mul(dh, o), tanhSlope(t));
      const dc = f32x4.add(loadLanes(dNext + at, n), through);
      const di = f32x4.mul(f32x4.mul(dc, g), sigmoidSlope(i));
      const df = f32x4.mul(
        f32x4.mul(dc, loadLanes(cell + at, n)),
        sigmoidSlope(f),
      );
      const dO = f32x4.mul(f32x4.mul(dh, t), sigmoidSlope(o));
      storeLanes(dGates + at, di, n);
      storeLanes(dGates + row + at, df, n);
      storeLanes(dGates + 2 * row + at, dO, n);
      storeLanes(
        dGates + 3 * row + at,
        f32x4.mul(f32x4.mul(dc, i), tanhSlope(g)),
        n,
      );
      storeLanes(dCell + at, f32x4.mul(dc, f), n);
    }
    active += 5 * row;
    dGates += 4 * row;
    cell += row;
    dHidden += row;
    dNext += row;
    dCell += row;
  }
}

/** From what input and state give update, reset and candidate [B, 3H] and the state [B, H] the next state, and the three [B, 3H]. */
export function gruForward(
  fromInput: usize,
  fromState: usize,
  hidden: usize,
  next: usize,
  active: usize,
  B: i32,
  H: i32,
): void {
  const row = bytes(H);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < H; h += 4) {
      const n = H - h;
      const at = bytes(h);
      const z = sigmoid(
        f32x4.add(loadLanes(fromInput + at, n), loadLanes(fromState + at, n)),
      );
      const r = sigmoid(
        f32x4.add(
          loadLanes(fromInput + row + at, n),
          loadLanes(fromState + row + at, n),
        ),
      );
      const c = tanh(
        f32x4.add(
          loadLanes(fromInput + 2 * row + at, n),
          f32x4.mul(r, loadLanes(fromState + 2 * row + at, n)),
        ),
      );
      const before = loadLanes(hidden + at, n);
      storeLanes(
        next + at,
        f32x4.add(c, f32x4.mul(z, f32x4.sub(before, c))),
        n,
      );
      storeLanes(active + at, z, n);
      storeLanes(active + row + at, r, n);
      storeLanes(active + 2 * row + at, c, n);
    }
    fromInput += 3 * row;
    fromState += 3 * row;
    active += 3 * row;
    hidden += row;
    next += row;
  }
}

/** From the derivative by the next state those by what input and state gave, and by the state before. */
export function gruBackward(
  active: usize,
  fromState: usize,
  hidden: usize,
  dNext: usize,
  dInput: usize,
  dState: usize,
  dHidden: usize,
  B: i32,
  H: i32,
): void {
  const row = bytes(H);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < H; h += 4) {
      const n = H - h;
      const at = bytes(h);
      const z = loadLanes(active + at, n);
      const r = loadLanes(active + row + at, n);
      const c = loadLanes(active + 2 * row + at, n);
      const d = loadLanes(dNext + at, n);
      const kept = f32x4.mul(d, z);
      const apart = f32x4.sub(loadLanes(hidden + at, n), c);
      const dz = f32x4.mul(f32x4.mul(d, apart), sigmoidSlope(z));
      const dc = f32x4.mul(f32x4.sub(d, kept), tanhSlope(c));
      const s = loadLanes(fromState + 2 * row + at, n);
      const dr = f32x4.mul(f32x4.mul(dc, s), sigmoidSlope(r));
      storeLanes(dInput + at, dz, n);
      storeLanes(dInput + row + at, dr, n);
      storeLanes(dInput + 2 * row + at, dc, n);
      storeLanes(dState + at, dz, n);
      storeLanes(dState + row + at, dr, n);
      storeLanes(dState + 2 * row + at, f32x4.mul(dc, r), n);
      storeLanes(dHidden + at, kept, n);
    }
    active += 3 * row;
    fromState += 3 * row;
    dInput += 3 * row;
    dState += 3 * row;
    hidden += row;
    dNext += row;
    dHidden += row;
  }
}

/** σ' where σ is s. */
// @ts-ignore: decorator
@inline
function sigmoidSlope(s: v128): v128 {
  return f32x4.mul(s, f32x4.sub(f32x4.splat(1), s));
}

/** tanh' where tanh is t. */
// @ts-ignore: decorator
@inline
function tanhSlope(t: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(t, t));
}
