/**
 * What is to be turned into what: letters into the same letters or into their
 * reversal, digits into number words, dates written out into one form.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import type { Pair } from "../seq2seq/vocabulary.ts";

/** A task with sources of several lengths. */
export interface Task {
  /** Words that occur in sources. */
  sourceWords: readonly string[];
  /** Words that occur in targets. */
  targetWords: readonly string[];
  /** The lengths to train and measure at. */
  lengths: readonly number[];
  /** A pair by chance whose source has this length. */
  draw(random: Random, length: number): Pair;
}

/** The letters of copy and reverse. */
export const LETTERS: readonly string[] = [..."abcdefghijkl"];

/** Letters to write again as they are. */
export function copyTask(longest: number): Task {
  return letterTask(longest, (letters) => letters);
}

/** Letters to write from the last to the first. */
export function reverseTask(longest: number): Task {
  return letterTask(longest, (letters) => letters.toReversed());
}

function letterTask(
  longest: number,
  turn: (letters: string[]) => string[],
): Task {
  return {
    sourceWords: LETTERS,
    targetWords: LETTERS,
    lengths: upTo(longest),
    draw(random, length) {
      const source = Array.from(
        { length },
        () => LETTERS[random.integer(LETTERS.length)],
      );
      return { source, target: turn(source) };
    },
  };
}

const ONES = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];
const TENS = [
  "twenty",
  "thirty",
  "forty",
  "fifty",
  "sixty",
  "seventy",
  "eighty",
  "ninety",
];
/** Names of the powers of 1000, from 1000² on one to three digits more. */
const POWERS = [
  "thousand",
  "million",
  "billion",
  "trillion",
  "quadrillion",
  "quintillion",
];

/** Digits to write as words: 4 0 9 becomes four hundred nine. */
export function numbersTask(longest: number): Task {
  return {
    sourceWords: [..."0123456789"],
    targetWords: [...ONES, ...TENS, "hundred", ...POWERS],
    lengths: upTo(longest),
    draw(random, length) {
      const source = Array.from(
        { length },
        (_, n) => `${n === 0 ? 1 + random.integer(9) : random.integer(10)}`,
      );
      return { source, target: numberWords(source) };
    },
  };
}

/** A number in words, from its digits; up to 21 of them, the first one not 0. */
export function numberWords(digits: readonly string[]): string[] {
  const groups = Math.ceil(digits.length / 3);
  const padded = [...Array(3 * groups - digits.length).fill("0"), ...digits];
  return Array.from({ length: groups }, (_, g) => {
    const words = wordsBelowThousand(
      Number(padded.slice(3 * g, 3 * g + 3).join("")),
    );
    const power = POWERS[groups - g - 2];
    return power && words.length > 0 ? [...words, power] : words;
  }).flat();
}

function wordsBelowThousand(number: number): string[] {
  if (number === 0) return [];
  if (number >= 100) {
    return [
      ONES[Math.floor(number / 100)],
      "hundred",
      ...wordsBelowThousand(number % 100),
    ];
  }
  if (number < 20) return [ONES[number]];
  return [
    TENS[Math.floor(number / 10) - 2],
    ...wordsBelowThousand(number % 10),
  ];
}

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** Dates to write in one form, sign by sign: "5 march 1998" becomes "1998-03-05". */
export function datesTask(): Task {
  const months = MONTHS.map((name) => name.length);
  // Day, space, month, space, year.
  const lengths = upTo(Math.max(...months) + 8)
    .filter((length) => length >= Math.min(...months) + 7);
  return {
    sourceWords: [..." 0123456789abcdefghijklmnopqrstuvwxyz"],
    targetWords: [..."-0123456789"],
    lengths,
    draw(random, length) {
      const fitting = MONTHS.map((_, m) => m).filter((m) =>
        [7, 8].includes(length - months[m])
      );
      const m = fitting[random.integer(fitting.length)];
      const d = length - months[m] === 7
        ? 1 + random.integer(9)
        : 10 + random.integer(19);
      const y = 1900 + random.integer(200);
      return {
        source: [...`${d} ${MONTHS[m]} ${y}`],
        target: [...`${y}-${two(m + 1)}-${two(d)}`],
      };
    },
  };
}

function two(number: number): string {
  return `${number}`.padStart(2, "0");
}

function upTo(longest: number): number[] {
  return Array.from({ length: longest }, (_, n) => n + 1);
}
