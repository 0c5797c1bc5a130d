import { requireSize } from "../core/size.ts";
import { requireNumber } from "../core/validate.ts";

/** What a decoder says of the next token, and the state that it would go on from. */
export interface NextToken<State> {
  /** log p(token | tokens before) for each token of the vocabulary; -∞ forbids one. */
  logProbabilities: readonly number[];
  /** The state after this step. */
  state: State;
}

/** One step of any decoder: from the last token and the state before it. */
export type NextTokenFunction<State> = (
  token: number,
  state: State,
) => NextToken<State>;

/** Where a search starts and ends. */
export interface SearchOptions<State> {
  /** The start symbol. */
  start: number;
  /** The end symbol: a sequence that has it is complete. */
  end: number;
  /** The decoder's state before the start symbol is read. */
  state: State;
  /** The most tokens that are written, the end symbol among them. */
  maximumLength: number;
}

/** How wide a beam, and how lengths are made comparable. */
export interface BeamSearchOptions<State> extends SearchOptions<State> {
  /** How many sequences are kept at each step, an integer of at least 1. */
  width: number;
  /** α in score = log p / Lᵅ, at least 0: 0 compares probabilities, which favors short sequences; d2l takes 0.75. Default: 0. */
  lengthPenalty?: number;
}

/** A sequence that a search has found. */
export interface Hypothesis {
  /** The tokens, without start and end symbol. */
  tokens: number[];
  /** log p of the tokens, the end symbol's among them where it is written. */
  logProbability: number;
  /** What sequences are compared by: log p / Lᵅ, with L the number of tokens written, the end symbol among them. */
  score: number;
  /** Whether the end symbol was written, and not the maximum length reached. */
  complete: boolean;
}

/** How far above 0 a logarithm may come by rounding. */
const ROUNDING = 1e-9;

/** A sequence on its way. */
interface Path<State> {
  tokens: number[];
  logProbability: number;
  state: State;
}

/** A path and one more token, which are joined only if they stay in the beam. */
interface Continuation<State> {
  path: Path<State>;
  token: number;
  logProbability: number;
  state: State;
}

/**
 * Greedy search: yₜ = argmax p(y | y₁, ..., yₜ₋₁), until the end symbol.
 *
 * A beam of width 1. The best first word may lead to a bad sentence, which a
 * wider beam can avoid. Of equal tokens the first is taken.
 *
 * @source NNDL §15.1 序列概率模型, 贪婪搜索; d2l, beam search; how the decoders of S1 and S2 come to words (rows 41, 51)
 * @param next One step of the decoder.
 * @param options Start, end, first state and maximum length.
 * @returns The sequence; `score` is its log-probability.
 * @throws {RangeError} If the maximum length is not an integer of at least 1, a log-probability is above 0 or NaN, or no token may follow.
 *
 * @example A decoder that counts down
 * ```ts
 * import { greedySearch } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * const countDown = (token: number) => ({
 *   logProbabilities: [0, 1, 2, 3].map((t) => t === token - 1 ? 0 : -Infinity),
 *   state: null,
 * });
 * const { tokens } = greedySearch(countDown, {
 *   start: 3,
 *   end: 0,
 *   state: null,
 *   maximumLength: 9,
 * });
 * assertEquals(tokens, [2, 1]);
 * ```
 */
export function greedySearch<State>(
  next: NextTokenFunction<State>,
  options: SearchOptions<State>,
): Hypothesis {
  return beamSearch(next, { ...options, width: 1, lengthPenalty: 0 })[0];
}

