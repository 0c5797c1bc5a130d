/**
 * Ten pictures to remember: digits where there are any, else blots.
 *
 * @module
 */
import {
  flipEntries,
  fromRule,
  hebbianWeights,
  hopfieldNetwork,
  type Matrix,
  overlap,
  projectionWeights,
  type Random,
  recall,
  retrieveModern,
} from "../../mod.ts";
import type { Digits } from "../data/mnist.ts";

/** Pictures as patterns: a column each, 1 for ink and -1 for the ground. */
export interface Pictures {
  patterns: Matrix;
  side: number;
}

const COUNT = 10;

/** Half of the darkest gray value. */
const INK = 128;

/** The first image of each digit. */
export function digitPictures({ images, labels, rows }: Digits): Pictures {
  const first = Array.from(
    { length: COUNT },
    (_, digit) => images[labels.indexOf(digit)],
  );
  const patterns = fromRule(
    rows * rows,
    COUNT,
    (i, n) => first[n][i] >= INK ? 1 : -1,
  );
  return { patterns, side: rows };
}

/** Blots of ink: each the union of three discs, alike enough to be mistaken for one another. */
export function blotPictures(side: number, random: Random): Pictures {
  const blots = Array.from(
    { length: COUNT },
    () =>
      Array.from({ length: 3 }, () => ({
        x: side * (0.3 + 0.4 * random.uniform()),
        y: side * (0.3 + 0.4 * random.uniform()),
        radius: side * (0.1 + 0.12 * random.uniform()),
      })),
  );
  const patterns = fromRule(side * side, COUNT, (i, n) => {
    const [row, column] = [Math.floor(i / side), i % side];
    const isInk = blots[n].some(({ x, y, radius }) =>
      Math.hypot(column - x, row - y) < radius
    );
    return isInk ? 1 : -1;
  });
  return { patterns, side };
}

/** A way to remember, with what it recalls of each cue. */
export interface Recalled {
  id: "hebb" | "projection" | "modern";
  states: Matrix[];
  /** How many pictures came back without a wrong pixel. */
  exact: number;
}

/** Noisy cues of the pictures, and what comes back of them by three ways. */
export function recallPictures(
  { patterns }: Pictures,
  noise: number,
  random: Random,
): { cues: Matrix[]; recalled: Recalled[] } {
  const columns = Array.from(
    { length: patterns.columns },
    (_, n) => patterns.getColumnVector(n),
  );
  const flips = Math.round(noise * patterns.rows);
  const cues = columns.map((pattern) => flipEntries(pattern, flips, random));
  const ways: Record<Recalled["id"], (cue: Matrix) => Matrix> = {
    hebb: settling(hebbianWeights(patterns), random),
    projection: settling(projectionWeights(patterns), random),
    modern: (cue) => signs(retrieveModern(patterns, cue).output),
  };
  const recalled = Object.entries(ways).map(([id, way]): Recalled => {
    const states = cues.map(way);
    const exact = states.filter((state, n) =>
      overlap(state, columns[n]) === 1
    ).length;
    return { id: id as Recalled["id"], states, exact };
  });
  return { cues, recalled };
}

/** A pattern as rows of 0 and 1. */
export function imageOf(pattern: Matrix, side: number): number[][] {
  const values = pattern.to1DArray().map((value) => (value + 1) / 2);
  return Array.from(
    { length: side },
    (_, row) => values.slice(side * row, side * (row + 1)),
  );
}

function settling(
  weights: Matrix,
  random: Random,
): (cue: Matrix) => Matrix {
  const network = hopfieldNetwork(weights);
  return (cue) => recall(network, cue, { order: random });
}

function signs(states: Matrix): Matrix {
  return fromRule(
    states.rows,
    1,
    (i) => states.get(i, 0) >= 0 ? 1 : -1,
  );
}
