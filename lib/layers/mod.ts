/**
 * The mechanisms that learn, on TensorFlow.js, `[batch, items, features]`.
 *
 * @module
 */
export { tf } from "./tf.ts";
export { type Backend, type BackendOptions, initBackend } from "./backend.ts";
export {
  constantVariable,
  glorotVariable,
  normalVariable,
  uniformVariable,
} from "./weights.ts";
export { affine } from "./affine.ts";
export { bindTensors, type ShapedTensor } from "./shape.ts";
export * from "./ops/mod.ts";
export { type LayerOptions, SeededLayer } from "./layer.ts";
export * from "./optimizers/mod.ts";
export * from "./recurrent/mod.ts";
