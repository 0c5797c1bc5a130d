import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { bleu } from "@mneme/mneme/seq2seq";
import { EXACT } from "../support.ts";

const words = (sentence: string) => sentence.split(" ");

// row 70: the BLEU .658 of "he's calm ." in logs of d2l's run is one inner word of four wrong: (3/4)^(1/2) · (1/3)^(1/4), three words of four and one pair of three
Deno.test("bleu() gives the .658 of d2l's run", () => {
  const score = bleu(words("il est riche ."), words("il est calme ."));
  assertAlmostEquals(score, Math.sqrt(3 / 4) * (1 / 3) ** 0.25, EXACT);
  assertEquals(score.toFixed(3), "0.658");
});

Deno.test("bleu() is 1 for the reference and 0 for nothing, nothing shared, or no shared pair", () => {
  const reference = words("va !");
  assertEquals(bleu(reference, reference), 1);
  assertEquals(bleu([], reference), 0);
  assertEquals(bleu(words("le chat"), reference), 0);
  assertEquals(bleu(words("! va"), reference), 0);
});

Deno.test("bleu() punishes a short candidate and counts a repeated word once", () => {
  // p₁ = 1, order 1: exp(1 - 4/2)
  const short = bleu(words("a b"), words("a b c d"), { order: 1 });
  assertAlmostEquals(short, Math.exp(-1), EXACT);
  const repeated = bleu(words("a a a a"), words("a b c d"), { order: 1 });
  assertAlmostEquals(repeated, Math.sqrt(1 / 4), EXACT);
});

Deno.test("bleu() does not confuse the words of an n-gram", () => {
  assertEquals(bleu(["a b", "c"], ["a", "b c"], { order: 2 }), 0);
});

Deno.test("bleu() compares no n-grams longer than the candidate", () => {
  assertAlmostEquals(
    bleu(["a"], ["a", "b"], { order: 4 }),
    Math.exp(-1),
    EXACT,
  );
});

Deno.test("bleu() throws when there is no reference or the order is no size", () => {
  assertThrows(
    () => bleu(["a"], []),
    RangeError,
    "Cannot compare translations as the reference's length must be an integer of at least 1: 0",
  );
  assertThrows(
    () => bleu(["a"], ["a"], { order: 0 }),
    RangeError,
    "the order must be an integer of at least 1: 0",
  );
});

Deno.test("bleu() does not mutate the sentences", () => {
  const [candidate, reference] = [words("a b a"), words("a b c")];
  bleu(candidate, reference);
  assertEquals([candidate, reference], [words("a b a"), words("a b c")]);
});
