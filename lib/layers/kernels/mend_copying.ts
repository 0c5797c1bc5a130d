import { tf } from "../tf.ts";
import { addressOf, wasmBackend } from "./load.ts";
import { count } from "./product.ts";
import type { Kernels } from "./running.ts";

/** A kernel's inputs and attributes, as TensorFlow.js hands them over. */
export interface Call {
  // deno-lint-ignore no-explicit-any -- each kernel has attributes of its own
  attrs: any;
  inputs: Record<string, tf.TensorInfo>;
}

/** What a mended kernel gives, or null where the stock one is as good. */
export type Mended = (
  kernels: Kernels,
  call: Call,
) => tf.TensorInfo | tf.TensorInfo[] | null;

/** Kernels that copy numbers and change none. */
export const COPYING: Record<string, Mended> = {
  Concat: concat,
  Identity: identity,
  Pack: pack,
  Slice: slice,
  SplitV: split,
  Transpose: transpose,
  Unpack: unpack,
};

/** A clone has the same numbers, counted once more, as on the other backends; stock WebAssembly copies them. */
function identity(_: Kernels, { inputs: { x } }: Call): tf.TensorInfo | null {
  if (x.dtype === "string") return null;
  wasmBackend().incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}

/** Five axes and more, none of size 1; of fewer the stock kernel is fast. */
function transpose(
  kernels: Kernels,
  { inputs: { x }, attrs: { perm } }: Call,
): tf.TensorInfo | null {
  if (x.shape.filter((size) => size !== 1).length < 5) return null;
  const strides = stridesOf(x.shape);
  const at = (values: number[]) => perm.map((axis: number) => values[axis]);
  return copyStrided(kernels, x, 0, at(x.shape), at(strides));
}

function slice(
  kernels: Kernels,
  { inputs: { x }, attrs: { begin, size } }: Call,
): tf.TensorInfo | null {
  const [starts, sizes] = tf.slice_util.parseSliceParams(
    x as tf.Tensor,
    begin,
    size,
  );
  const strides = stridesOf(x.shape);
  const start = starts.reduce((sum, at, axis) => sum + at * strides[axis], 0);
  return copyStrided(kernels, x, start, sizes, strides);
}

/** Numbers of x from `start` on, by sizes and strides of what comes out. */
function copyStrided(
  kernels: Kernels,
  x: tf.TensorInfo,
  start: number,
  sizes: number[],
  strides: number[],
): tf.TensorInfo | null {
  if (!isWords(x)) return null;
  const y = output(sizes, x.dtype);
  if (count(sizes) === 0) return y;
  const axes = mergeAxes(sizes, strides);
  const rank = axes.length, table = kernels.scratch;
  new Int32Array(wasmBackend().wasm.asm.memory.buffer, table, 2 * rank)
    .set([
      ...axes.map(({ size }) => size),
      ...axes.map(({ stride }) => stride),
    ]);
  const [from, to] = [addressOf(x) + 4 * start, addressOf(y)];
  kernels.permute(from, to, table, table + 4 * rank, rank);
  return y;
}

/** Axes without those of size 1; neighbors that are one run of numbers are one axis. */
function mergeAxes(
  sizes: number[],
  strides: number[],
): { size: number; stride: number }[] {
  const axes: { size: number; stride: number }[] = [];
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    const [size, stride] = [sizes[axis], strides[axis]];
    if (size === 1) continue;
    const [first] = axes;
    if (first && stride === first.size * first.stride) first.size *= size;
    else axes.unshift({ size, stride });
  }
  return axes.length ? axes : [{ size: 1, stride: 1 }];
}

function stridesOf(shape: number[]): number[] {
  return shape.map((_, axis) => count(shape.slice(axis + 1)));
}

function split(
  kernels: Kernels,
  { inputs: { x }, attrs: { numOrSizeSplits, axis } }: Call,
): tf.TensorInfo[] | null {
  const [along] = tf.util.parseAxisParam(axis, x.shape);
  const sizes = tf.backend_util.prepareSplitSize(
    x as tf.Tensor,
    numOrSizeSplits,
    along,
  );
  return cut(kernels, x, along, sizes, (size) => x.shape.with(along, size));
}

function unpack(
  kernels: Kernels,
  { inputs: { value }, attrs: { axis } }: Call,
): tf.TensorInfo[] | null {
  const [along] = tf.util.parseAxisParam(axis, value.shape);
  const ones = new Array(value.shape[along]).fill(1);
  return cut(
    kernels,
    value,
    along,
    ones,
    () => value.shape.toSpliced(along, 1),
  );
}

/** One part of x after the other along an axis. */
function cut(
  kernels: Kernels,
  x: tf.TensorInfo,
  axis: number,
  sizes: number[],
  shape: (size: number) => number[],
): tf.TensorInfo[] | null {
  if (!isWords(x)) return null;
  const strides = stridesOf(x.shape);
  let start = 0;
  return sizes.map((size) => {
    const part = copyStrided(
      kernels,
      x,
      start,
      x.shape.with(axis, size),
      strides,
    )!;
    start += size * strides[axis];
    return { ...part, shape: shape(size) };
  });
}

function concat(
  kernels: Kernels,
  { inputs, attrs }: Call,
): tf.TensorInfo | null {
  const parts = Object.values(inputs);
  const [axis] = tf.util.parseAxisParam(attrs.axis, parts[0].shape);
  const shapes = parts.map(({ shape }) => shape);
  tf.backend_util.assertParamsConsistent(shapes, axis);
  return join(
    kernels,
    parts,
    axis,
    tf.backend_util.computeOutShape(shapes, axis),
  );
}

function pack(kernels: Kernels, { inputs, attrs }: Call): tf.TensorInfo | null {
  const parts = Object.values(inputs);
  const [{ shape }] = parts;
  const axis = attrs.axis < 0 ? attrs.axis + shape.length + 1 : attrs.axis;
  for (const part of parts) {
    tf.util.assertShapesMatch(
      shape,
      part.shape,
      "All tensors passed to stack must have matching shapes",
    );
  }
  return join(kernels, parts, axis, shape.toSpliced(axis, 0, parts.length));
}

/** The parts side by side along an axis of `shape`. */
function join(
  kernels: Kernels,
  parts: tf.TensorInfo[],
  axis: number,
  shape: number[],
): tf.TensorInfo | null {
  const [{ dtype }] = parts;
  if (!parts.every((part) => isWords(part) && part.dtype === dtype)) {
    return null;
  }
  const y = output(shape, dtype);
  const rows = count(shape.slice(0, axis));
  const stride = count(shape.slice(axis));
  let to = addressOf(y);
  for (const part of parts) {
    const columns = rows && count(part.shape) / rows;
    kernels.copyRows(addressOf(part), to, rows, columns, stride);
    to += 4 * columns;
  }
  return y;
}

/** Whether each entry is four bytes. */
function isWords({ dtype }: tf.TensorInfo): boolean {
  return dtype === "float32" || dtype === "int32";
}

/** Room for what a kernel gives. */
export function output(
  shape: number[],
  dtype: tf.DataType = "float32",
): tf.TensorInfo {
  return wasmBackend().makeOutput(shape, dtype);
}
