// Rows of tables: picked, summed, and tanh of all. AssemblyScript: built by `deno task build:kernels`.

import { bytes, loadLanes, storeLanes } from "./inline/lanes";
import { tanh } from "./inline/math";

/** to = tanh(from), size numbers. */
export function tanhAll(from: usize, to: usize, size: i32): void {
  for (let i = 0; i < size; i += 4) {
    storeLanes(to + bytes(i), tanh(loadLanes(from + bytes(i), size - i)), size - i);
  }
}

/** The sums of columns of `batch` matrices [rows, columns], one after the other. */
export function sumColumns(
  from: usize,
  to: usize,
  batch: i32,
  rows: i32,
  columns: i32,
): void {
  const row = bytes(columns);
  for (let b = 0; b < batch; b++) {
    memory.fill(to, 0, row);
    for (let i = 0; i < rows; i++) {
      addTo(to, from, columns);
      from += row;
    }
    to += row;
  }
}

/** The rows of a table that the ids name, one after the other. */
export function gatherRows(
  table: usize,
  ids: usize,
  to: usize,
  count: i32,
  columns: i32,
): void {
  const row = bytes(columns);
  for (let i = 0; i < count; i++, to += row) {
    copyRow(table + <usize> load<i32>(ids + bytes(i)) * row, to, columns);
  }
}

/** The sums of the rows that have the same id, one for each of `segments` ids; rows of other ids count nowhere. */
export function sumSegments(
  from: usize,
  ids: usize,
  to: usize,
  count: i32,
  columns: i32,
  segments: i32,
): void {
  const row = bytes(columns);
  memory.fill(to, 0, <usize> segments * row);
  for (let i = 0; i < count; i++, from += row) {
    const id = load<i32>(ids + bytes(i));
    if (<u32> id < <u32> segments) addTo(to + <usize> id * row, from, columns);
  }
}

// @ts-ignore: decorator
@inline
function addTo(to: usize, from: usize, size: i32): void {
  let j = 0;
  for (; j + 8 <= size; j += 8) {
    const at = to + bytes(j), source = from + bytes(j);
    v128.store(at, f32x4.add(v128.load(at), v128.load(source)));
    v128.store(at, f32x4.add(v128.load(at, 16), v128.load(source, 16)), 16);
  }
  for (; j < size; j++) {
    const at = to + bytes(j);
    store<f32>(at, load<f32>(at) + load<f32>(from + bytes(j)));
  }
}

/** Each row of `to` becomes the row. */
export function repeatRow(row: usize, to: usize, rows: i32, columns: i32): void {
  const size = bytes(columns);
  for (let i = 0; i < rows; i++, to += size) copyRow(row, to, columns);
}

/** Rows, one after the other, go where rows lie `stride` apart. */
export function copyRows(
  from: usize,
  to: usize,
  rows: i32,
  columns: i32,
  stride: i32,
): void {
  for (let i = 0; i < rows; i++, from += bytes(columns), to += bytes(stride)) {
    copyRow(from, to, columns);
  }
}

/** Axes in another order: `sizes` and `strides` have one entry for each axis of what comes out, of which there are `rank`. Returns where the next number goes. */
export function permute(
  from: usize,
  to: usize,
  sizes: usize,
  strides: usize,
  rank: i32,
): usize {
  const size = load<i32>(sizes);
  const stride = bytes(load<i32>(strides));
  if (rank > 1) {
    for (let i = 0; i < size; i++, from += stride) {
      to = permute(from, to, sizes + 4, strides + 4, rank - 1);
    }
    return to;
  }
  if (stride == 4) copyRow(from, to, size);
  else {
    for (let i = 0; i < size; i++, from += stride) {
      store<i32>(to + bytes(i), load<i32>(from));
    }
  }
  return to + bytes(size);
}

/** Copies numbers; a call of memory.copy costs more than a short row. */
// @ts-ignore: decorator
@inline
function copyRow(from: usize, to: usize, size: i32): void {
  if (size > 256) memory.copy(to, from, bytes(size));
  else {
    for (let i = 0; i < size; i += 4) {
      storeLanes(to + bytes(i), loadLanes(from + bytes(i), size - i), size - i);
    }
  }
}
