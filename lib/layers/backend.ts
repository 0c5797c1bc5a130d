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
 * On WebAssembly it loads our kernels, and replaces those of TensorFlow.js that
 * are missing or slow; layers and operations use them from then on. It may be
 * called again at any time, and once is enough.
 *
 * @source TensorFlow.js 4.22, tf.setBackend
 * @param options Which backend to take.
 * @returns The backend that runs, and why it is the slow one if it is.
 * @throws {Error} If a backend asked for by name does not start.
 *
 * @example What runs says why it is slow, if it is
 * ```ts
 * import { initBackend, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const { name, reason } = await initBackend();
 * assertEquals(name, tf.getBackend());
 * assertEquals(reason === null, name === "wasm");
 * ```
 */
export async function initBackend(
  { backend = "auto" }: BackendOptions = {},
): Promise<Backend> {
  if (backend === "cpu") {
    await tf.setBackend("cpu");
    return { name: "cpu", reason: "asked for" };
  }
  const failure = await startWasm();
  if (failure === null) {
    startKernels();
    mendBackend();
    return { name: "wasm", reason: null };
  }
  const reason = `WebAssembly did not start: ${failure}`;
  if (backend === "wasm") throw new Error(reason);
  await tf.setBackend("cpu");
  return { name: "cpu", reason };
}

/** Why WebAssembly did not start, or null if it did. Its loader logs the same failure several times, and to the console only. */
async function startWasm(): Promise<string | null> {
  const { warn, error } = console;
  const messages: string[] = [];
  console.warn = console.error = (message) => messages.push(String(message));
  try {
    if (await tf.setBackend("wasm")) return null;
  } catch (error) {
    messages.push(String(error));
  } finally {
    Object.assign(console, { warn, error });
  }
  return messages[0]?.replace(/^Aborted\((.*)\)$/, "$1") ?? "no reason given";
}
