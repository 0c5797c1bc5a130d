/**
 * Where a mutant that is said to be equivalent is tried beside the checks' own
 * inputs: edges and corners of everything that is legal, which the checks draw
 * seldom or never.
 *
 * @module
 */

import fc from "fast-check";
import type { Agreement } from "../../grader/compare.ts";
import { isAlternating } from "./alternating.ts";

/** Inputs of a function, as lists of arguments, and how closely its answers must agree: as a comparison, or by a definition where many answers are right. */
export interface Edge {
  inputs: fc.Arbitrary<unknown[]>;
  agreement: Agreement | ((got: unknown) => boolean);
}

/** The edges of one exercise, function by function. */
export type Edges = Readonly<Record<string, Edge>>;

const exact = (...args: fc.Arbitrary<unknown>[]): Edge => ({
  inputs: fc.tuple(...args),
  agreement: "exact",
});

const close = (inputs: fc.Arbitrary<unknown[]>): Edge => ({
  inputs,
  agreement: "close",
});

const listOf = <Item>(item: fc.Arbitrary<Item>, length: number) =>
  fc.array(item, { minLength: length, maxLength: length });

/** Sizes from the smallest to the largest; small ones often. */
const size = fc.oneof(
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 30_000 }),
);

const few = fc.integer({ min: 1, max: 4 });

/** Zeros, ones, ties and the largest scores, among ordinary numbers. */
const entry = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom(0, 1, -1, 1e-9, 0.5),
  fc.double({ min: -3, max: 3, noNaN: true }),
);
const score = fc.oneof(entry, fc.constantFrom(1e4, -1e4, 9999, 700, -745));

const fraction = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 1e-12),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

/** 2^53, the largest budget. */
const LARGEST = 9_007_199_254_740_992;

/** Budgets that pay for a layer, for one parameter less, and for nothing. */
const budgets = fc.tuple(
  size,
  fc.oneof(size, fc.integer({ min: 1, max: 47e6 })),
)
  .chain(([n, m]) =>
    fc.oneof(
      fc.integer({ min: -1, max: 1 })
        .map((beside) => 4 * m * (n + m + 1) + beside),
      fc.integer({ min: 0, max: 100 }),
      fc.constantFrom(LARGEST, LARGEST - 1),
    ).map((budget): unknown[] => [n, Math.min(budget, LARGEST)])
  );

/** A network of which many fields are exactly 0. */
const networks = few.chain((m) =>
  fc.tuple(
    listOf(fc.integer({ min: -2, max: 2 }), m * m).map((drawn) =>
      Array.from({ length: m }, (_, i) =>
        Array.from({ length: m }, (_, j) =>
          i === j ? 0 : drawn[Math.min(i, j) * m + Math.max(i, j)]))
    ),
    listOf(fc.integer({ min: -1, max: 1 }), m),
    listOf(fc.constantFrom(1, -1), m),
  )
);

const networksAndIndex = networks.chain((network) =>
  fc.nat(network[1].length - 1).map((index): unknown[] => [...network, index])
);

/** Lists that no history makes too: any strengths, among them none. */
const listSteps = fc.tuple(few, fc.nat(4)).chain(([dimension, length]) =>
  fc.tuple(
    fc.record({
      values: listOf(listOf(entry, dimension), length),
      strengths: listOf(fraction, length),
    }),
    fc.oneof(fraction, fc.double({ min: 0, max: 9, noNaN: true })),
    fraction,
    listOf(entry, dimension),
  )
);

/** As many slots as dimensions too; scores up to ±1e4. */
const sets = fc.tuple(few, few).chain(([dimension, count]) =>
  fc.tuple(
    listOf(listOf(entry, dimension), count),
    listOf(entry, dimension),
    fc.constantFrom(0, 1, 0.5, 100),
  )
);

const lookups = fc.tuple(few, few, few).chain(([dimension, count, length]) =>
  fc.tuple(
    listOf(entry, dimension),
    listOf(listOf(entry, dimension), count),
    listOf(listOf(entry, length), count),
  )
);

// Short vectors, so that a rounding error does not grow from hop to hop.
const short = fc.constantFrom(0, 0.25, -0.25, 0.5, -0.125);
const hops = fc.tuple(few, few, fc.nat(10)).chain(([dimension, count, times]) =>
  fc.tuple(
    listOf(entry, dimension),
    listOf(listOf(short, dimension), count),
    listOf(listOf(short, dimension), count),
    fc.constant(times),
  )
);

/** All weight on one slot, or the same on each. */
const reads = fc.tuple(few, few).chain(([dimension, count]) =>
  fc.tuple(
    listOf(listOf(entry, dimension), count),
    fc.integer({ min: -1, max: count - 1 }).map((chosen) =>
      Array.from(
        { length: count },
        (_, n) => chosen === -1 ? 1 / count : n === chosen ? 1 : 0,
      )
    ),
  )
);

const writes = reads.chain(([memory, weights]) =>
  fc.tuple(
    listOf(fraction, memory[0].length),
    listOf(entry, memory[0].length),
  ).map(([erase, add]): unknown[] => [memory, weights, erase, add])
);

const scores = close(
  fc.integer({ min: 1, max: 6 }).chain((length) =>
    fc.tuple(listOf(score, length))
  ),
);

/** The edges of all exercises. */
export const EDGES: Readonly<Record<string, Edges>> = {
  "8-1": {
    lstmParameterCount: exact(size, size),
    gruParameterCount: exact(size, size),
    stackedLstmParameterCount: exact(size, fc.array(size, { maxLength: 5 })),
    largestHiddenSize: { inputs: budgets, agreement: "exact" },
  },
  "8-2": {
    dotProductVariance: close(
      fc.tuple(size, fc.oneof(fraction, fc.constantFrom(2, 10, 100))),
    ),
    scaledScores: close(
      lookups.map(([query, keys]): unknown[] => [query, keys]),
    ),
    softmaxJacobian: scores,
    gradientNorm: scores,
  },
  "8-3": {
    selfAttentionCost: exact(size, size),
    recurrentCost: exact(size, size),
    convolutionalCost: exact(size, few, size.map((k) => k + 1)),
    restrictedSelfAttentionCost: exact(size, few, size),
    crossoverLength: exact(size),
  },
  "8-4": {
    stackStep: close(listSteps),
    queueStep: close(listSteps),
    setRead: close(sets),
    treeLeafWeights: close(
      fc.nat(4).chain((levels) => fc.tuple(listOf(score, 2 ** levels - 1))),
    ),
  },
  "8-5": {
    memoryNetworkRead: close(lookups),
    memoryNetworkHops: close(hops),
    turingRead: close(reads),
    turingWrite: close(writes),
    comparison: exact(),
  },
  "8-6": {
    energy: close(networks),
    updateNeuron: { inputs: networksAndIndex, agreement: "exact" },
    energyChange: close(networksAndIndex),
    settle: close(networks),
    synchronousCycle: { inputs: fc.constant([]), agreement: isAlternating },
  },
};