/**
 * Beam search: at each step the `width` sequences with the largest log p, each with all its continuations.
 *
 * Complete sequences leave the beam and wait; in the end all are compared by
 * log p / Lᵅ. With a width of all sequences the search is exact. Equal ones
 * keep the order of their tokens.
 *
 * @source NNDL §15.1 序列概率模型, 束搜索; Sutskever et al. 2014, §3.2; d2l, beam search, for the length (rows 41, 51)
 * @param next One step of the decoder; it must not change its state.
 * @param options Start, end, first state, maximum length, width and length penalty.
 * @returns Sequences, the best first: at most `width` of those that are complete; where none is, those that reached the maximum length.
 * @throws {RangeError} If width or maximum length is not an integer of at least 1, the penalty is negative or not finite, a log-probability is above 0 or NaN, or no token may follow.
 *
 * @example The likelier sentence begins with the less likely word
 * ```ts
 * import { beamSearch, greedySearch } from "@mneme/mneme/seq2seq";
 * import { assertEquals } from "@std/assert";
 *
 * // tokens: 0 end, 1 and 2 words, 3 start
 * const table = [[], [0.4, 0.3, 0.3], [0.9, 0.05, 0.05], [0, 0.55, 0.45]];
 * const next = (token: number) => ({
 *   logProbabilities: table[token].map(Math.log),
 *   state: null,
 * });
 * const options = { start: 3, end: 0, state: null, maximumLength: 2 };
 * assertEquals(greedySearch(next, options).tokens, [1]); // .55 · .4 = .22
 * assertEquals(beamSearch(next, { ...options, width: 2 })[0].tokens, [2]); // .45 · .9
 * ```
 */
export function beamSearch<State>(
  next: NextTokenFunction<State>,
  { start, end, state, maximumLength, width, lengthPenalty = 0 }:
    BeamSearchOptions<State>,
): Hypothesis[] {
  const action = "search for a sequence";
  requireSize(action, "the width of the beam", width);
  requireSize(action, "the maximum length", maximumLength);
  requireNumber(action, "the length penalty", lengthPenalty, { minimum: 0 });
  let beam: Path<State>[] = [{ tokens: [], logProbability: 0, state }];
  const complete: Hypothesis[] = [];
  for (let length = 1; length <= maximumLength && beam.length > 0; length++) {
    const best = beam.flatMap((path) => continuations(path, next, start))
      .sort((a, b) => b.logProbability - a.logProbability)
      .slice(0, width)
      .map(({ path, token, ...rest }) => ({
        tokens: [...path.tokens, token],
        ...rest,
      }));
    beam = best.filter(({ tokens }) => tokens.at(-1) !== end);
    complete.push(
      ...best.filter(({ tokens }) => tokens.at(-1) === end)
        .map((path) => hypothesis(path, lengthPenalty, true)),
    );
  }
  const found = complete.length > 0
    ? complete
    : beam.map((path) => hypothesis(path, lengthPenalty, false));
  return found.sort((a, b) => b.score - a.score).slice(0, width);
}

function continuations<State>(
  path: Path<State>,
  next: NextTokenFunction<State>,
  start: number,
): Continuation<State>[] {
  const { tokens } = path;
  const { logProbabilities, state } = next(tokens.at(-1) ?? start, path.state);
  const wrong = logProbabilities.findIndex((more) => !(more <= ROUNDING)); // true for NaN
  if (wrong !== -1) {
    throw new RangeError(
      `Cannot search for a sequence as log-probabilities must be at most 0: after [${tokens}] that of token ${wrong} is ${
        logProbabilities[wrong]
      }`,
    );
  }
  const allowed = logProbabilities.map((more, token) => ({
    path,
    token,
    logProbability: path.logProbability + more,
    state,
  })).filter(({ logProbability }) => logProbability > -Infinity);
  if (allowed.length === 0) {
    throw new RangeError(
      `Cannot search for a sequence as some token must be able to follow: after [${tokens}] none is`,
    );
  }
  return allowed;
}

function hypothesis<State>(
  { tokens, logProbability }: Path<State>,
  lengthPenalty: number,
  complete: boolean,
): Hypothesis {
  return {
    tokens: complete ? tokens.slice(0, -1) : tokens,
    logProbability,
    score: logProbability / tokens.length ** lengthPenalty,
    complete,
  };
}
