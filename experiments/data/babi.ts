import { corrupt, type DataFile, linesOf, readData } from "./read.ts";
import { filesOf } from "./sources.ts";

/** A question with the story told before it. */
export interface BabiQuestion {
  /** The statements, oldest first, as lower-case words. */
  story: string[][];
  question: string[];
  /** One word, or several joined by commas, as in tasks 8 and 19. */
  answer: string;
  /** The places in `story` of the statements that the answer rests on. */
  support: number[];
}

/** The number of tasks. */
export const BABI_TASKS = 20;

/**
 * The questions of one of the bAbI tasks.
 *
 * @param data The folder of the public data, or null if there is none.
 * @param task The task, from 1 to 20.
 * @param part The questions to train with, or to test with.
 * @returns 1,000 questions.
 * @throws {Trouble} If the file is absent or corrupt.
 */
export function loadBabi(
  data: string | null,
  task: number,
  part: "train" | "test",
): BabiQuestion[] {
  const file = filesOf("babi").find((name) =>
    name.startsWith(`en/qa${task}_`) && name.endsWith(`_${part}.txt`)
  );
  if (!file) {
    throw new RangeError(
      `Cannot load a bAbI task as its number must be from 1 to ${BABI_TASKS}: ${task}`,
    );
  }
  return parseBabi(readData(data, "babi", file));
}

/** The questions in a file of bAbI's form. */
export function parseBabi(file: DataFile): BabiQuestion[] {
  const questions: BabiQuestion[] = [];
  let story: string[][] = [];
  let places = new Map<number, number>(); // From a line's number to its statement's place.
  let expected = 1;
  linesOf(file).forEach((line, i) => {
    const [, number, text] = /^(\d+) (.+)$/.exec(line) ?? [];
    const isStart = number === "1";
    if (!text || (Number(number) !== expected && !isStart)) {
      throw corrupt(
        file.path,
        i + 1,
        `"${expected} " or "1 " and a sentence`,
        `"${line}"`,
      );
    }
    if (isStart) [story, places] = [[], new Map()];
    expected = Number(number) + 1;
    if (!text.includes("\t")) {
      places.set(Number(number), story.length);
      story = [...story, wordsOf(text)];
      return;
    }
    const [question, answer, facts] = text.split("\t");
    const support = (facts ?? "").trim().split(/\s+/)
      .map((fact) => places.get(Number(fact)));
    if (!answer || support.includes(undefined)) {
      throw corrupt(
        file.path,
        i + 1,
        "a question, an answer and the numbers of earlier statements, with tabs between",
        `"${text}"`,
      );
    }
    questions.push({
      story,
      question: wordsOf(question),
      answer,
      support: support as number[],
    });
  });
  return questions;
}

function wordsOf(sentence: string): string[] {
  return sentence.toLowerCase().replace(/[.?]/g, " ").trim().split(/\s+/);
}
