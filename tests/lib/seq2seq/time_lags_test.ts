import { assertEquals, assertThrows } from "@std/assert";
import { doubleSource, reverseSource, timeLags } from "@mneme/mneme/seq2seq";

const positions = (length: number) => Array.from({ length }, (_, n) => n);
const sameOrder = (length: number) =>
  positions(length).map((n) => ({ source: n, target: n }));
const oppositeOrder = (length: number) =>
  positions(length).map((n) => ({ source: n, target: length - 1 - n }));

// row 44: of 50 words in one order the lags are all 50; reversed they are 1, 3, ..., 99: the least falls from 50 to 1, the mean stays 50 (Sutskever et al. 2014, §3.3, "minimal time lag", by counting)
Deno.test("timeLags() of a reversed source has the same mean and a least of 1", () => {
  for (const length of [1, 2, 7, 50]) {
    const straight = timeLags(positions(length), sameOrder(length));
    const reversed = timeLags(
      reverseSource(positions(length)),
      sameOrder(length),
    );
    assertEquals(straight.lags, Array(length).fill(length));
    assertEquals(reversed.lags, positions(length).map((n) => 2 * n + 1));
    assertEquals([reversed.minimum, reversed.average], [1, length]);
  }
});

// row 44: where the order is opposite, as of Japanese verbs, reversal makes the least lag 50 instead of 1
Deno.test("timeLags() of a reversed source is worse when the languages' orders are opposite", () => {
  const straight = timeLags(positions(50), oppositeOrder(50));
  const reversed = timeLags(reverseSource(positions(50)), oppositeOrder(50));
  assertEquals([straight.minimum, straight.average], [1, 50]);
  assertEquals([reversed.minimum, reversed.average], [50, 50]);
});

// row 45: abc → abcabc: from the second reading on, all lags are those of abc; it is no shorter way, but a second look
Deno.test("timeLags() of a doubled source are those of the source", () => {
  assertEquals(doubleSource([..."abc"]).join(""), "abcabc");
  for (const pairs of [sameOrder(3), oppositeOrder(3)]) {
    assertEquals(
      timeLags(doubleSource(positions(3)), pairs),
      timeLags(positions(3), pairs),
    );
  }
});

Deno.test("timeLags() counts the steps of pairs in any order, by hand", () => {
  // read 2, 0, 1; write: step 3 is target 0
  const { lags } = timeLags([2, 0, 1], [
    { source: 2, target: 0 }, // read at 0, written at 3
    { source: 1, target: 2 }, // read at 2, written at 5
  ]);
  assertEquals(lags, [3, 3]);
});

Deno.test("reverseSource() and doubleSource() do not mutate the tokens", () => {
  const tokens = ["Echt", "dicke", "Kiste"];
  assertEquals(reverseSource(tokens), ["Kiste", "dicke", "Echt"]);
  assertEquals(doubleSource(tokens).length, 6);
  assertEquals(tokens, ["Echt", "dicke", "Kiste"]);
});

Deno.test("the functions on sources throw when there is nothing, or a word is not read", () => {
  assertThrows(
    () => reverseSource([]),
    RangeError,
    "Cannot reverse a source as there must be at least one token: there are 0",
  );
  assertThrows(() => doubleSource([]), RangeError, "Cannot double a source");
  assertThrows(
    () => timeLags([0], []),
    RangeError,
    "Cannot find time lags as there must be at least one pair of words: there are 0",
  );
  assertThrows(
    () => timeLags([0, 1], [{ source: 2, target: 0 }]),
    RangeError,
    "Cannot find time lags as each source position must be read: 2 is not in [0, 1]",
  );
  assertThrows(
    () => timeLags([0], [{ source: 0, target: -1 }]),
    RangeError,
    "a target position must be an integer",
  );
});
