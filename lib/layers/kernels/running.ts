import { tf } from "../tf.ts";
import { BINARY as ADDITIVE } from "./binaries/additive.ts";
import { BINARY as CELLS } from "./binaries/cells.ts";
import { BINARY as GEMM } from "./binaries/gemm.ts";
import { BINARY as NORMALIZE } from "./binaries/normalize.ts";
import { BINARY as OPTIMIZERS } from "./binaries/optimizers.ts";
import { BINARY as SOFTMAX } from "./binaries/softmax.ts";
import { BINARY as TABLES } from "./binaries/tables.ts";
import { addressOf, loadKernels, wasmBackend } from "./load.ts";

/** A kernel, whose parameters its source in assembly/ explains: addresses, sizes in numbers, factors, flags. */
type Kernel = (...parameters: (number | boolean)[]) => number;

const BINARIES = {
  additive: ADDITIVE,
  cells: CELLS,
  gemm: GEMM,
  normalize: NORMALIZE,
  optimizers: OPTIMIZERS,
  softmax: SOFTMAX,
  tables: TABLES,
};

/** The kernels of the running backend, and an address where they keep what they need while they run. */
export type Kernels =
  & { readonly scratch: number }
  & Readonly<
    Record<
      | "additiveForward"
      | "additiveBackward"
      | "lstmForward"
      | "lstmBackward"
      | "gruForward"
      | "gruBackward"
      | "gemm"
      | "scratchBytes"
      | "normalizeRows"
      | "normalizeRowsBackward"
      | "sumSquares"
      | "scaleAll"
      | "sgd"
      | "momentum"
      | "rmsprop"
      | "adam"
      | "softmaxRows"
      | "softmaxRowsBackward"
      | "crossEntropy"
      | "crossEntropyBackward"
      | "tanhAll"
      | "sumColumns"
      | "gatherRows"
      | "sumSegments"
      | "repeatRow"
      | "copyRows"
      | "permute",
      Kernel
    >
  >;

const running = new WeakMap<tf.KernelBackend, Kernels>();

/** Loads the kernels into the running backend, which is WebAssembly; once for each. */
export function startKernels(): void {
  if (running.has(tf.backend())) return;
  const kernels = Object.assign(
    {},
    ...Object.values(BINARIES).map((binary) => loadKernels(binary)),
  );
  const scratch = wasmBackend().wasm.asm.malloc(kernels.scratchBytes());
  running.set(tf.backend(), { ...kernels, scratch });
}

/** The kernels, or null on a backend where they were not started. */
export function runningKernels(): Kernels | null {
  return running.get(tf.backend()) ?? null;
}

/** The kernels if they run and can compute with these tensors, else null. */
export function kernelsFor(
  ...tensors: (tf.Tensor | undefined)[]
): Kernels | null {
  const floats = tensors.every((tensor) =>
    !tensor || tensor.dtype === "float32"
  );
  return floats ? runningKernels() : null;
}

/** A new tensor whose numbers a kernel will write; on the tape only if record() puts it there. */
export function newTensor(shape: readonly number[]): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(
    wasmBackend().makeOutput([...shape], "float32"),
  );
}

/** Where each tensor's numbers lie. */
export function addresses(...tensors: tf.TensorInfo[]): number[] {
  return tensors.map(addressOf);
}
