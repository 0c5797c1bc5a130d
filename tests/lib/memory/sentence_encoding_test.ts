import { assertEquals, assertThrows } from "@std/assert";
import { embedSentences, positionWeights } from "@mneme/mneme/memory";
import { fromRows, ShapeError } from "@mneme/mneme/core";
import { assertMatrix, matrices, SEEDS } from "../support.ts";

// row 22: l_kj = (1 - j/J) - (k/d)(1 - 2j/J) for d = 3 and J = 2: (1/2, k/3) in row k, by hand (Sukhbaatar et al. 2015, §4.1)
Deno.test("positionWeights() is the paper's formula, by hand", () => {
  assertMatrix(positionWeights(3, 2), [
    [1 / 2, 1 / 3],
    [1 / 2, 2 / 3],
    [1 / 2, 1],
  ]);
});

Deno.test("positionWeights() is not what the authors' program computes", () => {
  // 1 + 4 (k - (d + 1)/2)(j - (J + 1)/2) / (dJ), for k = j = 1, d = J = 2
  const program = 1 + 4 * (1 - 1.5) * (1 - 1.5) / 4;
  assertEquals(program, 1.25);
  assertEquals(positionWeights(2, 2).get(0, 0), 0.5);
});

Deno.test("positionWeights() of one word is k/d", () => {
  assertMatrix(positionWeights(5, 1), [[0.2], [0.4], [0.6], [0.8], [1]]);
});

Deno.test("positionWeights() turns around when dimensions and words both do", () => {
  const [size, length] = [7, 5];
  const weights = positionWeights(size, length);
  // With k' = d - k and j' = J - j (from 0), l is the same: its center is (d/2, J/2).
  for (let k = 1; k < size; k++) {
    for (let j = 1; j < length; j++) {
      const difference = weights.get(k - 1, j - 1) -
        weights.get(size - k - 1, length - j - 1);
      assertEquals(Math.abs(difference) < 1e-15, true, `(${k}, ${j})`);
    }
  }
});

Deno.test("embedSentences() adds words, weighed by place, and time", () => {
  const embedding = fromRows([[1, 10, 100], [2, 20, 200]]);
  const temporal = fromRows([[0.5, 0.25, 7], [0, 0.125, 7]]); // a longer table than needed
  const slots = embedSentences(embedding, [[0, 2], [1]], { temporal });
  // J = 2: l = (1/2, 1/2) and (1/2, 1); J = 1: l = 1/2 and 1
  assertMatrix(slots, [
    [0.5 + 50 + 0.5, 5 + 0.25],
    [1 + 200, 20 + 0.125],
  ]);
});

Deno.test("embedSentences() of a bag ignores the order, of positions it does not", () => {
  for (const seed of SEEDS) {
    const embedding = matrices(seed)(5, 7);
    const [words, reversed] = [[0, 3, 6], [6, 3, 0]];
    const bag = embedSentences(embedding, [words, reversed], {
      encoding: "bag",
    });
    assertMatrix(bag.getColumnVector(0), bag.getColumnVector(1), {
      message: `seed ${seed}`,
    });
    const placed = embedSentences(embedding, [words, reversed]);
    const difference = placed.getColumnVector(0).sub(placed.getColumnVector(1));
    assertEquals(difference.norm("frobenius") > 0.1, true, `seed ${seed}`);
  }
});

Deno.test("embedSentences() throws when a word, a sentence or a time has no column", () => {
  const embedding = fromRows([[1, 2], [3, 4]]);
  assertThrows(
    () => embedSentences(embedding, [[0, 2]]),
    RangeError,
    "Cannot embed sentences as a word must be an integer from 0 to 1: 2",
  );
  assertThrows(
    () => embedSentences(embedding, [[0], []]),
    RangeError,
    "Cannot embed sentences as the number of words in sentence 1 must be an integer of at least 1: 0",
  );
  assertThrows(
    () => embedSentences(embedding, []),
    RangeError,
    "the number of sentences must be an integer of at least 1: 0",
  );
  assertThrows(
    () =>
      embedSentences(embedding, [[0], [1]], { temporal: fromRows([[1], [1]]) }),
    ShapeError,
    "Cannot embed sentences as T must have a column for each of N sentences: N is 2, temporal (DxT) is 2x1",
  );
  assertThrows(
    () => embedSentences(embedding, [[0]], { temporal: fromRows([[1]]) }),
    ShapeError,
    "Cannot embed sentences as D must be one size: embedding (DxV) is 2x2, temporal (DxT) is 1x1",
  );
});

Deno.test("positionWeights() throws when a size is not one", () => {
  assertThrows(
    () => positionWeights(0, 2),
    RangeError,
    "Cannot weigh words by their position as the embedding's size must be an integer of at least 1: 0",
  );
});

Deno.test("embedSentences() does not mutate its inputs", () => {
  const embedding = fromRows([[1, 2], [3, 4]]);
  const temporal = fromRows([[5], [7]]);
  const sentences = [[0, 1]];
  embedSentences(embedding, sentences, { temporal });
  assertEquals(embedding.to2DArray(), [[1, 2], [3, 4]]);
  assertEquals(temporal.to2DArray(), [[5], [7]]);
  assertEquals(sentences, [[0, 1]]);
});
