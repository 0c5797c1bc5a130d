/**
 * Mneme: the mechanisms of attention and external memory, each as a pure
 * function that reads like its formula. Items are columns, as in the book.
 *
 * @module
 */
export * from "./lib/core/mod.ts";
export * from "./lib/saliency/mod.ts";
export * from "./lib/attention/mod.ts";
export * from "./lib/kernel_regression/mod.ts";
export * from "./lib/self_attention/mod.ts";
export * from "./lib/recurrent/mod.ts";
export * from "./lib/seq2seq/mod.ts";
export * from "./lib/transformer/mod.ts";
export * from "./lib/memory/mod.ts";
export * from "./lib/associative/mod.ts";
export * from "./lib/analysis/mod.ts";
