import { assertEquals, assertThrows } from "@std/assert";
import {
  additiveMask,
  additiveScores,
  biasedScores,
  causalMask,
  combineMasks,
  keyValueAttention,
  paddingMask,
  scaledDotScores,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix, matrices, SEEDS } from "../support.ts";

// row 66: d2l's demo, equal keys, values 0, ..., 39 in ten rows: valid lengths 2 and 6 give (2, 3, 4, 5) and (10, 11, 12, 13), means of the first rows
Deno.test("paddingMask() gives d2l's masked attention", () => {
  const memory = {
    keys: fromRule(2, 10, () => 1),
    values: fromRule(4, 10, (d, n) => 4 * n + d),
  };
  const draw = matrices(7);
  const { output } = keyValueAttention(memory, draw(5, 2), {
    score: additiveScores({
      keyWeights: draw(3, 2),
      queryWeights: draw(3, 5),
      scoreVector: draw(3, 1),
    }),
    mask: paddingMask(10, [2, 6]),
  });
  assertMatrix(output, [[2, 10], [3, 11], [4, 12], [5, 13]]);
});

Deno.test("paddingMask() of length 0 gives weights 0, where a fill of -1e6 would give the mean", () => {
  const memory = {
    keys: fromRows([[1, 2, 3, 4]]),
    values: fromRows([[1, 1, 1, 1]]),
  };
  const attend = (mask?: ReturnType<typeof paddingMask>) =>
    keyValueAttention(memory, fromRows([[1]]), {
      mask,
      score: mask ? undefined : () => fromRule(4, 1, () => -1e6),
    }).weights.to1DArray();
  assertEquals(attend(paddingMask(4, [0])), [0, 0, 0, 0]);
  assertEquals(attend(), [0.25, 0.25, 0.25, 0.25]);
});

Deno.test("causalMask() hides what comes later, and counts cached items as past", () => {
  assertEquals(causalMask(3, 3).to2DArray(), [[1, 1, 1], [0, 1, 1], [0, 0, 1]]);
  assertEquals(causalMask(5, 2, { past: 3 }).to2DArray(), [
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [0, 1],
  ]);
  assertEquals(causalMask(1, 1).to2DArray(), [[1]]);
});

Deno.test("combineMasks() keeps what every mask keeps", () => {
  const masks = [
    fromRows([[1, 0.5], [1, 0]]),
    fromRows([[1, 1], [0, 1]]),
    fromRows([[-1, 1], [1, 1]]),
  ];
  assertEquals(combineMasks(masks).to2DArray(), [[1, 1], [0, 0]]);
  assertEquals(combineMasks([masks[1]]), masks[1]);
});

Deno.test("additiveMask() as a bias equals the mask, fully masked queries included", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const memory = { keys: draw(3, 5), values: draw(2, 5) };
    const queries = draw(3, 7);
    const mask = fromRule(5, 7, (n, m) => m === 4 || (n * m) % 3 ? 0 : 1);
    const masked = keyValueAttention(memory, queries, { mask });
    const biased = keyValueAttention(memory, queries, {
      score: biasedScores(scaledDotScores, additiveMask(mask)),
    });
    assertEquals(biased.weights, masked.weights, `seed ${seed}`);
    assertEquals(masked.output.getColumn(4), [0, 0]);
  }
});

Deno.test("the masks throw when counts, lengths or shapes are wrong", () => {
  assertThrows(
    () => paddingMask(3, [4]),
    RangeError,
    "Cannot mask padding as a valid length must be an integer from 0 to 3: 4",
  );
  assertThrows(
    () => paddingMask(3, []),
    RangeError,
    "Cannot mask padding as the number of valid lengths must be an integer of at least 1: 0",
  );
  assertThrows(
    () => causalMask(3, 0),
    RangeError,
    "Cannot mask what comes later as the number of queries must be an integer of at least 1: 0",
  );
  assertThrows(
    () => causalMask(3, 2, { past: -1 }),
    RangeError,
    "the number of past items must be an integer of at least 0: -1",
  );
  assertThrows(
    () => combineMasks([]),
    RangeError,
    "Cannot combine masks as the number of masks must be an integer of at least 1: 0",
  );
  assertThrows(
    () => combineMasks([fromRule(3, 2, () => 1), fromRule(5, 2, () => 1)]),
    ShapeError,
    "Cannot combine masks as N must be one size: masks[0] (NxM) is 3x2, masks[1] (NxM) is 5x2",
  );
});

Deno.test("the masks do not mutate what they are made of", () => {
  const mask = columnVector([1, 0]);
  additiveMask(mask);
  combineMasks([mask, mask]);
  assertEquals(mask.to1DArray(), [1, 0]);
});
