import { corrupt, type DataFile, linesOf, readData } from "./read.ts";

/** A movie review and its verdict. */
export interface Review {
  /** The sentences as words, lower-case, as the set's authors split them. */
  sentences: string[][];
  positive: boolean;
  /** The review's own name. */
  name: string;
  /** The tenth of the set, from 1, for cross-validation as its authors do. */
  fold: number;
}

/**
 * Movie reviews: 500 against and 500 for the movie.
 *
 * @param data The folder of the public data, or null if there is none.
 * @throws {Trouble} If the file is absent or corrupt.
 */
export function loadReviews(data: string | null): Review[] {
  return parseReviews(readData(data, "reviews", "reviews-cv000-cv499.jsonl"));
}

/** The reviews in a file of JSON lines. */
export function parseReviews(file: DataFile): Review[] {
  return linesOf(file).map((line, i) => {
    const review = parseJson(line);
    if (isReview(review)) {
      const { file: name, fold, label, sentences } = review;
      return {
        name,
        fold,
        positive: label === "pos",
        sentences: sentences.map((sentence) => sentence.split(/\s+/)),
      };
    }
    throw corrupt(
      file.path,
      i + 1,
      `{"file": text, "fold": number, "label": "neg" or "pos", "sentences": texts}`,
      line,
    );
  });
}

interface Line {
  file: string;
  fold: number;
  label: "neg" | "pos";
  sentences: string[];
}

function isReview(value: unknown): value is Line {
  const line = value as Partial<Line> | null | undefined;
  return typeof line?.file === "string" && Number.isInteger(line.fold) &&
    (line.label === "neg" || line.label === "pos") &&
    Array.isArray(line.sentences) && line.sentences.length > 0 &&
    line.sentences.every((sentence) => typeof sentence === "string");
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
