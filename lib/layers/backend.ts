import { mendBackend } from "./kernels/mend.ts";
import { startKernels } from "./kernels/running.ts";
import { tf } from "./tf.ts";

/** What TensorFlow.js computes with, and why not with the fast backend if so. */
export interface Backend {
  /** The backend's name. */
  name: "wasm" | "cpu";
  /** Why it is not WebAssembly; null if it is. */
  reason: string | null;
}

/** Which backend to take. */
export interface BackendOptions {
  /** `auto` takes WebAssembly where it starts, else the CPU. Default: `auto`. */
  backend?: "auto" | "wasm" | "cpu";
}

/**
 * Starts TensorFlow.js on the fastest backend: WebAssembly with SIMD, else JavaScript on the CPU.
 *
 * @param options Which backend to take.
 * @returns The backend that runs, and why it is the slow one if it is.
 * @throws {Error} If a backend asked for by name does not start.
 */
export async function initBackend(
  { backend = "auto" }: BackendOptions = {},
): Promise<Backend> {
  if (backend !== "cpu") {
    try {
      if (await tf.setBackend("wasm")) {
        startKernels();
        mendBackend();
        return { name: "wasm", reason: null };
      }
    } catch (error) {
      if (backend === "wasm") throw error;
    }
    if (backend === "wasm") {
      throw new Error("Cannot start the WebAssembly backend");
    }
  }
  await tf.setBackend("cpu");
  const reason = backend === "cpu"
    ? "asked for"
    : "WebAssembly did not start; it needs --allow-read";
  return { name: "cpu", reason };
}
