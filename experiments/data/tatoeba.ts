import { corrupt, type DataFile, linesOf, readData } from "./read.ts";

/** A sentence in two languages. */
export interface SentencePair {
  english: string;
  other: string;
  /** Who wrote it, where the file says so. */
  credit: string | null;
}

/**
 * Short sentences in English and in another language, the shortest first.
 *
 * @param data The folder of the public data, or null if there is none.
 * @param language The other language.
 * @returns The pairs in the file's order; an English sentence may have several translations.
 * @throws {Trouble} If the file is absent or corrupt.
 */
export function loadSentencePairs(
  data: string | null,
  language: "french" | "chinese",
): SentencePair[] {
  const file = language === "french" ? "fra.txt" : "cmn.txt";
  return parseSentencePairs(readData(data, language, file));
}

/** The pairs in a file: English, tab, the other language, and perhaps a tab and a credit. */
export function parseSentencePairs(file: DataFile): SentencePair[] {
  return linesOf(file).map((line, i) => {
    const [english, other, credit = null, ...rest] = line.split("\t");
    if (!english || !other || rest.length > 0) {
      throw corrupt(
        file.path,
        i + 1,
        "two sentences with a tab between, and perhaps a tab and a credit",
        `"${line}"`,
      );
    }
    return { english, other, credit };
  });
}
