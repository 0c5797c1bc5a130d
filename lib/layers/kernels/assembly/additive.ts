// Additive scores, forwards and backwards. AssemblyScript: built by `deno task build:kernels`.

import { bytes, loadLanes, storeLanes } from "./inline/lanes";
import { sumLanes, tanh } from "./inline/math";

/** Scores [B, M, N] = v · tanh(query + key), and the tanh's [B, M, N, h]. */
export function additiveForward(
  query: usize,
  keys: usize,
  v: usize,
  scores: usize,
  hidden: usize,
  B: i32,
  M: i32,
  N: i32,
  h: i32,
): void {
  const row = bytes(h);
  for (let b = 0; b < B; b++) {
    for (let m = 0; m < M; m++) {
      let key = keys;
      for (let n = 0; n < N; n++) {
        let sums = f32x4.splat(0);
        for (let i = 0; i < h; i += 4) {
          const left = h - i, at = bytes(i);
          const t = tanh(
            f32x4.add(loadLanes(query + at, left), loadLanes(key + at, left)),
          );
          storeLanes(hidden + at, t, left);
          sums = f32x4.add(sums, f32x4.mul(t, loadLanes(v + at, left)));
        }
        store<f32>(scores, sumLanes(sums));
        scores += 4;
        hidden += row;
        key += row;
      }
      query += row;
    }
    keys += <usize> N * row;
  }
}

/** The derivatives by query, keys and v from that by the scores. */
export function additiveBackward(
  hidden: usize,
  v: usize,
  dScores: usize,
  dQuery: usize,
  dKeys: usize,
  dV: usize,
  B: i32,
  M: i32,
  N: i32,
  h: i32,
): void {
  const row = bytes(h);
  memory.fill(dQuery, 0, <usize> (B * M) * row);
  memory.fill(dKeys, 0, <usize> (B * N) * row);
  memory.fill(dV, 0, row);
  const one = f32x4.splat(1);
  for (let b = 0; b < B; b++) {
    for (let m = 0; m < M; m++) {
      let dKey = dKeys;
      for (let n = 0; n < N; n++) {
        const d = f32x4.splat(load<f32>(dScores));
        for (let i = 0; i < h; i += 4) {
          const left = h - i, at = bytes(i);
          const t = loadLanes(hidden + at, left);
          const slope = f32x4.sub(one, f32x4.mul(t, t));
          const by = f32x4.mul(f32x4.mul(d, loadLanes(v + at, left)), slope);
          addLanes(dQuery + at, by, left);
          addLanes(dKey + at, by, left);
          addLanes(dV + at, f32x4.mul(d, t), left);
        }
        dScores += 4;
        hidden += row;
        dKey += row;
      }
      dQuery += row;
    }
    dKeys += <usize> N * row;
  }
}

// @ts-ignore: decorator
@inline
function addLanes(at: usize, x: v128, count: i32): void {
  storeLanes(at, f32x4.add(loadLanes(at, count), x), count);
}
