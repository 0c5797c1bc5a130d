/**
 * Pairs of signs as tensors of tokens: 0 pads and begins, 1 ends.
 *
 * @module
 */
import { tf, type TransformerBatch } from "../../lib/layers/mod.ts";
import type { Pair, Task } from "./tasks.ts";

/** The token that pads a source and begins a target. */
export const BEGIN = 0;
/** The token that ends a target. */
export const END = 1;
const FIRST_SIGN = 2;

/** How many tokens a task has. */
export function vocabularyOf({ signs }: Task): number {
  return FIRST_SIGN + signs.length;
}

/** Signs as tokens. */
export function tokensOf({ signs }: Task, text: readonly string[]): number[] {
  return text.map((sign) => FIRST_SIGN + signs.indexOf(sign));
}

/** Tokens as signs; what is none is left out. */
export function signsOf({ signs }: Task, tokens: readonly number[]): string[] {
  return tokens.map((token) => signs[token - FIRST_SIGN] ?? "");
}

/** A batch, everything padded to the longest in it. */
export function batchOf(task: Task, pairs: readonly Pair[]): TransformerBatch {
  const sources = pairs.map(({ source }) => tokensOf(task, source));
  const targets = pairs.map(({ target }) => tokensOf(task, target));
  const labels = targets.map((target) => [...target, END]);
  return {
    source: padded(sources, "int32"),
    keep: padded(sources.map((tokens) => tokens.map(() => 1)), "float32"),
    inputs: padded(targets.map((target) => [BEGIN, ...target]), "int32"),
    labels: padded(labels, "int32"),
    weights: padded(labels.map((tokens) => tokens.map(() => 1)), "float32"),
  };
}

function padded(
  rows: readonly number[][],
  dtype: "int32" | "float32",
): tf.Tensor2D {
  const width = Math.max(...rows.map(({ length }) => length));
  const flat = rows.flatMap((row) => [
    ...row,
    ...Array(width - row.length).fill(0),
  ]);
  return tf.tensor2d(flat, [rows.length, width], dtype);
}
