/**
 * Documents of our own, for machines without the public reviews: a key word in
 * a key sentence decides, and other sentences hold key words that do not.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import type { Review } from "../data/reviews.ts";

/** What stands in the sentence that decides. */
export const MARKER = "verdict";

/** Words that speak for the movie. */
export const PRAISE = ["splendid", "moving", "brilliant", "charming", "superb"];

/** Words that speak against it. */
export const BLAME = ["dull", "clumsy", "tedious", "shallow", "awful"];

const FILLERS =
  ("a an the this that and of in with for on at scene actor camera story music city night road house friend " +
    "captain letter train river garden window winter summer morning dog horse ship song dance dinner")
    .split(" ");

const SENTENCES = 5;
const WORDS = 7;

/** How often a sentence that does not decide holds a key word, for or against by chance. */
const DISTRACTION = 0.7;

/** Draws reviews, in turn against and for the movie. */
export function drawReviews(random: Random, count: number): Review[] {
  return Array.from({ length: count }, (_, i) => {
    const positive = i % 2 === 1;
    const decisive = random.integer(SENTENCES);
    const sentences = Array.from({ length: SENTENCES }, (_, s) => {
      if (s === decisive) {
        return sentence(random, [MARKER, keyWord(random, positive)]);
      }
      const distracted = random.uniform() < DISTRACTION;
      const word = keyWord(random, random.integer(2) === 1);
      return sentence(random, distracted ? [word] : []);
    });
    return { sentences, positive, name: `generated ${i + 1}`, fold: 1 };
  });
}

/** Fillers, with the special words at places of their own. */
function sentence(random: Random, special: readonly string[]): string[] {
  const words = Array.from(
    { length: WORDS },
    () => FILLERS[random.integer(FILLERS.length)],
  );
  const places = random.permutation(WORDS);
  special.forEach((word, i) => words[places[i]] = word);
  return words;
}

function keyWord(random: Random, positive: boolean): string {
  const list = positive ? PRAISE : BLAME;
  return list[random.integer(list.length)];
}
