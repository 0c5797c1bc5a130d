import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  charactersOf,
  makeCorpus,
  wordsOf,
} from "../../experiments/translation/corpus.ts";
import { meanBleu } from "../../experiments/translation/measure.ts";
import {
  frequentWords,
  idsOfPair,
  UNKNOWN_WORD,
  vocabularyOf,
} from "../../experiments/seq2seq/vocabulary.ts";
import { seededRandom } from "../../mod.ts";
import { runShort } from "./support.ts";

Deno.test("wordsOf() and charactersOf() cut sentences, by hand", () => {
  assertEquals(wordsOf("I'm cold, Tom!"), ["i'm", "cold", ",", "tom", "!"]);
  assertEquals(wordsOf("Où es-tu\u202f?"), ["où", "es", "-", "tu", "?"]);
  assertEquals(charactersOf("我 很冷。"), ["我", "很", "冷", "。"]);
});

Deno.test("vocabularyOf() turns words into ids and back, unknown ones into a sign", () => {
  const words = frequentWords([["b", "a"], ["b", "c"]], 1);
  assertEquals(words, ["b", "a", "c"]);
  assertEquals(frequentWords([["b", "a"], ["b", "c"]], 2), ["b"]);
  const vocabulary = vocabularyOf(words);
  assertEquals(vocabulary.size, 7);
  const ids = vocabulary.idsOf(["c", "d"]);
  assertEquals(vocabulary.wordsOf(ids), ["c", UNKNOWN_WORD]);
  assertEquals(
    idsOfPair({ source: ["b"], target: ["a"] }, {
      source: vocabulary,
      target: vocabulary,
    }),
    { source: [4], target: [5] },
  );
});

Deno.test("makeCorpus() never trains on a held-out source, whatever its translation", () => {
  const pairs = Array.from({ length: 60 }, (_, i) => ({
    english: `word${i % 20}`,
    other: `mot${i % 20} ${i < 20 ? "un" : "deux"}`,
    credit: i === 0 ? "somebody" : null,
  }));
  const { train, held, sourceWords } = makeCorpus(
    pairs,
    wordsOf,
    {
      sourceLength: [1, 3],
      targetLength: 3,
      frequency: 1,
      held: 5,
      train: 30,
    },
    seededRandom(3),
  );
  assertEquals([held.length, train.length], [5, 30]);
  assertEquals(sourceWords.length, 20);
  const heldOut = held.map(({ source }) => source.join(" "));
  assert(train.every(({ source }) => !heldOut.includes(source.join(" "))));
  assert(held.every(({ references }) => references.length === 3));
});

Deno.test("makeCorpus() leaves out rare words and long sentences", () => {
  const pair = (english: string, other: string) => ({
    english,
    other,
    credit: null,
  });
  const { train, targetWords } = makeCorpus(
    [pair("a b", "x"), pair("b a", "x"), pair("a c", "x"), pair("a a a", "x")],
    wordsOf,
    {
      sourceLength: [1, 2],
      targetLength: 1,
      frequency: 2,
      held: 0,
      train: 9,
    },
    seededRandom(3),
  );
  assertEquals(targetWords, ["x"]);
  assertEquals(train.map(({ source }) => source.join(" ")).sort(), [
    "a b",
    "b a",
  ]);
});

Deno.test("meanBleu() takes the nearest reference of each source", () => {
  const entries = [
    { source: ["a"], references: [["x", "y"], ["z"]], credits: [] },
    { source: ["b"], references: [["x"]], credits: [] },
  ];
  assertAlmostEquals(meanBleu(entries, [["z"], ["y"]]), 50);
});

Deno.test("translation --short without data: attention says numbers better than a fixed vector", async () => {
  const { value, record } = await runShort("translation");
  // Seed 1 gave 96 BLEU with attention and 64 without.
  assert(value("bleu-gain") >= 10, `${value("bleu-gain")} BLEU, seed 1`);
  assert(value("bleu-attention") >= 80);
  assertEquals(record.leaked, 0);
});
