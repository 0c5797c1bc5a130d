/**
 * What to point at, and where: numbers to sort, points with their hull.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import { type PointerBatch, tf } from "../../lib/layers/mod.ts";
import { loadSorting, type SortingExample } from "../data/sort_pointer.ts";
import { convexHull, type Point } from "./hull.ts";

/** Inputs, and the places to point at one after another. */
export interface Example {
  inputs: readonly (readonly number[])[];
  pointers: readonly number[];
}

/** How many numbers are sorted, each a digit of its own. */
export const NUMBERS = 5;

/** Rows of digits with the order that sorts them, as the public file has them. */
export function drawDigits(random: Random, rows: number): SortingExample[] {
  return Array.from({ length: rows }, () => {
    const numbers = random.permutation(10).slice(0, NUMBERS);
    const order = numbers.map((_, i) => i)
      .sort((a, b) => numbers[a] - numbers[b]);
    return { numbers, order };
  });
}

/** Rows to train on, and rows to measure on, of which none is among the first. */
export interface Split {
  train: Example[];
  held: Example[];
}

/** Numbers to sort: the public file, or generated ones where there is none. */
export function sortingExamples(
  data: string | null,
  random: Random,
  rows: number,
): Split {
  const all = data === null
    ? drawDigits(random, rows)
    : loadSorting(data, "5").slice(0, rows);
  const train = all.slice(0, Math.floor(0.8 * all.length));
  const seen = new Set(train.map(({ numbers }) => numbers.join()));
  const held = all.slice(train.length)
    .filter(({ numbers }) => !seen.has(numbers.join()));
  return { train: train.map(toExample), held: held.map(toExample) };
}

function toExample({ numbers, order }: SortingExample): Example {
  return { inputs: numbers.map((number) => [number / 5 - 1]), pointers: order };
}

/** Points of the unit square. */
export function drawPoints(random: Random, count: number): Point[] {
  return Array.from({ length: count }, () => [
    random.uniform(),
    random.uniform(),
  ]);
}

/** Points with their hull, which ends where it began. */
export function hullExample(points: readonly Point[]): Example {
  const hull = convexHull(points);
  return { inputs: points.map(centered), pointers: [...hull, hull[0]] };
}

/** The unit square moved and stretched to mean 0 and variance 1. */
export function centered([x, y]: Point): number[] {
  return [x, y].map((value) => (value - 0.5) * Math.sqrt(12));
}

/** Examples of one number of inputs as a batch; shorter lists of places are padded. */
export function batchOf(examples: readonly Example[]): PointerBatch {
  const places = Math.max(...examples.map(({ pointers }) => pointers.length));
  const pad = (list: readonly number[]) => [
    ...list,
    ...Array(places - list.length).fill(0),
  ];
  const rows = examples.map(({ pointers }) => pad(pointers));
  const counts = examples.map(({ pointers }) => pad(pointers.map(() => 1)));
  const shape: [number, number] = [examples.length, places];
  return {
    inputs: inputsOf(examples.map(({ inputs }) => inputs)),
    pointers: tf.tensor2d(rows.flat(), shape, "int32"),
    weights: tf.tensor2d(counts.flat(), shape),
  };
}

/** Lists of inputs of one length as a tensor [B, N, D]. */
export function inputsOf(
  lists: readonly (readonly (readonly number[])[])[],
): tf.Tensor3D {
  const [N, D] = [lists[0].length, lists[0][0].length];
  return tf.tensor3d(lists.flat(2), [lists.length, N, D]);
}
