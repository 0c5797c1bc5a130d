/**
 * The mechanisms that learn, on TensorFlow.js, `[batch, items, features]`.
 *
 * @module
 */
export { tf } from "./tf.ts";
