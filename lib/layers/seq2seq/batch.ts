import { ShapeError } from "../../core/mod.ts";
import { tf } from "../tf.ts";
import type { Seq2seqBatch } from "./model.ts";

/** A source and its target, ids without start and end symbols. */
export interface IdPair {
  /** What is read. */
  source: readonly number[];
  /** What is to be written. */
  target: readonly number[];
}

/** The symbols around a target. */
export interface BatchSymbols {
  /** What the decoder reads first. */
  start: number;
  /** What it writes last. */
  end: number;
}

/** Sources as a tensor, and which of its ids count; an index signature, so that tf.tidy takes it. */
export type SourceBatch = {
  /** Ids, the padding 0, int32 [B, N]. */
  source: tf.Tensor2D;
  /** 1 for ids that count, 0 for padding [B, N]; absent if all sources are of one length. */
  sourceMask?: tf.Tensor2D;
};

/**
 * Pairs as tensors: sources, targets behind the start symbol and before the end symbol, padded to the longest.
 *
 * Where all are of one length there is no mask, and less to compute: batches
 * of one length are worth drawing.
 *
 * @source d2l, truncation and padding; Bahdanau et al. 2015, appendix B.2, whose batches are of like lengths
 * @param pairs At least one pair.
 * @param symbols Start and end.
 * @returns What {@linkcode seq2seqLoss} takes.
 * @throws {ShapeError} If there is no pair, or a source is empty.
 *
 * @example The decoder reads what it wrote a step before
 * ```ts
 * import { batchPairs } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const batch = batchPairs([{ source: [5], target: [7, 8] }], { start: 1, end: 2 });
 * assertEquals(batch.inputs.arraySync(), [[1, 7, 8]]);
 * assertEquals(batch.targets.arraySync(), [[7, 8, 2]]);
 * ```
 */
export function batchPairs(
  pairs: readonly IdPair[],
  { start, end }: BatchSymbols,
): Seq2seqBatch {
  const targets = pairs.map(({ target }) => [...target, end]);
  const mask = maskOf(targets);
  return {
    ...batchSources(pairs.map(({ source }) => source)),
    inputs: padded(pairs.map(({ target }) => [start, ...target])),
    targets: padded(targets),
    ...mask && { targetMask: mask },
  };
}

/**
 * Sources as tensors, padded to the longest.
 *
 * @source d2l, truncation and padding
 * @param sources At least one source of at least one id.
 * @returns Ids, and which of them count where not all do.
 * @throws {ShapeError} If there is no source, or one is empty.
 *
 * @example Padding does not count
 * ```ts
 * import { batchSources } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const { sourceMask } = batchSources([[5, 7], [3]]);
 * assertEquals(sourceMask!.arraySync(), [[1, 1], [1, 0]]);
 * ```
 */
export function batchSources(
  sources: readonly (readonly number[])[],
): SourceBatch {
  if (sources.length === 0 || sources.some(({ length }) => length === 0)) {
    throw new ShapeError(
      `Cannot batch sources as there must be at least one and none empty: their lengths are [${
        sources.map(({ length }) => length).join(", ")
      }]`,
    );
  }
  const mask = maskOf(sources);
  return { source: padded(sources), ...mask && { sourceMask: mask } };
}

function padded(rows: readonly (readonly number[])[]): tf.Tensor2D {
  const width = rows.reduce((most, { length }) => Math.max(most, length), 0);
  const ids = new Int32Array(rows.length * width);
  rows.forEach((row, b) => ids.set(row, b * width));
  return tf.tensor2d(ids, [rows.length, width], "int32");
}

function maskOf(rows: readonly (readonly number[])[]): tf.Tensor2D | null {
  const width = rows.reduce((most, { length }) => Math.max(most, length), 0);
  if (rows.every(({ length }) => length === width)) return null;
  const mask = new Float32Array(rows.length * width);
  rows.forEach(({ length }, b) => mask.fill(1, b * width, b * width + length));
  return tf.tensor2d(mask, [rows.length, width]);
}
