/**
 * Selection: four items with keys and classes; the query is one item's key in
 * disguise, and its class is asked.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import { tf } from "../../lib/layers/mod.ts";

/** Items N. */
export const ITEMS = 4;
/** Size D of keys and queries. */
export const SIZE = 8;
/** Classes. */
export const CLASSES = 8;
/** Standard deviation of what is added to the query. */
const NOISE = 0.5;

/** A batch of the task. */
export interface Selection {
  /** Keys [B, N, D], standard normal. */
  keys: tf.Tensor3D;
  /** Classes as one-hot vectors [B, N, C], different from item to item. */
  values: tf.Tensor3D;
  /** Queries [B, 1, D]. */
  queries: tf.Tensor3D;
  /** The class of the item that is asked for [B], int32. */
  labels: tf.Tensor1D;
}

/** How a key is disguised as a query: its entries in another order, some with the sign changed. */
export interface Disguise {
  order: number[];
  signs: number[];
}

/** Draws a disguise, which stays the same for a whole run. */
export function drawDisguise(random: Random): Disguise {
  return {
    order: random.permutation(SIZE),
    signs: Array.from({ length: SIZE }, () => random.integer(2) * 2 - 1),
  };
}

/** Draws a batch of the task. */
export function drawSelection(
  random: Random,
  { order, signs }: Disguise,
  batch: number,
): Selection {
  const rows = Array.from({ length: batch }, () => {
    const keys = Array.from(
      { length: ITEMS },
      () => Array.from({ length: SIZE }, () => random.normal()),
    );
    const classes = random.permutation(CLASSES).slice(0, ITEMS);
    const asked = random.integer(ITEMS);
    const query = order.map((from, d) =>
      signs[d] * keys[asked][from] + NOISE * random.normal()
    );
    return { keys, classes, query, label: classes[asked] };
  });
  return {
    keys: tf.tensor3d(rows.map(({ keys }) => keys)),
    values: tf.tensor3d(rows.map(({ classes }) => classes.map(oneHot))),
    queries: tf.tensor3d(rows.map(({ query }) => [query])),
    labels: tf.tensor1d(rows.map(({ label }) => label), "int32"),
  };
}

function oneHot(index: number): number[] {
  return Array.from({ length: CLASSES }, (_, c) => c === index ? 1 : 0);
}
