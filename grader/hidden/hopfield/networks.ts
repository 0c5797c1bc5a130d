import fc from "fast-check";

/** A matrix as a list of rows. */
export type Rows = number[][];

/** A network and a start. */
export type Start = [weights: Rows, biases: number[], states: number[]];

/** A network, a start, and one of its neurons. */
export type StartAndIndex = [...Start, index: number];

// A neuron whose field is nearly 0 may go either way with the order of a sum.
const NEARLY_A_TIE = 1e-6;

const sizes = fc.constantFrom(2, 3, 5, 7, 11);

/** A network with a start, its entries drawn from `entry`. */
function start(entry: fc.Arbitrary<number>): fc.Arbitrary<Start> {
  return sizes.chain((size) =>
    fc.tuple(
      fc.array(entry, {
        minLength: size * (size - 1) / 2,
        maxLength: size * (size - 1) / 2,
      }).map((pairs) => symmetric(size, pairs)),
      fc.array(entry, { minLength: size, maxLength: size }),
      fc.array(fc.constantFrom(1, -1), { minLength: size, maxLength: size }),
    )
  );
}

/** Symmetric rows with a zero diagonal, from the entries below it. */
export function symmetric(size: number, pairs: number[]): Rows {
  const rows = Array.from({ length: size }, () => new Array(size).fill(0));
  let next = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) rows[i][j] = rows[j][i] = pairs[next++];
  }
  return rows;
}

function withIndex(starts: fc.Arbitrary<Start>): fc.Arbitrary<StartAndIndex> {
  return starts.chain(([weights, biases, states]) =>
    fc.nat(states.length - 1).map((index): StartAndIndex => [
      weights,
      biases,
      states,
      index,
    ])
  );
}

const thousandths = fc.integer({ min: -2000, max: 2000 }).map((n) => n / 1000);

/** Real weights and biases; a field may be near 0. */
export const real: fc.Arbitrary<Start> = start(thousandths);

/** Small integers, whose sums are exact: fields of 0 are frequent. */
export const integer: fc.Arbitrary<Start> = start(
  fc.integer({ min: -2, max: 2 }),
);

// Plain sums, since a drawn network may be looked at hundreds of times.
function field([weights, biases, states]: Start, index: number): number {
  return weights[index].reduce(
    (sum, weight, j) => sum + weight * states[j],
    biases[index],
  );
}

function isDecided(drawn: Start, index: number): boolean {
  return Math.abs(field(drawn, index)) > NEARLY_A_TIE;
}

/** True if no field on the way to rest is nearly 0. */
export function settlesClearly([weights, biases, states]: Start): boolean {
  const current = [...states];
  for (let still = 0, i = 0; still < current.length; i++) {
    const index = i % current.length;
    const now: Start = [weights, biases, current];
    if (!isDecided(now, index)) return false;
    const next = field(now, index) > 0 ? 1 : -1;
    still = next === current[index] ? still + 1 : 0;
    current[index] = next;
  }
  return true;
}

/** An update of a neuron whose field is either exact or not nearly 0. */
export const eitherUpdate: fc.Arbitrary<StartAndIndex> = withIndex(
  fc.oneof(
    real.filter((drawn) =>
      drawn[2].every((_, index) => isDecided(drawn, index))
    ),
    integer,
  ),
);
