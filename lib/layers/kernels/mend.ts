import { tf } from "../tf.ts";
import { addressOf, wasmBackend } from "./load.ts";
import { type Call, COPYING, type Mended, output } from "./mend_copying.ts";
import { count, multiply } from "./product.ts";
import { type Kernels, runningKernels } from "./running.ts";

const MENDED: Record<string, Mended> = {
  BatchMatMul: matMul,
  _FusedMatMul: fusedMatMul,
  Tanh: tanh,
  Sum: sumLeading,
  GatherV2: gather,
  UnsortedSegmentSum: sumSegments,
  ...COPYING,
};

let mended = false;

/**
 * Replaces the kernels that stock TensorFlow.js lacks on WebAssembly (the
 * gradient of gather) or runs slowly there: transposed and batched products,
 * tanh, sums over other axes than the last, gather, transposes of five axes,
 * slices, and clones.
 */
export function mendBackend(): void {
  if (mended) return;
  mended = true;
  for (const [kernelName, mend] of Object.entries(MENDED)) {
    const stock = tf.getKernel(kernelName, "wasm");
    if (stock) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      setupFunc: stock?.setupFunc,
      kernelFunc(call) {
        const kernels = runningKernels();
        const result = kernels && mend(kernels, call as unknown as Call);
        if (result) return result;
        if (stock) return stock.kernelFunc(call);
        const types = Object.values(call.inputs).map((tensor) => tensor?.dtype);
        throw new Error(
          `Cannot run ${kernelName} as its input must be float32: it is ${
            types.join(", ")
          }`,
        );
      },
    });
  }
}

function matMul(
  kernels: Kernels,
  { inputs: { a, b }, attrs: { transposeA, transposeB } }: Call,
): tf.TensorInfo | null {
  if (!areFloats(a, b)) return null;
  const before = [a, b].map(({ shape }) => shape.slice(0, -2));
  const batch = broadcastSimply(before[0], before[1]);
  if (!batch) return null;
  const M = a.shape.at(transposeA ? -1 : -2)!;
  const N = b.shape.at(transposeB ? -2 : -1)!;
  const c = output([...batch, M, N]);
  multiply(kernels, { a, b, transposeA, transposeB }, c);
  return c;
}

/** The sizes before the matrices if they are the same, or all 1 on one side. */
function broadcastSimply(a: number[], b: number[]): number[] | null {
  if (String(a) === String(b)) return a;
  const longer = a.length > b.length ? a : b;
  if (count(a) === 1 && longer === b) return b;
  if (count(b) === 1 && (longer === a || a.length === b.length)) return a;
  return null;
}

function fusedMatMul(kernels: Kernels, call: Call): tf.TensorInfo | null {
  const { a, b, bias } = call.inputs;
  const { transposeA, transposeB, activation } = call.attrs;
  if (activation !== "linear" || !areFloats(a, b)) return null;
  if (!bias) return matMul(kernels, call);
  const N = b.shape.at(transposeB ? -2 : -1)!;
  const M = a.shape.at(transposeA ? -1 : -2)!;
  const batch = broadcastSimply(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (!batch || count(bias.shape) !== N) return null;
  const c = output([...batch, M, N]);
  kernels.repeatRow(addressOf(bias), addressOf(c), count(batch) * M, N);
  multiply(kernels, { a, b, transposeA, transposeB }, c, true);
  return c;
}

function tanh(kernels: Kernels, { inputs: { x } }: Call): tf.TensorInfo | null {
  if (!areFloats(x)) return null;
  const y = output(x.shape);
  kernels.tanhAll(addressOf(x), addressOf(y), count(x.shape));
  return y;
}

/** A sum over neighboring axes that are not the last; over the last the stock kernel is fast. */
function sumLeading(
  kernels: Kernels,
  { inputs: { x }, attrs: { axis, keepDims } }: Call,
): tf.TensorInfo | null {
  const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const [first] = axes, last = axes.at(-1)! + 1;
  const neighbors = axes.length > 0 && last - first === axes.length;
  if (!areFloats(x) || !neighbors || last === x.shape.length) return null;
  const kept = [...x.shape.slice(0, first), ...x.shape.slice(last)];
  const y = output(
    keepDims ? x.shape.map((size, i) => axes.includes(i) ? 1 : size) : kept,
  );
  kernels.sumColumns(
    addressOf(x),
    addressOf(y),
    count(x.shape.slice(0, first)),
    count(x.shape.slice(first, last)),
    count(x.shape.slice(last)),
  );
  return y;
}

function gather(
  kernels: Kernels,
  { inputs: { x, indices }, attrs: { axis, batchDims } }: Call,
): tf.TensorInfo | null {
  const [first] = tf.util.parseAxisParam(axis, x.shape);
  const words = x.dtype === "float32" || x.dtype === "int32";
  if (first !== 0 || batchDims || !words) return null;
  if (indices.dtype !== "int32" || !areWithin(indices, x.shape[0])) return null;
  const rest = x.shape.slice(1);
  const y = output([...indices.shape, ...rest], x.dtype);
  kernels.gatherRows(
    addressOf(x),
    addressOf(indices),
    addressOf(y),
    count(indices.shape),
    count(rest),
  );
  return y;
}

/** Whether all are from 0 to size - 1; if not, the stock kernel has the message. */
function areWithin(indices: tf.TensorInfo, size: number): boolean {
  const values = wasmBackend().readSync(indices.dataId) as Int32Array;
  return values.every((index) => index >= 0 && index < size);
}

function sumSegments(
  kernels: Kernels,
  { inputs: { x, segmentIds }, attrs: { numSegments } }: Call,
): tf.TensorInfo | null {
  if (!areFloats(x)) return null;
  const rest = x.shape.slice(segmentIds.shape.length);
  const y = output([numSegments, ...rest]);
  kernels.sumSegments(
    addressOf(x),
    addressOf(segmentIds),
    addressOf(y),
    count(segmentIds.shape),
    count(rest),
    numSegments,
  );
  return y;
}

function areFloats(...tensors: tf.TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === "float32");
}
