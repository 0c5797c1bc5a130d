/**
 * Going over the batches and heads of tensors, and over parts of matrices.
 * Everything here takes apart, repeats and puts together; nothing computes, and
 * nothing knows an operator.
 *
 * @module
 */
import type { Matrix } from "@mneme/mneme/core";
import { Tensor } from "./tensor.ts";

/** One matrix of each tensor, under the same names. */
export type Parts<T> = {
  [K in keyof T]: T[K] extends Tensor ? Matrix : Matrix | undefined;
};

/**
 * The columns of tensors [batch, head, item, feature], by batch and head. Of a
 * tensor with fewer batches or heads, each serves as many neighbors as it must;
 * missing first axes are 1. What is left out is left out of each head.
 */
export function headsOf<T extends object>(tensors: T): Parts<T>[][] {
  const given = Object.entries(tensors as Record<string, Tensor | undefined>)
    .flatMap(([name, tensor]) =>
      tensor === undefined ? [] : [{ name, heads: matricesOf(tensor) }]
    );
  const batches = Math.max(...given.map(({ heads }) => heads.length));
  const count = Math.max(...given.map(({ heads }) => heads[0].length));
  const served = given.map(({ name, heads }) => ({
    name,
    heads: serving(heads, batches).map((batch) => serving(batch, count)),
  }));
  return Array.from(
    { length: batches },
    (_, b) =>
      Array.from({ length: count }, (_, h) =>
        Object.fromEntries(
          served.map(({ name, heads }) => [name, heads[b][h]]),
        ) as Parts<T>),
  );
}

/** What was made for each batch and head, under its names, as tensors [batch, head, item, feature]. */
export function collect<T extends object>(
  results: readonly (readonly T[])[],
): { [K in keyof T]: Tensor } {
  const [[first]] = results;
  const tensors = Object.keys(first).map((name) => [
    name,
    Tensor.ofColumns(
      results.map((heads) =>
        heads.map((head): Matrix => Reflect.get(head as object, name))
      ),
    ),
  ]);
  return Object.assign(
    Array.isArray(first) ? [] : {},
    Object.fromEntries(tensors),
  );
}

/** A function of matrices, by batch and head; see headsOf and collect. */
export function overHeads<T extends object, R extends object>(
  tensors: T,
  each: (head: Parts<T>, index: number) => R,
): { [K in keyof R]: Tensor } {
  return collect(headsOf(tensors).map((heads) => heads.map(each)));
}

/** Values under names, in order. */
export function named<K extends string, T>(
  names: readonly K[],
  values: readonly T[],
): Record<K, T> {
  return Object.fromEntries(
    names.map((name, i) => [name, values[i]]),
  ) as Record<K, T>;
}

/** Lists under names as one list of records. */
export function zip<K extends string, T>(
  lists: Readonly<Record<K, readonly T[]>>,
): Record<K, T>[] {
  const names = Object.keys(lists) as K[];
  return lists[names[0]].map((_, i) =>
    named(names, names.map((name) => lists[name][i]))
  );
}

/** The rows of a matrix in so many parts, one above the other. */
export function blocks(matrix: Matrix, count: number): Matrix[] {
  const size = matrix.rows / count;
  return Array.from(
    { length: count },
    (_, i) =>
      matrix.subMatrix(i * size, (i + 1) * size - 1, 0, matrix.columns - 1),
  );
}

function matricesOf(tensor: Tensor): Matrix[][] {
  const missing = Array(Math.max(0, 4 - tensor.dims.length)).fill(1);
  return tensor.reshape(...missing, ...tensor.dims).parts()
    .map((batch) => batch.parts().map((head) => head.columns()));
}

/** A list made as long as it must be, each entry serving its share of neighbors. */
function serving<T>(list: readonly T[], count: number): T[] {
  if (count % list.length !== 0) {
    throw new Error(`${list.length} cannot serve ${count}`);
  }
  return Array.from(
    { length: count },
    (_, i) => list[Math.floor(i * list.length / count)],
  );
}
