/**
 * The public data: where each file comes from, its licence, its checksum.
 *
 * @module
 */
import checksums from "./checksums.json" with { type: "json" };

/** A set of public files. */
export interface Source {
  /** The folder within the data folder. */
  folder: string;
  /** Where anybody gets it. */
  origin: string;
  /** The line that its licence asks for. */
  credit: string;
}

/** The sets by name. */
export const SOURCES = {
  babi: {
    folder: "babi",
    origin:
      "bAbI tasks v1.2, in github.com/tsajed/chatbot-MemN2N-tensorflow, data/dialog-bAbI-tasks/tasks_1-21_v1-2",
    credit:
      "bAbI tasks v1.2, Copyright (c) 2015-present, Facebook, Inc., CC BY 3.0; Weston et al. 2015, arXiv:1502.05698",
  },
  mnist: {
    folder: "mnist-t10k",
    origin:
      "MNIST's test set, in github.com/patrick-kidger/equinox, docs/examples/MNIST/MNIST/raw",
    credit:
      "MNIST, Yann LeCun, Corinna Cortes, Christopher Burges, CC BY-SA 3.0; pictures made from it are under the same licence",
  },
  reviews: {
    folder: "movie-reviews",
    origin:
      "Sentiment Polarity Dataset 2.0 (Pang and Lee 2004), in github.com/nltk/nltk_data, packages/corpora/movie_reviews.zip, cv000 to cv499 as JSON Lines",
    credit:
      "Sentiment Polarity Dataset 2.0, Copyright (C) 2004 Bo Pang and Lillian Lee, CC BY 4.0; cut to cv000 to cv499 and rewritten as JSON Lines",
  },
  sorting: {
    folder: "sort-pointer",
    origin: "github.com/zygmuntz/pointer-networks-experiments, data",
    credit:
      "pointer-networks-experiments, Copyright (c) 2017, Zygmunt Zajac, BSD 2-Clause License",
  },
  french: {
    folder: "tatoeba-eng-fra",
    origin:
      "fra-eng of 2019-04-07 from www.manythings.org/anki, its first 30,000 lines",
    credit:
      "Sentences from tatoeba.org via www.manythings.org/anki, CC BY 2.0 FR",
  },
  chinese: {
    folder: "tatoeba-eng-cmn",
    origin:
      "cmn-eng from www.manythings.org/anki, in github.com/DaoChaShao/py-st-dl-translater-2.0, data/cmn.txt",
    credit:
      "Sentences from tatoeba.org via www.manythings.org/anki, CC BY 2.0 FR, script converted to Simplified; each line's authors are in its third column",
  },
} satisfies Record<string, Source>;

/** The name of a set of public files. */
export type SourceName = keyof typeof SOURCES;

/** The SHA-256 of a set's file as the experiments were run with; undefined if that file was not among them. */
export function checksumOf(
  name: SourceName,
  file: string,
): string | undefined {
  const all: Record<string, string> = checksums;
  return all[`${SOURCES[name].folder}/${file}`];
}

/** The files of a set. */
export function filesOf(name: SourceName): string[] {
  const prefix = `${SOURCES[name].folder}/`;
  return Object.keys(checksums).filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length));
}
