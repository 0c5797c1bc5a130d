import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  normalMatrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  bidirectionalEnergy,
  bidirectionalWeights,
  flipEntries,
  randomPatterns,
  recallPair,
} from "@mneme/mneme/associative";
import { EXACT, SEEDS } from "../support.ts";
import { randomStates } from "./networks.ts";

/** Kosko's pairs 101010 ↔ 1100 and 111000 ↔ 1010, 0 written as -1. */
const left = fromRows([[1, 1], [-1, 1], [1, 1], [-1, -1], [1, -1], [-1, -1]]);
const right = fromRows([[1, 1], [1, -1], [-1, 1], [-1, -1]]);
const weights = bidirectionalWeights(left, right);

// row 26: Kosko 1988: M row 1 = [2,0,0,-2]; 101010·M = (4,2,-2,-4); E = -24 (recomputed)
Deno.test("bidirectionalWeights() gives Kosko's matrix, field and energy", () => {
  assertEquals(weights.to2DArray(), [
    [2, 0, 0, -2],
    [0, -2, 2, 0],
    [2, 0, 0, -2],
    [-2, 0, 0, 2],
    [0, 2, -2, 0],
    [-2, 0, 0, 2],
  ]);
  const binary = columnVector([1, 0, 1, 0, 1, 0]);
  const field = weights.transpose().mmul(binary);
  assertEquals(field.to1DArray(), [4, 2, -2, -4]);
  const pair = {
    left: left.getColumnVector(0),
    right: right.getColumnVector(0),
  };
  assertEquals(bidirectionalEnergy(weights, pair), -24);
});

// row 26: hetero-association: either half of Kosko's pairs recalls the other, and a wrong bit is put right
Deno.test("recallPair() recalls each of Kosko's pairs from either half", () => {
  for (const n of [0, 1]) {
    const [a, b] = [left.getColumnVector(n), right.getColumnVector(n)];
    const forward = recallPair(weights, a);
    assertEquals([forward.left, forward.right], [a, b]);
    assertEquals(forward.energies, [-24]);
    assertEquals(recallPair(weights.transpose(), b).right, a);
  }
  const cue = left.getColumnVector(0);
  cue.set(3, 0, 1); // one entry wrong
  const { left: mended, right: found } = recallPair(weights, cue);
  assertEquals(
    bidirectionalEnergy(weights, { left: mended, right: found }),
    -24,
  );
});

Deno.test("recallPair() comes to rest with falling energies, whatever the weights", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const any = normalMatrix(7, 5, random);
    const rest = recallPair(any, columnVector(randomStates(7, random)));
    assert(
      rest.energies.every((e, i) => i === 0 || e < rest.energies[i - 1]),
      `seed ${seed}`,
    );
    const again = recallPair(any, rest.left);
    assertEquals([again.left, again.right], [rest.left, rest.right]);
    const last = rest.energies[rest.energies.length - 1];
    assert(Math.abs(bidirectionalEnergy(any, rest) - last) < EXACT);
  }
});

Deno.test("recallPair() recalls random pairs from cues with a tenth flipped", () => {
  for (const seed of SEEDS.slice(0, 4)) {
    const random = seededRandom(seed);
    const [names, faces] = [
      randomPatterns(101, 3, random),
      randomPatterns(67, 3, random),
    ];
    const stored = bidirectionalWeights(names, faces);
    for (const n of [0, 1, 2]) {
      const cue = flipEntries(names.getColumnVector(n), 10, random);
      const pair = recallPair(stored, cue);
      assertEquals(pair.right, faces.getColumnVector(n), `seed ${seed}`);
    }
  }
});

Deno.test("recallPair() keeps states at fields of 0, and starts with +1", () => {
  const { left, right, energies } = recallPair(
    fromRule(2, 3, () => 0),
    columnVector([-1, 1]),
  );
  assertEquals(left.to1DArray(), [-1, 1]);
  assertEquals(right.to1DArray(), [1, 1, 1]);
  assertEquals(energies, [0]);
});

Deno.test("the bidirectional memory throws when input is not legal, and does not mutate", () => {
  assertThrows(
    () => bidirectionalWeights(left, columnVector([1])),
    ShapeError,
    "Cannot store pairs as N must be one size: left (MaxN) is 6x2, right (MbxN) is 1x1",
  );
  assertThrows(
    () => bidirectionalWeights(left, fromRows([[1, 0]])),
    RangeError,
    "entry (0, 1) is 0",
  );
  assertThrows(
    () => recallPair(weights, columnVector([1, -1])),
    ShapeError,
    "states (6x1) is 2x1",
  );
  assertThrows(
    () => recallPair(fromRows([[NaN]]), columnVector([1])),
    RangeError,
    "entry (0, 0) is NaN",
  );
  const cue = left.getColumnVector(0);
  recallPair(weights, cue).left.set(0, 0, 99);
  assertEquals(cue, left.getColumnVector(0));
  assertEquals(weights, bidirectionalWeights(left, right));
});
