import { assertEquals, assertThrows } from "@std/assert";
import { seededRandom, ShapeError } from "@mneme/mneme/core";
import { embedSentences, sentenceCounts, tf } from "@mneme/mneme/layers";
import { embedSentences as embedColumns } from "@mneme/mneme/memory";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertNoLeak,
  assertTensorClose,
  assertTensorGradients,
  toTensor,
} from "../support.ts";
import { inner } from "../../gradients.ts";

/** Sentences of 1 to 5 words out of a vocabulary of 7. */
function drawStory(seed: number, count: number): number[][] {
  const random = seededRandom(seed);
  return Array.from(
    { length: count },
    () =>
      Array.from({ length: 1 + random.integer(5) }, () => random.integer(7)),
  );
}

// J = 2: word 1 weighs 1 - 1/2 and 2/2 - 1, word 2 weighs 1 - 1 and 2 - 1, by hand
Deno.test("sentenceCounts() by hand", () => {
  const { counts, mask } = sentenceCounts([[[0, 2], []], [[2]]], {
    vocabulary: 3,
  });
  assertEquals(counts.arraySync(), [
    [[0.5, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0]],
    [[0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0]],
  ]);
  assertEquals(mask.arraySync(), [[1, 1], [1, 0]]);
});

Deno.test("embedSentences() equals lib's, for both encodings, with and without time", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const story = drawStory(seed, 5);
    const [table, other, temporal] = [draw(3, 7), draw(3, 7), draw(3, 11)];
    for (const encoding of ["position", "bag"] as const) {
      const { counts } = sentenceCounts([story], { vocabulary: 7, encoding });
      const [slots, second] = embedSentences(
        counts,
        [toTensor(table), toTensor(other)],
        [toTensor(temporal), toTensor(temporal)],
      );
      const message = `seed ${seed}, ${encoding}`;
      const options = { encoding, temporal };
      assertTensorClose(slots, embedColumns(table, story, options), {
        message,
      });
      assertTensorClose(second, embedColumns(other, story, options), {
        message,
      });
      const [untimed] = embedSentences(counts, [toTensor(table)]);
      assertTensorClose(untimed, embedColumns(table, story, { encoding }), {
        message,
      });
    }
  }
});

Deno.test("embedSentences() has the gradients of lib's, by finite differences", () => {
  for (const seed of SEEDS.slice(0, 3)) {
    const draw = matrices(seed);
    const story = drawStory(seed, 5);
    const upstream = draw(3, 5);
    const { counts } = sentenceCounts([story], { vocabulary: 7 });
    assertTensorGradients(
      (table, temporal) =>
        embedSentences(counts, [table], [temporal])[0]
          .mul(toTensor(upstream)).sum(),
      (table, temporal) =>
        inner(embedColumns(table, story, { temporal }), upstream),
      [draw(3, 7), draw(3, 5)],
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("embedSentences() makes nothing of an empty memory but its time", () => {
  const { counts } = sentenceCounts([[[]]], { vocabulary: 2 });
  const [slot] = embedSentences(
    counts,
    [tf.ones([2, 3])],
    [tf.tensor2d([[5, 7, 11]])],
  );
  assertEquals(slot.arraySync(), [[[5, 7, 11]]]);
});

Deno.test("embedSentences() leaves no tensors behind", () => {
  const { counts } = sentenceCounts([drawStory(2, 3)], { vocabulary: 7 });
  const tables = [tf.ones<tf.Rank.R2>([7, 5]), tf.ones<tf.Rank.R2>([7, 5])];
  assertNoLeak(() => tf.dispose(embedSentences(counts, tables)));
});

Deno.test("sentences that do not fit are refused", () => {
  const options = { vocabulary: 2, slots: 1 };
  assertThrows(
    () => sentenceCounts([[[0], [1]]], options),
    ShapeError,
    "it has 2 sentences, there are 1 slots",
  );
  assertThrows(() => sentenceCounts([[[2]]], options), RangeError);
  assertThrows(() => sentenceCounts([], options), RangeError);
  const { counts } = sentenceCounts([[[0], [1]]], { vocabulary: 2 });
  assertThrows(
    () => embedSentences(counts, [tf.ones([3, 5])]),
    ShapeError,
    "counts are 4 wide, V is 3",
  );
  assertThrows(
    () => embedSentences(counts, [tf.ones([2, 5])], [tf.ones([1, 5])]),
    ShapeError,
    "1 encodings of 1 rows, N is 2",
  );
});
