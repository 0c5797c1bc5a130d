import { tf } from "../tf.ts";

/** What TensorFlow.js's WebAssembly backend keeps inside, as far as kernels need it. */
export interface WasmBackend extends tf.KernelBackend {
  readonly wasm: {
    readonly asm: {
      readonly memory: WebAssembly.Memory;
      malloc(bytes: number): number;
      free(address: number): void;
    };
  };
  readonly dataIdMap: {
    get(id: tf.DataId): { id: number; memoryOffset: number };
  };
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

/**
 * Kernels of ours, compiled into the memory of TensorFlow.js's WebAssembly backend.
 *
 * @param binary WebAssembly as base64, from `binaries/`.
 * @returns The functions that the module exports; addresses and sizes are numbers.
 */
export function loadKernels<Kernels>(binary: string): Kernels {
  const { memory } = wasmBackend().wasm.asm;
  const module = new WebAssembly.Module(
    Uint8Array.from(atob(binary), (letter) => letter.charCodeAt(0)),
  );
  return new WebAssembly.Instance(module, { env: { memory } })
    .exports as Kernels;
}

/** The running WebAssembly backend. */
export function wasmBackend(): WasmBackend {
  return tf.backend() as WasmBackend;
}

/** Where a tensor's numbers lie in the backend's memory. */
export function addressOf(tensor: tf.TensorInfo): number {
  return wasmBackend().dataIdMap.get(tensor.dataId).memoryOffset;
}
