import { requireIndex } from "../core/validate.ts";

/** A pair of words that translate each other. */
export interface AlignedPair {
  /** Position in the source as it was written, from 0. */
  source: number;
  /** Position in the target, from 0. */
  target: number;
}

/** How long an encoder-decoder must remember. */
export interface TimeLags {
  /** Steps from the last reading of a pair's source word to the writing of its target word, one number to a pair. */
  lags: number[];
  /** The smallest of them. */
  minimum: number;
  /** Their mean. */
  average: number;
}

/**
 * Source reversal: x₁, ..., x_N becomes x_N, ..., x₁.
 *
 * @source S1 注意力解决什么问题 (倒置原序列); Sutskever et al. 2014, §3.3 (row 44)
 * @param tokens The source, at least one token.
 * @returns The tokens in reverse order, a new list.
 * @throws {RangeError} If there is no token.
 *
 * @example The first word comes last, next to the translation
 * ```ts
 * import { reverseSource } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(reverseSource(["Echt", "Dicke", "Kiste"]), ["Kiste", "Dicke", "Echt"]);
 * ```
 */
export function reverseSource<Token>(tokens: readonly Token[]): Token[] {
  return requireTokens("reverse a source", tokens).toReversed();
}

/**
 * Source doubling: abc becomes abcabc.
 *
 * @source S1 注意力解决什么问题 (abc->abcabc); Zaremba and Sutskever 2014 (row 45)
 * @param tokens The source, at least one token.
 * @returns The tokens twice over, a new list.
 * @throws {RangeError} If there is no token.
 *
 * @example The second reading knows what is coming
 * ```ts
 * import { doubleSource } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(doubleSource([..."abc"]).join(""), "abcabc");
 * ```
 */
export function doubleSource<Token>(tokens: readonly Token[]): Token[] {
  return requireTokens("double a source", [...tokens, ...tokens]);
}

/**
 * Time lags: reading |r| items and then writing, the lag of a pair (n, t) is |r| + t - (last place of n in r).
 *
 * For two languages in one order (t = n) the lag is N for every word; reversed
 * it is 1, 3, ..., 2N - 1: the mean stays N, but a beginning is made. Where
 * the order is opposite (Japanese verbs) reversal turns 1, 3, ... into N. To
 * double the source changes no lag: it gives each word a second reading.
 *
 * @source S1 注意力解决什么问题; Sutskever et al. 2014, §3.3, "minimal time lag"; Zaremba and Sutskever 2014 (rows 44, 45)
 * @param reading The source positions in the order in which they are read: `reverseSource` or `doubleSource` of 0, ..., N - 1, or that itself.
 * @param pairs Which words translate each other, at least one pair; every source position must be read.
 * @returns The lag of each pair, their minimum and their mean, in steps.
 * @throws {RangeError} If there is no pair, a source position is not read, or a target position is not an integer of at least 0.
 *
 * @example Reversal brings the first words together and leaves the mean
 * ```ts
 * import { reverseSource, timeLags } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * const order = [0, 1, 2];
 * const pairs = order.map((n) => ({ source: n, target: n }));
 * assertEquals(timeLags(order, pairs), { lags: [3, 3, 3], minimum: 3, average: 3 });
 * assertEquals(timeLags(reverseSource(order), pairs), {
 *   lags: [1, 3, 5],
 *   minimum: 1,
 *   average: 3,
 * });
 * ```
 */
export function timeLags(
  reading: readonly number[],
  pairs: readonly AlignedPair[],
): TimeLags {
  const action = "find time lags";
  if (pairs.length === 0) {
    throw new RangeError(
      `Cannot ${action} as there must be at least one pair of words: there are 0`,
    );
  }
  const lags = pairs.map(({ source, target }) => {
    const read = reading.lastIndexOf(source);
    if (read === -1) {
      throw new RangeError(
        `Cannot ${action} as each source position must be read: ${source} is not in [${
          reading.join(", ")
        }]`,
      );
    }
    requireIndex(action, "a target position", target, Number.MAX_SAFE_INTEGER);
    return reading.length + target - read;
  });
  const total = lags.reduce((a, b) => a + b);
  return {
    lags,
    minimum: lags.reduce((a, b) => Math.min(a, b)),
    average: total / lags.length,
  };
}

function requireTokens<Token>(
  action: string,
  tokens: readonly Token[],
): Token[] {
  if (tokens.length === 0) {
    throw new RangeError(
      `Cannot ${action} as there must be at least one token: there are 0`,
    );
  }
  return [...tokens];
}
