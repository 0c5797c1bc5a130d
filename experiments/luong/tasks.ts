/**
 * Two tasks of equal size: one whose alignment depends on what the items are,
 * and one where it depends on where they are.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import type { Pair } from "../seq2seq/vocabulary.ts";

/** A task whose sources have one length. */
export interface Task {
  sourceWords: readonly string[];
  targetWords: readonly string[];
  draw(random: Random): Pair;
}

/** The keys, in the order in which they are asked for. */
const KEYS: readonly string[] = [..."abcdefghijkl"];
const DIGITS: readonly string[] = [..."0123456789"];

/**
 * Cards in a random order, each a key and a digit; to write are the digits in
 * the keys' order: b7 a3 c1 becomes 3 7 1. Where to look depends on the cards.
 */
export function contentTask(length: number): Task {
  return cardTask(length, (order, digits) => order.map((k) => digits[k]));
}

/**
 * The same cards; to write are the digits as they lie: b7 a3 c1 becomes
 * 7 3 1. Where to look depends on the place alone.
 */
export function placeTask(length: number): Task {
  return cardTask(length, (_order, digits) => digits);
}

/** `order[k]` is the place of key k; `digits[n]` lies at place n. */
function cardTask(
  length: number,
  turn: (order: number[], digits: string[]) => string[],
): Task {
  const keys = KEYS.slice(0, length);
  return {
    sourceWords: keys.flatMap((key) => DIGITS.map((digit) => key + digit)),
    targetWords: DIGITS,
    draw(random) {
      const lying = random.permutation(length);
      const digits = lying.map(() => DIGITS[random.integer(DIGITS.length)]);
      const order = keys.map((_, k) => lying.indexOf(k));
      return {
        source: lying.map((k, n) => keys[k] + digits[n]),
        target: turn(order, digits),
      };
    },
  };
}
