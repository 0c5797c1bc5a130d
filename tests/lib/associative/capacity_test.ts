import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { columnVector, seededRandom } from "@mneme/mneme/core";
import {
  flipEntries,
  measureCapacity,
  type MeasuredCapacity,
  oneStepBitError,
  overlap,
  randomPatterns,
} from "@mneme/mneme/associative";

/** The mean of trials with the seeds 1, 2, .... */
function meanOf(
  neurons: number,
  patterns: number,
  trials: number,
): MeasuredCapacity {
  const all = Array.from(
    { length: trials },
    (_, i) =>
      measureCapacity({ neurons, patterns, random: seededRandom(i + 1) }),
  );
  const mean = (of: (each: MeasuredCapacity) => number) =>
    all.reduce((sum, each) => sum + of(each), 0) / trials;
  return {
    oneStepError: mean(({ oneStepError }) => oneStepError),
    settledError: mean(({ settledError }) => settledError),
    recalled: mean(({ recalled }) => recalled),
  };
}

// row 32: simulated M = 500 after one step: α = .1 → .0007, .138 → .0036, .2 → .0124, .3 → .0340 (computed with numpy)
Deno.test("measureCapacity() errs after one step as theory and simulation say", () => {
  for (
    const [patterns, expected] of [
      [50, 0.0007],
      [69, 0.0036],
      [100, 0.0124],
      [150, 0.0340],
    ]
  ) {
    const { oneStepError } = meanOf(500, patterns, 2);
    assertAlmostEquals(oneStepError, expected, 0.0015, `${patterns}`);
    assertAlmostEquals(
      oneStepError,
      oneStepBitError(500, patterns),
      0.0015,
      `${patterns}`,
    );
  }
});

// row 32: after asynchronous convergence at α = .138: M = 100 .7 %, 200 2.1 %, 500 2.7 %; at .2, M = 500: 26 % (computed with numpy; a figure varies by a fifth from one set of trials to the next)
// row 76: 23 % of the patterns are exact fixed points at M = 500, P = 69 (computed with numpy)
Deno.test("measureCapacity() settles near the pattern at 0.138 M, far from it at 0.2 M", () => {
  assertAlmostEquals(meanOf(100, 13, 200).settledError, 0.007, 0.003);
  assertAlmostEquals(meanOf(200, 28, 40).settledError, 0.021, 0.007);
  const critical = meanOf(500, 69, 6);
  assertAlmostEquals(critical.settledError, 0.027, 0.012);
  assertAlmostEquals(critical.recalled, 0.23, 0.08);
  assertAlmostEquals(meanOf(500, 100, 1).settledError, 0.26, 0.06);
});

Deno.test("measureCapacity() without load makes no error, and one neuron keeps its state", () => {
  const none = { oneStepError: 0, settledError: 0, recalled: 1 };
  const random = seededRandom(7);
  assertEquals(measureCapacity({ neurons: 31, patterns: 1, random }), none);
});

Deno.test("measureCapacity() is decided by the seed", () => {
  const draw = (seed: number) =>
    measureCapacity({
      neurons: 53,
      patterns: 11,
      noise: 0.1,
      random: seededRandom(seed),
    });
  assertEquals(draw(3), draw(3));
  assert(draw(3).oneStepError !== draw(5).oneStepError);
});

Deno.test("flipEntries() flips as many entries as told, and does not mutate", () => {
  const pattern = randomPatterns(23, 1, seededRandom(2));
  const copy = pattern.clone();
  for (const count of [0, 1, 7, 23]) {
    const cue = flipEntries(pattern, count, seededRandom(count));
    assertAlmostEquals(overlap(cue, pattern), (23 - 2 * count) / 23, 1e-12);
  }
  assertEquals(pattern, copy);
});

Deno.test("flipEntries() and measureCapacity() throw when a number is out of range", () => {
  const random = seededRandom(1);
  assertThrows(
    () => flipEntries(columnVector([1, -1]), 3, random),
    RangeError,
    "Cannot flip entries as the count must be a finite number of at most 2: 3",
  );
  assertThrows(
    () => flipEntries(columnVector([1, 0]), 1, random),
    RangeError,
    "entry 1 is 0",
  );
  assertThrows(
    () => measureCapacity({ neurons: 5, patterns: 2, noise: 0.6, random }),
    RangeError,
    "Cannot measure the capacity as the noise must be a finite number of at least 0 and of at most 0.5: 0.6",
  );
  assertThrows(
    () => measureCapacity({ neurons: 0, patterns: 2, random }),
    RangeError,
    "the number of neurons must be an integer of at least 1: 0",
  );
});
