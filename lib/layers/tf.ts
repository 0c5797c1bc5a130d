/**
 * The only door to TensorFlow.js: its operations, gradients, layers, and its
 * WebAssembly backend, all of one pinned version.
 *
 * @module
 */

// The kernels of ours reach into the backend's memory, so the version is exact.
// deno-lint-ignore-file no-import-prefix
import * as tf from "npm:@tensorflow/tfjs@4.22.0";
import "npm:@tensorflow/tfjs-backend-wasm@4.22.0";

tf.enableProdMode(); // Without it TensorFlow.js greets on standard error.
await tf.setBackend("cpu"); // It starts at once; initBackend takes a faster one.

export { tf };
