import fc from "fast-check";
import type { Caller } from "../../check.ts";
import { disagreement, type Mismatch } from "../../compare.ts";
import { listOf, thousandths } from "../common/vectors.ts";

type Rows = number[][];

/** The input of a read. */
export type Read = [memory: Rows, weights: number[]];

/** The input of a write. */
export type Write = [...Read, erase: number[], add: number[]];

/** Writes to one slot after the other, as to the memory of a computer. */
export type AddressedWrites = [
  memory: Rows,
  writes: [address: number, erase: number[], add: number[]][],
];

/**
 * The judge of writes with all the weight on one slot: where erase is 1 the
 * entry is replaced, where it is 0 it is added to, and no other slot changes.
 */
export async function judgeAddressed(
  caller: Caller,
  [start, writes]: AddressedWrites,
): Promise<Mismatch | null> {
  let memory = start;
  for (const [address, erase, add] of writes) {
    const weights = memory.map((_, n) => n === address ? 1 : 0);
    const slot = memory[address].map((x, d) =>
      erase[d] === 1 ? add[d] : x + add[d]
    );
    const expected = memory.with(address, slot);
    const answer = await caller.call(
      "turingWrite",
      memory,
      weights,
      erase,
      add,
    );
    const mismatch = disagreement(answer, expected);
    if (mismatch) return mismatch;
    memory = expected;
  }
  return null;
}

/** Weights in thousandths that sum to 1: the gaps between sorted cuts. */
function distribution(count: number): fc.Arbitrary<number[]> {
  return listOf(fc.nat(1000), count - 1).map((drawn) => {
    const cuts = [0, ...drawn.toSorted((a, b) => a - b), 1000];
    return cuts.slice(1).map((cut, n) => (cut - cuts[n]) / 1000);
  });
}

/** Slots and their length, never equal. */
const sizes = fc.uniqueArray(fc.constantFrom(2, 3, 5, 7), {
  minLength: 2,
  maxLength: 2,
});

/** Memories, and weights of which some may be 0. */
export const reads: fc.Arbitrary<Read> = sizes.chain(([count, dimension]) =>
  fc.tuple(
    listOf(listOf(thousandths(3), dimension), count),
    distribution(count),
  )
);

/** The same, with what is written. */
export const softWrites: fc.Arbitrary<Write> = reads.chain((read) => {
  const dimension = read[0][0].length;
  const fraction = fc.oneof(
    { weight: 4, arbitrary: fc.nat(100).map((n) => n / 100) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1) },
  );
  return fc.tuple(
    listOf(fraction, dimension),
    listOf(thousandths(3), dimension),
  ).map(([erase, add]): Write => [...read, erase, add]);
});

const digit = fc.integer({ min: -9, max: 9 });

/** Up to six writes to whole slots. */
export const addressedWrites: fc.Arbitrary<AddressedWrites> = sizes.chain(
  ([count, dimension]) =>
    fc.tuple(
      listOf(listOf(digit, dimension), count),
      fc.array(
        fc.tuple(
          fc.nat(count - 1),
          listOf(fc.constantFrom(0, 1, 1), dimension),
          listOf(digit, dimension),
        ),
        { minLength: 1, maxLength: 6 },
      ),
    ),
);

/** Reads that are made every time. */
export const readExamples: Read[] = [
  [[[3, -2]], [1]],
  [[[5], [7], [11]], [0, 0, 1]],
  [[[5, 1], [7, 2], [9, 6]], [0.5, 0.25, 0.25]],
];

/** Writes that are made every time. */
export const writeExamples: Write[] = [
  [[[3, -2]], [1], [0.5, 1], [1, 4]],
  [[[5], [7], [11]], [0.25, 0.75, 0], [0], [4]],
  [[[5], [7], [11]], [0.25, 0.75, 0], [1], [0]],
  [[[5, 1], [7, 2], [9, 6]], [0.5, 0.25, 0.25], [1, 0.5], [2, -2]],
];

/** Writes to one slot that are made every time. */
export const addressedExamples: AddressedWrites[] = [
  [[[5]], [[0, [1], [2]]]],
  [[[5, 1], [7, 2], [9, 6]], [
    [1, [1, 1], [3, 4]],
    [1, [0, 0], [3, 4]],
    [2, [1, 0], [-1, 8]],
  ]],
];
