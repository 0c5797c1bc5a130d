/**
 * What the Transformer has to turn into what: letters reversed, letters
 * sorted, dates written out into dates in one form.
 *
 * @module
 */
import type { Random } from "../../mod.ts";

/** A source and its target. */
export interface Pair {
  source: string[];
  target: string[];
}

/** A task for sequences of signs. */
export interface Task {
  /** All signs that occur. */
  signs: readonly string[];
  /** The longest source or target. */
  longest: number;
  /** A pair by chance. */
  draw(random: Random): Pair;
}

/** How long the letters' sequences are. */
export interface Lengths {
  least: number;
  most: number;
}

const LETTERS = [..."abcdefghijklmnopqrst"];

/** Letters to reverse: a b c becomes c b a. */
export function reverseTask(lengths: Lengths): Task {
  return letterTask(lengths, (letters) => letters.toReversed());
}

/** Letters to sort: c a b becomes a b c. */
export function sortTask(lengths: Lengths): Task {
  return letterTask(lengths, (letters) => letters.toSorted());
}

function letterTask(
  { least, most }: Lengths,
  turn: (letters: string[]) => string[],
): Task {
  return {
    signs: LETTERS,
    longest: most,
    draw(random) {
      const length = least + random.integer(most - least + 1);
      const source = Array.from(
        { length },
        () => LETTERS[random.integer(LETTERS.length)],
      );
      return { source, target: turn(source) };
    },
  };
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

/** Ways to write a date; the numbers are day, month from 1, and year. */
const FORMS: readonly ((d: number, m: number, y: number) => string)[] = [
  (d, m, y) => `${MONTHS[m - 1]} ${d}, ${y}`,
  (d, m, y) => `${d} ${MONTHS[m - 1]} ${y}`,
  (d, m, y) => `${MONTHS[m - 1].slice(0, 3)} ${d} ${y}`,
  (d, m, y) => `${d}.${m}.${y}`,
  (d, m, y) => `${two(m)}/${two(d)}/${y}`,
];

/** Dates to write in one form: "march 5, 1998" becomes "1998-03-05". */
export function datesTask(): Task {
  return {
    signs: [..." ,-./0123456789abcdefghijklmnopqrstuvwxyz"],
    longest: "september 30, 2049".length,
    draw(random) {
      const [d, m] = [1 + random.integer(28), 1 + random.integer(12)];
      const y = 1950 + random.integer(100);
      const form = FORMS[random.integer(FORMS.length)];
      const target = `${y}-${two(m)}-${two(d)}`;
      return { source: [...form(d, m, y)], target: [...target] };
    },
  };
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/**
 * The share of sources that can be reversed by whoever knows only which letters
 * there are: of all their arrangements, equally likely, one is right.
 */
export function shareWithoutOrder(sources: readonly string[][]): number {
  const shares = sources.map((source) => {
    const counts = new Map<string, number>();
    let arrangements = 1;
    source.forEach((letter, n) => {
      const count = (counts.get(letter) ?? 0) + 1;
      counts.set(letter, count);
      arrangements *= (n + 1) / count;
    });
    return 1 / arrangements;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
