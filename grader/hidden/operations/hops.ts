import fc from "fast-check";
import { listOf, thousandths } from "../common/vectors.ts";

type Rows = number[][];

/** The input of several hops. */
export type Hops = [query: number[], keys: Rows, values: Rows, hops: number];

// A tiny change of a query is used to see how much it grows on the way.
const NUDGE = 1e-7;

// Rounding errors are near 1e-12 at worst here, and answers must agree to 1e-9.
const MAXIMUM_GROWTH = 30;

// Plain sums, since a drawn input is looked at hundreds of times.
function hop(query: number[], keys: Rows, values: Rows): number[] {
  const scores = keys.map((key) =>
    key.reduce((sum, x, d) => sum + x * query[d], 0)
  );
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return query.map((x, d) =>
    powers.reduce((sum, power, n) => sum + power * values[n][d] / total, x)
  );
}

function after([query, keys, values, hops]: Hops): number[] {
  let current = query;
  for (let done = 0; done < hops; done++) current = hop(current, keys, values);
  return current;
}

/**
 * True if a rounding error stays one: near a tie between two slots, hops can
 * make a small difference of queries a large one.
 */
function isSteady([query, keys, values, hops]: Hops): boolean {
  let current = query;
  for (let left = hops; left > 0; left--) {
    const end = after([current, keys, values, left]);
    const grows = current.some((x, d) => {
      const nudged = current.with(d, x + NUDGE);
      return after([nudged, keys, values, left])
        .some((y, i) => Math.abs(y - end[i]) > MAXIMUM_GROWTH * NUDGE);
    });
    if (grows) return false;
    current = hop(current, keys, values);
  }
  return true;
}

/** Never as many slots as dimensions; up to ten hops. */
export const steadyHops: fc.Arbitrary<Hops> = fc.tuple(
  fc.constantFrom(2, 3, 5),
  fc.constantFrom(2, 3, 5, 7),
  fc.constantFrom(1, 1, 3),
  fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 10 })),
)
  .filter(([dimension, count]) => dimension !== count)
  .chain(([dimension, count, limit, hops]) =>
    fc.tuple(
      listOf(thousandths(limit), dimension),
      listOf(listOf(thousandths(limit), dimension), count),
      listOf(listOf(thousandths(limit), dimension), count),
      fc.constant(hops),
    )
  )
  .filter(isSteady);

/** Hops that are made every time. */
export const hopExamples: Hops[] = [
  [[0.5, -2], [[1, 0], [0, 1], [-1, 1]], [[2, 1], [-1, 0.5], [0, 3]], 0],
  [[0.5, -2], [[1, 0], [0, 1], [-1, 1]], [[2, 1], [-1, 0.5], [0, 3]], 1],
  [[0.5, -2], [[1, 0], [0, 1], [-1, 1]], [[2, 1], [-1, 0.5], [0, 3]], 2],
  [[1.5], [[2]], [[-0.5]], 10],
  [[0, 0], [[1, 2], [1, 2], [1, 2]], [[3, 0], [0, 3], [-3, 0]], 3],
];
