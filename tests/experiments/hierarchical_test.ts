import { assert, assertEquals } from "@std/assert";
import {
  buildVocabulary,
  SPECIAL,
  toDocument,
} from "../../experiments/hierarchical/documents.ts";
import {
  BLAME,
  drawReviews,
  MARKER,
  PRAISE,
} from "../../experiments/hierarchical/generated.ts";
import { textPicture } from "../../experiments/hierarchical/text_picture.ts";
import { seededRandom } from "../../mod.ts";
import { runShort } from "./support.ts";

/** Guessing is right in half of the 400 documents; 0.8 is 12 standard errors from that. */
const LEAST_ACCURACY = 0.8;

function review(...sentences: string[]) {
  return {
    sentences: sentences.map((sentence) => sentence.split(" ")),
    positive: true,
    name: "by hand",
    fold: 1,
  };
}

Deno.test("buildVocabulary() numbers words by how often they stand, rare ones and signs left out", () => {
  const numbers = buildVocabulary(
    [review("a b a , b a c", ", , , b d")],
    { vocabulary: 5, sentences: 2, words: 7 },
  );
  assertEquals([...numbers], [["a", 2], ["b", 3]]);
  const capped = buildVocabulary(
    [review("a b a b a b")],
    { vocabulary: 1, sentences: 2, words: 7 },
  );
  assertEquals([...capped], [["a", 2]]);
});

Deno.test("toDocument() keeps the first third and the last two thirds of the sentences", () => {
  const caps = { vocabulary: 5, sentences: 3, words: 2 };
  const numbers = new Map([["a", 2], ["b", 3]]);
  const { sentences, ids } = toDocument(
    review("a , x b", ". .", "b", "a", "a b"),
    numbers,
    caps,
  );
  assertEquals(sentences, [["a", "x"], ["a"], ["a", "b"]]);
  assertEquals([...ids], [2, SPECIAL.unknown, 2, SPECIAL.padding, 2, 3]);
});

Deno.test("drawReviews() puts the marker and the right key word into one sentence", () => {
  const reviews = drawReviews(seededRandom(7), 100);
  for (const { sentences, positive } of reviews) {
    const decisive = sentences.filter((words) => words.includes(MARKER));
    assertEquals(decisive.length, 1);
    const [right, wrong] = positive ? [PRAISE, BLAME] : [BLAME, PRAISE];
    assert(decisive[0].some((word) => right.includes(word)));
    assert(!decisive[0].some((word) => wrong.includes(word)));
  }
  assertEquals(reviews.filter(({ positive }) => positive).length, 50);
});

Deno.test("textPicture() shows every word, escaped, and breaks long sentences", () => {
  const words = Array.from(
    { length: 60 },
    () => ({ text: "a<b", weight: 0.1 }),
  );
  const svg = textPicture({
    title: "Texts",
    description: "Two lines at least.",
    texts: [{ heading: "one", sentences: [{ weight: 1, words }] }],
  });
  assertEquals(svg.split("a&lt;b").length - 1, 60);
  const lines = new Set(
    [...svg.matchAll(/y="([\d.]+)"[^>]*>a&lt;b/g)].map(([, y]) => y),
  );
  assert(lines.size > 1);
});

Deno.test("hierarchical: attention finds the decisive sentence", async () => {
  const run = await runShort("hierarchical");
  const accuracy = run.value("generated-attention");
  assert(accuracy > LEAST_ACCURACY, `accuracy ${accuracy}`);
  assertEquals(
    run.value("generated-weights-attention"),
    run.value("generated-weights-mean"),
  );
  for (const { leaked } of run.trainings) assertEquals(leaked, 0);
});
